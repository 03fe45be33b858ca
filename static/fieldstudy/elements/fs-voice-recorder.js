import { Arrival, canSendAhead, isSmallEnough } from '../lib/arriving.js';
import { FieldElement } from '../lib/element.js';
import { clock, isQuiet } from '../lib/levels.js';
import { Panel } from '../lib/panel.js';

/** A voice note recorded in the page; the field for a sound file stays beside it in any case. */
class VoiceRecorder extends FieldElement {
  /** @type {import('../lib/recording.js').Recording | null} */
  #recording = null;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {number[]} */
  #levels = [];
  #isFull = false;

  /** @override */
  ready() {
    if (!canSendAhead()) return;
    this.toggleAttribute('enhanced', true);
    const file = /** @type {HTMLInputElement} */ (this.need('input[type=file]'));
    this.listen(this.need('[data-act=choose]'), 'click', () => file.click());
    this.listen(file, 'change', () => this.#attach(file));
    const canRecord = typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia;
    if (!canRecord) return;
    this.need('.start').hidden = false;
    this.listen(this.need('[data-act=record]'), 'click', () => this.#record());
  }

  get #startButton() {
    return /** @type {HTMLButtonElement} */ (this.need('[data-act=record]'));
  }

  /** @override */
  gone() {
    this.#recording?.stop();
    for (const player of this.querySelectorAll('audio')) URL.revokeObjectURL(player.src);
  }

  /** The form is about to be sent: end the note that is being recorded, and keep it. */
  finish() {
    this.#recording?.stop();
  }

  async #record() {
    if (this.#recording || this.dataset.pending) return;
    this.dataset.pending = 'yes';
    this.#say('');
    try {
      const { Recording } = await import('../lib/recording.js');
      this.#levels = [];
      this.#isFull = false;
      this.#recording = await Recording.begin({
        onLevel: (ms, level) => this.#hear(ms, level),
        onEnd: (sound, ms, byItself) => this.#keep(sound, ms, byItself),
      });
      this.#open();
    } catch (problem) {
      this.#settle();
      const isMissing = problem instanceof DOMException && problem.name === 'NotFoundError';
      this.#say(this.word(isMissing ? 'missing' : 'refused'));
    }
  }

  #open() {
    const template = /** @type {HTMLTemplateElement} */ (this.need('[data-part=panel]'));
    this.#panel = new Panel(template, document.querySelector('.recorder-place') ?? this, {
      pause: () => this.#pause(),
      stop: () => this.#recording?.stop(),
    });
    this.#tellState();
    this.#startButton.disabled = true;
  }

  #pause() {
    if (this.#recording?.isPaused) this.#recording.resume();
    else this.#recording?.pause();
    this.#tellState();
    return Boolean(this.#recording?.isPaused);
  }

  #tellState() {
    const limit = clock(Number(this.dataset.limitS) * 1000);
    this.#panel?.tell(this.word(this.#recording?.isPaused ? 'paused' : 'recording', { limit }), 'safe');
  }

  /**
   * @param {number} ms
   * @param {number} level
   */
  #hear(ms, level) {
    this.#levels.push(level);
    if (!document.hidden) this.#panel?.draw(ms, this.#levels);
    if (isQuiet(this.#levels)) this.#panel?.tell(this.word('quiet'), 'waiting');
    if (ms >= Number(this.dataset.limitS) * 1000) {
      this.#isFull = true;
      this.#recording?.stop();
    }
  }

  /**
   * @param {Blob} sound
   * @param {number} ms
   * @param {boolean} byItself
   */
  #keep(sound, ms, byItself) {
    this.#panel?.close();
    this.#panel = this.#recording = null;
    this.#startButton.disabled = false;
    if (sound.size) this.#note(sound, this.word('note', { length: clock(ms) }));
    this.#say(this.#isFull ? this.word('limit') : byItself ? this.word('stopped') : '');
    this.#settle();
  }

  /** @param {HTMLInputElement} input */
  #attach(input) {
    const [file] = input.files ?? [];
    if (!file?.size) return;
    // A very large file goes with the form itself.
    if (!isSmallEnough(file)) return this.#say(this.word('later', { name: file.name }));
    input.value = '';
    this.#note(file, file.name);
  }

  /**
   * @param {Blob} sound
   * @param {string} words
   */
  #note(sound, words) {
    void this.#arrival(URL.createObjectURL(sound), words).send(sound);
  }

  /** Notes that arrived before the page was loaded anew. @param {string[]} ids */
  restore(ids) {
    if (!this.hasAttribute('enhanced')) return;
    for (const id of ids) this.#arrival('', this.word('earlier')).arrivedBefore(id);
  }

  /**
   * A kept note: replay, record again, remove; and its bar while it is on its way.
   * @param {string} source of the player; empty where only the server has the sound
   * @param {string} words
   */
  #arrival(source, words) {
    const template = /** @type {HTMLTemplateElement} */ (this.need('[data-part=note]'));
    const row = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
    const player = /** @type {HTMLAudioElement} */ (row.querySelector('audio'));
    player.hidden = !source;
    player.src = source;
    const meta = /** @type {HTMLElement} */ (row.querySelector('.meta'));
    meta.textContent = words;
    for (const part of [player, row.querySelector('progress')]) part?.setAttribute('aria-label', words);
    const arrival = new Arrival(row, {
      url: this.closest('fs-entry-form')?.getAttribute('data-uploads') ?? '',
      name: this.dataset.name ?? '',
      say: (state, values) => this.#say(this.word(WORDS[state], values)),
    });
    const remove = () => {
      arrival.cancel();
      URL.revokeObjectURL(player.src);
      row.remove();
      this.#say('');
    };
    row.querySelector('[data-act=remove]')?.addEventListener('click', remove);
    row.querySelector('[data-act=again]')?.addEventListener('click', () => {
      remove();
      void this.#record();
    });
    this.need('.notes').append(row);
    return arrival;
  }

  /** @param {string} words */
  #say(words) {
    this.need('.status').textContent = words;
  }

  #settle() {
    delete this.dataset.pending;
    this.dispatchEvent(new CustomEvent('fs-arrived', { bubbles: true }));
  }
}

/** How an arrival stands → the wording for it. */
const WORDS = { sending: 'sending', safe: 'safe', waiting: 'waiting', refused: 'not-taken' };

customElements.define('fs-voice-recorder', VoiceRecorder);
