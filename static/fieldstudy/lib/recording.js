import { loudness, soundType } from './levels.js';

const EACH_MS = 1000;
const LOOK_MS = 100;
const BITS_PER_SECOND = 48_000;

/**
 * @typedef {object} Heard
 * @property {(ms: number, level: number) => void} onLevel ten times a second while it records
 * @property {(sound: Blob, ms: number, byItself: boolean) => void} onEnd
 */

/**
 * One voice note being recorded: pieces of a second each, a clock without the pauses, and the level.
 * The microphone is let go in any case, also when the phone takes it away.
 */
export class Recording {
  /** @type {Blob[]} */
  #pieces = [];
  #ms = 0;
  #since = 0;
  #timer = 0;
  #byItself = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;

  /**
   * Ask for the microphone and begin.
   * @param {Heard} heard
   * @returns {Promise<Recording>}
   * @throws {DOMException} NotAllowedError, NotFoundError …
   */
  static async begin(heard) {
    const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: sound });
    return new Recording(stream, heard);
  }

  /**
   * @param {MediaStream} stream
   * @param {Heard} heard
   */
  constructor(stream, heard) {
    this.heard = heard;
    this.stream = stream;
    const mimeType = soundType((type) => MediaRecorder.isTypeSupported(type), navigator.vendor);
    const options = { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType && { mimeType }) };
    this.recorder = new MediaRecorder(stream, options);
    this.recorder.addEventListener('dataavailable', ({ data }) => this.#keep(data));
    this.recorder.addEventListener('stop', () => this.#end());
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => this.stop({ byItself: true }));
    }
    this.#listenToLevel();
    this.recorder.start(EACH_MS);
    this.#since = performance.now();
    void this.#stayAwake();
  }

  /** Milliseconds recorded so far, without the pauses. */
  get ms() {
    const running = this.recorder.state === 'recording';
    return this.#ms + (running ? performance.now() - this.#since : 0);
  }

  get isPaused() {
    return this.recorder.state === 'paused';
  }

  pause() {
    if (this.recorder.state !== 'recording') return;
    this.#ms = this.ms;
    this.recorder.pause();
  }

  resume() {
    if (!this.isPaused) return;
    this.#since = performance.now();
    this.recorder.resume();
  }

  /** @param {{ byItself?: boolean }} [how] whether the phone ended it, not the person */
  stop({ byItself = false } = {}) {
    if (this.recorder.state === 'inactive') return;
    this.#byItself = byItself;
    this.#ms = this.ms;
    this.recorder.stop();
  }

  /** @param {Blob} piece */
  #keep(piece) {
    if (piece.size) this.#pieces.push(piece);
  }

  #end() {
    clearInterval(this.#timer);
    void this.audio?.close();
    void this.#lock?.release();
    for (const track of this.stream.getTracks()) track.stop();
    const type = (this.recorder.mimeType || 'audio/webm').split(';')[0];
    this.heard.onEnd(new Blob(this.#pieces, { type }), this.#ms, this.#byItself);
  }

  #listenToLevel() {
    this.audio = new AudioContext();
    const ear = this.audio.createAnalyser();
    ear.fftSize = 1024;
    this.audio.createMediaStreamSource(this.stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    this.#timer = setInterval(() => {
      if (this.recorder.state !== 'recording') return;
      ear.getFloatTimeDomainData(samples);
      this.heard.onLevel(this.ms, loudness(samples));
    }, LOOK_MS);
  }

  /** The lock screen would end the note. */
  async #stayAwake() {
    try {
      this.#lock = (await navigator.wakeLock?.request('screen')) ?? null;
    } catch {
      // Not allowed here: the note ends when the phone locks, and is kept.
    }
  }
}
