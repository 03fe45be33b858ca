"""Every component once or twice, as pages use it: for tests, and to look at."""

import datetime as dt
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fieldstudy.core.localized import LocalizedFormField, LocalizedText

NOON = dt.datetime(2026, 5, 12, 10, 42, tzinfo=dt.UTC)


class Specimen(forms.Form):
    """A form with every kind of control."""

    place = forms.CharField(label="Where was it?", help_text="A shelf, the till, the door…")
    story = forms.CharField(label="In your words", widget=forms.Textarea(attrs={"rows": 3}))
    role = forms.ChoiceField(label="Role", choices=[("owner", "Owner"), ("coder", "Coder")])
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Customer"), ("b", "Employee")], widget=forms.RadioSelect
    )
    scopes = forms.MultipleChoiceField(
        label="Scopes",
        choices=[("photos", "Photos"), ("voice", "Voice notes")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Each can be left empty.",
    )
    agreed = forms.BooleanField(label="I agree to take part", help_text="Needed to begin.")
    name = LocalizedFormField(label="Name of the study", required=True)


def fresh() -> Specimen:
    """The form before anybody wrote in it."""
    return Specimen(auto_id="fresh_%s")


def wrong() -> Specimen:
    """The form after it was sent empty."""
    form = Specimen({}, auto_id="wrong_%s")
    form.is_valid()
    return form


_TEXT = LocalizedText("自助结账", "Self-checkout")
_ITEM = {
    "valence": -1,
    "at": NOON,
    "place": _TEXT,
    "words": "屏幕变红，没有人来。",
    "language": "zh-Hans",
    "sounds": [42_000],
    "status": "Safe with the researchers",
    "status_kind": "safe",
    "href": "#entry",
}


ONLY_ON_THE_PHONE = {"steps", "thread_item"}
"""The desk's sheet leaves these out: it has no join steps and no diary of one's own."""

ONLY_AT_THE_DESK = {"job"}


def specimens() -> dict[str, list[dict[str, Any]]]:
    """Component → the inputs of each of its specimens."""
    return _asking() | _telling()


def _asking() -> dict[str, list[dict[str, Any]]]:
    before, after = fresh(), wrong()
    return {
        "field": [{"field": field} for form in (before, after) for field in form],
        "errors": [{"form": after}],
        "button": [
            {"words": "Agree and begin", "kind": "primary", "icon": "check"},
            {"words": "Use this wording", "kind": "next", "href": "#use"},
            {"words": "Erase everything", "kind": "grave", "icon": "trash", "name": "act"},
            {"words": "Publish", "name": "publish", "why_not": "One item has no wording yet."},
        ],
        "choice": [{"name": "quotes", "label": "My words may be quoted", "hint": "Under P07."}],
        "faces": [
            {"name": "felt", "legend": "How did it feel?", "value": -1},
            {
                "name": "felt2",
                "legend": "And then?",
                "problem": "Choose one face.",
                "required": True,
            },
        ],
        "chips": [
            {
                "name": "where",
                "legend": "Where was it?",
                "options": [("a", _TEXT), ("b", "Staff"), ("", "More places…")],
                "chosen": "a",
            },
            {
                "name": "felt3",
                "legend": "Which of these?",
                "options": [("calm", "Calm"), ("angry", "Angry")],
                "chosen": ["angry"],
                "many": True,
                "problem": "Choose at least one.",
            },
        ],
    }


def _telling() -> dict[str, list[dict[str, Any]]]:
    return {
        "note": [
            {"words": "Nothing is left waiting.", "strong": "Everything is safe.", "kind": kind}
            for kind in ("safe", "waiting", "failed", "")
        ],
        "status": [
            {"words": "Safe", "kind": "safe"},
            {"words": "On this phone", "kind": "waiting", "icon": "phone"},
            {"words": "Needs you", "kind": "failed"},
            {"words": "Opens 20:30"},
        ],
        "job": [
            {
                "title": "Coded excerpts",
                "scope": ".xlsx",
                "state": "working",
                "done": 4,
                "total": 9,
            },
            {"title": "Photos", "state": "waiting"},
            {"title": "Transcripts", "state": "ready", "words": "1.2 MB"},
            {"title": "Project", "state": "failed", "words": "Stopped after 5 tries: disk full."},
            {"title": "Story map", "state": "retry"},
        ],
        "empty": [{"words": "No entries yet.", "act": "Invite participants", "href": "#invite"}],
        "slip": [
            {
                "title": "Receipt",
                "lines": [("Photos", "2 of 2"), ("Voice note", "0:51")],
                "total": ("Received, whole", "18:47:09"),
                "fine": ["No. 0197-4C2E · P07", "checked byte for byte"],
            }
        ],
        "steps": [{"steps": ["Join", "Agree", "First entry"], "current": 2}],
        "thread_item": [{"item": _ITEM}, {"item": {**_ITEM, "valence": None, "sounds": []}}],
        "copy_once": [{"label": "API token", "secret": "fst_abc", "hint": "It is shown once."}],
        "pager": [{"page_obj": _page(), "base": "wave=2&"}],
    }


def _page() -> Any:
    from django.core.paginator import Paginator

    return Paginator(range(60), 20).page(2)


def drawn(name: str, inputs: dict[str, Any]) -> SafeString:
    """One specimen as HTML."""
    html = render_to_string(f"components/{name}.html", inputs)
    return SafeString(f'<ol class="thread">{html}</ol>') if name == "thread_item" else html
