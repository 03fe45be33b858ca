import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clock, range, spanTimes, timedWords, wordAt } from '../../static/fieldstudy/lib/timing.js';

test('times read like a clock', () => {
  assert.equal(clock(0), '0:00');
  assert.equal(clock(8999), '0:08');
  assert.equal(clock(61_000), '1:01');
  assert.equal(clock(3_723_000), '1:02:03');
  assert.equal(clock(-5), '0:00');
});

test('the word at a moment is the last that has begun', () => {
  const words = [0, 400, 1000].map((start_ms) => ({ start_ms, end_ms: start_ms + 300 }));
  assert.equal(wordAt(words, 0), 0);
  assert.equal(wordAt(words, 399), 0);
  assert.equal(wordAt(words, 400), 1);
  assert.equal(wordAt(words, 9000), 2);
  assert.equal(wordAt(words.slice(1), 10), -1);
  assert.equal(wordAt([], 10), -1);
});

test('a range lies inside the sound, whichever end was marked first', () => {
  assert.deepEqual(range(5000, 2000, 22_000), { start_ms: 2000, end_ms: 5000 });
  assert.deepEqual(range(-10, 99_000, 22_000), { start_ms: 0, end_ms: 22_000 });
  assert.deepEqual(range(3000, 3000, 22_000), { start_ms: 3000, end_ms: 3100 });
});

test('a range at the very end still lasts', () => {
  const { start_ms, end_ms } = range(22_000, 22_000, 22_000.4);
  assert.ok(start_ms < end_ms && end_ms <= 22_000);
});

test('words know when they were spoken, as the server does', () => {
  const words = timedWords([
    [0, 4, 100, 900],
    [5, 8, 1100, 1900],
    [9, 12, 2500, 2500],
  ]);
  assert.deepEqual(spanTimes(words, 0, 4), { start_ms: 100, end_ms: 900 });
  assert.deepEqual(spanTimes(words, 2, 6), { start_ms: 100, end_ms: 1900 });
  assert.deepEqual(spanTimes(words, 10, 11), { start_ms: 2500, end_ms: 2501 });
  assert.deepEqual(spanTimes(words, 8, 9), {});
});
