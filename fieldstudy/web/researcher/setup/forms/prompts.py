"""A prompt, when it is asked, and the wording of one of its items."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedFormField
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.schedules.rules import LONGEST_MIN, read_times
from fieldstudy.studies.models import Scenario, Study

PLANNED = [
    (ScheduleRule.Kind.EVENT.value, ScheduleRule.Kind.EVENT.label),
    (ScheduleRule.Kind.FIXED.value, ScheduleRule.Kind.FIXED.label),
]


class PromptForm(forms.Form):
    """What a prompt is called, and what it belongs to."""

    name = LocalizedFormField(label=_("Name"), required=True)
    introduction = LocalizedFormField(
        label=_("Introduction"), long=True, help_text=_("Stands above the first item.")
    )
    scenario = forms.ModelChoiceField(
        Scenario._base_manager.none(), label=_("Scenario"), required=False, empty_label=_("Any")
    )
    minutes = forms.IntegerField(label=_("Expected minutes"), min_value=1, max_value=120, initial=2)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scenarios: Any = self.fields["scenario"]
        scenarios.queryset = study.scenarios.current().in_order()


class WhenForm(forms.Form):
    """When a prompt is asked."""

    kind = forms.ChoiceField(label=_("When"), choices=PLANNED, widget=forms.RadioSelect)
    times = forms.CharField(
        label=_("Times of day"),
        required=False,
        max_length=200,
        help_text=_("In the participant's own time, each day: 9:00, 20:30."),
    )
    window_min = forms.IntegerField(
        label=_("Response window, in minutes"),
        min_value=1,
        max_value=LONGEST_MIN,
        help_text=_("How long it stays open when nobody begins."),
    )
    grace_min = forms.IntegerField(
        label=_("More minutes once begun"), min_value=0, max_value=LONGEST_MIN
    )

    def clean_times(self) -> list[str]:
        """The times as they are stored; none are needed for what is logged as it happens."""
        if self.cleaned_data.get("kind") != ScheduleRule.Kind.FIXED:
            return []
        return read_times(self.cleaned_data["times"])

    def values(self) -> dict[str, Any]:
        """What ``schedules.actions.set_rule`` takes, once the form is valid."""
        values = dict(self.cleaned_data)
        times = values.pop("times")
        return {**values, "settings": {"times": times} if times else {}}


class WordingForm(forms.Form):
    """The wording of one item, both languages side by side."""

    wording = LocalizedFormField(label=_("Wording"), long=True, required=True)
