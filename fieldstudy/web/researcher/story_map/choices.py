"""What a reader of the map chose to look at: the address says it all."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fieldstudy.access.requests import StaffRequest
from fieldstudy.analysis.audiences import FOR_CLIENTS, audience_of
from fieldstudy.analysis.filters import MapFilter
from fieldstudy.analysis.story_map import Audience
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Brand, Role, Scenario, Segment, Study


def _day(label: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=picker)


class MapForm(forms.Form):
    """Scenario, segment, brand, source, whose side, first and last day."""

    scenario = forms.ModelChoiceField(Scenario._base_manager.none(), label=_("Scenario"))
    segment = forms.ModelChoiceField(
        Segment._base_manager.none(), label=_("Segment"), required=False, empty_label=_("Everyone")
    )
    brand = forms.ModelChoiceField(
        Brand._base_manager.none(),
        label=_("Brand"),
        required=False,
        empty_label=_("Own, beside competitors"),
    )
    source = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=[("", _("All but imported")), *Entry.Source.choices],
    )
    kind = forms.ChoiceField(
        label=_("Whose side"),
        required=False,
        choices=[("", _("Customers")), (Participation.Kind.EMPLOYEE, _("Employees"))],
    )

    def __init__(self, data: Any, *, study: Study, is_client: bool) -> None:
        super().__init__(data)
        choices: dict[str, Any] = {
            "scenario": study.scenarios.current().in_order(),
            "segment": study.segments.current().in_order(),
            "brand": study.brands.current().in_order(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["from"] = _day(_("First day"))
        self.fields["to"] = _day(_("Last day"))
        if is_client:
            for name in set(self.fields) - set(FOR_CLIENTS):
                del self.fields[name]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, and how to write it into an address."""

    form: MapForm
    scenario: Scenario
    segment: Segment | None
    filter: MapFilter
    audience: Audience

    def query(self, **changes: Any) -> str:
        """The query string of this choice with some of it changed; None takes a part out."""
        chosen = {
            name: self.form[name].value() for name in self.form.fields if self.form[name].value()
        }
        chosen |= {"scenario": self.scenario.pk} | changes
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether something beyond scenario and segment is chosen."""
        return any(self.form[name].value() for name in set(self.form.fields) - set(FOR_CLIENTS))


def choose(request: StaffRequest) -> Choice | None:
    """Read the choice from the address; None while the study has no scenario.

    The first scenario unless one is named; what cannot be understood is left out and said beside
    its field. Raises Http404 for a part of another study, and for a filter a client does not have.
    """
    study, is_client = request.study, request.member.role == Role.VIEWER
    scenarios = study.scenarios.current().in_order()
    first = scenarios.first()
    if first is None:
        return None
    data = request.GET.copy()
    data.setdefault("scenario", str(first.pk))
    form = MapForm(data, study=study, is_client=is_client)
    form.is_valid()
    wrong = {"scenario", "segment", "brand"} & set(form.errors)
    beyond = [name for name in ("brand", "source", "kind", "from", "to") if request.GET.get(name)]
    if wrong or (is_client and beyond):
        raise Http404
    chosen = form.cleaned_data
    segment, brand = chosen.get("segment"), chosen.get("brand")
    return Choice(
        form=form,
        scenario=chosen["scenario"],
        segment=segment,
        filter=MapFilter(
            scenario=chosen["scenario"].pk,
            brand=brand and brand.pk,
            segment=segment and segment.pk,
            source=chosen.get("source", ""),
            since=chosen.get("from"),
            until=chosen.get("to"),
            kind=chosen.get("kind") or Participation.Kind.CUSTOMER,
        ),
        audience=audience_of(study, request.member.role),
    )
