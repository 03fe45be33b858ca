import { FieldElement } from '../lib/element.js';
import { coarse } from '../lib/rounding.js';

const LONGEST_MS = 10_000;
const REFUSED = 1;

/** Notes roughly where the phone is, when asked by a tap. */
class Place extends FieldElement {
  /** @override */
  ready() {
    if (!('geolocation' in navigator) || !isSecureContext) return;
    this.toggleAttribute('enhanced', true);
    this.listen(this.need('button'), 'click', () => this.#look());
  }

  #look() {
    this.#say(this.word('looking'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#note(coarse(coords.latitude), coarse(coords.longitude)),
      ({ code }) => this.#say(this.word(code === REFUSED ? 'refused' : 'nothing')),
      { enableHighAccuracy: false, timeout: LONGEST_MS, maximumAge: 60_000 },
    );
  }

  /**
   * @param {string} latitude
   * @param {string} longitude
   */
  #note(latitude, longitude) {
    /** @type {HTMLInputElement} */ (this.need('[name$=-latitude]')).value = latitude;
    /** @type {HTMLInputElement} */ (this.need('[name$=-longitude]')).value = longitude;
    this.#say(this.word('found', { latitude, longitude }));
  }

  /** @param {string} words */
  #say(words) {
    this.need('.status').textContent = words;
  }
}

customElements.define('fs-place', Place);
