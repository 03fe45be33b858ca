/**
 * A text as the page shows it, addressed in code points: every `[data-start]` inside `root` holds a line
 * of it, in one text node or several.
 */
import { sentenceAt, step, widenEnd, widenStart } from './graphemes.js';
import { codePoints, Pieces } from './offsets.js';

export class ShownText {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Text[]} */
    this.nodes = [];
    const pieces = [];
    const lines = [];
    for (const holder of root.querySelectorAll('[data-start]')) {
      let start = Number(/** @type {HTMLElement} */ (holder).dataset['start']);
      lines.push({ start, text: holder.textContent ?? '' });
      const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = /** @type {Text} */ (node).data;
        this.nodes.push(/** @type {Text} */ (node));
        pieces.push({ start, text });
        start += codePoints(text);
      }
    }
    /** By text node, for the browser's boundaries. */
    this.pieces = new Pieces(pieces);
    /** By line, for what a reader sees as characters, words and sentences. */
    this.lines = new Pieces(lines);
    /** @type {Map<Node, number>} */
    this.indexes = new Map(this.nodes.map((node, index) => [node, index]));
    this.language = root.lang || root.closest('[lang]')?.getAttribute('lang') || '';
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {Range}
   */
  range(start, end) {
    const range = document.createRange();
    const from = startOf(this.pieces, start);
    const to = this.pieces.locate(end);
    range.setStart(this.#node(from.index), from.unit);
    range.setEnd(this.#node(to.index), to.unit);
    return range;
  }

  /**
   * The code point at a boundary that the browser named.
   * @param {Node} node
   * @param {number} offset
   * @returns {number | null} null outside the text
   */
  pointAt(node, offset) {
    const index = this.indexes.get(node);
    if (index !== undefined) return this.pieces.point(index, offset);
    if (!this.root.contains(node)) return null;
    const boundary = document.createRange();
    boundary.setStart(node, offset);
    const next = this.nodes.findIndex((text) => boundary.comparePoint(text, 0) >= 0);
    return next < 0 ? this.pieces.length : this.pieces.point(next, 0);
  }

  /**
   * What the reader selected inside this text, widened to whole characters.
   * @returns {{start: number, end: number} | null}
   */
  selected() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.root) || !this.nodes.length) return null;
    const start = this.pointAt(range.startContainer, range.startOffset);
    const end = this.pointAt(range.endContainer, range.endOffset);
    const isInside = this.root.contains(selection.anchorNode) || this.root.contains(selection.focusNode);
    if (!isInside) return null;
    return this.widened(start ?? 0, end ?? this.pieces.length);
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  widened(start, end) {
    const { lines } = this;
    const from = startOf(lines, start);
    const to = lines.locate(end);
    const wide = {
      start: lines.point(from.index, widenStart(lines.line(from.index), from.unit)),
      end: lines.point(to.index, widenEnd(lines.line(to.index), to.unit)),
    };
    return wide.end > wide.start ? wide : null;
  }

  /**
   * One step of the caret; from the end of a line to the start of the next one.
   * @param {number} point
   * @param {1 | -1} direction
   * @param {'grapheme' | 'word'} grain
   */
  step(point, direction, grain) {
    const { index, unit } = this.lines.locate(point);
    const reached = step(this.lines.line(index), unit, direction, grain, this.language);
    if (reached !== unit) return this.lines.point(index, reached);
    const beyond = this.lines.pieces[index + direction];
    if (!beyond) return point;
    return direction > 0 ? beyond.start : beyond.end;
  }

  /**
   * The sentence at a code point; where only blanks are left of a line, the first of a later one.
   * @param {number} point
   * @returns {{start: number, end: number}}
   */
  sentence(point) {
    let { index, unit } = startOf(this.lines, point);
    while (!this.lines.line(index).slice(unit).trim() && this.lines.pieces[index + 1]) {
      index += 1;
      unit = 0;
    }
    const { start, end } = sentenceAt(this.lines.line(index), unit, this.language);
    return { start: this.lines.point(index, start), end: this.lines.point(index, end) };
  }

  /** @param {number} index */
  #node(index) {
    return this.nodes[index] ?? this.root;
  }
}

/**
 * Where a span that begins at this point begins: after the end of a line, on the next one.
 * @param {Pieces} pieces
 * @param {number} point
 */
function startOf(pieces, point) {
  const place = pieces.locate(point);
  const isAtEnd = place.unit >= pieces.line(place.index).length;
  return isAtEnd && pieces.pieces[place.index + 1] ? { index: place.index + 1, unit: 0 } : place;
}
