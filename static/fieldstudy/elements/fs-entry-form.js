import './fs-file-field.js';
import './fs-photo-strip.js';
import './fs-place.js';
import './fs-voice-recorder.js';
import { applyConditions } from '../lib/conditions.js';
import { FieldElement } from '../lib/element.js';
import { keep, keptFor, putBack } from '../lib/keeping.js';

const KEEP_AFTER_MS = 300;

/** The form of an entry: asks what follows from an answer, and goes when every file has arrived. */
class EntryForm extends FieldElement {
  #wantsToGo = false;
  #timer = 0;

  /** @override */
  ready() {
    const form = /** @type {HTMLFormElement} */ (this.need('form'));
    const zone = /** @type {HTMLInputElement} */ (this.need('[name=time_zone]'));
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
    this.#restore(form);
    applyConditions(form);
    this.listen(form, 'change', ({ target }) => {
      applyConditions(form);
      this.#chooseElsewhere(target);
      this.#keep(form);
    });
    this.listen(form, 'input', ({ target }) => {
      this.#chooseElsewhere(target);
      this.#keepSoon(form);
    });
    this.listen(document, 'visibilitychange', () => this.#keep(form));
    this.listen(form, 'submit', (event) => this.#hold(event));
    this.listen(this, 'fs-arrived', () => {
      this.#keep(form);
      this.#goOn(form);
    });
  }

  /** @override */
  gone() {
    clearTimeout(this.#timer);
  }

  /** @param {HTMLFormElement} form */
  #keepSoon(form) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(form), KEEP_AFTER_MS);
  }

  /** @param {HTMLFormElement} form */
  #keep(form) {
    const bar = document.querySelector('.kept-here');
    if (!keep(form) || !bar) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: '2-digit',
      minute: '2-digit',
    });
    bar.textContent = this.word('kept', { time });
  }

  /** Put back what this tab kept, unless the server sent the form with what was posted. @param {HTMLFormElement} form */
  #restore(form) {
    const fields = this.querySelector('.errors') ? null : keptFor(form);
    if (!fields) return;
    putBack(form, fields);
    for (const part of this.querySelectorAll('[data-name]')) {
      const ids = fields.filter(([name]) => name === part.getAttribute('data-name'));
      /** @type {HTMLElement & { restore?: (ids: string[]) => void }} */ (part).restore?.(
        ids.map(([, id]) => id),
      );
    }
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
