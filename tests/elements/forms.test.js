import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sendOnce } from '../../static/fieldstudy/lib/forms.js';

class HTMLFormElement {
  method = 'post';
  /** @type {Record<string, string>} */
  dataset = {};
}
Object.assign(globalThis, { HTMLFormElement });

/** A page with one form, as far as the module looks at it. */
function pageWith(form) {
  const page = new EventTarget();
  const view = new EventTarget();
  Object.assign(page, { forms: [form], defaultView: view });
  return { page, view };
}

function submit(page, form) {
  const event = new Event('submit', { cancelable: true });
  Object.defineProperty(event, 'target', { value: form });
  page.dispatchEvent(event);
  return event;
}

test('a second tap on the same form does nothing', () => {
  const form = new HTMLFormElement();
  const { page } = pageWith(form);
  sendOnce(page);
  assert.equal(submit(page, form).defaultPrevented, false);
  assert.equal(submit(page, form).defaultPrevented, true);
});

test('coming back to the page opens the form again', () => {
  const form = new HTMLFormElement();
  const { page, view } = pageWith(form);
  sendOnce(page);
  submit(page, form);
  view.dispatchEvent(new Event('pageshow'));
  assert.equal(submit(page, form).defaultPrevented, false);
});

test('a search may be sent as often as one likes', () => {
  const form = new HTMLFormElement();
  form.method = 'get';
  const { page } = pageWith(form);
  sendOnce(page);
  submit(page, form);
  assert.equal(submit(page, form).defaultPrevented, false);
});
