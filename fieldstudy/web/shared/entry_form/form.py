"""The whole form: what is asked, what was filled in, and what stands in the way."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.answers import ENTRY, Asked
from fieldstudy.diary.models import Attachment
from fieldstudy.uploads.models import Upload
from fieldstudy.web.shared.entry_form.fields import Choices, Filled, Held, ItemField, Option
from fieldstudy.web.shared.entry_form.reading import read_answers, read_id

Problems = Mapping[str, Promise | str]
WHEN = "when"
"""The key of the question when it happened, among the keys of problems."""


@dataclass(slots=True)
class EntryForm:
    """An entry being written.

    Attributes:
        prompt: the frozen prompt, or the free one.
        asked: its items as far as consent lets us ask them.
        choices: what they choose from.
        form_id: the UUID that makes sending twice the same as sending once.
        answers: item key → value.
        problems: item key, ``ENTRY`` or ``WHEN`` → what is wrong.
        uploads: item key → files that arrived before the entry.
        held: item key → files of the entry being amended.
        data: the posted form, for what is no item; empty on a fresh page.
        scenarios: what a free entry can belong to, where there is a choice.
        base_number: the revision that is being amended; None for a new entry.
        voice_limit_s: the longest voice note, in seconds.
        version_id: key of the protocol version that is answered; empty before the first.
        status: the HTTP status that says how it stands.
        needs_consent: whether a newer consent text stands in the way.
    """

    prompt: Mapping[str, Any]
    asked: Asked
    choices: Choices = field(default_factory=Choices)
    form_id: UUID = field(default_factory=uuid4)
    answers: Mapping[str, Any] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)
    uploads: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict)
    data: QueryDict = field(default_factory=QueryDict)
    scenarios: Sequence[Option] = ()
    base_number: int | None = None
    voice_limit_s: int = 300
    version_id: str = ""
    status: int = 200
    needs_consent: bool = False

    def read(self, data: QueryDict) -> None:
        """Take over what was posted."""
        self.data = data
        self.form_id = read_id(data, "form_id") or self.form_id
        self.answers = read_answers(self.asked.allowed(), data)

    @property
    def name(self) -> LocalizedText:
        """What the prompt is called."""
        return LocalizedText.parse(self.prompt["name"])

    @property
    def introduction(self) -> LocalizedText:
        """What the prompt says first."""
        return LocalizedText.parse(self.prompt["introduction"])

    @property
    def fields(self) -> list[ItemField]:
        """One field for each item that is asked."""
        return [
            ItemField(
                item,
                self.choices,
                Filled(
                    value=self.answers.get(item["key"]),
                    problem=self.problems.get(item["key"], ""),
                    uploads=self.uploads.get(item["key"], ()),
                    held=self.held.get(item["key"], ()),
                ),
            )
            for item in self.asked.allowed()
        ]

    @property
    def removed(self) -> list[UUID]:
        """Client ids of the entry's files that were ticked to be taken off."""
        ticked = {
            value
            for name, values in self.data.lists()
            if name.endswith("-remove")
            for value in values
        }
        return [each.client_id for each in self._attachments if str(each.client_id) in ticked]

    @property
    def kept(self) -> list[Attachment]:
        """The entry's files that stay."""
        removed = self.removed
        return [each for each in self._attachments if each.client_id not in removed]

    @property
    def _attachments(self) -> list[Attachment]:
        return [held.attachment for each in self.held.values() for held in each]

    @property
    def not_asked(self) -> bool:
        """Whether consent leaves some items out, which the person can change."""
        return len(self.asked.allowed()) < len(self.asked.items)

    @property
    def when(self) -> str:
        """``now`` or ``earlier``."""
        return "earlier" if self.data.get("when") == "earlier" else "now"

    @property
    def happened_at(self) -> str:
        """What the field for day and time holds, as the browser writes it."""
        return self.data.get("happened_at") or _as_field(clock.now())

    @property
    def latest_moment(self) -> str:
        """Nothing can have happened after now."""
        return _as_field(clock.now())

    @property
    def scenario(self) -> str:
        """The scenario chosen."""
        return self.data.get("scenario", "")

    @property
    def summary(self) -> list[tuple[str, Any, Promise | str]]:
        """What stands in the way, in the order of the page: anchor, name of the field, words."""
        lines: list[tuple[str, Any, Promise | str]] = []
        if words := self.problems.get(ENTRY):
            lines.append(("", "", words))
        if words := self.problems.get(WHEN):
            lines.append(("item-when", _("When was it?"), words))
        lines += [
            (each.name, each.wording, each.filled.problem)
            for each in self.fields
            if each.filled.problem
        ]
        shown = {each.item["key"] for each in self.fields} | {ENTRY, WHEN}
        lines += [("", "", words) for key, words in self.problems.items() if key not in shown]
        return lines


def scenario_options(document: Mapping[str, Any]) -> list[Option]:
    """The scenarios to choose from; none where there is no choice."""
    scenarios: Iterable[Mapping[str, Any]] = document.get("scenarios", [])
    options: list[Option] = [
        (str(each["id"]), LocalizedText.parse(each["name"])) for each in scenarios
    ]
    return options if len(options) > 1 else []


def _as_field(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
