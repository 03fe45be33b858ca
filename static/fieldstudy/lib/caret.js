/**
 * A caret in a text that is read, not written: arrows move it, with Shift they select, with Ctrl they go
 * by words. It lives in code points and drives the browser's own selection.
 */
import { paint } from './painter.js';

/** @typedef {import('./shown-text.js').ShownText} ShownText */

export class Caret {
  /** The end that moves, and the end that stays. */
  at = 0;
  from = 0;

  /**
   * @param {ShownText} text
   * @param {(start: number, end: number) => void} selected
   * @param {() => void} moved
   */
  constructor(text, selected, moved) {
    this.text = text;
    this.selected = selected;
    this.moved = moved;
  }

  /** @param {number} point */
  place(point) {
    this.at = this.from = point;
    paint(this, []);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = this.text.step(this.at, direction > 0 ? 1 : -1, event.ctrlKey ? 'word' : 'grapheme');
    if (event.shiftKey) this.select(this.from, next);
    else this.#move(next);
  }

  /**
   * @param {number} from stays
   * @param {number} to moves
   */
  select(from, to) {
    const range = this.text.range(Math.min(from, to), Math.max(from, to));
    this.#reveal(range);
    paint(this, []);
    const start = /** @type {[Node, number]} */ ([range.startContainer, range.startOffset]);
    const end = /** @type {[Node, number]} */ ([range.endContainer, range.endOffset]);
    if (from <= to) document.getSelection()?.setBaseAndExtent(...start, ...end);
    else document.getSelection()?.setBaseAndExtent(...end, ...start);
    this.from = from;
    this.at = to;
    if (from !== to) this.selected(Math.min(from, to), Math.max(from, to));
  }

  /** @param {number} point */
  #move(point) {
    const range = this.text.range(point, this.text.step(point, 1, 'grapheme'));
    this.#reveal(range);
    this.place(point);
    this.moved();
    document.getSelection()?.removeAllRanges();
    if (!range.collapsed) paint(this, [{ look: 'caret', range }]);
  }

  /**
   * Measures, and so comes before anything is changed.
   * @param {Range} range
   */
  #reveal(range) {
    const box = range.getBoundingClientRect();
    const pane = this.text.root.closest('.entry')?.getBoundingClientRect();
    if (!pane || (box.top >= pane.top && box.bottom <= pane.bottom)) return;
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
  }
}
