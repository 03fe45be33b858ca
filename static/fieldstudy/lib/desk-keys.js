/**
 * Which command a key stroke at the desk means. Single letters mean something only while no field has
 * the focus and nothing is being composed (WCAG 2.1.4; input methods send code 229).
 */

/**
 * @typedef {object} Stroke
 * @property {string} key
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 * @property {boolean} altKey
 * @property {boolean} isComposing
 * @property {number} keyCode
 */

/** @type {Record<string, string>} */
const COMMANDS = {
  j: 'next',
  k: 'previous',
  n: 'next-open',
  s: 'sentence',
  p: 'photo',
  r: 'strength',
  m: 'memo',
  d: 'done',
  u: 'last',
  ' ': 'play',
  '[': 'mark-start',
  ']': 'mark-end',
  ',': 'back',
  '.': 'forward',
  '/': 'find',
  '?': 'keys',
  '+': 'warmer',
  '=': 'warmer',
  '-': 'colder',
  '−': 'colder',
  Delete: 'remove',
  Backspace: 'remove',
  Escape: 'release',
};
/** The same keys as Chinese input methods send them while nothing is composed. */
/** @type {Record<string, string>} */
const FULL_WIDTH = { '，': ',', '。': '.', '、': '/', '？': '?', '【': '[', '】': ']' };

/**
 * @param {Stroke} stroke
 * @param {{inField: boolean, letters: boolean, codes: ReadonlyMap<string, string>}} place
 *   `letters` whether single letters are switched on; `codes` from a key to its code
 * @returns {{command: string, code?: string} | null}
 */
export function commandOf(stroke, { inField, letters, codes }) {
  if (stroke.isComposing || stroke.keyCode === 229) return null;
  if ((stroke.ctrlKey || stroke.metaKey) && !stroke.altKey && stroke.key.toLowerCase() === 'k') {
    return { command: 'find' };
  }
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey) return null;
  if (inField) return stroke.key === 'Escape' ? { command: 'leave-field' } : null;
  const key = plain(stroke.key);
  if (!letters && key.length === 1 && key !== ' ') return null;
  const code = codes.get(key);
  if (code !== undefined && !stroke.shiftKey) return { command: 'code', code };
  const command = COMMANDS[key];
  if (!command) return null;
  return { command: stroke.shiftKey && command === 'sentence' ? 'more-sentence' : command };
}

/** @param {string} key */
function plain(key) {
  if (key.length !== 1) return key;
  return FULL_WIDTH[key] ?? key.normalize('NFKC').toLowerCase();
}

/**
 * Whether typing goes into this element.
 * @param {Element | null} element
 */
export function isField(element) {
  if (!element) return false;
  if (element.matches('textarea, select, [contenteditable]')) return true;
  return element.matches('input:not([type=button], [type=submit], [type=checkbox], [type=radio])');
}
