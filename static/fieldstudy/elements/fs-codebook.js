/**
 * The codes beside the entry: found by Chinese name, pinyin initials or English, put by a click, pressed
 * where they stand on what is chosen.
 */
import { FieldElement } from '../lib/element.js';
import { finds } from '../lib/pinyin.js';

/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */

export class Codebook extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;

  /** @param {CodingModel} model */
  attach(model) {
    this.#model = model;
    this.listen(this.need('form'), 'submit', (event) => this.#put(event));
    this.listen(this.#field, 'input', () => this.#find());
    this.listen(this.#field, 'keydown', (event) => this.#enter(event));
    this.listen(this, 'pointerover', ({ target }) => this.#explain(target));
    this.listen(this, 'focusin', ({ target }) => this.#explain(target));
    this.listen(this, 'pointerleave', () => this.#explain(null));
    this.listen(this, 'focusout', () => this.#explain(null));
    this.listen(this.need('[data-release]'), 'click', () => {
      document.getSelection()?.removeAllRanges();
      model.release();
    });
    this.listen(model, 'change', () => this.#show());
    this.#show();
  }

  /** Puts the caret into the search. */
  find() {
    this.#field.focus();
    this.#field.select();
  }

  /** @param {Record<string, number>} counts how often each code stands in the study */
  showCounts(counts) {
    for (const line of this.#lines) {
      const count = line.querySelector('.count');
      if (count) count.textContent = String(counts[line.value] ?? '');
    }
  }

  /**
   * On a narrow page the codes come to the thumb while something is chosen, under what is chosen.
   * @param {boolean} isNear
   */
  #comeNear(isNear) {
    if (isNear === this.classList.contains('is-near')) return;
    this.classList.toggle('is-near', isNear);
    const selection = document.getSelection();
    if (!isNear || !selection?.rangeCount || getComputedStyle(this).position !== 'sticky') return;
    const hidden = selection.getRangeAt(0).getBoundingClientRect().bottom - this.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy(0, hidden + this.getBoundingClientRect().height / 8);
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.need('input[type=search]'));
  }

  /** @returns {HTMLButtonElement[]} */
  get #lines() {
    return [...this.querySelectorAll('form button[name=code]')].map(
      (line) => /** @type {HTMLButtonElement} */ (line),
    );
  }

  #show() {
    const model = this.#model;
    if (!model) return;
    const here = new Set(model.chosen?.codings.map(({ code }) => code));
    const used = new Set(
      model.live.filter(({ isMine }) => isMine).flatMap(({ codings }) => codings.map(({ code }) => code)),
    );
    for (const line of this.#lines) {
      line.setAttribute('aria-pressed', String(here.has(line.value)));
      line.classList.toggle('is-used', used.has(line.value));
    }
    const target = this.need('[data-target]');
    const { medium } = model.target;
    const place = medium === 'transcript' ? 'text' : medium;
    const words = target.dataset[`word${place[0]?.toUpperCase()}${place.slice(1)}`] ?? '';
    if (target.textContent !== words) target.textContent = words;
    target.classList.toggle('is-piece', model.hasPiece);
    this.#comeNear(model.hasPiece);
  }

  /** @param {SubmitEvent} event */
  #put(event) {
    event.preventDefault();
    const { submitter } = event;
    if (submitter instanceof HTMLButtonElement) this.#model?.toggle(submitter.value);
  }

  /** Shows only the codes whose names hold what is typed, with those they stand under. */
  #find() {
    const typed = this.#field.value;
    for (const kind of this.querySelectorAll('.kind')) {
      /** @type {HTMLElement[]} by depth */
      const above = [];
      for (const item of kind.querySelectorAll('li')) {
        const line = item.querySelector('button');
        const depth = Number(/depth-(\d+)/.exec(line?.className ?? '')?.[1] ?? 0);
        above[depth] = item;
        item.hidden = !finds(typed, (line?.dataset['names'] ?? '').split('\n'));
        if (!item.hidden) for (const parent of above.slice(0, depth)) if (parent) parent.hidden = false;
      }
      const hasAny = kind.querySelector('li:not([hidden])') || (!typed && kind.querySelector('.faces-row'));
      /** @type {HTMLElement} */ (kind).hidden = !hasAny;
    }
    this.need('[data-none]').hidden = Boolean(this.querySelector('.kind:not([hidden])'));
  }

  /**
   * Enter puts the first code found and gives the keys back to the desk.
   * @param {KeyboardEvent} event
   */
  #enter(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#first()?.focus();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const first = this.#field.value.trim() ? this.#first() : undefined;
    if (first) this.#model?.toggle(first.value);
    this.clear();
    this.#field.blur();
  }

  /** Shows all codes again. */
  clear() {
    this.#field.value = '';
    this.#find();
  }

  /** The best of what is shown: one that was found itself, not one that only stands above it. */
  #first() {
    const typed = this.#field.value;
    const shown = this.#lines.filter((line) => !line.closest('[hidden]') && line.closest('li'));
    return shown.find((line) => finds(typed, (line.dataset['names'] ?? '').split('\n')));
  }

  /**
   * The definition of the code under the pointer or the focus.
   * @param {EventTarget | null} target
   */
  #explain(target) {
    const about = this.need('[data-about]');
    const line = target instanceof Element ? target.closest('button[name=code]') : null;
    const words = line?.parentElement?.querySelector('template');
    about.hidden = !words;
    about.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  }
}

customElements.define('fs-codebook', Codebook);
