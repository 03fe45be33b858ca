/**
 * The codes on a photo, on a recording or on the whole entry, by name: what the stripes in the margin are
 * for a text.
 */
import { FieldElement } from '../lib/element.js';

/** @typedef {import('../lib/anchor.js').Anchor} Anchor */
/** @typedef {import('../lib/coding-model.js').Coding} Coding */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/coding-model.js').Excerpt} Excerpt */
/** @typedef {import('../lib/code-names.js').CodeNames} Names */

export class CodeNameList extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {Names | null} */
  #names = null;

  /**
   * @param {CodingModel} model
   * @param {Names} names
   */
  attach(model, names) {
    this.#model = model;
    this.#names = names;
    this.listen(model, 'change', () => this.show());
    this.show();
  }

  show() {
    const model = this.#model;
    if (!model) return;
    const here = model.live.filter(({ anchor }) => this.#isHere(anchor));
    const focused = this.contains(document.activeElement) ? document.activeElement?.id : '';
    const items = here.flatMap((excerpt) => excerpt.codings.map((coding) => this.#item(excerpt, coding)));
    this.need('ul').replaceChildren(...items);
    if (focused) document.getElementById(focused)?.focus();
    if ('hides' in this.dataset) this.hidden = !items.length;
  }

  /** @param {Anchor} anchor */
  #isHere({ medium, attachment, version }) {
    const { attachment: own, version: ownVersion } = this.dataset;
    if (!own) return medium === 'entry';
    return attachment === own || (medium === 'transcript' && version === ownVersion);
  }

  /**
   * @param {Excerpt} excerpt
   * @param {Coding} coding
   */
  #item(excerpt, coding) {
    const item = document.createElement('li');
    const name = document.createElement('button');
    name.type = 'button';
    name.id = `on-${coding.id}`;
    name.className = 'code-name';
    this.#names?.dress(name, coding.code);
    name.classList.toggle('is-theirs', !excerpt.isMine);
    name.setAttribute('aria-pressed', String(this.#model?.chosen === excerpt));
    for (const word of [coding.strength ?? '', excerpt.isMine ? '' : excerpt.coder]) {
      const sign = document.createElement('b');
      sign.textContent = String(word);
      if (word) name.append(sign);
    }
    name.addEventListener('click', () => this.#model?.choose(excerpt.anchor));
    item.append(name);
    return item;
  }
}

customElements.define('fs-code-names', CodeNameList);
