import { Arrival, canSendAhead, isSmallEnough } from '../lib/arriving.js';
import { FieldElement } from '../lib/element.js';

/** A field for one kind of file, sent ahead of the form with its bar; very large ones go with it. */
class FileField extends FieldElement {
  /** @override */
  ready() {
    if (!canSendAhead()) return;
    this.toggleAttribute('enhanced', true);
    const input = /** @type {HTMLInputElement} */ (this.need('input[type=file]'));
    this.listen(this.need('[data-act=choose]'), 'click', () => input.click());
    this.listen(input, 'change', () => {
      const [file] = input.files ?? [];
      this.need('.status').textContent = '';
      if (!file?.size) return;
      if (isSmallEnough(file)) {
        input.value = '';
        this.#add(file);
      } else {
        this.need('.status').textContent = this.word('later', { name: file.name });
      }
    });
  }

  /** Files that arrived before the page was loaded anew. @param {string[]} ids */
  restore(ids) {
    if (!this.hasAttribute('enhanced')) return;
    for (const id of ids) this.#arrival(this.word('earlier')).arrivedBefore(id);
  }

  /** @param {File} file */
  #add(file) {
    void this.#arrival(file.name).send(file);
  }

  /** @param {string} name */
  #arrival(name) {
    const template = /** @type {HTMLTemplateElement} */ (this.need('template'));
    const row = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
    const meta = /** @type {HTMLElement} */ (row.querySelector('.meta'));
    row.querySelector('progress')?.setAttribute('aria-label', name);
    const arrival = new Arrival(row, {
      url: this.closest('fs-entry-form')?.getAttribute('data-uploads') ?? '',
      name: this.dataset.name ?? '',
      say: (state, values) => {
        meta.textContent = this.word(WORDS[state], { name, ...values });
      },
    });
    row.querySelector('[data-act=remove]')?.addEventListener('click', () => {
      arrival.cancel();
      row.remove();
    });
    this.need('.files').append(row);
    return arrival;
  }
}

const WORDS = { sending: 'sending', safe: 'safe', waiting: 'waiting', refused: 'not-taken' };

customElements.define('fs-file-field', FileField);
