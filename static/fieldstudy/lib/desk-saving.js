/**
 * The changes of the desk as requests, in a queue that outlives the page.
 */
import { toSend } from './anchor.js';
import { newId } from './identity.js';
import { SaveQueue } from './queue.js';
import { send } from './request.js';

/** @typedef {import('./coding-model.js').Change} Change */
/** @typedef {import('./queue.js').Change} Request */
/** @typedef {import('./queue.js').Answer} Answer */

/** @typedef {{codings: string, coding: string, memo: string, done: string, counts: string}} Addresses */

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * @param {Change} change
 * @param {Addresses} urls
 * @returns {Request}
 */
export function requestOf({ kind, excerpt, coding }, urls) {
  const url = urls.coding.replace(NOBODY, coding.id);
  const id = newId();
  if (kind === 'remove') return { id, method: 'DELETE', url };
  if (kind === 'strength') {
    return { id, method: 'PATCH', url, body: { operation: id, strength: coding.strength } };
  }
  const body = { id: coding.id, code: coding.code, excerpt: excerpt.id, anchor: toSend(excerpt.anchor) };
  return { id: coding.id, method: 'POST', url: urls.codings, body };
}

/**
 * @param {Addresses} urls
 * @param {{id: string, entry: string, text: string}} memo
 * @returns {Request} writes the memo, or throws it away when it is empty
 */
export function memoRequest(urls, { id, entry, text }) {
  const url = urls.memo.replace(NOBODY, id);
  if (!text.trim()) return { id: newId(), method: 'DELETE', url };
  const body = { subject_kind: 'entry', subject: entry, text };
  return { id: newId(), method: 'PUT', url, body };
}

/**
 * A queue that keeps what waits in this tab under a name of its own for each person.
 * @param {string} person
 * @param {(request: Request, answer: Answer) => void} answered
 * @param {(state: {waiting: number, failing: boolean}) => void} shown
 */
export function savingFor(person, answered, shown) {
  const key = `fieldstudy-coding-${person}`;
  return new SaveQueue({
    send: sendOne,
    store: {
      load: () => JSON.parse(sessionStorage.getItem(key) ?? '[]'),
      save: (waiting) => sessionStorage.setItem(key, JSON.stringify(waiting)),
    },
    later: (work, ms) => window.setTimeout(work, ms),
    answered,
    shown,
  });
}

/**
 * Signed out, the server answers with the way to the sign-in page: no answer to the change.
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
async function sendOne({ method, url, body }) {
  /** @type {RequestInit} */
  const options = { method, redirect: 'manual', keepalive: true };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { 'Content-Type': 'application/json' };
  }
  try {
    const response = await send(url, options);
    const isJson = response.headers.get('Content-Type')?.includes('json');
    return { status: response.status, body: isJson ? await response.json() : undefined };
  } catch {
    return { status: 0 };
  }
}
