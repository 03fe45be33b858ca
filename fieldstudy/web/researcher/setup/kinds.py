"""The kinds of part that share their pages: how each is called in addresses, and its form."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import register_converter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.studies.models import Brand, Scenario, Segment, Stage, Study, Touchpoint, Wave
from fieldstudy.web.researcher.setup.forms.parts import (
    BrandForm,
    PartForm,
    ScenarioForm,
    SegmentForm,
    StageForm,
    TouchpointForm,
    WaveForm,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of part.

    Attributes:
        name: in addresses, and of the study's related rows.
        model: its rows.
        form: what can be said about one.
        page: the page on which they stand.
        new: the heading of the page that makes one.
    """

    name: str
    model: Any
    form: type[PartForm]
    page: str
    new: Promise

    def of(self, study: Study) -> Any:
        """The study's parts of this kind, archived ones among them."""
        return getattr(study, self.name)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what can be said about one."""
        return tuple(self.form.base_fields)

    def values(self, part: Model) -> dict[str, Any]:
        """What an existing part says, for its form."""
        return {name: getattr(part, name) for name in self.fields}


KINDS = {
    kind.name: kind
    for kind in (
        Kind("scenarios", Scenario, ScenarioForm, "scenarios", _("New scenario")),
        Kind("stages", Stage, StageForm, "journey", _("New stage")),
        Kind("touchpoints", Touchpoint, TouchpointForm, "journey", _("New touchpoint")),
        Kind("brands", Brand, BrandForm, "brands", _("New brand")),
        Kind("segments", Segment, SegmentForm, "brands", _("New segment")),
        Kind("waves", Wave, WaveForm, "brands", _("New wave")),
    )
}


class KindConverter:
    """The name of a kind in an address."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> Kind:
        """The kind itself."""
        return KINDS[value]

    def to_url(self, value: str | Kind) -> str:
        """Its name."""
        return value.name if isinstance(value, Kind) else value


register_converter(KindConverter, "part_kind")
