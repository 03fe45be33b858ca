"""One item: its words, and what its kind allows: options, limits, feelings, the answer it waits for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedFormField, LocalizedText
from fieldstudy.core.valence import STEPS, figure, word
from fieldstudy.studies.emotions import EMOTIONS
from fieldstudy.studies.items import (
    KEPT,
    MOST_OPTIONS,
    MOST_PHOTOS,
    SHAPES,
    STARTING_SETTINGS,
    ItemValues,
    next_key,
    steering_values,
)

SPARE_ROWS = 2
_SETTINGS = (
    "low",
    "high",
    "low_label",
    "high_label",
    "least",
    "most",
    "unit",
    "named",
    "camera_only",
)


class ItemForm(forms.Form):
    """An item of one kind, given the items asked before it."""

    wording = LocalizedFormField(label=_("Wording"), long=True, required=True)
    hint = LocalizedFormField(label=_("Hint"), help_text=_("Stands under the wording, in grey."))
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: str,
        earlier: Sequence[ItemValues],
        values: dict[str, Any],
        key_is_open: bool = True,
    ) -> None:
        settings = values.get("settings") or STARTING_SETTINGS.get(kind, {})
        initial = {**values, **settings, "shown_if": _ticked(values.get("shown_if"))}
        super().__init__(data, initial=initial)
        self.kind, self.values, self.earlier = kind, values, earlier
        self.fields.update(_settings_fields(kind))
        if SHAPES[kind].has_options:
            self.options = _options(data, values.get("options", []))
        choices = _answers(earlier)
        if choices:
            self.fields["shown_if"] = forms.MultipleChoiceField(
                label=_("Only after one of these answers"),
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None ticked: it is always asked."),
            )
        if key_is_open:
            self.fields["key"] = forms.CharField(
                label=_("Name in exports"),
                max_length=40,
                required=False,
                help_text=_("Plain English letters; fixed once it is published."),
            )

    def clean_shown_if(self) -> dict[str, Any] | None:
        """One item is waited for, whatever its answers."""
        ticked = set(self.cleaned_data["shown_if"])
        waits = [
            {"item": item.key, "any_of": answers}
            for item in self.earlier
            if (answers := [e for e in steering_values(item) if f"{item.key}={e}" in ticked])
        ]
        if len(waits) > 1:
            raise ValidationError(_("An item can wait for one other item only."))
        return waits[0] if waits else None

    def details(self) -> list[forms.BoundField]:
        """All but the words, which stand first on the page."""
        return [field for field in self if field.name not in {"wording", "hint", "is_required"}]

    def item_fields(self) -> dict[str, Any]:
        """What ``add_item`` and ``change_item`` take, once the form is valid."""
        data = self.cleaned_data
        fields = {name: data[name] for name in ("wording", "hint", "is_required")}
        fields["settings"] = self._settings()
        fields["shown_if"] = data.get("shown_if") or None
        if SHAPES[self.kind].has_options:
            fields["options"] = _with_keys(self.options)
        if data.get("key"):
            fields["key"] = data["key"]
        return fields

    def _settings(self) -> dict[str, Any]:
        settings = {
            name: value.as_json() if isinstance(value, LocalizedText) else value
            for name in _SETTINGS
            if (value := self.cleaned_data.get(name)) not in (None, LocalizedText())
        }
        is_kept = (self.values.get("settings") or {}).get(KEPT)
        same = self.values.get("wording") == self.cleaned_data["wording"]
        return {**settings, KEPT: True} if is_kept and same else settings


def _settings_fields(kind: str) -> dict[str, forms.Field]:
    if kind == "scale":
        return {
            "low": forms.IntegerField(label=_("From"), min_value=-10, max_value=10),
            "high": forms.IntegerField(label=_("To"), min_value=-10, max_value=10),
            "low_label": LocalizedFormField(label=_("What the first step means")),
            "high_label": LocalizedFormField(label=_("What the last step means")),
        }
    if kind == "number":
        return {
            "least": forms.FloatField(label=_("At least"), required=False),
            "most": forms.FloatField(label=_("At most"), required=False),
            "unit": LocalizedFormField(label=_("Unit")),
        }
    if kind == "photo":
        return {
            "least": forms.IntegerField(label=_("At least"), min_value=0, max_value=MOST_PHOTOS),
            "most": forms.IntegerField(label=_("At most"), min_value=1, max_value=MOST_PHOTOS),
            "camera_only": forms.BooleanField(
                label=_("Only from the camera, not from the gallery"), required=False
            ),
        }
    if kind == "emotion":
        return {
            "named": forms.MultipleChoiceField(
                label=_("Feelings to name"),
                required=False,
                choices=list(EMOTIONS.items()),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Offered under the five faces; none ticked: only the faces."),
            )
        }
    return {}


def _options(data: QueryDict | None, stored: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of options as they stand in the page: ``{key, zh, en}``, in the page's order."""
    if data is not None:
        columns = (data.getlist(f"option_{name}") for name in ("key", "zh", "en"))
        rows = [
            {"key": key, "zh": zh.strip(), "en": en.strip()}
            for key, zh, en in list(zip(*columns, strict=False))[: MOST_OPTIONS + 1]
        ]
        return [row for row in rows if row["zh"] or row["en"]]
    return [{"key": option["key"], **option["label"]} for option in stored]


def _with_keys(rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """The options with a key each: the one they had, else one made from their English words."""
    taken = {row["key"] for row in rows if row["key"]}
    options = []
    for row in rows:
        key = row["key"] or next_key(slugify(row["en"])[:36].strip("-_") or "option", taken)
        taken.add(key)
        options.append({"key": key, "label": {"zh": row["zh"], "en": row["en"]}})
    return options


def _answers(earlier: Sequence[ItemValues]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The answers of earlier items that may steer, grouped by item: ``("queue=yes", "Yes")``."""
    return [
        (str(item.wording), [(f"{item.key}={value}", words) for value, words in _said(item)])
        for item in earlier
        if SHAPES[item.kind].can_steer
    ]


def _said(item: ItemValues) -> list[tuple[Any, str]]:
    if item.kind == "scale":
        low, high = item.settings.get("low", 1), item.settings.get("high", 5)
        return [(step, str(step)) for step in range(low, high + 1)]
    if item.kind == "emotion":
        return [(step, f"{figure(step)} {word(step)}") for step in STEPS]
    return [(option["key"], str(LocalizedText.parse(option["label"]))) for option in item.options]


def _ticked(shown_if: dict[str, Any] | None) -> list[str]:
    if shown_if is None:
        return []
    return [f"{shown_if['item']}={value}" for value in shown_if["any_of"]]
