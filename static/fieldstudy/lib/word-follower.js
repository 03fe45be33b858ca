/**
 * Shows which word is being spoken, and in which line.
 */
import { paint } from './painter.js';
import { wordAt } from './timing.js';

/** @typedef {import('./timing.js').TimedWord} TimedWord */
/** @typedef {import('./shown-text.js').ShownText} ShownText */

export class WordFollower {
  #shown = -1;

  /**
   * @param {readonly TimedWord[]} words sorted by time
   * @param {ShownText} text
   */
  constructor(words, text) {
    this.words = words;
    this.text = text;
  }

  /** @param {number} ms where the head stands; −1 shows none */
  show(ms) {
    const index = wordAt(this.words, ms);
    if (index === this.#shown) return;
    this.#shown = index;
    const word = this.words[index];
    const range = word && this.text.range(word.start, word.end);
    paint(this, range ? [{ look: 'word-now', range }] : []);
    const line = range?.startContainer.parentElement?.closest('.utterance');
    for (const row of this.text.root.querySelectorAll('.utterance.now')) row.classList.remove('now');
    line?.classList.add('now');
  }
}
