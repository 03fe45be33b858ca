/**
 * Colours words without touching the page: the CSS Custom Highlight API, one highlight for each look,
 * shared by all texts of the page. Without the API the stripes in the margin still tell.
 */

const PRIORITY = /** @type {Record<string, number>} */ ({
  theirs: 0,
  pending: 20,
  chosen: 30,
  caret: 40,
  'word-now': 50,
});

/** @type {Map<object, [Highlight, AbstractRange][]>} */
const owned = new Map();

/** @param {string} look */
function highlight(look) {
  let found = CSS.highlights.get(look);
  if (!found) {
    found = new Highlight();
    found.priority = PRIORITY[look] ?? 10;
    CSS.highlights.set(look, found);
  }
  return found;
}

/**
 * Replaces all that this owner has painted before.
 * @param {object} owner
 * @param {Iterable<{look: string, range: AbstractRange}>} marks
 */
export function paint(owner, marks) {
  if (!('highlights' in CSS)) return;
  for (const [from, range] of owned.get(owner) ?? []) from.delete(range);
  /** @type {[Highlight, AbstractRange][]} */
  const now = [];
  for (const { look, range } of marks) {
    const into = highlight(look);
    into.add(range);
    now.push([into, range]);
  }
  owned.set(owner, now);
}
