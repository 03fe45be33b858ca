import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codePoints, Pieces, toPoint, toUnit } from '../../static/fieldstudy/lib/offsets.js';

const SCRAPS = ['货架', '𠮷野家', '👩‍👩‍👧', '🇨🇳', 'e\u0301', 'שלום', 'no one ', '9.9，', '\ud83d'];

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

/** @param {(below: number) => number} next */
function someText(next) {
  return Array.from({ length: next(12) }, () => SCRAPS[next(SCRAPS.length - 1)]).join('');
}

test('a character beyond the basic plane counts once', () => {
  assert.equal('𠮷野家'.length, 4);
  assert.equal(codePoints('𠮷野家'), 3);
  assert.equal(toPoint('𠮷野家', 2), 1);
  assert.equal(toUnit('𠮷野家', 1), 2);
});

test('half a pair counts as one and breaks nothing', () => {
  assert.equal(codePoints('a\ud83d'), 2);
  assert.equal(codePoints('\ude00a'), 2);
  assert.equal(toUnit('\ud83da', 1), 1);
});

test('an offset past the end is the end', () => {
  assert.equal(toUnit('𠮷', 9), 2);
});

test('offsets come back from both counts, as the language itself iterates', () => {
  const next = random(7);
  for (let round = 0; round < 300; round += 1) {
    const text = someText(next);
    const points = [...text];
    assert.equal(codePoints(text), points.length);
    const point = next(points.length + 1);
    const unit = points.slice(0, point).join('').length;
    assert.equal(toUnit(text, point), unit);
    assert.equal(toPoint(text, unit), point);
  }
});

/**
 * A whole text shown line by line, without the line feeds.
 * @param {string} whole
 */
function shown(whole) {
  /** @type {{start: number, text: string}[]} */
  const pieces = [];
  let start = 0;
  for (const line of whole.split('\n')) {
    if (line) pieces.push({ start, text: line });
    start += codePoints(line) + 1;
  }
  return pieces;
}

test('a slice over pieces equals the slice of the whole', () => {
  const next = random(11);
  for (let round = 0; round < 300; round += 1) {
    const whole = Array.from({ length: 1 + next(5) }, () => someText(next)).join('\n');
    const points = [...whole];
    const pieces = new Pieces(shown(whole));
    if (!pieces.length) continue;
    const start = pieces.pieces[0]?.start ?? 0;
    const from = start + next(pieces.length - start + 1);
    const to = from + next(pieces.length - from + 1);
    assert.equal(pieces.slice(from, to), points.slice(from, to).join(''));
  }
});

test('a point is found in its piece and back', () => {
  const pieces = new Pieces(shown('𠮷野家\n\n门口👩‍👩‍👧'));
  assert.deepEqual(pieces.locate(1), { index: 0, unit: 2 });
  assert.deepEqual(pieces.locate(3), { index: 0, unit: 4 });
  assert.deepEqual(pieces.locate(4), { index: 0, unit: 4 });
  assert.deepEqual(pieces.locate(8), { index: 1, unit: 4 });
  assert.equal(pieces.point(1, 4), 8);
  assert.equal(pieces.point(0, 2), 1);
  assert.equal(pieces.length, 12);
});

test('a text without words has no length', () => {
  const pieces = new Pieces([]);
  assert.equal(pieces.length, 0);
  assert.equal(pieces.slice(0, 0), '');
});
