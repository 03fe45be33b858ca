import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  between,
  grow,
  lanes,
  LEAST,
  move,
  onPicture,
  opposite,
  pushDown,
  SIDE,
} from '../../static/fieldstudy/lib/geometry.js';

test('a pointer is a place on the picture at every size of the window', () => {
  for (const scale of [0.25, 1, 4]) {
    const box = { left: 30, top: 40, width: 480 * scale, height: 360 * scale };
    const pointer = { x: 30 + 240 * scale, y: 40 + 90 * scale };
    assert.deepEqual(onPicture(pointer, box), { x: 5000, y: 2500 });
    assert.deepEqual(onPicture({ x: 0, y: 9999 }, box), { x: 0, y: SIDE });
  }
});

test('a rectangle is the same from whichever corner it was drawn', () => {
  const drawn = { left: 1000, top: 2000, width: 3000, height: 1000 };
  assert.deepEqual(between({ x: 1000, y: 2000 }, { x: 4000, y: 3000 }), drawn);
  assert.deepEqual(between({ x: 4000, y: 2000 }, { x: 1000, y: 3000 }), drawn);
});

test('the smallest rectangle still fits into the last corner', () => {
  assert.deepEqual(between({ x: SIDE, y: SIDE }, { x: SIDE, y: SIDE }), {
    left: SIDE - LEAST,
    top: SIDE - LEAST,
    width: LEAST,
    height: LEAST,
  });
});

test('rectangles never leave the picture', () => {
  const start = { left: 4000, top: 4000, width: 2000, height: 2000 };
  assert.deepEqual(move(start, -9000, 9000), { ...start, left: 0, top: 8000 });
  assert.deepEqual(grow(start, 9000, -9000), { ...start, width: 6000, height: LEAST });
});

test('the corner across stays when one is dragged', () => {
  const start = { left: 10, top: 20, width: 300, height: 400 };
  assert.deepEqual(opposite(start, 'nw'), { x: 310, y: 420 });
  assert.deepEqual(opposite(start, 'se'), { x: 10, y: 20 });
  assert.deepEqual(opposite(start, 'ne'), { x: 10, y: 420 });
});

test('stripes that overlap take lanes of their own, others share', () => {
  const stripes = [
    { top: 0, bottom: 50 },
    { top: 10, bottom: 20 },
    { top: 15, bottom: 60 },
    { top: 20, bottom: 30 },
    { top: 50, bottom: 60 },
  ];
  assert.deepEqual(lanes(stripes), [0, 1, 2, 1, 0]);
  assert.deepEqual(lanes([]), []);
});

test('names are pushed down only as far as they must be', () => {
  assert.deepEqual(pushDown([0, 5, 60, 61], 20), [0, 20, 60, 80]);
});
