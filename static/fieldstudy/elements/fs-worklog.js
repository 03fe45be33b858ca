/**
 * The foot of the desk: the memo, what was done last, the codes on what is chosen, and whether all of it
 * is safe with the server.
 */
import { FieldElement } from '../lib/element.js';

/** @typedef {import('../lib/coding-model.js').Change} Change */
/** @typedef {import('../lib/coding-model.js').Coding} Coding */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/code-names.js').CodeNames} CodeNames */

const QUIET_MS = 800;
const QUOTED = 28;
const LETTERS = 'fieldstudy-letters';

export class Worklog extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {CodeNames | null} */
  #names = null;
  #timer = 0;

  /**
   * @param {CodingModel} model
   * @param {CodeNames} names
   * @param {(text: string) => void} keepMemo
   */
  attach(model, names, keepMemo) {
    this.#model = model;
    this.#names = names;
    this.need('[data-without]').hidden = true;
    this.need('[data-keys]').hidden = false;
    this.listen(this.need('[data-keys]'), 'click', () => this.toggleKeys());
    this.listen(this.need('.memo'), 'submit', (event) => event.preventDefault());
    this.#watchMemo(keepMemo);
    this.#switch.checked = localStorage.getItem(LETTERS) !== 'off';
    this.listen(this.#switch, 'change', () => {
      localStorage.setItem(LETTERS, this.#switch.checked ? 'on' : 'off');
    });
    this.listen(model, 'change', ({ detail }) => this.#show(detail));
    this.#show([]);
  }

  /** Whether single letters and digits are keys. */
  get letters() {
    return this.#switch.checked;
  }

  get memo() {
    return /** @type {HTMLTextAreaElement} */ (this.need('#memo'));
  }

  toggleKeys() {
    const keys = this.need('#keys');
    keys.hidden = !keys.hidden;
    this.need('[data-keys]').setAttribute('aria-expanded', String(!keys.hidden));
  }

  /** @param {{waiting: number, failing: boolean}} state */
  showSaving({ waiting, failing }) {
    const saved = this.need('[data-saved]');
    const words = /** @type {HTMLElement} */ (saved.querySelector('span'));
    saved.dataset['all'] ??= words.textContent;
    const name = failing ? 'failing' : 'saving';
    const text = waiting ? this.word(name, { waiting }) : saved.dataset['all'];
    if (words.textContent !== text) words.textContent = text;
    saved.className = `status ${failing ? 'failed' : waiting ? 'waiting' : 'safe'}`;
    for (const icon of saved.querySelectorAll('.icon')) icon.classList.toggle('is-hidden', Boolean(waiting));
  }

  /** @param {string} words why something was not saved, or what else there is to say */
  say(words) {
    this.need('[data-last]').textContent = words;
  }

  /** @param {string} words */
  sayRefused(words) {
    this.say(`${this.word('refused')}: ${words}`);
  }

  get #switch() {
    return /** @type {HTMLInputElement} */ (this.need('[data-letters]'));
  }

  /** @param {(text: string) => void} keep */
  #watchMemo(keep) {
    const { memo } = this;
    let kept = memo.value;
    const save = () => {
      clearTimeout(this.#timer);
      if (memo.value !== kept) keep((kept = memo.value));
    };
    this.listen(memo, 'input', () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(save, QUIET_MS);
    });
    this.listen(memo, 'change', save);
    this.listen(window, 'pagehide', save);
    this.listen(memo, 'keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      save();
      memo.blur();
    });
  }

  /** @param {Change[]} changes */
  #show(changes) {
    const last = changes.at(-1);
    if (last && last.kind !== 'forget') this.#tell(last);
    const chosen = this.#model?.chosen?.codings ?? [];
    this.need('[data-chosen]').replaceChildren(...chosen.map((coding) => this.#line(coding)));
  }

  /** @param {Change} change */
  #tell({ kind, excerpt, coding }) {
    const name = document.createElement('span');
    name.className = 'code-name';
    this.#names?.dress(name, coding.code);
    const quote = excerpt.anchor.quote ?? '';
    const words = [this.word(kind === 'remove' ? 'removed' : 'put'), ' ', name];
    if (coding.strength && kind !== 'remove') words.push(` ${this.word('strength', { strength: coding.strength })}`);
    if (quote) words.push(` “${quote.length > QUOTED ? `${[...quote].slice(0, QUOTED).join('')}…` : quote}”`);
    this.need('[data-last]').replaceChildren(...words);
  }

  /**
   * A code on what is chosen, with its strength and the way to take it off.
   * @param {Coding} coding
   */
  #line(coding) {
    const line = document.createElement('li');
    line.className = 'row';
    const name = document.createElement('span');
    name.className = 'code-name';
    this.#names?.dress(name, coding.code);
    line.append(name);
    if (coding.strength) line.append(this.#strengths(coding));
    const off = this.#template('[data-take-off]');
    off.querySelector('button')?.addEventListener('click', () => this.#model?.remove(coding.id));
    line.append(off);
    return line;
  }

  /** @param {Coding} coding */
  #strengths(coding) {
    const row = this.#template('[data-strengths]');
    for (const button of row.querySelectorAll('button')) {
      const strength = Number(button.value);
      button.setAttribute('aria-pressed', String(strength === coding.strength));
      button.addEventListener('click', () => this.#model?.strengthen(coding.id, strength));
    }
    return row;
  }

  /** @param {string} selector */
  #template(selector) {
    const template = /** @type {HTMLTemplateElement} */ (this.need(selector));
    return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  }
}

customElements.define('fs-worklog', Worklog);
