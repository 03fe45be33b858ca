/**
 * A text whose words can be selected and coded: highlights in the text, stripes and names in a margin.
 * The page stays as the server drew it; offsets are code points (lib/offsets.js).
 */
import { Caret } from '../lib/caret.js';
import { FieldElement } from '../lib/element.js';
import { Margin } from '../lib/margin.js';
import { paint } from '../lib/painter.js';
import { ShownText } from '../lib/shown-text.js';

/** @typedef {import('../lib/coding-model.js').Anchor} Anchor */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/coding-model.js').Excerpt} Excerpt */
/** @typedef {import('../lib/code-names.js').CodeNames} CodeNames */

export class CodingSurface extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {CodeNames | null} */
  #names = null;
  /** @type {Margin | null} */
  #margin = null;
  /** @type {Map<string, Range>} */
  #ranges = new Map();
  /** @type {Caret | null} */
  #caret = null;
  /** Gives a span of transcript words its time. @type {(start: number, end: number) => object} */
  timesOf = () => ({});

  /**
   * @param {CodingModel} model
   * @param {CodeNames} names
   * @returns {ShownText}
   */
  attach(model, names) {
    this.#model = model;
    this.#names = names;
    const text = new ShownText(this.need('[data-text]'));
    this.text = text;
    const caret = new Caret(
      text,
      (start, end) => this.#choose({ start, end }),
      () => model.release(),
    );
    this.#caret = caret;
    const list = this.querySelector('.margin');
    if (list instanceof HTMLElement) {
      this.#margin = new Margin(list, names, (excerpt) => model.choose(excerpt.anchor));
      new ResizeObserver(() => this.show()).observe(text.root);
    }
    this.listen(model, 'change', () => this.show());
    this.listen(document, 'selectionchange', () => this.#follow());
    this.listen(text.root, 'click', () => this.#click());
    this.listen(text.root, 'keydown', (event) => caret.key(event));
    this.show();
    return text;
  }

  /** The excerpts on this version of this text, as they stand in it. */
  get excerpts() {
    const { medium, version } = this.dataset;
    const here = (this.#model?.live ?? []).filter(
      ({ anchor }) => anchor.medium === medium && anchor.version === version,
    );
    return here.sort((one, other) => startOf(one) - startOf(other) || endOf(other) - endOf(one));
  }

  show() {
    const { text } = this;
    if (!text || !this.#model) return;
    const { target } = this.#model;
    const isHere = this.#isHere(target);
    const marks = [];
    for (const excerpt of this.excerpts) {
      const range = this.#range(excerpt);
      for (const { code } of excerpt.codings) {
        const look = excerpt.isMine ? (this.#names?.look(code) ?? '') : 'theirs';
        marks.push({ look, range });
      }
    }
    if (isHere) marks.push({ look: 'chosen', range: text.range(target.start ?? 0, target.end ?? 0) });
    paint(this, marks);
    this.#showMargin();
  }

  #showMargin() {
    if (!this.#margin || !this.text) return;
    const box = this.text.root.getBoundingClientRect();
    const notes = this.excerpts.flatMap((excerpt) => {
      const rects = this.#range(excerpt).getClientRects();
      const top = (rects[0]?.top ?? box.top) - box.top;
      const bottom = (rects[rects.length - 1]?.bottom ?? box.top) - box.top;
      return excerpt.codings.map((coding) => ({ excerpt, coding, top, bottom }));
    });
    notes.sort((one, other) => one.top - other.top);
    this.#margin.show(notes, this.#model?.chosen);
  }

  /**
   * The sentence after the caret; `more` adds it to what is selected.
   * @param {boolean} more
   */
  selectSentence(more) {
    const { text } = this;
    const caret = this.#caret;
    if (!text || !caret) return;
    text.root.focus({ preventScroll: true });
    const target = this.#model?.target;
    const from = target && this.#isHere(target) ? (target.end ?? 0) : caret.at;
    const sentence = text.sentence(from);
    const start = more && target && this.#isHere(target) ? target.start : sentence.start;
    caret.select(start ?? 0, sentence.end);
  }

  /** @param {Anchor} anchor */
  #isHere(anchor) {
    return anchor.medium === this.dataset['medium'] && anchor.version === this.dataset['version'];
  }

  /** @param {Excerpt} excerpt */
  #range(excerpt) {
    let range = this.#ranges.get(excerpt.id);
    if (!range) {
      range = /** @type {ShownText} */ (this.text).range(startOf(excerpt), endOf(excerpt));
      this.#ranges.set(excerpt.id, range);
    }
    return range;
  }

  /** What the reader selected by mouse, touch or keys becomes what the next code is put on. */
  #follow() {
    const span = this.text?.selected();
    if (!span || !this.#caret) return;
    if (span.end !== this.#caret.at && span.start !== this.#caret.at) {
      this.#caret.from = span.start;
      this.#caret.at = span.end;
    }
    this.#choose(span);
  }

  /** @param {{start: number, end: number}} span */
  #choose({ start, end }) {
    const { text } = this;
    if (!text) return;
    const { medium, version } = this.dataset;
    const quote = text.pieces.slice(start, end);
    const times = medium === 'transcript' ? this.timesOf(start, end) : {};
    this.#model?.choose(/** @type {Anchor} */ ({ medium, version, start, end, quote, ...times }));
  }

  /** A click without a selection: the shortest coded piece there, then the next longer, then none. */
  #click() {
    const selection = document.getSelection();
    if (!this.text || !selection?.isCollapsed || !selection.focusNode) return;
    const point = this.text.pointAt(selection.focusNode, selection.focusOffset);
    if (point === null) return;
    this.#caret?.place(point);
    const there = this.excerpts
      .filter((excerpt) => startOf(excerpt) <= point && point <= endOf(excerpt))
      .sort((one, other) => endOf(one) - startOf(one) - (endOf(other) - startOf(other)));
    const next = there[there.findIndex((excerpt) => excerpt === this.#model?.chosen) + 1];
    if (next) this.#model?.choose(next.anchor);
    else this.#model?.release();
  }
}

/** @param {Excerpt} excerpt */
function startOf({ anchor }) {
  return anchor.start ?? 0;
}

/** @param {Excerpt} excerpt */
function endOf({ anchor }) {
  return anchor.end ?? 0;
}

customElements.define('fs-coding-surface', CodingSurface);
