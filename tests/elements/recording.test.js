import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShown } from '../../static/fieldstudy/lib/conditions.js';
import { clock, isQuiet, loudness, soundType, strokes } from '../../static/fieldstudy/lib/levels.js';
import { coarse } from '../../static/fieldstudy/lib/rounding.js';
import { fitted } from '../../static/fieldstudy/lib/shrinking.js';

test('silence is 0 and a loud voice fills the meter', () => {
  assert.equal(loudness(new Float32Array(8)), 0);
  assert.equal(loudness(new Float32Array(8).fill(0.9)), 1);
  assert.equal(loudness(new Float32Array()), 0);
});

test('it says that nobody is heard only after three silent seconds', () => {
  assert.ok(!isQuiet(Array(29).fill(0)));
  assert.ok(isQuiet(Array(30).fill(0.01)));
  assert.ok(!isQuiet([...Array(29).fill(0), 0.5]));
});

test('the latest level stands at the right, and no more than forty are drawn', () => {
  const path = strokes([...Array(100).fill(0), 1]);
  assert.equal(path.split('M').length - 1, 40);
  assert.ok(path.endsWith('M157 2.0v44.0'));
});

test('the clock reads as on the page', () => {
  assert.deepEqual([0, 23_400, 724_000].map(clock), ['0:00', '0:23', '12:04']);
});

test('Safari records MP4, everybody else Opus in WebM, and nobody what it cannot', () => {
  const all = () => true;
  assert.equal(soundType(all, 'Apple Computer, Inc.'), 'audio/mp4;codecs=mp4a.40.2');
  assert.equal(soundType(all, 'Google Inc.'), 'audio/webm;codecs=opus');
  assert.equal(soundType((type) => type === 'audio/mp4', 'Google Inc.'), 'audio/mp4');
  assert.equal(soundType(() => false, ''), '');
});

test('a photo is made to fit and never blown up', () => {
  assert.deepEqual(fitted(4000, 3000), { width: 2048, height: 1536 });
  assert.deepEqual(fitted(3000, 4000), { width: 1536, height: 2048 });
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});

test('a place is rounded on the phone', () => {
  assert.deepEqual([coarse(31.23456), coarse(-0.001)], ['31.23', '0.00']);
});

test('an item is shown by any of the answers it waits for', () => {
  assert.ok(isShown(['-1'], ['-2', '-1']));
  assert.ok(!isShown([], ['yes']));
  assert.ok(!isShown(['no'], ['yes']));
});
