import { Arrival, canSendAhead } from '../lib/arriving.js';
import { FieldElement } from '../lib/element.js';
import { Shrinker } from '../lib/shrinking.js';

/**
 * Photos of one item: previews, shrunk on the phone and sent ahead of the form, each with its bar.
 * Where that cannot be done the plain file field stays and the photos go with the form.
 */
class PhotoStrip extends FieldElement {
  /** @type {Shrinker | null} */
  #shrinker = null;
  /** @type {Map<HTMLElement, Arrival>} */
  #arrivals = new Map();

  /** @override */
  ready() {
    if (!canSendAhead()) return;
    this.toggleAttribute('enhanced', true);
    const input = this.#input;
    // Some phones' WeChat opens no chooser for several files at once.
    if (/MicroMessenger/.test(navigator.userAgent)) input.multiple = false;
    this.listen(this.need('[data-act=choose]'), 'click', () => input.click());
    this.listen(input, 'change', () => {
      const chosen = [...(input.files ?? [])];
      input.value = '';
      for (const photo of chosen) this.#add(photo);
    });
  }

  /** @override */
  gone() {
    this.#shrinker?.end();
    for (const picture of this.querySelectorAll('img')) URL.revokeObjectURL(picture.src);
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.need('input[type=file]'));
  }

  get #most() {
    return Number(this.dataset.most) - this.querySelectorAll('.kept li').length;
  }

  /** @param {File} photo */
  #add(photo) {
    if (!photo.size) return this.#say(this.word('empty'));
    if (this.#arrivals.size >= this.#most) {
      return this.#say(this.word('full', { most: String(this.dataset.most) }));
    }
    const arrival = this.#arrival(this.#row(URL.createObjectURL(photo)));
    this.#shrinker ??= new Shrinker(this.dataset.worker ?? '');
    void this.#shrinker.shrink(photo).then((small) => arrival.send(small));
  }

  /** Photos that arrived before the page was loaded anew. @param {string[]} ids */
  restore(ids) {
    if (!this.hasAttribute('enhanced')) return;
    for (const id of ids) this.#arrival(this.#row('')).arrivedBefore(id);
  }

  /** @param {HTMLElement} row */
  #arrival(row) {
    const arrival = new Arrival(row, {
      url: this.closest('fs-entry-form')?.getAttribute('data-uploads') ?? '',
      name: this.dataset.name ?? '',
      say: (state, values) => this.#tell(row, state, values),
    });
    this.#arrivals.set(row, arrival);
    this.#number();
    return arrival;
  }

  /** @param {string} preview its address; empty where only the server has the photo */
  #row(preview) {
    const template = /** @type {HTMLTemplateElement} */ (this.need('template'));
    const row = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
    const picture = /** @type {HTMLImageElement} */ (row.querySelector('img'));
    if (preview) picture.src = preview;
    row.querySelector('button')?.addEventListener('click', () => this.#remove(row));
    this.need('.photos').insertBefore(row, this.need('.photos > :last-child'));
    return row;
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    this.#arrivals.get(row)?.cancel();
    this.#arrivals.delete(row);
    URL.revokeObjectURL(row.querySelector('img')?.src ?? '');
    row.remove();
    this.#number();
    this.need('.add').focus();
  }

  /** Photos are counted anew whenever one comes or goes. */
  #number() {
    let number = 0;
    for (const row of this.#arrivals.keys()) {
      number += 1;
      row.querySelector('img')?.setAttribute('alt', this.word('photo', { number }));
      row.querySelector('button')?.setAttribute('aria-label', this.word('remove', { number }));
      row.querySelector('progress')?.setAttribute('aria-label', this.word('photo', { number }));
    }
    const last = /** @type {HTMLElement} */ (this.need('.photos > :last-child'));
    last.hidden = number >= this.#most;
  }

  /**
   * @param {HTMLElement} row
   * @param {'sending' | 'safe' | 'waiting' | 'refused'} state
   * @param {Record<string, string | number>} values
   */
  #tell(row, state, values) {
    const number = [...this.#arrivals.keys()].indexOf(row) + 1;
    if (state === 'refused') row.classList.add('refused');
    this.#say(state === 'safe' || state === 'sending' ? '' : this.word(state, { number, ...values }));
  }

  /** @param {string} words */
  #say(words) {
    this.need('.status').textContent = words;
  }
}

customElements.define('fs-photo-strip', PhotoStrip);
