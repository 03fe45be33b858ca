/**
 * How codes are named on the page, read from the codebook beside the entry: their mark, words and look.
 */

/** @typedef {import('./coding-model.js').Code} Code */

export class CodeNames {
  /** @type {Map<string, HTMLButtonElement>} */
  #lines = new Map();

  /** @param {ParentNode} codebook */
  constructor(codebook) {
    for (const line of codebook.querySelectorAll('button[data-look]')) {
      if (line instanceof HTMLButtonElement) this.#lines.set(line.value, line);
    }
  }

  /** @returns {Map<string, Code>} what the model must know */
  codes() {
    return new Map(
      [...this.#lines].map(([id, { dataset }]) => [
        id,
        {
          id,
          isReaction: 'reaction' in dataset,
          isFace: 'face' in dataset,
          valence: dataset['valence'] === undefined ? null : Number(dataset['valence']),
        },
      ]),
    );
  }

  /** @returns {Map<string, string>} from a key to the code it puts */
  keys() {
    const keyed = [...this.#lines].filter(([, line]) => line.dataset['key'] && !line.disabled);
    return new Map(keyed.map(([id, line]) => [line.dataset['key'] ?? '', id]));
  }

  /** @param {string} id */
  look(id) {
    return this.#lines.get(id)?.dataset['look'] ?? 'theme';
  }

  /** @param {string} id */
  name(id) {
    return this.#lines.get(id)?.querySelector('.name')?.textContent ?? '';
  }

  /**
   * Mark and name, dressed in the code's colours, inside `place`.
   * @param {HTMLElement} place
   * @param {string} id
   */
  dress(place, id) {
    const line = this.#lines.get(id);
    const mark = line?.querySelector('.mark, .face');
    const name = document.createElement('span');
    name.append(...(line?.querySelector('.name')?.cloneNode(true).childNodes ?? []));
    place.replaceChildren(...(mark ? [mark.cloneNode(true)] : []), name);
    const look = this.look(id);
    place.classList.add(...(look.startsWith('v-') ? [look, 'feel'] : [`k-${look}`]));
    const colour = line?.dataset['colour'];
    if (colour) place.style.setProperty('--kind', `color-mix(in oklab, ${colour} 70%, var(--ink))`);
  }
}
