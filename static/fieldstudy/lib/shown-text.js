/**
 * A text as the page shows it, addressed in code points: every `[data-start]` inside `root` holds a
 * stretch of it.
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
    for (const holder of root.querySelectorAll('[data-start]')) {
      let start = Number(/** @type {HTMLElement} */ (holder).dataset['start']);
      const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = /** @type {Text} */ (node).data;
        this.nodes.push(/** @type {Text} */ (node));
        pieces.push({ start, text });
        start += codePoints(text);
      }
    }
    this.pieces = new Pieces(pieces);
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
    const from = this.#startOf(start);
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
    const from = this.#startOf(start);
    const to = this.pieces.locate(end);
    const wide = {
      start: this.pieces.point(from.index, widenStart(this.#line(from.index), from.unit)),
      end: this.pieces.point(to.index, widenEnd(this.#line(to.index), to.unit)),
    };
    return wide.end > wide.start ? wide : null;
  }

  /**
   * One step of the caret; over the end of a line to the next one.
   * @param {number} point
   * @param {1 | -1} direction
   * @param {'grapheme' | 'word'} grain
   */
  step(point, direction, grain) {
    const { index, unit } = direction > 0 ? this.#startOf(point) : this.pieces.locate(point);
    const line = this.#line(index);
    const reached = step(line, unit, direction, grain, this.language);
    if (reached !== unit) return this.pieces.point(index, reached);
    const beyond = this.pieces.pieces[index + direction];
    if (!beyond) return point;
    return direction > 0 ? beyond.start : beyond.end;
  }

  /**
   * The sentence at a code point.
   * @param {number} point
   * @returns {{start: number, end: number}}
   */
  sentence(point) {
    const { index, unit } = this.#startOf(point);
    const { start, end } = sentenceAt(this.#line(index), unit, this.language);
    return { start: this.pieces.point(index, start), end: this.pieces.point(index, end) };
  }

  /**
   * A point between two stretches starts the later one.
   * @param {number} point
   */
  #startOf(point) {
    const place = this.pieces.locate(point);
    const beyond = place.unit >= this.#line(place.index).length && this.nodes[place.index + 1];
    return beyond ? { index: place.index + 1, unit: 0 } : place;
  }

  /** @param {number} index */
  #line(index) {
    return this.nodes[index]?.data ?? '';
  }

  /** @param {number} index */
  #node(index) {
    return this.nodes[index] ?? this.root;
  }
}
