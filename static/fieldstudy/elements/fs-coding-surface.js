/**
 * A text whose words can be selected and coded: highlights in the text, stripes and names in a margin.
 * The page stays as the server drew it; offsets are code points (lib/offsets.js).
 */
import { Caret } from '../lib/caret.js';
import { CodedText } from '../lib/coded-text.js';
import { FieldElement } from '../lib/element.js';
import { Margin } from '../lib/margin.js';
import { ShownText } from '../lib/shown-text.js';

/** @typedef {import('../lib/coding-model.js').Anchor} Anchor */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/coding-model.js').Excerpt} Excerpt */
/** @typedef {import('../lib/code-names.js').CodeNames} CodeNames */

export class CodingSurface extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {CodedText | null} */
  #coded = null;
  /** @type {Margin | null} */
  #margin = null;
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
    const text = new ShownText(this.need('[data-text]'));
    this.text = text;
    this.#coded = new CodedText(text, names);
    const caret = new Caret(
      text,
      (start, end) => this.#choose({ start, end }),
      () => model.release(),
    );
    this.#caret = caret;
    const list = this.querySelector('.margin');
    if (list instanceof HTMLElement) this.#attachMargin(list, names);
    this.#quote();
    this.listen(model, 'change', ({ detail }) => {
      if (detail.length) this.show();
      this.#showChosen();
    });
    this.listen(document, 'selectionchange', () => this.#follow());
    this.listen(text.root, 'click', () => this.#click());
    this.listen(text.root, 'keydown', (event) => caret.key(event));
    this.show();
    this.#showChosen();
    return text;
  }

  /**
   * @param {HTMLElement} list
   * @param {CodeNames} names
   */
  #attachMargin(list, names) {
    const margin = new Margin(list, names, (excerpt) => this.#model?.choose(excerpt.anchor));
    this.#margin = margin;
    let isDue = false;
    const near = () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        margin.showNear();
      });
    };
    document.addEventListener('scroll', near, { capture: true, passive: true, signal: this.life });
    new ResizeObserver(() => {
      this.#coded?.forgetPlaces();
      this.show();
    }).observe(/** @type {ShownText} */ (this.text).root);
  }

  /** The excerpts on this version of this text, as they stand in it. */
  get excerpts() {
    const here = (this.#model?.live ?? []).filter(({ anchor }) => this.#isHere(anchor));
    return here.sort((one, other) => startOf(one) - startOf(other) || endOf(other) - endOf(one));
  }

  /** Measures before it paints: then the browser lays the page out once for each key. */
  show() {
    const { excerpts } = this;
    if (this.#margin) this.#margin.show(this.#coded?.notes(excerpts) ?? []);
    this.#coded?.show(excerpts);
  }

  #showChosen() {
    const target = this.#model?.target;
    const isHere = target && this.#isHere(target);
    this.#coded?.showChosen(isHere ? target : null);
    this.#margin?.showChosen(isHere ? this.#model?.chosen : undefined);
  }

  /** The page carries no quotes of what it shows anyway. */
  #quote() {
    for (const { anchor } of this.excerpts) {
      anchor.quote ??= this.text?.pieces.slice(anchor.start ?? 0, anchor.end ?? 0) ?? '';
    }
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
