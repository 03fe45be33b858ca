/**
 * A photo on which rectangles are drawn by mouse, finger or keys, in 1/10 000 of the picture, so that
 * they hold at every size. The picture is shown upright and whole.
 */
import { drag } from '../lib/drag.js';
import { classesOf, region } from '../lib/drawing.js';
import { FieldElement } from '../lib/element.js';
import { between, grow, move, onPicture, opposite, SIDE } from '../lib/geometry.js';

/** @typedef {import('../lib/anchor.js').Anchor} Anchor */
/** @typedef {import('../lib/coding-model.js').CodingModel} CodingModel */
/** @typedef {import('../lib/coding-model.js').Excerpt} Excerpt */
/** @typedef {import('../lib/code-names.js').CodeNames} CodeNames */
/** @typedef {import('../lib/geometry.js').Rectangle} Rectangle */
/** @typedef {import('../lib/geometry.js').Point} Point */

const CORNERS = ['nw', 'ne', 'sw', 'se'];
const FIRST = { left: 3500, top: 3500, width: 3000, height: 3000 };
/** A keyboard step: 5 % of the side; with Alt 1 %. */
const STEP = 500;
const SMALL_STEP = 100;

export class PhotoRegion extends FieldElement {
  /** @type {CodingModel | null} */
  #model = null;
  /** @type {CodeNames | null} */
  #names = null;

  /**
   * @param {CodingModel} model
   * @param {CodeNames} names
   */
  attach(model, names) {
    this.#model = model;
    this.#names = names;
    for (const corner of CORNERS) {
      const handle = document.createElement('span');
      handle.className = 'handle';
      handle.dataset['corner'] = corner;
      this.need('.handles').append(handle);
    }
    this.listen(this, 'pointerdown', (event) => this.#press(event));
    this.listen(this, 'keydown', (event) => this.#key(event));
    this.listen(model, 'change', () => this.show());
    this.show();
  }

  get excerpts() {
    return (this.#model?.live ?? []).filter(({ anchor }) => this.#isHere(anchor));
  }

  /** The chosen rectangle, when it is on this photo. */
  get chosen() {
    const target = this.#model?.target;
    return target && this.#isHere(target) ? /** @type {Anchor & Rectangle} */ (target) : null;
  }

  /** Chooses the region after the chosen one, at first a new one in the middle. */
  begin() {
    this.focus();
    if (!this.chosen) this.#choose(FIRST);
  }

  show() {
    const drawn = this.excerpts.map(({ anchor, codings, isMine }) => {
      const look = this.#names?.look(codings.at(-1)?.code ?? '') ?? '';
      const place = /** @type {Anchor & Rectangle} */ (anchor);
      return region(place, `${classesOf(look)}${isMine ? '' : ' is-theirs'}`);
    });
    const { chosen } = this;
    if (chosen) drawn.push(region(chosen, 'is-chosen'));
    this.need('svg').replaceChildren(...drawn);
    this.need('.handles').hidden = !chosen;
    if (chosen) this.#showHandles(chosen);
  }

  /** @param {Rectangle} place */
  #showHandles({ left, top, width, height }) {
    for (const [name, part] of Object.entries({ left, top, width, height })) {
      this.need('.handles').style.setProperty(`--${name}`, `${(part / SIDE) * 100}%`);
    }
  }

  /** @param {Anchor} anchor */
  #isHere({ medium, attachment }) {
    return medium === 'region' && attachment === this.dataset['attachment'];
  }

  /** @param {Rectangle} place */
  #choose({ left, top, width, height }) {
    const attachment = this.dataset['attachment'] ?? '';
    this.#model?.choose({ medium: 'region', attachment, left, top, width, height });
  }

  /** @param {PointerEvent} event */
  #at(event) {
    return onPicture({ x: event.clientX, y: event.clientY }, this.need('img').getBoundingClientRect());
  }

  /**
   * Draws a new rectangle, or drags a corner or the whole of the chosen one if it is not coded yet.
   * @param {PointerEvent} event
   */
  #press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.focus({ preventScroll: true });
    const start = this.#at(event);
    const drawn = this.#drag(event, start);
    drag(this, event, {
      moved: (now) => this.#choose(drawn(this.#at(now))),
      tapped: () => this.#pick(start),
    });
  }

  /**
   * What moving the pointer does, by where it was pressed.
   * @param {PointerEvent} event
   * @param {Point} start
   * @returns {(now: Point) => Rectangle}
   */
  #drag(event, start) {
    const { chosen } = this;
    const corner = event.target instanceof HTMLElement ? event.target.dataset['corner'] : undefined;
    if (chosen && corner) {
      const fixed = opposite(chosen, corner);
      return (now) => between(fixed, now);
    }
    if (chosen && !this.#model?.chosen && holds(chosen, start)) {
      return (now) => move(chosen, now.x - start.x, now.y - start.y);
    }
    return (now) => between(start, now);
  }

  /**
   * The smallest coded region under a tap; a tap on that one picks the next larger.
   * @param {Point} point
   */
  #pick(point) {
    const places = this.excerpts
      .filter(({ anchor }) => holds(/** @type {any} */ (anchor), point))
      .sort((one, other) => area(one.anchor) - area(other.anchor));
    const next = places[places.findIndex((place) => place === this.#model?.chosen) + 1];
    if (next) this.#model?.choose(next.anchor);
    else this.#model?.release();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    const { chosen } = this;
    if (!way || !chosen || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.altKey ? SMALL_STEP : STEP;
    const change = event.shiftKey ? grow : move;
    this.#choose(change(chosen, (way[0] ?? 0) * by, (way[1] ?? 0) * by));
  }
}

/**
 * @param {Rectangle} place
 * @param {Point} point
 */
function holds({ left, top, width, height }, { x, y }) {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** @param {Anchor} anchor */
function area({ width = 0, height = 0 }) {
  return width * height;
}

customElements.define('fs-photo-region', PhotoRegion);
