"""What operators choose: an export's contents, and the name that confirms an erasure."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldstudy.diary.models import Entry
from fieldstudy.exports.models import Export
from fieldstudy.studies.models import Brand, Scenario, Segment, Study

EVERYTHING = _("All")


class ExportForm(forms.Form):
    """One export: its format, which entries, and who it is for."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    format = forms.ChoiceField(
        label=_("Format"), choices=Export.Format.choices, widget=forms.RadioSelect
    )
    scenario = forms.ModelChoiceField(
        Scenario._base_manager.none(), label=_("Scenario"), required=False, empty_label=EVERYTHING
    )
    brand = forms.ModelChoiceField(
        Brand._base_manager.none(), label=_("Brand"), required=False, empty_label=EVERYTHING
    )
    segment = forms.ModelChoiceField(
        Segment._base_manager.none(), label=_("Segment"), required=False, empty_label=EVERYTHING
    )
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", EVERYTHING), *Entry.Source.choices]
    )
    since = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    for_client = forms.BooleanField(
        label=_("It goes to the client"),
        required=False,
        help_text=_(
            "Only people who allow viewing by the client; words only where quotes are allowed."
        ),
    )
    abroad = forms.BooleanField(
        label=_("It leaves the country"),
        required=False,
        help_text=_("Only people who allow transfer abroad."),
    )
    reason = forms.CharField(
        label=_("What is it for?"),
        max_length=300,
        help_text=_("Kept with the export, so that it is known later why it left."),
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, parts in (
            ("scenario", study.scenarios),
            ("brand", study.brands),
            ("segment", study.segments),
        ):
            self.fields[name].queryset = parts.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day cannot come before the first."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return data

    def filters(self) -> dict[str, Any]:
        """What was chosen, in the form that exports take."""
        chosen = {
            name: self.cleaned_data[name]
            for name in ("scenario", "brand", "segment", "source", "since", "until")
        }
        return {
            **{name: _key(value) for name, value in chosen.items() if value},
            "for_client": self.cleaned_data["for_client"],
            "abroad": self.cleaned_data["abroad"],
        }


def _key(value: Any) -> Any:
    return value if isinstance(value, str | dt.date) else str(value.pk)


class ErasureForm(forms.Form):
    """Erasing cannot be undone, so the label is typed by hand."""

    label = forms.CharField(label=_("Type the label to confirm"), max_length=20)
    reason = forms.CharField(
        label=_("Who asked, and when"),
        max_length=300,
        required=False,
        help_text=_("Deleted too, once the erasure is done."),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_label(self) -> str:
        """Refuse any other label than the one on the page."""
        label: str = self.cleaned_data["label"].strip()
        if label != self.expected:
            raise forms.ValidationError(_("That is not the label of this participant."))
        return label
