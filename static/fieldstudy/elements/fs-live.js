// @ts-check
/**
 * A part of a page that looks again by itself while something is being worked on.
 *
 * The server draws it; while it carries `busy`, the same address is asked every two seconds and the
 * part with the same id takes its place. Without this module the page is right when it was loaded.
 *
 *     <fs-live id="exports" busy>…</fs-live>
 */

const EVERY_MS = 2000;

class Live extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#wait();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #wait() {
    clearTimeout(this.#timer);
    if (this.hasAttribute("busy")) this.#timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  async #look() {
    if (!document.hidden && !this.contains(document.activeElement)) await this.#refresh();
    this.#wait();
  }

  async #refresh() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(this.id);
      if (!fresh) return;
      this.toggleAttribute("busy", fresh.hasAttribute("busy"));
      this.replaceChildren(...fresh.childNodes);
    } catch {
      // No answer: what is shown stays, and the next look may have more luck.
    }
  }
}

customElements.define("fs-live", Live);
