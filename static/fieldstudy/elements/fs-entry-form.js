import './fs-file-field.js';
import './fs-photo-strip.js';
import './fs-place.js';
import './fs-voice-recorder.js';
import { applyConditions } from '../lib/conditions.js';
import { FieldElement } from '../lib/element.js';

/** The form of an entry: asks what follows from an answer, and goes when every file has arrived. */
class EntryForm extends FieldElement {
  #wantsToGo = false;

  /** @override */
  ready() {
    const form = /** @type {HTMLFormElement} */ (this.need('form'));
    const zone = /** @type {HTMLInputElement} */ (this.need('[name=time_zone]'));
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
    applyConditions(form);
    this.listen(form, 'change', ({ target }) => {
      applyConditions(form);
      this.#chooseElsewhere(target);
    });
    this.listen(form, 'input', ({ target }) => this.#chooseElsewhere(target));
    this.listen(form, 'submit', (event) => this.#hold(event));
    this.listen(this, 'fs-arrived', () => this.#goOn(form));
  }

  /** Whoever names a place in own words means “somewhere else”. @param {EventTarget | null} target */
  #chooseElsewhere(target) {
    if (!(target instanceof HTMLInputElement) || !target.name.endsWith('-named')) return;
    const choice = target.closest('.elsewhere')?.querySelector('[value=elsewhere]');
    if (choice instanceof HTMLInputElement && target.value) choice.checked = true;
  }

  /** Wait for files that are still on their way. @param {SubmitEvent} event */
  #hold(event) {
    for (const recorder of this.querySelectorAll('fs-voice-recorder')) {
      /** @type {HTMLElement & { finish?: () => void }} */ (recorder).finish?.();
    }
    const count = this.querySelectorAll('[data-pending]').length;
    this.#wantsToGo = count > 0;
    this.#say(count ? this.word('busy', { count }) : '');
    if (count) event.preventDefault();
  }

  /** @param {HTMLFormElement} form */
  #goOn(form) {
    if (!this.#wantsToGo || this.querySelector('[data-pending]')) return;
    this.#wantsToGo = false;
    this.#say('');
    // A file that was not taken is the person's to decide about; the words beside it say why.
    if (!this.querySelector('[data-failed]')) form.requestSubmit();
  }

  /** @param {string} words */
  #say(words) {
    const status = document.querySelector('.waiting-for');
    if (status) status.textContent = words;
  }
}

customElements.define('fs-entry-form', EntryForm);
