/**
 * Lets each form be sent once: a second tap while it is on its way does nothing.
 * Coming back to the page by the browser's back button opens it again.
 * @param {Document} page
 */
export function sendOnce(page) {
  page.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === 'post') form.dataset.sent = 'yes';
  });
  page.defaultView?.addEventListener('pageshow', () => {
    for (const form of page.forms) delete form.dataset.sent;
  });
}
