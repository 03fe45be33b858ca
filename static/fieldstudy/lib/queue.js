/**
 * Changes on their way to the server: one after the other, each repeated until it is answered. Every
 * change carries an id that the server knows again, so a repeat does nothing twice. What waits is kept
 * for as long as the tab lives, across its pages.
 */

/**
 * @typedef {object} Change
 * @property {string} id
 * @property {string} method
 * @property {string} url
 * @property {unknown} [body]
 */

/**
 * @typedef {object} Answer
 * @property {number} status 0 when nothing came back
 * @property {any} [body]
 */

/**
 * @typedef {object} Wiring
 * @property {(change: Change) => Promise<Answer>} send never rejects
 * @property {{load: () => Change[], save: (waiting: Change[]) => void}} store
 * @property {(work: () => void, ms: number) => void} later
 * @property {(change: Change, answer: Answer) => void} answered the server took it, or refused for good
 * @property {(state: {waiting: number, failing: boolean}) => void} shown
 */

export const PATIENCE_MS = [500, 1000, 2000, 4000, 8000, 15_000];

export class SaveQueue {
  #busy = false;
  #failures = 0;
  #round = 0;

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.wiring = wiring;
    this.waiting = wiring.store.load();
  }

  /** @param {Change} change */
  add(change) {
    this.waiting.push(change);
    this.#keep();
    void this.flush();
  }

  /** Sends what waits now, however long the queue meant to be patient. */
  async flush() {
    if (this.#busy) return;
    this.#busy = true;
    this.#round += 1;
    while (await this.#sendFirst());
    this.#busy = false;
    if (this.waiting.length) this.#tryLater();
  }

  /** Sends the first change; whether to go on with the next. */
  async #sendFirst() {
    const change = this.waiting[0];
    if (!change) return false;
    const answer = await this.wiring.send(change);
    if (isTransient(answer.status)) {
      this.#failures += 1;
      this.#show();
      return false;
    }
    this.#failures = 0;
    this.waiting.shift();
    this.#keep();
    this.wiring.answered(change, answer);
    return true;
  }

  #tryLater() {
    const pause = PATIENCE_MS[Math.min(this.#failures, PATIENCE_MS.length) - 1] ?? 0;
    const round = this.#round;
    this.wiring.later(() => {
      if (round === this.#round) void this.flush();
    }, pause);
  }

  #keep() {
    this.wiring.store.save(this.waiting);
    this.#show();
  }

  #show() {
    this.wiring.shown({ waiting: this.waiting.length, failing: this.#failures > 0 });
  }
}

/**
 * No answer, a restarting server, too many requests: the same request may do better later.
 * @param {number} status
 */
function isTransient(status) {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}
