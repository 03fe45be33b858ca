import { forget } from '../lib/keeping.js';

/** Stands on the receipt: the entry arrived, so this tab keeps no copy of its words any more. */
class Sent extends HTMLElement {
  connectedCallback() {
    forget(this.dataset.form ?? '');
  }
}

customElements.define('fs-sent', Sent);
