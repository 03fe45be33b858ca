/**
 * Times of a sound, in ms.
 */

/**
 * @typedef {object} Word
 * @property {number} start_ms
 * @property {number} end_ms
 */

/**
 * @param {number} ms
 * @returns {string} 8 000 as “0:08”, 3 723 000 as “1:02:03”; part seconds are cut off
 */
export function clock(ms) {
  const all = Math.floor(Math.max(0, ms) / 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}

/**
 * The last of the words that has begun, as long as the next has not.
 * @param {readonly Word[]} words sorted by `start_ms`
 * @param {number} ms
 * @returns {number} its index; −1 before the first
 */
export function wordAt(words, ms) {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start_ms ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * A range between two moments in either order, inside the sound and at least `least` long.
 * @param {number} one
 * @param {number} other
 * @param {number} duration
 * @param {number} [least]
 * @returns {{start_ms: number, end_ms: number}}
 */
export function range(one, other, duration, least = 100) {
  const most = Math.max(1, Math.floor(duration));
  const start = Math.min(Math.max(0, Math.round(Math.min(one, other))), most - 1);
  const end = Math.min(most, Math.max(Math.round(Math.max(one, other)), start + least));
  return { start_ms: Math.max(0, Math.min(start, end - 1)), end_ms: end };
}

/** @typedef {{start: number, end: number, start_ms: number, end_ms: number}} TimedWord */

/**
 * When the words `start`–`end` were spoken; the server finds the same from its own copy.
 * @param {readonly TimedWord[]} words
 * @param {number} start code point
 * @param {number} end
 * @returns {{start_ms?: number, end_ms?: number}} empty when none is touched
 */
export function spanTimes(words, start, end) {
  const spoken = words.filter((word) => word.start < end && word.end > start);
  if (!spoken.length) return {};
  const start_ms = Math.min(...spoken.map((word) => word.start_ms));
  return { start_ms, end_ms: Math.max(start_ms + 1, ...spoken.map((word) => word.end_ms)) };
}

/**
 * @param {number[][]} rows `[start, end, start_ms, end_ms]` each, as the page carries them
 * @returns {TimedWord[]}
 */
export function timedWords(rows) {
  return rows.map(([start = 0, end = 0, start_ms = 0, end_ms = 0]) => {
    return { start, end, start_ms, end_ms };
  });
}
