/**
 * A recording with its waveform, the ranges coded on it, and its words in step with the sound.
 * Without it the browser's own controls stand there.
 */
import { drag } from '../lib/drag.js';
import { band, classesOf } from '../lib/drawing.js';
import { FieldElement } from '../lib/element.js';
import { clamp } from '../lib/geometry.js';
import { clock, range, spanTimes, timedWords } from '../lib/timing.js';
import { WordFollower } from '../lib/word-follower.js';
import { CodingSurface } from './fs-coding-surface.js';

/** @typedef {import('../lib/anchor.js').Anchor} Anchor */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/code-names.js').CodeNames} CodeNames */

const WIDTH = 440;
const HEIGHT = 48;

export class AudioPlayer extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {WordFollower | null} */
  #follower = null;
  #marked = 0;
  #until = Infinity;

  /**
   * @param {CodingModel} model
   * @param {CodeNames} names
   * @param {number[][]} words `[start, end, start_ms, end_ms]` of each word
   */
  attach(model, names, words) {
    this.#model = model;
    this.names = names;
    const timed = timedWords(words);
    this.surface = /** @type {CodingSurface | null} */ (this.querySelector('fs-coding-surface'));
    if (this.surface) {
      this.surface.timesOf = (start, end) => spanTimes(timed, start, end);
      this.#follower = new WordFollower(timed, this.surface.attach(model, names));
    }
    const audio = this.querySelector('audio');
    if (!audio) return;
    this.audio = audio;
    audio.controls = false;
    for (const part of this.querySelectorAll('[data-play], .track-box, .clock')) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
    this.listen(this.need('[data-play]'), 'click', () => this.toggle());
    this.listen(this.need('.track-box'), 'pointerdown', (event) => this.#press(event));
    this.listen(this.need('.track-box'), 'keydown', (event) => this.#key(event));
    this.listen(this, 'click', ({ target }) => this.#seekTo(target));
    for (const type of ['play', 'pause', 'seeked', 'ended']) this.listen(audio, type, () => this.#step());
    this.listen(model, 'change', () => this.show());
    this.show();
  }

  /** The true length in ms, as the server measured it. */
  get duration() {
    return Number(this.dataset['duration']) || (this.audio?.duration ?? 0) * 1000;
  }

  get now() {
    return (this.audio?.currentTime ?? 0) * 1000;
  }

  /** Plays the chosen range exactly, else from where the head stands; pauses what plays. */
  toggle() {
    const { audio } = this;
    if (!audio) return;
    if (!audio.paused) return audio.pause();
    const chosen = this.#chosen();
    this.#until = Infinity;
    if (chosen) {
      this.seek(chosen.start_ms);
      this.#until = chosen.end_ms;
    }
    void audio.play();
  }

  /** @param {number} ms */
  seek(ms) {
    if (this.audio) this.audio.currentTime = clamp(ms, 0, this.duration) / 1000;
    this.#until = Infinity;
    this.#step();
  }

  /**
   * Marks one end of a range at the head; the other follows.
   * @param {'start' | 'end'} side
   */
  mark(side) {
    if (side === 'start') this.#marked = this.now;
    this.#choose(this.#marked, side === 'start' ? this.now + 1000 : this.now);
  }

  show() {
    const ranges = this.querySelector('.ranges');
    if (!ranges || !this.duration) return;
    const scale = (/** @type {number | undefined} */ ms) => ((ms ?? 0) / this.duration) * WIDTH;
    const drawn = this.excerpts.map(({ anchor, codings, isMine }) => {
      const classes = classesOf(this.names?.look(codings.at(-1)?.code ?? '') ?? '');
      const theirs = isMine ? '' : ' is-theirs';
      return band(scale(anchor.start_ms), scale(anchor.end_ms), HEIGHT, classes + theirs);
    });
    const chosen = this.#chosen();
    if (chosen) drawn.push(band(scale(chosen.start_ms), scale(chosen.end_ms), HEIGHT, 'is-chosen'));
    ranges.replaceChildren(...drawn);
    this.#step();
  }

  get excerpts() {
    return (this.#model?.live ?? []).filter(({ anchor }) => this.#isHere(anchor));
  }

  /**
   * Whether an anchor has a time in this recording: a range of its sound, or words of it.
   * @param {Anchor} anchor
   */
  #isHere({ medium, attachment, version, start_ms, end_ms }) {
    if (typeof start_ms !== 'number' || typeof end_ms !== 'number') return false;
    if (medium === 'sound') return attachment === this.dataset['attachment'];
    return medium === 'transcript' && version === this.surface?.dataset['version'];
  }

  #chosen() {
    const target = this.#model?.target;
    if (!target || !this.#isHere(target)) return null;
    return { start_ms: target.start_ms ?? 0, end_ms: target.end_ms ?? 0 };
  }

  /**
   * @param {number} one
   * @param {number} other
   */
  #choose(one, other) {
    const attachment = this.dataset['attachment'] ?? '';
    this.#model?.choose({ medium: 'sound', attachment, ...range(one, other, this.duration) });
  }

  /** Head, clock and current word; goes on by itself while the sound plays. */
  #step() {
    const { audio, now } = this;
    if (!audio) return;
    if (now >= this.#until) audio.pause();
    this.need('.head').setAttribute('d', `M${((now / (this.duration || 1)) * WIDTH).toFixed(1)} 0v${HEIGHT}`);
    this.need('[data-now]').textContent = clock(now);
    const box = this.need('.track-box');
    box.setAttribute('aria-valuenow', String(Math.round(now)));
    box.setAttribute('aria-valuetext', this.word('at', { now: clock(now), length: clock(this.duration) }));
    this.dataset['state'] = audio.paused ? 'paused' : 'playing';
    this.need('[data-play]').setAttribute('aria-label', this.word(audio.paused ? 'play' : 'pause'));
    this.#follower?.show(audio.paused && now === 0 ? -1 : now);
    if (!audio.paused && this.isConnected) requestAnimationFrame(() => this.#step());
  }

  /** @param {EventTarget | null} target */
  #seekTo(target) {
    const at = target instanceof HTMLElement && target.closest('[data-seek]');
    if (!(at instanceof HTMLElement)) return;
    this.seek(Number(at.dataset['seek']));
    void this.audio?.play();
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const box = this.need('.track-box');
    const frame = box.getBoundingClientRect();
    const at = (/** @type {PointerEvent} */ { clientX }) =>
      clamp((clientX - frame.left) / frame.width, 0, 1) * this.duration;
    drag(box, event, {
      moved: (now) => this.#choose(at(event), at(now)),
      tapped: () => this.#pick(at(event)),
    });
  }

  /**
   * A tap seeks, and chooses the shortest coded range there.
   * @param {number} ms
   */
  #pick(ms) {
    const long = (/** @type {Anchor} */ { start_ms = 0, end_ms = 0 }) => end_ms - start_ms;
    const [shortest] = this.excerpts
      .filter(({ anchor }) => (anchor.start_ms ?? 0) <= ms && ms <= (anchor.end_ms ?? 0))
      .sort((one, other) => long(one.anchor) - long(other.anchor));
    if (shortest) this.#model?.choose(shortest.anchor);
    else this.#model?.release();
    this.seek(ms);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    this.seek(this.now + direction * (event.shiftKey ? 5000 : 1000));
  }
}

customElements.define('fs-audio-player', AudioPlayer);
