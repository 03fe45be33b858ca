/**
 * The base of our custom elements: light DOM over HTML that already works.
 * Listeners end by themselves when the element goes; words come from the template.
 */
export class FieldElement extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    this.#life = new AbortController();
    this.ready();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.gone();
  }

  /** The element stands in the page with its children: take them over here. */
  ready() {}

  /** The element left the page: let go of microphones, timers and object URLs here. */
  gone() {}

  /** Aborts when the element goes; for `fetch` and `addEventListener`. */
  get life() {
    return this.#life.signal;
  }

  /**
   * @template {Element} [T=HTMLElement]
   * @param {string} selector
   * @returns {T} the first descendant that matches
   * @throws {Error} when the template forgot it
   */
  need(selector) {
    const found = this.querySelector(selector);
    if (!found) throw new Error(`<${this.localName}> needs ${selector}`);
    return /** @type {T} */ (/** @type {unknown} */ (found));
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  listen(target, type, handler) {
    target.addEventListener(type, handler, { signal: this.life });
  }

  /**
   * A wording from `data-word-<name>`, with each `%(key)s` filled in.
   * @param {string} name
   * @param {Record<string, string | number>} [values]
   */
  word(name, values = {}) {
    const words = this.getAttribute(`data-word-${name}`) ?? '';
    return words.replace(/%\((\w+)\)s/g, (whole, key) => String(values[key] ?? whole));
  }
}
