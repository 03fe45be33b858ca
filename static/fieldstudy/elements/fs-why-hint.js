/**
 * The wording of one item in two languages. While somebody types, the server is asked whether it asks
 * for a reason; what it answers is shown below. Without this module the hint comes with saving.
 *
 *     <fs-why-hint data-url="…"><form>
 *       <textarea data-side="zh"> <textarea data-side="en"> <div data-hint aria-live="polite">
 *       <span data-unsaved hidden>
 *     </form></fs-why-hint>
 */
import { FieldElement } from '../lib/element.js';

const AFTER_MS = 400;

class WhyHint extends FieldElement {
  #timer = 0;
  #asked = 0;

  ready() {
    this.listen(this, 'input', () => this.#typed());
  }

  gone() {
    clearTimeout(this.#timer);
  }

  #typed() {
    this.need('[data-unsaved]').hidden = false;
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
      if (!answer.ok || turn !== this.#asked) return;
      this.#show(answer.status === 204 ? '' : await answer.text());
    } catch {
      // No answer: the hint comes with saving.
    }
  }

  /** @param {string} html our own server's part of a page */
  #show(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    this.need('[data-hint]').replaceChildren(...page.body.childNodes);
  }
}

customElements.define('fs-why-hint', WhyHint);
