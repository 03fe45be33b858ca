"""What is missing before a study can be published, and what would be worth having."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fieldstudy.participants.models import ConsentDocument
from fieldstudy.schedules.rules import HEAVY_MIN, asks_a_day, minutes_a_day
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Study
from fieldstudy.studies.protocol import Gravity, Remark, remarks_on


class Place(StrEnum):
    """A page of set-up."""

    FACTS = "facts"
    SCENARIOS = "scenarios"
    JOURNEY = "journey"
    BRANDS = "brands"
    PROMPTS = "prompts"
    CONSENT = "consent"
    PARTICIPANTS = "participants"


class State(StrEnum):
    """How far one step is: ``done``; ``wanting`` would be better; ``stops`` publishing."""

    DONE = "done"
    WANTING = "wanting"
    STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist.

    Attributes:
        place: the page where it is done.
        state: how far it is.
        words: what is there, or what is missing.
    """

    place: Place
    state: State
    words: Promise | str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole checklist with the draft it was read from.

    Attributes:
        steps: one for each page of set-up, in the order of the pages.
        remarks: what is to be said about single prompts and items.
        draft: the document that publishing would freeze.
    """

    steps: list[Step]
    remarks: list[Remark]
    draft: dict[str, Any]

    @property
    def may_publish(self) -> bool:
        """Whether nothing stops it."""
        return all(step.state != State.STOPS for step in self.steps)


def readiness_of(study: Study) -> Readiness:
    """The checklist of a study; a fixed number of queries."""
    draft = draft_document(study)
    remarks = remarks_on(draft)
    steps = [
        _facts(study),
        _scenarios(draft),
        _journey(draft),
        _brands(draft),
        _prompts(draft, remarks),
        _consent(study, study.consent_documents.order_by("-number").first()),
    ]
    return Readiness(steps, remarks, draft)


def what_stops(study: Study) -> list[str]:
    """Everything that stops publishing, in words."""
    readiness = readiness_of(study)
    items = [
        f"{remark.name}: {remark.words}" if remark.name else str(remark.words)
        for remark in readiness.remarks
        if remark.gravity == Gravity.STOPS
    ]
    pages = [
        str(step.words)
        for step in readiness.steps
        if step.state == State.STOPS and step.place != Place.PROMPTS
    ]
    return [*pages, *items]


def burden_of(study: Study) -> int:
    """Expected minutes a day over the current prompts, by their schedule rules."""
    rules = study.schedule_rules.filter(ended_at=None, prompt__archived_at=None)
    return minutes_a_day(
        (rule.prompt.minutes, asks_a_day(rule.kind, rule.settings))
        for rule in rules.select_related("prompt")
    )


def is_heavy(minutes: int) -> bool:
    """Whether so many minutes a day make the answers short."""
    return minutes > HEAVY_MIN


def _facts(study: Study) -> Step:
    if not study.contact_name or not study.contact_details:
        words = _("Participants have nobody to turn to: name a contact person.")
        return Step(Place.FACTS, State.WANTING, words)
    if not study.purpose:
        return Step(Place.FACTS, State.WANTING, _("The purpose is not written down."))
    return Step(Place.FACTS, State.DONE, _("Purpose and contact person are there."))


def _scenarios(draft: dict[str, Any]) -> Step:
    count = len(draft["scenarios"])
    if not count:
        words = _("Without a scenario, entries cannot be told apart by occasion.")
        return Step(Place.SCENARIOS, State.WANTING, words)
    return Step(
        Place.SCENARIOS,
        State.DONE,
        ngettext("%(n)s scenario", "%(n)s scenarios", count) % {"n": count},
    )


def _journey(draft: dict[str, Any]) -> Step:
    count = len(draft["touchpoints"])
    if not count:
        words = _("Without touchpoints there is no story map.")
        return Step(Place.JOURNEY, State.WANTING, words)
    return Step(
        Place.JOURNEY,
        State.DONE,
        ngettext("%(n)s touchpoint", "%(n)s touchpoints", count) % {"n": count},
    )


def _brands(draft: dict[str, Any]) -> Step:
    roles = {brand["role"] for brand in draft["brands"]}
    if "competitor" not in roles:
        words = _("No competitor is named, so there is nothing to compare with.")
        return Step(Place.BRANDS, State.WANTING, words)
    count = len(draft["brands"])
    return Step(
        Place.BRANDS, State.DONE, ngettext("%(n)s brand", "%(n)s brands", count) % {"n": count}
    )


def _prompts(draft: dict[str, Any], remarks: list[Remark]) -> Step:
    stops = [remark for remark in remarks if remark.gravity == Gravity.STOPS]
    if not draft["prompts"]:
        return Step(Place.PROMPTS, State.STOPS, stops[0].words)
    if stops:
        words = ngettext(
            "%(n)s thing in the prompts stops publishing.",
            "%(n)s things in the prompts stop publishing.",
            len(stops),
        ) % {"n": len(stops)}
        return Step(Place.PROMPTS, State.STOPS, words)
    if remarks:
        words = ngettext(
            "%(n)s hint on the prompts", "%(n)s hints on the prompts", len(remarks)
        ) % {"n": len(remarks)}
        return Step(Place.PROMPTS, State.WANTING, words)
    count = len(draft["prompts"])
    return Step(
        Place.PROMPTS, State.DONE, ngettext("%(n)s prompt", "%(n)s prompts", count) % {"n": count}
    )


def _consent(study: Study, document: ConsentDocument | None) -> Step:
    if document is None:
        words = _("Nobody can take part before there is a consent text.")
        return Step(Place.CONSENT, State.STOPS, words)
    if set(study.languages) & {*document.title.missing, *document.body.missing}:
        words = _("The consent text is missing in one language.")
        return Step(Place.CONSENT, State.WANTING, words)
    return Step(Place.CONSENT, State.DONE, _("The consent text is there."))
