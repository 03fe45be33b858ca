import { clock, strokes } from './levels.js';

/** Lamp, clock, level and the two buttons of a note that is being recorded: in the dock, at the thumb. */
export class Panel {
  /**
   * @param {HTMLTemplateElement} template
   * @param {Element} place
   * @param {{ pause: () => boolean, stop: () => void }} acts `pause` tells whether it is paused now
   */
  constructor(template, place, acts) {
    this.root = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
    place.append(this.root);
    const pause = this.#part('[data-act=pause]');
    pause.addEventListener('click', () => {
      const isPaused = acts.pause();
      pause.setAttribute('aria-pressed', String(isPaused));
      this.root.classList.toggle('paused', isPaused);
    });
    const stop = this.#part('[data-act=stop]');
    stop.addEventListener('click', acts.stop);
    stop.focus();
  }

  /**
   * @param {number} ms
   * @param {readonly number[]} levels
   */
  draw(ms, levels) {
    this.#part('time').textContent = clock(ms);
    this.#part('path').setAttribute('d', strokes(levels));
  }

  /**
   * @param {string} words
   * @param {'safe' | 'waiting'} kind
   */
  tell(words, kind) {
    const status = this.#part('.status');
    status.textContent = words;
    status.className = `status ${kind}`;
  }

  close() {
    this.root.remove();
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }
}
