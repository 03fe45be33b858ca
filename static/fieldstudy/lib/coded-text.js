/**
 * The coded pieces of one text: painted in it and measured beside it. Only what changed is done again,
 * so that a text with thousands of them answers a key as fast as one with ten.
 */
import { paint } from './painter.js';

/** @typedef {import('./coding-model.js').Coding} Coding */
/** @typedef {import('./coding-model.js').Excerpt} Excerpt */
/** @typedef {import('./code-names.js').CodeNames} CodeNames */
/** @typedef {import('./margin.js').Note} Note */
/** @typedef {import('./shown-text.js').ShownText} ShownText */

/**
 * @typedef {object} Piece
 * @property {Range} range
 * @property {string} looks what was painted last
 * @property {{top: number, bottom: number} | null} place px from the top of the text; null until measured
 */

export class CodedText {
  /** @type {Map<string, Piece>} by excerpt */
  #pieces = new Map();

  /**
   * @param {ShownText} text
   * @param {CodeNames} names
   */
  constructor(text, names) {
    this.text = text;
    this.names = names;
  }

  /** @param {readonly Excerpt[]} excerpts all that stand in this text */
  show(excerpts) {
    const standing = new Set(excerpts.map(({ id }) => id));
    for (const [id, piece] of this.#pieces) {
      if (standing.has(id)) continue;
      paint(piece, []);
      this.#pieces.delete(id);
    }
    for (const excerpt of excerpts) this.#paint(excerpt);
  }

  /** @param {{start?: number, end?: number} | null} span what the next code is put on */
  showChosen(span) {
    const range = span && this.text.range(span.start ?? 0, span.end ?? 0);
    paint(this, range ? [{ look: 'chosen', range }] : []);
  }

  /** The lines may stand elsewhere now. */
  forgetPlaces() {
    for (const piece of this.#pieces.values()) piece.place = null;
  }

  /**
   * Every coding with the lines it spans.
   * @param {readonly Excerpt[]} excerpts
   * @returns {Note[]} sorted by their first line
   */
  notes(excerpts) {
    /** @type {DOMRect | undefined} */
    let box;
    const notes = excerpts.flatMap((excerpt) => {
      const piece = this.#piece(excerpt);
      if (!piece.place) {
        box ??= this.text.root.getBoundingClientRect();
        const { top, bottom } = piece.range.getBoundingClientRect();
        piece.place = { top: top - box.top, bottom: bottom - box.top };
      }
      const { place } = piece;
      return excerpt.codings.map((coding) => ({ excerpt, coding, ...place }));
    });
    return notes.sort((one, other) => one.top - other.top);
  }

  /** @param {Excerpt} excerpt */
  #paint(excerpt) {
    const piece = this.#piece(excerpt);
    const marks = excerpt.codings.map(({ code }) => (excerpt.isMine ? this.names.look(code) : 'theirs'));
    const looks = marks.join(' ');
    if (looks === piece.looks) return;
    piece.looks = looks;
    paint(
      piece,
      marks.map((look) => ({ look, range: piece.range })),
    );
  }

  /** @param {Excerpt} excerpt */
  #piece({ id, anchor }) {
    let piece = this.#pieces.get(id);
    if (!piece) {
      const range = this.text.range(anchor.start ?? 0, anchor.end ?? 0);
      piece = { range, looks: '', place: null };
      this.#pieces.set(id, piece);
    }
    return piece;
  }
}
