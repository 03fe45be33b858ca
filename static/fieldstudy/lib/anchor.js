/**
 * Where a coded piece lies, as the server describes it: see fieldstudy/coding/anchors.py.
 */

/**
 * @typedef {object} Anchor
 * @property {'text' | 'transcript' | 'region' | 'sound' | 'entry'} medium
 * @property {string} [version]
 * @property {number} [start]
 * @property {number} [end]
 * @property {string} [quote]
 * @property {string} [attachment]
 * @property {number} [left]
 * @property {number} [top]
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [start_ms]
 * @property {number} [end_ms]
 */

/** The members of an anchor that a span's times do not belong to. */
const PLACES = {
  text: ['version', 'start', 'end'],
  transcript: ['version', 'start', 'end'],
  region: ['attachment', 'left', 'top', 'width', 'height'],
  sound: ['attachment', 'start_ms', 'end_ms'],
  entry: [],
};

/**
 * @param {Anchor} one
 * @param {Anchor} other
 */
export function samePlace(one, other) {
  const names = /** @type {(keyof Anchor)[]} */ (PLACES[one.medium]);
  return one.medium === other.medium && names.every((name) => one[name] === other[name]);
}

/**
 * An anchor as the server reads it: a transcript span's times follow from its words.
 * @param {Anchor} anchor
 * @returns {Partial<Anchor>}
 */
export function toSend(anchor) {
  const names = /** @type {(keyof Anchor)[]} */ ([...PLACES[anchor.medium], 'medium']);
  if ('quote' in anchor) names.push('quote');
  return Object.fromEntries(names.map((name) => [name, anchor[name]]));
}
