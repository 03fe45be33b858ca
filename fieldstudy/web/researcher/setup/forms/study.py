"""A new study, what a study says of itself, and its copy."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.clock import validate_zone
from fieldstudy.core.localized import CHINESE, ENGLISH, LocalizedFormField, LocalizedText
from fieldstudy.designs.reading import LARGEST_FILE
from fieldstudy.designs.starters import STARTERS
from fieldstudy.studies.models.study import Script
from fieldstudy.web.researcher.setup.forms.widgets import WithSuggestions

BLANK, FILE = "blank", "file"
LANGUAGES = [(CHINESE, _("Chinese")), (ENGLISH, _("English"))]
SPEECH = [("", _("Heard out for each note")), ("zh", _("Chinese")), ("en", _("English"))]


class NewStudyForm(forms.Form):
    """Its name, and what it begins with."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    name = LocalizedFormField(
        label=_("Name"),
        help_text=_("One language is enough; a file or template brings its own name."),
    )
    begin_with = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        choices=[
            *((key, name) for key, (name, _what) in STARTERS.items()),
            (BLANK, _("An empty study")),
            (FILE, _("A design file")),
        ],
        initial=next(iter(STARTERS)),
        help_text=format_lazy("{}: {}", *next(iter(STARTERS.values()))),
    )
    file = forms.FileField(
        label=_("Design file"),
        required=False,
        help_text=_("A JSON file that was taken from another study's set-up, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> Any:
        """A design file is small."""
        file = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 2 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """An empty study needs a name, a file has to be chosen."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("begin_with") == BLANK and not values.get("name"):
            self.add_error("name", _("A study needs a name in at least one language."))
        if (
            values.get("begin_with") == FILE
            and not values.get("file")
            and "file" not in self.errors
        ):
            self.add_error("file", _("Choose the file."))
        return values


class FactsForm(forms.Form):
    """What a study says of itself."""

    name = LocalizedFormField(label=_("Name"), required=True)
    purpose = LocalizedFormField(label=_("Purpose"), long=True)
    organisation = LocalizedFormField(
        label=_("Who runs the study"), help_text=_("Participants read this.")
    )
    contact_name = forms.CharField(
        label=_("Contact person for participants"), max_length=120, required=False
    )
    contact_details = forms.CharField(
        label=_("How to reach them"),
        max_length=200,
        required=False,
        help_text=_("A phone number, an e-mail address or a WeChat name."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the study"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A study speaks Chinese, English or both.")},
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        validators=[validate_zone],
        widget=WithSuggestions(lambda: sorted(available_timezones())),
    )
    days = forms.IntegerField(
        label=_("Days of fieldwork for each person"), min_value=1, max_value=365
    )
    voice_limit_s = forms.IntegerField(
        label=_("Longest voice note, in seconds"), min_value=10, max_value=3600
    )
    speech_language = forms.ChoiceField(
        label=_("Language of voice notes"), choices=SPEECH, required=False
    )
    script = forms.ChoiceField(label=_("Script of Chinese transcripts"), choices=Script.choices)
    least_people = forms.IntegerField(
        label=_("Fewest people behind a published number"),
        min_value=1,
        max_value=100,
        help_text=_("Numbers from fewer people are withheld from clients."),
    )


class CopyForm(forms.Form):
    """What the copy is called."""

    name = LocalizedFormField(label=_("Name of the copy"), required=True)

    def name_given(self) -> LocalizedText:
        """The name, once the form is valid."""
        name: LocalizedText = self.cleaned_data["name"]
        return name
