/** The longest side of a photo that leaves the phone, in pixels. */
export const LONGEST = 2048;
const QUALITY = 0.85;

/**
 * A photo as it will be sent: upright, at most 2048 px, without anything but its picture. What the
 * browser cannot draw (some HEIC) is sent as it is; the server shrinks and cleans it in any case.
 */
export class Shrinker {
  /** @type {Worker | null} */
  #worker = null;
  #number = 0;

  /** @param {string} url of the worker */
  constructor(url) {
    if (typeof Worker === 'function' && typeof OffscreenCanvas === 'function') {
      this.#worker = new Worker(url);
    }
  }

  /**
   * @param {Blob} photo
   * @returns {Promise<Blob>}
   */
  async shrink(photo) {
    try {
      return await (this.#worker ? this.#apart(this.#worker, photo) : drawHere(photo));
    } catch {
      return photo;
    }
  }

  /** Let the worker go. */
  end() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /**
   * @param {Worker} worker
   * @param {Blob} photo
   * @returns {Promise<Blob>}
   */
  #apart(worker, photo) {
    const number = (this.#number += 1);
    return new Promise((resolve, reject) => {
      const done = new AbortController();
      /** @param {MessageEvent} event */
      const hear = ({ data }) => {
        if (data.number !== number) return;
        done.abort();
        if (data.blob) resolve(data.blob);
        else reject(new Error(data.problem));
      };
      worker.addEventListener('message', hear, { signal: done.signal });
      worker.addEventListener('error', () => reject(new Error('worker')), { signal: done.signal });
      worker.postMessage({ number, photo, longest: LONGEST, quality: QUALITY });
    });
  }
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} [longest]
 * @returns {{ width: number, height: number }} the size to draw at, never larger than it is
 */
export function fitted(width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * Without a worker the page draws itself.
 * @param {Blob} photo
 * @returns {Promise<Blob>}
 */
async function drawHere(photo) {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  const { width, height } = fitted(picture.width, picture.height);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  if (!pen) return photo;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? photo), 'image/jpeg', QUALITY);
  });
}
