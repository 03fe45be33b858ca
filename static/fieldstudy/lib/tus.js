/**
 * Resumable upload, as much of it as a phone needs: tus 1.0 headers, created under an id of our own,
 * so that a lost answer never makes a second file.
 */
const VERSION = '1.0.0';
const LEAST_PIECE = 64 * 1024;
const MOST_PIECE = 1024 * 1024;
const LONGEST_WAIT_S = 60;

/** The server will not take the file, however often it is sent. */
export class NotTaken extends Error {
  /**
   * @param {number} status
   * @param {string} words what happened and what to do, in the reader's language
   */
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/**
 * @typedef {object} Way
 * @property {string} url where uploads are begun
 * @property {string} id a UUID, the same for every try of this file
 * @property {(sent: number) => void} [onProgress] bytes that are safe
 * @property {(seconds: number) => void} [onWait] a try failed; the next one comes in so many seconds
 * @property {AbortSignal} [signal]
 * @property {typeof fetch} [fetch]
 * @property {(seconds: number, signal?: AbortSignal) => Promise<void>} [rest]
 */

/**
 * Send a file whole, however often the line breaks.
 * @param {Blob} file
 * @param {string} sha256 of the file, in hex
 * @param {Way} way
 * @returns {Promise<void>} when the server has checked and kept it
 * @throws {NotTaken}
 */
export async function sendFile(file, sha256, way) {
  const rest = way.rest ?? pause;
  let piece = 256 * 1024;
  let offset = 0;
  let location = '';
  for (let tries = 0; !location || offset < file.size; ) {
    try {
      const answer = location
        ? await patch(file, location, offset, piece, way)
        : await create(file, sha256, way);
      location ||= answer.headers.get('Location') ?? '';
      offset = offsetOf(answer);
      piece = Math.min(piece * 2, MOST_PIECE);
      tries = 0;
      way.onProgress?.(offset);
    } catch (problem) {
      if (problem instanceof NotTaken || way.signal?.aborted) throw problem;
      const seconds = problem instanceof Later ? problem.seconds : waitAfter(tries);
      tries += 1;
      piece = Math.max(piece / 2, LEAST_PIECE);
      way.onWait?.(seconds);
      await rest(seconds, way.signal);
      if (location) offset = await whereItStands(location, offset, way);
    }
  }
}

/**
 * Seconds to wait after so many failed tries in a row: 1, 2, 4 … 60, each up to a quarter longer.
 * @param {number} tries
 * @param {() => number} [random]
 */
export function waitAfter(tries, random = Math.random) {
  return Math.min(2 ** tries, LONGEST_WAIT_S) * (1 + random() / 4);
}

/**
 * @param {Record<string, string>} values
 * @returns {string} `Upload-Metadata`: each value in base64 of its UTF-8
 */
export function metadata(values) {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`)
    .join(',');
}

/** The server asks to come back later. */
class Later extends Error {
  /** @param {number} seconds */
  constructor(seconds) {
    super();
    this.seconds = seconds;
  }
}

/** @param {Response} answer */
function offsetOf(answer) {
  return Number(answer.headers.get('Upload-Offset') ?? 0);
}

/**
 * @param {Blob} file
 * @param {string} sha256
 * @param {Way} way
 */
function create(file, sha256, way) {
  return ask(way, way.url, {
    method: 'POST',
    headers: {
      'Upload-Length': String(file.size),
      'Upload-Metadata': metadata({ id: way.id, type: file.type, sha256 }),
    },
  });
}

/**
 * @param {Blob} file
 * @param {string} location
 * @param {number} offset
 * @param {number} piece
 * @param {Way} way
 */
function patch(file, location, offset, piece, way) {
  return ask(way, location, {
    method: 'PATCH',
    headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
    body: file.slice(offset, offset + piece),
  });
}

/**
 * @param {string} location
 * @param {number} offset what we believe
 * @param {Way} way
 */
async function whereItStands(location, offset, way) {
  try {
    return offsetOf(await ask(way, location, { method: 'HEAD' }));
  } catch (problem) {
    if (problem instanceof NotTaken) throw problem;
    return offset;
  }
}

/**
 * @param {Way} way
 * @param {string} url
 * @param {RequestInit & { headers?: Record<string, string> }} options
 */
async function ask(way, url, options) {
  const answer = await (way.fetch ?? fetch)(url, {
    ...options,
    credentials: 'same-origin',
    headers: { ...options.headers, 'Tus-Resumable': VERSION, Accept: 'application/problem+json' },
    signal: way.signal,
  });
  if (answer.ok) return answer;
  // The true end of the file comes along: carry on from there.
  if ([409, 422].includes(answer.status) && answer.headers.has('Upload-Offset')) return answer;
  if (answer.status === 429 || answer.status >= 500) {
    throw new Later(Number(answer.headers.get('Retry-After')) || 5);
  }
  throw new NotTaken(answer.status, await wordsOf(answer));
}

/** @param {Response} answer */
async function wordsOf(answer) {
  try {
    const { title, detail } = await answer.json();
    return [title, detail].filter(Boolean).join(' ');
  } catch {
    return String(answer.status);
  }
}

/**
 * @param {number} seconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    globalThis.addEventListener?.('online', end, { once: true, signal });
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
