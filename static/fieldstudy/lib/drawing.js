/**
 * Coded pieces drawn over a photo or a waveform.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The classes that give a code's colours.
 * @param {string} look
 */
export function classesOf(look) {
  return look.startsWith('v-') ? `${look} feel` : `k-${look}`;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {Element[]} [children]
 * @returns {Element} a piece of SVG
 */
export function draw(name, attributes, children = []) {
  const drawn = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, String(value));
  drawn.append(...children);
  return drawn;
}

/**
 * A rectangle with its light border under it, so that it shows on any picture.
 * @param {import('./geometry.js').Rectangle} place
 * @param {string} classes of the group
 */
export function region({ left, top, width, height }, classes) {
  const size = { x: left, y: top, width, height };
  return draw('g', { class: classes }, [
    draw('rect', { class: 'region-halo', ...size }),
    draw('rect', { class: 'region', ...size }),
  ]);
}

/**
 * A stretch of a waveform with its two edges.
 * @param {number} from
 * @param {number} to
 * @param {number} height
 * @param {string} classes of the group
 */
export function band(from, to, height, classes) {
  return draw('g', { class: classes }, [
    draw('rect', { class: 'range', x: from.toFixed(1), width: Math.max(1, to - from).toFixed(1), height }),
    draw('path', { class: 'range-edge', d: `M${from.toFixed(1)} 0v${height}M${to.toFixed(1)} 0v${height}` }),
  ]);
}
