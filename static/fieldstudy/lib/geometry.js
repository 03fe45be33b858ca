/**
 * Rectangles on pictures in 1/10 000 of each side, and the packing of stripes and names in a margin.
 */

export const SIDE = 10_000;
/** The smallest side of a rectangle: 1 % of the picture's. */
export const LEAST = 100;

/**
 * @typedef {object} Rectangle
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

/** @typedef {{x: number, y: number}} Point */

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/**
 * @param {Point} pointer in pixels of the window
 * @param {{left: number, top: number, width: number, height: number}} box of the picture
 * @returns {Point} in 1/10 000 of the picture, kept inside it
 */
export function onPicture(pointer, box) {
  return {
    x: clamp(Math.round(((pointer.x - box.left) / box.width) * SIDE), 0, SIDE),
    y: clamp(Math.round(((pointer.y - box.top) / box.height) * SIDE), 0, SIDE),
  };
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Rectangle} between two corners, at least the smallest
 */
export function between(one, other) {
  const width = Math.max(LEAST, Math.abs(one.x - other.x));
  const height = Math.max(LEAST, Math.abs(one.y - other.y));
  return {
    left: clamp(Math.min(one.x, other.x), 0, SIDE - width),
    top: clamp(Math.min(one.y, other.y), 0, SIDE - height),
    width,
    height,
  };
}

/**
 * @param {Rectangle} rectangle
 * @param {number} dx
 * @param {number} dy
 * @returns {Rectangle} moved, but never out of the picture
 */
export function move(rectangle, dx, dy) {
  return {
    ...rectangle,
    left: clamp(rectangle.left + dx, 0, SIDE - rectangle.width),
    top: clamp(rectangle.top + dy, 0, SIDE - rectangle.height),
  };
}

/**
 * @param {Rectangle} rectangle
 * @param {number} dx by which the right side moves
 * @param {number} dy by which the lower side moves
 * @returns {Rectangle}
 */
export function grow(rectangle, dx, dy) {
  return {
    ...rectangle,
    width: clamp(rectangle.width + dx, LEAST, SIDE - rectangle.left),
    height: clamp(rectangle.height + dy, LEAST, SIDE - rectangle.top),
  };
}

/**
 * The corner that stays when the named one is dragged.
 * @param {Rectangle} rectangle
 * @param {string} handle two letters: n or s, w or e
 * @returns {Point}
 */
export function opposite(rectangle, handle) {
  return {
    x: handle.endsWith('w') ? rectangle.left + rectangle.width : rectangle.left,
    y: handle.startsWith('n') ? rectangle.top + rectangle.height : rectangle.top,
  };
}

/**
 * The first free lane for each stripe, so that no two in a lane overlap.
 * @param {{top: number, bottom: number}[]} stripes sorted by `top`
 * @returns {number[]} lanes from 0
 */
export function lanes(stripes) {
  /** @type {number[]} */
  const ends = [];
  return stripes.map(({ top, bottom }) => {
    const free = ends.findIndex((end) => end <= top);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = bottom;
    return lane;
  });
}

/**
 * Moves names down, no further than needed, so that none covers another.
 * @param {number[]} tops wanted, sorted
 * @param {number} height of a name
 * @returns {number[]}
 */
export function pushDown(tops, height) {
  let free = Number.NEGATIVE_INFINITY;
  return tops.map((wanted) => {
    const top = Math.max(wanted, free);
    free = top + height;
    return top;
  });
}
