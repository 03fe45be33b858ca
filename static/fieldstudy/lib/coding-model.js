/**
 * What is coded on one entry, what is chosen, and what changes. Knows no page and no server: the desk
 * shows it and sends its changes.
 */
import { samePlace } from './anchor.js';

/** @typedef {import('./anchor.js').Anchor} Anchor */

/** @typedef {{id: string, code: string, strength: number | null}} Coding */

/**
 * @typedef {object} Excerpt
 * @property {string} id
 * @property {boolean} isMine
 * @property {string} coder
 * @property {boolean} isSure
 * @property {Anchor} anchor
 * @property {Coding[]} codings
 */

/** @typedef {{id: string, isReaction: boolean, isFace: boolean, valence: number | null}} Code */

/**
 * @typedef {object} Change
 * @property {'put' | 'remove' | 'strength' | 'forget'} kind `forget`: the server refused it
 * @property {Excerpt} excerpt
 * @property {Coding} coding
 */

const WEAKEST = 1;
const STRONGEST = 3;

/** Tells `change` with `detail: Change[]` (empty when only the choice moved). */
export class CodingModel extends EventTarget {
  /**
   * @param {Excerpt[]} excerpts
   * @param {Map<string, Code>} codes
   * @param {() => string} newId
   */
  constructor(excerpts, codes, newId) {
    super();
    this.excerpts = excerpts;
    this.codes = codes;
    this.newId = newId;
    /** @type {Anchor} what the next code is put on */
    this.target = { medium: 'entry' };
  }

  /** The excerpts with codings, one's own first. */
  get live() {
    return this.excerpts.filter(({ codings }) => codings.length);
  }

  /** One's own excerpt at the place that is chosen, if anything was coded there. */
  get chosen() {
    return this.excerpts.find(
      ({ isMine, anchor, codings }) => isMine && codings.length && samePlace(anchor, this.target),
    );
  }

  /** Whether a piece is chosen rather than the whole entry. */
  get hasPiece() {
    return this.target.medium !== 'entry';
  }

  /** @param {Anchor} anchor */
  choose(anchor) {
    if (samePlace(anchor, this.target)) return;
    this.target = anchor;
    this.#tell([]);
  }

  /** Back to the whole entry. */
  release() {
    this.choose({ medium: 'entry' });
  }

  /**
   * Puts a code on what is chosen; takes it off if it stands there. One feeling on a row of five
   * replaces another.
   * @param {string} id of a code
   */
  toggle(id) {
    const standing = this.chosen?.codings.find(({ code }) => code === id);
    if (standing) return this.remove(standing.id);
    const { isFace = false, isReaction = false } = this.codes.get(id) ?? {};
    const replaced = isFace ? this.#faces() : [];
    const excerpt = this.#excerptHere();
    const coding = { id: this.newId(), code: id, strength: isReaction ? WEAKEST : null };
    const removed = replaced.map((face) => this.#take(excerpt, face));
    excerpt.codings.push(coding);
    this.#tell([...removed, { kind: 'put', excerpt, coding }]);
  }

  /** @param {string} id of a coding of one's own */
  remove(id) {
    const [excerpt, coding] = this.#own(id);
    if (excerpt && coding) this.#tell([this.#take(excerpt, coding)]);
  }

  /**
   * @param {string} id of a coding of one's own
   * @param {number} strength
   */
  strengthen(id, strength) {
    const [excerpt, coding] = this.#own(id);
    if (!excerpt || !coding || coding.strength === strength) return;
    coding.strength = strength;
    this.#tell([{ kind: 'strength', excerpt, coding }]);
  }

  /** The next strength of the reaction that was put last here: 1, 2, 3 and 1 again. */
  cycleStrength() {
    const last = this.chosen?.codings.findLast(({ code }) => this.codes.get(code)?.isReaction);
    if (!last) return;
    this.strengthen(last.id, ((last.strength ?? 0) % STRONGEST) + 1);
  }

  /**
   * One step along the row of faces; from nothing to the middle.
   * @param {1 | -1} direction
   */
  shiftFeeling(direction) {
    const faces = [...this.codes.values()]
      .filter(({ isFace }) => isFace)
      .sort((one, other) => (one.valence ?? 0) - (other.valence ?? 0));
    const standing = this.#faces()[0];
    const at = faces.findIndex(({ id }) => id === standing?.code);
    const middle = faces.findIndex(({ valence }) => valence === 0);
    const next = faces[at < 0 ? Math.max(0, middle) : at + direction];
    if (next) this.toggle(next.id);
  }

  /**
   * Takes back what the server refused.
   * @param {string} id of a coding
   */
  forget(id) {
    const [excerpt, coding] = this.#own(id);
    if (excerpt && coding) this.#tell([{ ...this.#take(excerpt, coding), kind: 'forget' }]);
  }

  /** @returns {Coding[]} */
  #faces() {
    return (this.chosen?.codings ?? []).filter(({ code }) => this.codes.get(code)?.isFace);
  }

  /** @returns {Excerpt} */
  #excerptHere() {
    const known = this.excerpts.find(
      ({ isMine, anchor }) => isMine && samePlace(anchor, this.target),
    );
    if (known) return known;
    const anchor = this.target;
    const made = { id: this.newId(), isMine: true, coder: '', isSure: true, anchor, codings: [] };
    this.excerpts.push(made);
    return made;
  }

  /**
   * @param {string} id
   * @returns {[Excerpt | undefined, Coding | undefined]}
   */
  #own(id) {
    const excerpt = this.excerpts.find(
      ({ isMine, codings }) => isMine && codings.some((coding) => coding.id === id),
    );
    return [excerpt, excerpt?.codings.find((coding) => coding.id === id)];
  }

  /**
   * @param {Excerpt} excerpt
   * @param {Coding} coding
   * @returns {Change}
   */
  #take(excerpt, coding) {
    excerpt.codings = excerpt.codings.filter(({ id }) => id !== coding.id);
    return { kind: 'remove', excerpt, coding };
  }

  /** @param {Change[]} changes */
  #tell(changes) {
    this.dispatchEvent(new CustomEvent('change', { detail: changes }));
  }
}
