import assert from 'node:assert/strict';
import { test } from 'node:test';

import { samePlace, toSend } from '../../static/fieldstudy/lib/anchor.js';
import { CodingModel } from '../../static/fieldstudy/lib/coding-model.js';

/** @typedef {import('../../static/fieldstudy/lib/anchor.js').Anchor} Anchor */

const CODES = new Map(
  [
    ...[-2, -1, 0, 1, 2].map((valence) => ({ id: `v${valence}`, isReaction: false, isFace: true, valence })),
    { id: 'pain', isReaction: true, isFace: false, valence: null },
    { id: 'till', isReaction: false, isFace: false, valence: null },
  ].map((code) => [code.id, code]),
);
const TAG = /** @type {Anchor} */ ({ medium: 'text', version: 'r1', start: 4, end: 7, quote: 'tag' });

function model() {
  let made = 0;
  const desk = new CodingModel([], CODES, () => `id${(made += 1)}`);
  /** @type {string[]} */
  const told = [];
  desk.addEventListener('change', (event) => {
    const changes = /** @type {CustomEvent} */ (event).detail;
    for (const { kind, coding } of changes) told.push(`${kind} ${coding.code} ${coding.strength}`);
  });
  return { desk, told };
}

test('a code is put on what is chosen, and taken off by the same key', () => {
  const { desk, told } = model();
  desk.choose(TAG);
  desk.toggle('till');
  assert.deepEqual(desk.chosen?.codings.map(({ code }) => code), ['till']);
  desk.toggle('till');
  assert.deepEqual(told, ['put till null', 'remove till null']);
  assert.deepEqual(desk.live, []);
});

test('without a choice a code stands on the whole entry', () => {
  const { desk } = model();
  desk.toggle('till');
  assert.deepEqual(desk.live.map(({ anchor }) => anchor.medium), ['entry']);
});

test('several codes on one place share the excerpt, also after it was empty', () => {
  const { desk } = model();
  desk.choose(TAG);
  desk.toggle('till');
  const first = desk.chosen?.id;
  desk.toggle('till');
  desk.choose({ ...TAG });
  desk.toggle('pain');
  assert.equal(desk.chosen?.id, first);
});

test('reactions begin weakest and go round', () => {
  const { desk, told } = model();
  desk.choose(TAG);
  desk.toggle('pain');
  desk.toggle('till');
  for (let times = 0; times < 3; times += 1) desk.cycleStrength();
  assert.deepEqual(told.slice(2), ['strength pain 2', 'strength pain 3', 'strength pain 1']);
});

test('one feeling replaces another, step by step, and stops at the ends', () => {
  const { desk, told } = model();
  desk.choose(TAG);
  desk.shiftFeeling(1);
  desk.shiftFeeling(1);
  desk.shiftFeeling(1);
  desk.shiftFeeling(1);
  assert.deepEqual(told, ['put v0 null', 'remove v0 null', 'put v1 null', 'remove v1 null', 'put v2 null']);
  assert.deepEqual(desk.chosen?.codings.map(({ code }) => code), ['v2']);
});

test('other coders’ excerpts are seen but never touched', () => {
  const { desk, told } = model();
  desk.excerpts.push({
    id: 'x',
    isMine: false,
    coder: 'Mira',
    isSure: true,
    anchor: TAG,
    codings: [{ id: 'c', code: 'pain', strength: 2 }],
  });
  desk.choose(TAG);
  desk.remove('c');
  desk.strengthen('c', 3);
  assert.deepEqual(told, []);
  desk.toggle('pain');
  assert.equal(desk.live.length, 2);
});

test('what the server refused is gone again', () => {
  const { desk } = model();
  desk.choose(TAG);
  desk.toggle('till');
  desk.forget(desk.chosen?.codings[0]?.id ?? '');
  assert.deepEqual(desk.live, []);
});

test('the same place is the same, with or without times', () => {
  const span = /** @type {Anchor} */ ({ ...TAG, medium: 'transcript' });
  assert.ok(samePlace(span, { ...span, start_ms: 1, end_ms: 2 }));
  assert.ok(!samePlace(span, TAG));
  assert.deepEqual(toSend({ ...span, start_ms: 1, end_ms: 2 }), {
    medium: 'transcript',
    version: 'r1',
    start: 4,
    end: 7,
    quote: 'tag',
  });
  assert.deepEqual(toSend({ medium: 'entry' }), { medium: 'entry' });
});
