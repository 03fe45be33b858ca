/**
 * The wording of one item in two languages. While somebody types, the server is asked whether it asks
 * for a reason, and what it answers is shown below; when they leave the field it is saved. Without this
 * module there is a button, and the hint comes with saving.
 *
 *     <fs-wording data-url="…"><form action="…">
 *       <textarea data-side="zh"> <textarea data-side="en"> <div data-hint aria-live="polite">
 *       <p data-save><button> <span data-state data-word-unsaved data-word-saved role="status">
 *     </form></fs-wording>
 */
import { FieldElement } from '../lib/element.js';

const AFTER_MS = 400;

class Wording extends FieldElement {
  #timer = 0;
  #asked = 0;

  /** @override */
  ready() {
    this.need('[data-save] button').hidden = true;
    this.listen(this, 'input', () => this.#typed());
    this.listen(this, 'change', () => this.#save());
  }

  /** @override */
  gone() {
    clearTimeout(this.#timer);
  }

  #typed() {
    this.#say('unsaved');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), AFTER_MS);
  }

  /** @param {string} side */
  #side(side) {
    return /** @type {HTMLTextAreaElement} */ (this.need(`[data-side="${side}"]`)).value;
  }

  async #ask() {
    const turn = ++this.#asked;
    const query = new URLSearchParams({ zh: this.#side('zh'), en: this.#side('en') });
    try {
      const answer = await fetch(`${this.dataset.url}?${query}`, { signal: this.life });
      if (answer.ok && turn === this.#asked) await this.#show(answer);
    } catch {
      // No answer: the hint comes with saving.
    }
  }

  async #save() {
    const turn = ++this.#asked;
    const form = /** @type {HTMLFormElement} */ (this.need('form'));
    try {
      const answer = await fetch(`${form.action}?part=hint`, { method: 'POST', body: new FormData(form) });
      if (!answer.ok) throw new Error(String(answer.status));
      if (turn !== this.#asked) return;
      await this.#show(answer);
      this.#say('saved');
    } catch {
      this.#say('unsaved');
      this.need('[data-save] button').hidden = false;
    }
  }

  /** @param {Response} answer our own server's part of a page; 204 when there is nothing to say */
  async #show(answer) {
    const html = answer.status === 204 ? '' : await answer.text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    this.need('[data-hint]').replaceChildren(...page.body.childNodes);
  }

  /** @param {'saved' | 'unsaved'} what */
  #say(what) {
    const state = this.need('[data-state]');
    const words = state.getAttribute(`data-word-${what}`) ?? '';
    if (state.textContent !== words) state.textContent = words;
  }
}

customElements.define('fs-wording', Wording);
