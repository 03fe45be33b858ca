// @ts-check
/** A print button, shown only where printing can be started by script. */

class Print extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => window.print());
  }
}

customElements.define("fs-print", Print);
