import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  segmentAt,
  sentenceAt,
  step,
  widenEnd,
  widenStart,
} from '../../static/fieldstudy/lib/graphemes.js';

const FAMILY = '👩‍👩‍👧';

test('a span never cuts a family, a flag, a skin tone or a combining mark', () => {
  for (const grapheme of [FAMILY, '🇨🇳', '👍🏽', 'e\u0301', '𠮷']) {
    const line = `a${grapheme}b`;
    for (let unit = 2; unit <= grapheme.length; unit += 1) {
      assert.equal(widenStart(line, unit), 1);
      assert.equal(widenEnd(line, unit), 1 + grapheme.length);
    }
    assert.equal(widenStart(line, 1), 1);
    assert.equal(widenEnd(line, 1), 1);
  }
});

test('the ends of a line stay where they are', () => {
  assert.equal(widenStart('ab', 2), 2);
  assert.equal(widenEnd('ab', 0), 0);
  assert.equal(widenStart('', 0), 0);
});

test('steps go by what is seen', () => {
  const line = `门${FAMILY}口`;
  assert.equal(step(line, 1, 1, 'grapheme'), 1 + FAMILY.length);
  assert.equal(step(line, 1 + FAMILY.length, -1, 'grapheme'), 1);
  assert.equal(step(line, line.length, 1, 'grapheme'), line.length);
  assert.equal(step(line, 0, -1, 'grapheme'), 0);
});

test('words are jumped over with the blanks before them', () => {
  const line = 'The shelf, empty.';
  assert.equal(step(line, 0, 1, 'word', 'en'), 3);
  assert.equal(step(line, 3, 1, 'word', 'en'), 9);
  assert.equal(step(line, line.length, -1, 'word', 'en'), 11);
});

test('Chinese is cut into words without blanks', () => {
  assert.equal(step('屏幕变红', 0, 1, 'word', 'zh'), 2);
});

test('a sentence is found at any of its characters, without blanks around it', () => {
  const line = '我举手等了三分钟，灯一直在闪。后面两个人换去了别的机器。 ';
  const first = '我举手等了三分钟，灯一直在闪。';
  assert.deepEqual(sentenceAt(line, 3, 'zh'), { start: 0, end: first.length });
  assert.deepEqual(sentenceAt(line, first.length, 'zh'), {
    start: first.length,
    end: line.length - 1,
  });
  assert.deepEqual(sentenceAt(line, line.length, 'zh').end, line.length - 1);
  for (const unit of [9, 10, 18]) {
    assert.deepEqual(sentenceAt('He waved. She came.', unit, 'en'), { start: 10, end: 19 });
  }
  assert.deepEqual(sentenceAt('', 0, 'en'), { start: 0, end: 0 });
});

test('past the end there is no segment', () => {
  assert.deepEqual(segmentAt('ab', 2, 'grapheme'), { start: 2, end: 2 });
});
