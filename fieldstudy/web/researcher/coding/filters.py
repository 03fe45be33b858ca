"""Which entries are in the queue: what the address asks for, and what that leaves."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldstudy.coding.models import Assignment, Coding
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


def _finished(person: Person) -> Exists:
    mine = Assignment.objects.filter(entry=OuterRef("pk"), coder=person)
    return Exists(mine.filter(done_at__isnull=False))


def _coded(**by: Any) -> Exists:
    return Exists(Coding.objects.live().filter(entry=OuterRef("pk"), **by))


STATES: dict[str, Callable[[Person], Q]] = {
    "open": lambda person: Q(~_finished(person)),
    "done": lambda person: Q(_finished(person)),
    "uncoded": lambda person: Q(~_coded()),
    "coded": lambda person: Q(_coded()),
    "mine": lambda person: Q(_coded(coder=person)),
    "assigned": lambda person: Q(Exists(person.assignments.filter(entry=OuterRef("pk")))),
}


class FilterForm(forms.Form):
    """Everything the queue can be cut by; nothing is required."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Not done by me")),
            ("done", _("Done by me")),
            ("uncoded", _("Without codes")),
            ("coded", _("With codes")),
            ("mine", _("Coded by me")),
            ("assigned", _("Assigned to me")),
        ],
    )
    participation: Any = forms.ModelChoiceField(
        label=_("Participant"), required=False, queryset=None, empty_label=_("All")
    )
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", _("All")), *Entry.Source.choices]
    )
    scenario: Any = forms.ModelChoiceField(
        label=_("Scenario"), required=False, queryset=None, empty_label=_("All")
    )
    touchpoint: Any = forms.ModelChoiceField(
        label=_("Touchpoint"), required=False, queryset=None, empty_label=_("All")
    )
    brand: Any = forms.ModelChoiceField(
        label=_("Brand"), required=False, queryset=None, empty_label=_("All")
    )
    prompt: Any = forms.ModelChoiceField(
        label=_("Prompt"), required=False, queryset=None, empty_label=_("All")
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: QueryDict, study: Study) -> None:
        super().__init__(asked)
        choices = {
            "participation": study.participations.filter(is_rehearsal=False),
            "scenario": study.scenarios.in_order(),
            "touchpoint": study.touchpoints.all(),
            "brand": study.brands.in_order(),
            "prompt": study.prompts.in_order(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; a wrong value is shown beside its field and filters nothing.

    Attributes:
        form: the bound form.
        chosen: the valid choices by name, without empty ones.
    """

    form: FilterForm
    chosen: dict[str, Any]
    zone: dt.tzinfo

    @classmethod
    def read(cls, asked: QueryDict, study: Study) -> "Filters":
        """Read them from a query string."""
        form = FilterForm(asked, study)
        form.is_valid()
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        return cls(form, chosen, clock.zone(study.time_zone))

    def query(self, **more: object) -> str:
        """The query string that asks for the same again, with ``more``; begins with ``?`` or is empty."""
        asked = QueryDict(mutable=True)
        for name, value in (self.chosen | more).items():
            asked[name] = str(getattr(value, "pk", value))
        return f"?{asked.urlencode()}" if asked else ""

    def apply(self, entries: EntryQuerySet, person: Person) -> EntryQuerySet:
        """What remains of these entries for this person."""
        for name, value in self.chosen.items():
            entries = entries.filter(self._condition(name, value, person))
        return entries

    def _condition(self, name: str, value: Any, person: Person) -> Q:
        match name:
            case "state":
                return STATES[value](person)
            case "since":
                return Q(happened_at__gte=self._midnight(value))
            case "until":
                return Q(happened_at__lt=self._midnight(value + dt.timedelta(days=1)))
            case _:
                return Q(**{name: value})

    def _midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.zone)
