/**
 * The margin beside a text: a stripe and a name for every coding, so that overlaps can be told apart.
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

const NAME_PX = 24;

export class Margin {
  /** @type {Map<string, HTMLLIElement>} */
  #items = new Map();

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

  /**
   * @param {Note[]} notes sorted by `top`
   * @param {Excerpt | undefined} chosen
   */
  show(notes, chosen) {
    const lane = lanes(notes);
    const tops = pushDown(
      notes.map(({ top }) => top),
      NAME_PX,
    );
    const wanted = new Set(notes.map(({ coding }) => coding.id));
    for (const [id, item] of this.#items) if (!wanted.has(id)) this.#drop(id, item);
    let before = this.list.firstElementChild;
    for (const [index, note] of notes.entries()) {
      const item = this.#item(note);
      if (item !== before) this.list.insertBefore(item, before);
      else before = before.nextElementSibling;
      place(item, note, lane[index] ?? 0, tops[index] ?? note.top);
      item.classList.toggle('is-chosen', note.excerpt === chosen);
    }
    const width = Math.min(Math.max(0, ...lane) + 1, 6);
    this.list.style.setProperty('--lanes', String(width));
    this.list.style.setProperty('--names', `${(tops.at(-1) ?? -NAME_PX) + NAME_PX}px`);
  }

  /**
   * @param {string} id
   * @param {HTMLLIElement} item
   */
  #drop(id, item) {
    item.remove();
    this.#items.delete(id);
  }

  /** @param {Note} note */
  #item({ excerpt, coding }) {
    let item = this.#items.get(coding.id);
    if (!item) {
      item = document.createElement('li');
      const stripe = document.createElement('i');
      stripe.className = 'stripe';
      const name = document.createElement('button');
      name.type = 'button';
      name.className = 'stripe-name';
      this.names.dress(name, coding.code);
      stripe.className = `stripe ${[...name.classList].slice(1).join(' ')}`;
      stripe.style.setProperty('--kind', name.style.getPropertyValue('--kind'));
      name.addEventListener('click', () => this.choose(excerpt));
      name.addEventListener('focus', () => this.choose(excerpt));
      item.append(stripe, name);
      this.#items.set(coding.id, item);
    }
    sign(item, excerpt, coding);
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
  const signs = name?.querySelectorAll('b') ?? [];
  for (const old of signs) old.remove();
  const words = [coding.strength ? String(coding.strength) : '', excerpt.isMine ? '' : excerpt.coder];
  for (const word of words.filter(Boolean)) {
    const shown = document.createElement('b');
    shown.textContent = word;
    name?.append(shown);
  }
}

/**
 * @param {HTMLElement} item
 * @param {Note} note
 * @param {number} lane
 * @param {number} nameTop
 */
function place(item, note, lane, nameTop) {
  item.style.setProperty('--lane', String(Math.min(lane, 5)));
  item.style.setProperty('--top', `${note.top}px`);
  item.style.setProperty('--tall', `${note.bottom - note.top}px`);
  item.style.setProperty('--name-top', `${nameTop}px`);
}
