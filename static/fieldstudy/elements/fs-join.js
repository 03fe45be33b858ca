import { FieldElement } from '../lib/element.js';

const SHORTEST_SECRET = 20;

/**
 * The join page: takes the secret out of the link's fragment and posts it after a tap, so that no
 * server, proxy or preview bot ever sees it in an address; keeps it when the language changes.
 */
class Join extends FieldElement {
  /** @override */
  ready() {
    const form = /** @type {HTMLFormElement} */ (this.need('form'));
    const secret = decodeURIComponent(location.hash.slice(1));
    const zone = /** @type {HTMLInputElement} */ (this.need('[name=time_zone]'));
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
    if (secret.length >= SHORTEST_SECRET) this.#useSecret(form, secret);
    this.listen(form, 'change', ({ target }) => {
      if (target.name === 'language') location.replace(`?language=${target.value}${location.hash}`);
    });
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string} secret
   */
  #useSecret(form, secret) {
    const typed = this.need('.typed');
    const code = /** @type {HTMLInputElement} */ (this.need('[name=code]'));
    typed.hidden = true;
    this.need('.invited').hidden = false;
    this.listen(form, 'submit', () => {
      code.value = secret;
    });
  }
}

customElements.define('fs-join', Join);
