/**
 * Lists whose rows move by Alt with the arrow keys. Each row (`data-row`) holds a form with the
 * buttons “up” and “down”; the keys press them. After the page comes back the row that moved has the
 * focus again, because the address names it.
 *
 *     <fs-movable><ol><li data-row id="part-…">…<button name="move" value="up">…</li></ol></fs-movable>
 */
import { FieldElement } from '../lib/element.js';

const MOVES = new Map([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

class Movable extends FieldElement {
  /** @override */
  ready() {
    this.listen(this, 'keydown', (event) => this.#move(event));
    // Only once the browser has gone to the fragment itself: that takes the focus away.
    if (document.readyState === 'complete') this.#focusMoved();
    else this.listen(window, 'load', () => requestAnimationFrame(() => this.#focusMoved()));
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const move = MOVES.get(event.key);
    if (!move || !event.altKey || !(event.target instanceof Element)) return;
    const button = event.target.closest('[data-row]')?.querySelector(`button[name="move"][value="${move}"]`);
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    button.form?.requestSubmit(button);
  }

  #focusMoved() {
    const id = location.hash.slice(1);
    const row = id ? document.getElementById(id) : null;
    if (!row || !this.contains(row)) return;
    const first = row.querySelector('a[href], textarea');
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }
}

customElements.define('fs-movable', Movable);
