/**
 * Closes open menus (`<details class="menu">`) on a tap elsewhere and on Escape.
 * @param {Document} page
 */
export function closeMenus(page) {
  page.addEventListener('click', ({ target }) => {
    for (const menu of openMenus(page)) {
      if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
    }
  });
  page.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of openMenus(page)) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}

/**
 * @param {Document} page
 * @returns {NodeListOf<HTMLDetailsElement>}
 */
function openMenus(page) {
  return page.querySelectorAll('details.menu[open]');
}
