import { newId } from './identity.js';
import { NotTaken, sendFile } from './tus.js';

/** Larger files go with the form itself: their digest would take too much of a phone's memory. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Whether files can be sent ahead of the form here: digests need a secure page.
 * @returns {boolean}
 */
export function canSendAhead() {
  return Boolean(globalThis.crypto?.subtle) && typeof fetch === 'function';
}

/**
 * @param {Blob} file
 * @returns {boolean}
 */
export function isSmallEnough(file) {
  return file.size <= LARGEST;
}

/**
 * Sends one file ahead of its form. While it is on its way its row carries `data-pending`; once it is
 * safe, the row's hidden field names it and `fs-arrived` bubbles.
 */
export class Arrival {
  #end = new AbortController();

  /**
   * @param {HTMLElement} row holds one `<progress>` and one hidden field
   * @param {{ url: string, name: string, say: (state: 'sending' | 'safe' | 'waiting' | 'refused', values: Record<string, string | number>) => void }} how
   */
  constructor(row, how) {
    this.row = row;
    this.how = how;
    row.dataset.pending = 'yes';
  }

  /** @param {Blob} file */
  async send(file) {
    const id = newId();
    try {
      const sha256 = await digest(file);
      await sendFile(file, sha256, {
        url: this.how.url,
        id,
        signal: this.#end.signal,
        onProgress: (sent) => this.#show(Math.round((100 * sent) / file.size)),
        onWait: () => this.how.say('waiting', {}),
      });
      this.#arrived(id);
    } catch (problem) {
      if (this.#end.signal.aborted) return;
      this.#failed(problem instanceof NotTaken ? problem.message : String(problem));
    }
  }

  /** The file arrived before this page was loaded. @param {string} id */
  arrivedBefore(id) {
    this.#arrived(id);
  }

  /** The person took the file off again. */
  cancel() {
    this.#end.abort();
    this.#settle();
  }

  /** @param {number} percent */
  #show(percent) {
    const bar = this.row.querySelector('progress');
    if (bar) bar.value = percent;
    this.how.say('sending', { percent });
  }

  /** @param {string} id */
  #arrived(id) {
    const field = /** @type {HTMLInputElement} */ (this.row.querySelector('input[type=hidden]'));
    field.name = this.how.name;
    field.value = id;
    this.row.querySelector('progress')?.remove();
    this.how.say('safe', {});
    this.#settle();
  }

  /** @param {string} why */
  #failed(why) {
    this.row.querySelector('progress')?.remove();
    this.row.dataset.failed = 'yes';
    this.how.say('refused', { why });
    this.#settle();
  }

  #settle() {
    delete this.row.dataset.pending;
    this.row.dispatchEvent(new CustomEvent('fs-arrived', { bubbles: true }));
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<string>} its SHA-256 in hex
 */
async function digest(file) {
  const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
