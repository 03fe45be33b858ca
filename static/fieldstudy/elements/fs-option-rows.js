/**
 * The options of a choice, one row each: more rows, and rows in another order. The order in the page is
 * the order that is saved. Without this module there are two spare rows at the end of each visit.
 *
 *     <fs-option-rows><ol><li data-row>…<span hidden><button data-move="up">…</li></ol>
 *       <p data-more hidden><button>…</p></fs-option-rows>
 */
import { FieldElement } from '../lib/element.js';

class OptionRows extends FieldElement {
  /** @override */
  ready() {
    for (const hidden of this.querySelectorAll('.movers, [data-more]')) hidden.removeAttribute('hidden');
    this.listen(this.need('[data-more] button'), 'click', () => this.#add());
    this.listen(this, 'click', ({ target }) => this.#clicked(target));
    this.listen(this, 'keydown', (event) => this.#key(event));
  }

  #add() {
    const rows = this.querySelectorAll('[data-row]');
    const row = /** @type {HTMLElement} */ (rows[rows.length - 1]?.cloneNode(true));
    for (const input of row.querySelectorAll('input')) input.value = '';
    this.need('ol').append(row);
    /** @type {HTMLElement | null} */ (row.querySelector('input:not([type="hidden"])'))?.focus();
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest('[data-move]') : null;
    if (button instanceof HTMLElement) this.#move(button.closest('[data-row]'), button.dataset.move, button);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
    if (!move || !event.altKey || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    this.#move(event.target.closest('[data-row]'), move, event.target);
  }

  /**
   * @param {Element | null} row
   * @param {string | undefined} move
   * @param {HTMLElement} focused what keeps the focus
   */
  #move(row, move, focused) {
    if (move === 'up') row?.previousElementSibling?.before(row);
    else row?.nextElementSibling?.after(row);
    focused.focus();
  }
}

customElements.define('fs-option-rows', OptionRows);
