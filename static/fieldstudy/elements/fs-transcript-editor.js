/**
 * A transcript in fields beside its recording. Ctrl and Space in a field play from its line, and pause.
 */
import { CodeNames } from '../lib/code-names.js';
import { CodingModel } from '../lib/coding-model.js';
import { FieldElement } from '../lib/element.js';
import { newId } from '../lib/identity.js';
import { AudioPlayer } from './fs-audio-player.js';

class TranscriptEditor extends FieldElement {
  /** @override */
  ready() {
    const player = this.need('fs-audio-player');
    if (!(player instanceof AudioPlayer)) return;
    const names = new CodeNames(this);
    player.attach(new CodingModel([], names.codes(), newId), names, []);
    this.listen(this, 'keydown', (event) => {
      if (event.key !== ' ' || !event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      const line = event.target.closest('li')?.querySelector('[data-seek]');
      if (player.audio?.paused && line instanceof HTMLElement) line.click();
      else player.audio?.pause();
    });
  }
}

customElements.define('fs-transcript-editor', TranscriptEditor);
