"""Visible words reach the translators whole."""

import ast

from tests.architecture.sources import calls, files, name_of

MARKERS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}


def _put_together(name: str, call: ast.Call) -> bool:
    """Whether a message is an f-string, a sum or the result of a method such as ``.format``."""
    messages = call.args[: 3 if name.startswith("n") else 2]
    return any(
        isinstance(message, ast.JoinedStr | ast.BinOp)
        or (isinstance(message, ast.Call) and isinstance(message.func, ast.Attribute))
        for message in messages
    )


def test_no_message_is_put_together_inside_gettext() -> None:
    """The catalogue would be asked for a text that it has never seen."""
    marked = [
        (path, name, call)
        for path in files("fieldstudy", ".py")
        for name, call in calls(path)
        if name in MARKERS
    ]
    assert len(marked) > 200
    wrong = [
        f"{name_of(path)}:{call.lineno}" for path, name, call in marked if _put_together(name, call)
    ]
    assert wrong == []
