/**
 * Two ways to count one text: browsers count UTF-16 units, everything stored counts code points.
 */

/**
 * @param {string} text
 * @returns {number} its length in code points
 */
export function codePoints(text) {
  let count = text.length;
  for (let unit = 0; unit < text.length - 1; unit += 1) {
    if (isPair(text, unit)) {
      count -= 1;
      unit += 1;
    }
  }
  return count;
}

/**
 * @param {string} text
 * @param {number} unit UTF-16 offset; one inside a pair counts as the end of the pair
 * @returns {number} code-point offset
 */
export function toPoint(text, unit) {
  return codePoints(text.slice(0, unit));
}

/**
 * @param {string} text
 * @param {number} point code-point offset
 * @returns {number} UTF-16 offset, at most the text's length
 */
export function toUnit(text, point) {
  let unit = 0;
  for (let left = point; left > 0 && unit < text.length; left -= 1) {
    unit += isPair(text, unit) ? 2 : 1;
  }
  return unit;
}

/**
 * Whether one code point takes the units at `unit` and `unit + 1`.
 * @param {string} text
 * @param {number} unit
 */
function isPair(text, unit) {
  const high = text.charCodeAt(unit);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(unit + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/**
 * @typedef {object} Piece
 * @property {number} start first code point in the whole text
 * @property {string} text
 */

/**
 * A text that is shown in pieces, such as lines or utterances, in order. Between two pieces stand the
 * line feeds that the page does not show.
 */
export class Pieces {
  /** @param {Piece[]} pieces */
  constructor(pieces) {
    this.pieces = pieces.map(({ start, text }) => ({ start, text, end: start + codePoints(text) }));
  }

  /** Code points of the whole. */
  get length() {
    return this.pieces.at(-1)?.end ?? 0;
  }

  /** @param {number} index */
  line(index) {
    return this.#at(index).text;
  }

  /**
   * @param {number} index of the piece
   * @param {number} unit UTF-16 offset inside it
   * @returns {number} code point in the whole text
   */
  point(index, unit) {
    const piece = this.#at(index);
    if (piece.end - piece.start === piece.text.length) return piece.start + unit;
    return piece.start + toPoint(piece.text, unit);
  }

  /**
   * Where a code point is shown. One between two pieces belongs to the end of the earlier.
   * @param {number} point
   * @returns {{index: number, unit: number}}
   */
  locate(point) {
    const index = this.#indexOf(point);
    const piece = this.#at(index);
    const inside = Math.min(point, piece.end) - piece.start;
    const isPlain = piece.end - piece.start === piece.text.length;
    return { index, unit: isPlain ? inside : toUnit(piece.text, inside) };
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string} the words of the half-open span of code points
   */
  slice(start, end) {
    let words = '';
    let reached = start;
    for (let index = this.#indexOf(start); index < this.pieces.length; index += 1) {
      const piece = this.#at(index);
      if (piece.start >= end) break;
      words += '\n'.repeat(Math.max(0, piece.start - reached));
      const from = Math.max(start, piece.start) - piece.start;
      const to = Math.min(end, piece.end) - piece.start;
      if (to > from) words += piece.text.slice(toUnit(piece.text, from), toUnit(piece.text, to));
      reached = Math.max(reached, Math.min(end, piece.end));
    }
    return words + '\n'.repeat(Math.max(0, end - reached));
  }

  /** @param {number} point */
  #indexOf(point) {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#at(middle).start <= point) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} index */
  #at(index) {
    return this.pieces[index] ?? { start: 0, end: 0, text: '' };
  }
}
