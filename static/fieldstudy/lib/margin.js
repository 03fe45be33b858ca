/**
 * The margin beside a text: a stripe and a name for every coding, so that overlaps can be told apart. Only
 * those near what is on the screen are in the page.
 */
import { lanes, pushDown } from './geometry.js';

/** @typedef {import('./coding-model.js').Coding} Coding */
/** @typedef {import('./coding-model.js').Excerpt} Excerpt */
/** @typedef {import('./code-names.js').CodeNames} CodeNames */

/**
 * @typedef {object} Note
 * @property {Excerpt} excerpt
 * @property {Coding} coding
 * @property {number} top px from the top of the text
 * @property {number} bottom
 */

/** @typedef {Note & {lane: number, nameTop: number}} Laid */

const NAME_PX = 24;
const MOST_LANES = 6;
/** How far beyond the screen names are kept, in px: enough for the next coded piece by Tab. */
const BEYOND_PX = 1200;

export class Margin {
  /** @type {Map<string, {item: HTMLLIElement, signs: string}>} by coding */
  #items = new Map();
  /** @type {Laid[]} */
  #laid = [];
  /** @type {Excerpt | undefined} */
  #chosen;

  /**
   * @param {HTMLElement} list
   * @param {CodeNames} names
   * @param {(excerpt: Excerpt) => void} choose
   */
  constructor(list, names, choose) {
    this.list = list;
    this.names = names;
    this.choose = choose;
  }

  /** @param {Note[]} notes sorted by `top` */
  show(notes) {
    const { top } = this.list.getBoundingClientRect();
    const lane = lanes(notes).map((each) => Math.min(each, MOST_LANES - 1));
    const tops = pushDown(
      notes.map(({ top }) => top),
      NAME_PX,
    );
    this.#laid = notes.map((note, at) => ({
      ...note,
      lane: lane[at] ?? 0,
      nameTop: tops[at] ?? note.top,
    }));
    const most = lane.reduce((widest, each) => Math.max(widest, each), 0);
    this.list.style.setProperty('--lanes', String(most + 1));
    this.list.style.setProperty('--names', `${(tops.at(-1) ?? -NAME_PX) + NAME_PX}px`);
    this.#showFrom(top);
  }

  /** @param {Excerpt | undefined} excerpt */
  showChosen(excerpt) {
    this.#chosen = excerpt;
    for (const { coding, excerpt: its } of this.#laid) {
      this.#items.get(coding.id)?.item.classList.toggle('is-chosen', its === excerpt);
    }
  }

  /** Puts into the page what is near the screen now. */
  showNear() {
    this.#showFrom(this.list.getBoundingClientRect().top);
  }

  /** @param {number} top of the list in the window */
  #showFrom(top) {
    const from = -top - BEYOND_PX;
    const to = -top + window.innerHeight + BEYOND_PX;
    const near = this.#laid.filter(
      (note) => Math.max(note.bottom, note.nameTop) >= from && note.top <= to && note.nameTop <= to,
    );
    const wanted = new Set(near.map(({ coding }) => coding.id));
    for (const [id, { item }] of this.#items) {
      if (wanted.has(id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    let before = this.list.firstElementChild;
    for (const note of near) {
      const item = this.#item(note);
      if (item !== before) this.list.insertBefore(item, before);
      else before = before.nextElementSibling;
    }
  }

  /** @param {Laid} note */
  #item(note) {
    const { excerpt, coding } = note;
    let kept = this.#items.get(coding.id);
    if (!kept) {
      kept = { item: this.#made(excerpt, coding), signs: '' };
      this.#items.set(coding.id, kept);
    }
    const signs = [note.top, note.bottom, note.lane, note.nameTop, coding.strength].join(' ');
    if (kept.signs !== signs) {
      kept.signs = signs;
      place(kept.item, note);
      sign(kept.item, excerpt, coding);
    }
    kept.item.classList.toggle('is-chosen', excerpt === this.#chosen);
    return kept.item;
  }

  /**
   * @param {Excerpt} excerpt
   * @param {Coding} coding
   */
  #made(excerpt, coding) {
    const item = document.createElement('li');
    const name = document.createElement('button');
    name.type = 'button';
    name.className = 'stripe-name';
    this.names.dress(name, coding.code);
    const stripe = document.createElement('i');
    stripe.className = `stripe ${[...name.classList].slice(1).join(' ')}`;
    stripe.style.setProperty('--kind', name.style.getPropertyValue('--kind'));
    name.addEventListener('click', () => this.choose(excerpt));
    name.addEventListener('focus', () => this.choose(excerpt));
    item.append(stripe, name);
    return item;
  }
}

/**
 * Strength, whose it is and whether its place is sure.
 * @param {HTMLElement} item
 * @param {Excerpt} excerpt
 * @param {Coding} coding
 */
function sign(item, excerpt, coding) {
  item.classList.toggle('is-theirs', !excerpt.isMine);
  item.classList.toggle('is-unsure', !excerpt.isSure);
  const name = item.querySelector('.stripe-name');
  for (const old of name?.querySelectorAll('b') ?? []) old.remove();
  const words = [coding.strength ? String(coding.strength) : '', excerpt.isMine ? '' : excerpt.coder];
  for (const word of words.filter(Boolean)) {
    const shown = document.createElement('b');
    shown.textContent = word;
    name?.append(shown);
  }
}

/**
 * @param {HTMLElement} item
 * @param {Laid} note
 */
function place(item, { top, bottom, lane, nameTop }) {
  item.style.setProperty('--lane', String(lane));
  item.style.setProperty('--top', `${top}px`);
  item.style.setProperty('--tall', `${bottom - top}px`);
  item.style.setProperty('--name-top', `${nameTop}px`);
}
