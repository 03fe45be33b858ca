/**
 * Follows a pointer from its press to its release.
 */

/** Pixels a pointer may move and still be a tap. */
const SLACK = 4;

/**
 * @param {HTMLElement} element keeps the pointer until it is released
 * @param {PointerEvent} press
 * @param {{moved: (now: PointerEvent) => void, tapped: () => void}} followed
 */
export function drag(element, press, { moved, tapped }) {
  element.setPointerCapture(press.pointerId);
  const { signal, abort } = holding();
  let hasMoved = false;
  element.addEventListener(
    'pointermove',
    (now) => {
      hasMoved ||= Math.hypot(now.clientX - press.clientX, now.clientY - press.clientY) > SLACK;
      if (hasMoved) moved(now);
    },
    { signal },
  );
  element.addEventListener('pointercancel', abort, { signal });
  element.addEventListener(
    'pointerup',
    () => {
      abort();
      if (!hasMoved) tapped();
    },
    { signal },
  );
}

function holding() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
