/**
 * What is being written, kept in this tab: a phone short of memory may load the page anew when its
 * camera closes. It goes with the tab, so that a shared phone tells nobody anything.
 */
const PREFIX = 'fieldstudy-entry:';
const NOT_KEPT = new Set(['csrfmiddlewaretoken', 'time_zone']);
/** Another version, or another base, asks other questions: nothing is put back then. */
const MUST_AGREE = ['version', 'base'];

/** @typedef {[name: string, value: string][]} Fields */

/**
 * @param {Iterable<[string, FormDataEntryValue]>} data of a form
 * @returns {Fields} its words and choices; files are sent ahead and stand here by their ids
 */
export function fieldsOf(data) {
  return /** @type {Fields} */ (
    [...data].filter(([name, value]) => typeof value === 'string' && !NOT_KEPT.has(name))
  );
}

/**
 * @param {Fields} kept
 * @param {Fields} fresh
 */
export function isSameForm(kept, fresh) {
  const one = new Map(kept);
  const other = new Map(fresh);
  return MUST_AGREE.every((name) => one.get(name) === other.get(name));
}

/** @param {HTMLFormElement} form */
export function keep(form) {
  try {
    sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify(fieldsOf(new FormData(form))));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Fields | null} what was kept for this form, if it still asks the same
 */
export function keptFor(form) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + location.pathname) ?? 'null');
    return kept && isSameForm(kept, fieldsOf(new FormData(form))) ? kept : null;
  } catch {
    return null;
  }
}

/** The entry arrived: forget what was kept of it. @param {string} formId */
export function forget(formId) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && sessionStorage.getItem(key)?.includes(formId)) {
      sessionStorage.removeItem(key);
    }
  }
}

/**
 * Put words and choices back into their controls.
 * @param {HTMLFormElement} form
 * @param {Fields} fields
 */
export function putBack(form, fields) {
  const chosen = new Set(fields.map((pair) => JSON.stringify(pair)));
  const words = new Map(fields);
  for (const control of form.elements) {
    if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      control.value = words.get(control.name) ?? control.value;
    } else if (control instanceof HTMLInputElement && !NOT_KEPT.has(control.name)) {
      if (['radio', 'checkbox'].includes(control.type)) {
        control.checked = chosen.has(JSON.stringify([control.name, control.value]));
      } else if (control.type !== 'file' && words.has(control.name)) {
        control.value = words.get(control.name) ?? '';
      }
    }
  }
}
