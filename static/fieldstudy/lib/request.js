/**
 * The token that proves a request comes from one of our pages; every page carries it in a form.
 * @returns {string}
 */
export function pageToken() {
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
  return field instanceof HTMLInputElement ? field.value : '';
}

/**
 * `fetch` to our own server, with the page's token.
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export function send(url, options = {}) {
  const headers = new Headers(options.headers);
  headers.set('X-CSRFToken', pageToken());
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  return fetch(url, { credentials: 'same-origin', ...options, headers });
}
