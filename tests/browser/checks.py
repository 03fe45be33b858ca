"""What every page must pass in a real browser."""

import json
from typing import Any

from playwright.sync_api import Page

from tests.javascript import axe_source

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """axe finds nothing to complain of: WCAG 2.2 A and AA, and its best practices."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    _evaluate(page, axe_source())
    found = _evaluate(page, f"axe.run(document, {json.dumps(options)})")
    told = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(f"{node['html']}  {node['failureSummary']}" for node in violation["nodes"])
        for violation in found["violations"]
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    over = _evaluate(
        page,
        "(() => { const { scrollWidth, clientWidth } = document.documentElement;"
        " return scrollWidth - clientWidth; })()",
    )
    assert over <= 0, f"{page.url} is {over} px wider than the window."


def assert_targets(page: Page, least: int) -> None:
    """Every control and stand-alone link is at least ``least`` px in both directions.

    Links inside a sentence are excused, as in WCAG 2.5.8; so is what lies in a label that is itself
    large enough.
    """
    small = _evaluate(page, _SMALL_TARGETS % least)
    assert not small, f"{page.url}: smaller than {least} px:\n" + "\n".join(small)


_SMALL_TARGETS = """(() => {
  const least = %d, small = [];
  for (const target of document.querySelectorAll('a[href], button, summary, select, input, textarea')) {
    if (target.matches('.skip, [type=hidden]') || !target.checkVisibility()) continue;
    if (target.closest('label') && target.matches('input')) continue;
    const style = getComputedStyle(target);
    if (target.matches('a') && style.display === 'inline') continue;
    const { width, height } = target.getBoundingClientRect();
    if (width + 0.5 < least || height + 0.5 < least) {
      small.push(`${Math.round(width)} x ${Math.round(height)} ${target.outerHTML.slice(0, 120)}`);
    }
  }
  return small;
})()"""


def _evaluate(page: Page, expression: str) -> Any:
    """Through the debugger: Playwright's own way needs ``unsafe-eval``, which our pages forbid."""
    session = page.context.new_cdp_session(page)
    try:
        answer = session.send(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True},
        )
    finally:
        session.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
