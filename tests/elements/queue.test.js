import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SaveQueue } from '../../static/fieldstudy/lib/queue.js';

/** @typedef {import('../../static/fieldstudy/lib/queue.js').Change} Change */

/** @param {string} id */
const change = (id) => ({ id, method: 'POST', url: '/codings/', body: { id } });

/**
 * A server that can be down, and a tab that keeps what waits.
 * @param {Change[]} kept
 */
function world(kept = []) {
  /** @type {(() => void)[]} */
  const timers = [];
  const state = { isUp: true, waiting: 0, failing: false, pauses: /** @type {number[]} */ ([]) };
  const arrived = /** @type {string[]} */ ([]);
  const answered = /** @type {string[]} */ ([]);
  let tab = kept;
  const queue = new SaveQueue({
    send: async ({ id }) => {
      await Promise.resolve();
      if (!state.isUp) return { status: 0 };
      arrived.push(id);
      return { status: id.startsWith('bad') ? 422 : 201 };
    },
    store: { load: () => [...tab], save: (waiting) => (tab = structuredClone(waiting)) },
    later: (work, ms) => {
      state.pauses.push(ms);
      timers.push(work);
    },
    answered: ({ id }, { status }) => answered.push(`${id} ${status}`),
    shown: (shown) => Object.assign(state, shown),
  });
  const settle = async () => {
    for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
  };
  const tick = async () => {
    for (const work of timers.splice(0)) work();
    await settle();
  };
  return { queue, state, arrived, answered, settle, tick, tab: () => tab };
}

test('changes arrive one by one in the order they were made', async () => {
  const { queue, arrived, state, settle } = world();
  for (const id of ['a', 'b', 'c']) queue.add(change(id));
  assert.equal(state.waiting, 3);
  await settle();
  assert.deepEqual(arrived, ['a', 'b', 'c']);
  assert.deepEqual([state.waiting, state.failing], [0, false]);
});

test('with the server down nothing is lost, doubled or reordered', async () => {
  const { queue, arrived, state, settle, tick } = world();
  state.isUp = false;
  for (let number = 0; number < 20; number += 1) queue.add(change(`c${number}`));
  await settle();
  for (let round = 0; round < 8; round += 1) await tick();
  assert.deepEqual([arrived.length, state.waiting, state.failing], [0, 20, true]);
  assert.deepEqual(state.pauses.slice(0, 3), [500, 1000, 2000]);
  assert.equal(Math.max(...state.pauses), 15_000);
  state.isUp = true;
  await tick();
  assert.deepEqual(
    arrived,
    Array.from({ length: 20 }, (_, number) => `c${number}`),
  );
  assert.deepEqual([state.waiting, state.failing], [0, false]);
});

test('what waits outlives the page', async () => {
  const first = world();
  first.state.isUp = false;
  first.queue.add(change('a'));
  first.queue.add(change('b'));
  await first.settle();
  const second = world(first.tab());
  await second.queue.flush();
  assert.deepEqual(second.arrived, ['a', 'b']);
  assert.deepEqual(second.tab(), []);
});

test('a change refused for good is handed back and the next goes on', async () => {
  const { queue, answered, state, settle } = world();
  queue.add(change('bad'));
  queue.add(change('good'));
  await settle();
  assert.deepEqual(answered, ['bad 422', 'good 201']);
  assert.equal(state.waiting, 0);
});

test('an impatient flush does not send anything twice', async () => {
  const { queue, arrived, state, settle, tick } = world();
  state.isUp = false;
  queue.add(change('a'));
  await settle();
  state.isUp = true;
  void queue.flush();
  void queue.flush();
  await settle();
  await tick();
  assert.deepEqual(arrived, ['a']);
});
