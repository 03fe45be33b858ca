import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandOf } from '../../static/fieldstudy/lib/desk-keys.js';

const CODES = new Map([
  ['1', 'pain'],
  ['t', 'trust'],
]);
const DESK = { inField: false, letters: true, codes: CODES };

/**
 * @param {string} key
 * @param {object} [held]
 */
const stroke = (key, held = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 0,
  ...held,
});

test('keys put codes and give commands', () => {
  assert.deepEqual(commandOf(stroke('1'), DESK), { command: 'code', code: 'pain' });
  assert.deepEqual(commandOf(stroke('j'), DESK), { command: 'next' });
  assert.deepEqual(commandOf(stroke('?', { shiftKey: true }), DESK), { command: 'keys' });
  assert.deepEqual(commandOf(stroke('S', { shiftKey: true }), DESK), { command: 'more-sentence' });
  assert.equal(commandOf(stroke('T', { shiftKey: true }), DESK), null);
  assert.equal(commandOf(stroke('q'), DESK), null);
});

test('caps lock and full-width letters are the same keys', () => {
  assert.deepEqual(commandOf(stroke('J'), DESK), { command: 'next' });
  assert.deepEqual(commandOf(stroke('１'), DESK), { command: 'code', code: 'pain' });
  assert.deepEqual(commandOf(stroke('【'), DESK), { command: 'mark-start' });
});

test('typing pinyin never triggers anything', () => {
  assert.equal(commandOf(stroke('j', { isComposing: true }), DESK), null);
  assert.equal(commandOf(stroke('Process', { keyCode: 229 }), DESK), null);
  assert.equal(commandOf(stroke('j', { keyCode: 229 }), DESK), null);
});

test('in a field only Escape and the shortcut to the search mean something', () => {
  const field = { ...DESK, inField: true };
  assert.equal(commandOf(stroke('1'), field), null);
  assert.equal(commandOf(stroke('Backspace'), field), null);
  assert.deepEqual(commandOf(stroke('Escape'), field), { command: 'leave-field' });
  assert.deepEqual(commandOf(stroke('k', { ctrlKey: true }), field), { command: 'find' });
});

test('the browser keeps its own shortcuts', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assert.equal(commandOf(stroke('s', held), DESK), null);
    assert.equal(commandOf(stroke('1', held), DESK), null);
  }
});

test('single letters can be switched off; named keys stay', () => {
  const off = { ...DESK, letters: false };
  assert.equal(commandOf(stroke('j'), off), null);
  assert.equal(commandOf(stroke('1'), off), null);
  assert.deepEqual(commandOf(stroke('Delete'), off), { command: 'remove' });
  assert.deepEqual(commandOf(stroke(' '), off), { command: 'play' });
});
