/**
 * The coding desk: hands the entry's codings to its panes, listens to the keys, and sends every change.
 */
import { CodeNames } from '../lib/code-names.js';
import { CodingModel } from '../lib/coding-model.js';
import { commandOf, isField } from '../lib/desk-keys.js';
import { memoRequest, requestOf, savingFor } from '../lib/desk-saving.js';
import { FieldElement } from '../lib/element.js';
import { newId } from '../lib/identity.js';
import { AudioPlayer } from './fs-audio-player.js';
import { CodeNameList } from './fs-code-names.js';
import { Codebook } from './fs-codebook.js';
import { CodingSurface } from './fs-coding-surface.js';
import { PhotoRegion } from './fs-photo-region.js';
import { Worklog } from './fs-worklog.js';

class CodingDesk extends FieldElement {
  #isLeaving = false;

  /** @override */
  ready() {
    const { excerpts, entry, person, memo, urls, words } = JSON.parse(
      this.need('#desk-data').textContent ?? '{}',
    );
    this.codebook = /** @type {Codebook} */ (this.need('fs-codebook'));
    this.worklog = /** @type {Worklog} */ (this.need('fs-worklog'));
    this.names = new CodeNames(this.codebook);
    this.keys = this.names.keys();
    this.model = new CodingModel(excerpts, this.names.codes(), newId);
    this.urls = urls;
    const { worklog } = this;
    this.saving = savingFor(
      person,
      (request, answer) => this.#answered(request, answer),
      (state) => worklog.showSaving(state),
    );
    this.#attach(words);
    this.listen(this.model, 'change', ({ detail }) => {
      for (const change of detail) {
        if (change.kind !== 'forget') this.saving?.add(requestOf(change, urls));
      }
      this.#last = detail.at(-1)?.excerpt.anchor ?? this.#last;
    });
    worklog.attach(this.model, this.names, (text) => {
      this.saving?.add(memoRequest(urls, { id: memo.id, entry, text }));
    });
    this.listen(document, 'keydown', (event) => this.#key(event));
    this.listen(window, 'online', () => void this.saving?.flush());
    this.listen(window, 'beforeunload', (event) => {
      if (this.saving?.waiting.length && !this.#isLeaving) event.preventDefault();
    });
    void this.saving.flush();
    void this.#count(urls.counts);
  }

  /** @type {import('../lib/anchor.js').Anchor | null} where something was coded last */
  #last = null;

  /** @param {Record<string, number[][]>} words */
  #attach(words) {
    const { model, names } = this;
    if (!model || !names) return;
    // Texts first: they measure, and the others only write.
    for (const player of this.#all(AudioPlayer)) {
      player.attach(model, names, words[player.dataset['attachment'] ?? ''] ?? []);
    }
    for (const surface of this.#all(CodingSurface)) if (!surface.text) surface.attach(model, names);
    for (const part of [...this.#all(PhotoRegion), ...this.#all(CodeNameList)]) {
      part.attach(model, names);
    }
    this.codebook?.attach(model);
  }

  /**
   * @template {Element} T
   * @param {new () => T} kind
   * @returns {T[]}
   */
  #all(kind) {
    return /** @type {T[]} */ ([...this.querySelectorAll('*')].filter((found) => found instanceof kind));
  }

  /** The text that has the focus, else the first. */
  get #surface() {
    const active = document.activeElement?.closest('fs-coding-surface');
    return active instanceof CodingSurface ? active : this.#all(CodingSurface)[0];
  }

  /** The recording that has the focus, the one that plays, or the first. */
  get #player() {
    const players = this.#all(AudioPlayer).filter(({ audio }) => audio);
    const active = document.activeElement?.closest('fs-audio-player');
    return (
      players.find((player) => player === active) ??
      players.find(({ audio }) => !audio?.paused) ??
      players[0]
    );
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const active = document.activeElement;
    const place = {
      inField: isField(active),
      letters: this.worklog?.letters ?? true,
      codes: this.keys ?? new Map(),
    };
    const found = commandOf(event, place);
    const isOnButton = active?.matches('button, summary, a, input') && [' ', 'Enter'].includes(event.key);
    if (!found || isOnButton) return;
    event.preventDefault();
    if (found.code) this.model?.toggle(found.code);
    else this.#do(found.command, event.shiftKey);
  }

  /**
   * @param {string} command
   * @param {boolean} shift
   */
  #do(command, shift) {
    const { model, codebook, worklog, saving } = this;
    const player = this.#player;
    const second = shift ? 5000 : 1000;
    /** @type {Record<string, () => void>} */
    const commands = {
      next: () => this.#go('next'),
      previous: () => this.#go('previous'),
      'next-open': () => this.#go('nextOpen'),
      done: () => {
        saving?.add({ id: newId(), method: 'PUT', url: this.urls.done });
        this.#go('next');
      },
      sentence: () => this.#surface?.selectSentence(false),
      'more-sentence': () => this.#surface?.selectSentence(true),
      photo: () => this.#nextPhoto(),
      strength: () => model?.cycleStrength(),
      warmer: () => model?.shiftFeeling(1),
      colder: () => model?.shiftFeeling(-1),
      remove: () => model?.remove(model.chosen?.codings.at(-1)?.id ?? ''),
      last: () => this.#last && model?.choose(this.#last),
      release: () => this.#release(),
      memo: () => worklog?.memo.focus(),
      find: () => codebook?.find(),
      keys: () => worklog?.toggleKeys(),
      'leave-field': () => this.#leaveField(),
      play: () => player?.toggle(),
      'mark-start': () => player?.mark('start'),
      'mark-end': () => player?.mark('end'),
      back: () => player?.seek(player.now - second),
      forward: () => player?.seek(player.now + second),
    };
    commands[command]?.();
  }

  /** The photo after the one with the focus. */
  #nextPhoto() {
    const photos = this.#all(PhotoRegion);
    const at = photos.findIndex((photo) => photo === document.activeElement);
    photos[(at + 1) % photos.length]?.begin();
  }

  #release() {
    document.getSelection()?.removeAllRanges();
    this.model?.release();
  }

  #leaveField() {
    this.codebook?.clear();
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  }

  /** @param {'next' | 'previous' | 'nextOpen'} where */
  #go(where) {
    const url = this.dataset[where];
    if (!url) return this.worklog?.say(this.word('end'));
    this.#isLeaving = true;
    location.assign(url);
  }

  /**
   * @param {import('../lib/queue.js').Change} request
   * @param {import('../lib/queue.js').Answer} answer
   */
  #answered({ method, body }, { status, body: told }) {
    if (status < 400 || (method === 'DELETE' && status === 404)) return;
    if (method === 'POST') this.model?.forget(/** @type {{id: string}} */ (body).id);
    this.worklog?.sayRefused(told?.detail ?? told?.title ?? String(status));
  }

  /** @param {string} url */
  async #count(url) {
    const response = await fetch(url, { headers: { Accept: 'application/json' } });
    if (response.ok) this.codebook?.showCounts((await response.json()).counts);
  }
}

customElements.define('fs-coding-desk', CodingDesk);
