"""The editor of one code: the shape of its input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldstudy.coding.actions import CodeFields
from fieldstudy.coding.models import Code, Reaction
from fieldstudy.coding.refusals import CodingRefused
from fieldstudy.core.localized import LocalizedFormField
from fieldstudy.core.valence import STEPS, figure, word
from fieldstudy.studies.models import Study

SWATCHES = ("#7a5c3e", "#9a6a00", "#5c7a1f", "#1f7a6a", "#2f6f9f", "#5a5fb0", "#8a4f9e", "#a8496a")
"""Colours that stay apart on paper; the desk mixes them with ink, so that they hold in the dark."""


class CodeForm(forms.Form):
    """What is said of a code; a kind adds the fields that only it has."""

    name = LocalizedFormField(label=_("Name"), required=True)
    definition = LocalizedFormField(label=_("Definition"), long=True)
    include = LocalizedFormField(label=_("Use it for"), long=True)
    exclude = LocalizedFormField(label=_("Not for"), long=True)
    example = LocalizedFormField(label=_("Example"), long=True)
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=1,
        help_text=_(
            "Puts the code at the desk. A digit, or a letter the desk does not use itself."
        ),
    )
    colour = forms.ChoiceField(
        label=_("Colour"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("As its kind")), *((each, each) for each in SWATCHES)],
    )

    def __init__(
        self,
        data: Any,
        *,
        study: Study,
        kind: str,
        code: Code | None = None,
        parent: Code | None = None,
    ) -> None:
        initial = {name: getattr(code, name) for name in CodeFields.__annotations__} if code else {}
        super().__init__(data, initial=initial)
        self._add_own(study, kind, is_first=parent is None and code is None)
        known = [value for value, _label in self.fields["colour"].choices]  # type: ignore[attr-defined]
        if code and code.colour not in known:
            self.fields["colour"].choices += [(code.colour, code.colour)]  # type: ignore[attr-defined]

    def _add_own(self, study: Study, kind: str, *, is_first: bool) -> None:
        if kind == Code.Kind.EMOTION:
            faces = [(step, f"{figure(step)} {word(step)}") for step in STEPS]
            self.fields["valence"] = forms.TypedChoiceField(
                label=_("Valence"), coerce=int, choices=faces
            )
        elif kind == Code.Kind.REACTION and is_first:
            self.fields["reaction"] = forms.ChoiceField(
                label=_("Reaction"), choices=Reaction.choices
            )
        elif kind == Code.Kind.TOUCHPOINT:
            self.fields["touchpoint"] = forms.ModelChoiceField(
                label=_("Touchpoint"),
                required=False,
                queryset=study.touchpoints.current(),
                empty_label=_("None of the study's"),
            )

    def clean_key(self) -> str:
        """Keys are small letters."""
        return str(self.cleaned_data["key"]).lower()

    def fields_of_code(self) -> CodeFields:
        """The clean values, as the actions take them."""
        return self.cleaned_data  # type: ignore[return-value]

    def refuse(self, refused: CodingRefused) -> None:
        """Show a refusal beside the field it is about."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused.words))
