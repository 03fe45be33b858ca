const BARS = 40;
const STEP = 4;
const HEIGHT = 48;
const LEAST = 2;

/** Under this a voice is hardly heard; the microphone's full scale is 1. */
const QUIET = 0.02;
const QUIET_FOR = 30;

/**
 * Loudness of a moment, 0 … 1: the root mean square of its samples, on a scale that ears would draw.
 * @param {Float32Array} samples each −1 … 1
 */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.min(1, Math.sqrt(sum / (samples.length || 1)) * 3);
}

/**
 * Whether nobody was heard for three seconds.
 * @param {readonly number[]} levels ten a second, each 0 … 1
 */
export function isQuiet(levels) {
  const lately = levels.slice(-QUIET_FOR);
  return lately.length === QUIET_FOR && Math.max(...lately) < QUIET;
}

/**
 * The drawn level: upright strokes about the middle of a box 160 × 48, the latest at the right.
 * @param {readonly number[]} levels each 0 … 1
 * @returns {string} an SVG path
 */
export function strokes(levels) {
  const last = levels.slice(-BARS);
  return last
    .map((level, index) => {
      const x = (BARS - last.length + index) * STEP + 1;
      const length = LEAST + level * (HEIGHT - LEAST - 4);
      return `M${x} ${((HEIGHT - length) / 2).toFixed(1)}v${length.toFixed(1)}`;
    })
    .join('');
}

/**
 * @param {number} ms
 * @returns {string} “0:23”, “12:04”
 */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * The container a browser should record in. Safari claims WebM but plays back only what it writes as
 * MP4; everybody else writes Opus in WebM best.
 * @param {(type: string) => boolean} isSupported
 * @param {string} vendor `navigator.vendor`
 * @returns {string} a media type, or nothing to leave it to the browser
 */
export function soundType(isSupported, vendor) {
  const webm = ['audio/webm;codecs=opus', 'audio/webm'];
  const mp4 = ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4'];
  const wanted = vendor.startsWith('Apple') ? [...mp4, ...webm] : [...webm, ...mp4];
  return wanted.find(isSupported) ?? '';
}
