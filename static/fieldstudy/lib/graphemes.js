/**
 * Where a reader would cut a text: characters as they are seen, words, sentences.
 * All offsets are UTF-16 units of one line; Unicode Standard Annex 29, by the browser's segmenter.
 */

/** @typedef {'grapheme' | 'word' | 'sentence'} Grain */

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/**
 * @param {Grain} grain
 * @param {string} language
 */
function segmenter(grain, language) {
  const key = `${grain} ${language}`;
  let found = segmenters.get(key);
  if (!found) {
    found = new Intl.Segmenter(language || undefined, { granularity: grain });
    segmenters.set(key, found);
  }
  return found;
}

/**
 * The segment that holds the unit at this offset.
 * @param {string} line
 * @param {number} unit
 * @param {Grain} grain
 * @param {string} [language]
 * @returns {{start: number, end: number}} empty at the end of the line
 */
export function segmentAt(line, unit, grain, language = '') {
  const found = segmenter(grain, language).segment(line).containing(unit);
  if (!found) return { start: line.length, end: line.length };
  return { start: found.index, end: found.index + found.segment.length };
}

/**
 * Moves the start of a span back to the beginning of its character.
 * @param {string} line
 * @param {number} unit
 */
export function widenStart(line, unit) {
  return unit >= line.length ? unit : segmentAt(line, unit, 'grapheme').start;
}

/**
 * Moves the end of a span on to the end of its character.
 * @param {string} line
 * @param {number} unit
 */
export function widenEnd(line, unit) {
  return unit <= 0 ? unit : segmentAt(line, unit - 1, 'grapheme').end;
}

/**
 * The next cut after an offset, or the one before it; words jump over blanks and punctuation.
 * @param {string} line
 * @param {number} unit
 * @param {1 | -1} direction
 * @param {'grapheme' | 'word'} grain
 * @param {string} [language]
 * @returns {number}
 */
export function step(line, unit, direction, grain, language = '') {
  let at = unit;
  while (direction > 0 ? at < line.length : at > 0) {
    const segment = segmentAt(line, direction > 0 ? at : at - 1, grain, language);
    at = direction > 0 ? segment.end : segment.start;
    if (grain === 'grapheme' || isWord(line.slice(segment.start, segment.end))) return at;
  }
  return at;
}

/** @param {string} text */
function isWord(text) {
  return /[\p{L}\p{N}]/u.test(text);
}

/**
 * The sentence at an offset, without the blanks around it; between two sentences the later one.
 * @param {string} line
 * @param {number} unit
 * @param {string} [language]
 * @returns {{start: number, end: number}}
 */
export function sentenceAt(line, unit, language = '') {
  const rest = line.slice(unit).trimStart();
  const at = rest ? line.length - rest.length : Math.max(0, line.trimEnd().length - 1);
  const { start, end } = segmentAt(line, at, 'sentence', language);
  const words = line.slice(start, end);
  const before = words.length - words.trimStart().length;
  const after = words.length - words.trimEnd().length;
  return words.trim() ? { start: start + before, end: end - after } : { start, end };
}
