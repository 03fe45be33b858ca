/**
 * What every page does beyond plain HTML. All of it is comfort: each page works without.
 */
import { closeMenus } from './lib/menus.js';
import { sendOnce } from './lib/forms.js';

document.querySelector('.errors')?.scrollIntoView({ block: 'nearest' });
/** @type {HTMLElement | null} */ (document.querySelector('.errors'))?.focus();
document.querySelector('.strip [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

closeMenus(document);
sendOnce(document);

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLInputElement && 'selectAll' in target.dataset) target.select();
});
document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLElement && 'submitOnChange' in target.dataset) {
    target.closest('form')?.requestSubmit();
  }
});
