/**
 * Whether an item is asked, given the answers of the one it depends on.
 * @param {readonly string[]} answers what is chosen there, as the form writes it
 * @param {readonly string[]} wanted any of these shows the item
 * @returns {boolean}
 */
export function isShown(answers, wanted) {
  return answers.some((answer) => wanted.includes(answer));
}

/**
 * What is chosen in the control group of this name; nothing while its item is hidden.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {string[]}
 */
export function chosenIn(form, name) {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`)
  );
  return [...inputs]
    .filter((input) => !input.closest('.item[hidden]'))
    .map((input) => input.value);
}

/**
 * Show and hide the items of a form; those asked later see what happened to those before.
 * @param {HTMLFormElement} form
 */
export function applyConditions(form) {
  const items = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-shown-if]'));
  for (const item of items) {
    const wanted = (item.dataset.shownBy ?? '').split(' ');
    item.hidden = !isShown(chosenIn(form, item.dataset.shownIf ?? ''), wanted);
  }
}
