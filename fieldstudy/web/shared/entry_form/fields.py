"""What the templates of the entry form draw: one field for each item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.answers import MOST_RECORDINGS
from fieldstudy.diary.models import Attachment
from fieldstudy.studies.emotions import EMOTIONS
from fieldstudy.studies.items import MOST_PHOTOS
from fieldstudy.uploads.models import Upload
from fieldstudy.web.shared.entry_form.reading import ELSEWHERE, Item, field_name

Option = tuple[str, LocalizedText | Promise | str]
SHOWN_AT_FIRST = 6
"""So many touchpoints are offered at once; the rest unfold."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the items of one entry choose from.

    Attributes:
        touchpoints, brands: ``[{"id", "name": {"zh", "en"}}]``, from the frozen document.
        used: keys of touchpoints used lately, the last one first; they are offered first.
    """

    touchpoints: Sequence[Mapping[str, Any]] = ()
    brands: Sequence[Mapping[str, Any]] = ()
    used: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A file that stands in the entry already, and the address of its thumbnail; empty without one."""

    attachment: Attachment
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What one item holds when its form is drawn.

    Attributes:
        value: in the shape of ``EntryRevision.answers``, or as it was typed.
        problem: what is wrong with it; empty when nothing is.
        uploads: files that arrived and wait for the entry.
        held: files that stand in the entry already.
    """

    value: Any = None
    problem: Promise | str = ""
    uploads: Sequence[Upload] = ()
    held: Sequence[Held] = ()


@dataclass(frozen=True, slots=True)
class ItemField:
    """One item as its template draws it."""

    item: Item
    choices: Choices = field(default_factory=Choices)
    filled: Filled = field(default_factory=Filled)

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"components/entry/{self.item['kind']}.html"

    @property
    def name(self) -> str:
        """The name of its control, and the id of the field."""
        return field_name(self.item)

    @property
    def wording(self) -> LocalizedText:
        """The question."""
        return LocalizedText.parse(self.item["wording"])

    @property
    def hint(self) -> LocalizedText:
        """What helps to answer it."""
        return LocalizedText.parse(self.item["hint"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of its kind."""
        settings: Mapping[str, Any] = self.item["settings"]
        return settings

    @property
    def value(self) -> Any:
        """What it holds; the parts of an emotion, touchpoint or place by name."""
        return self.filled.value

    @property
    def chosen(self) -> str:
        """The chosen option as the form writes it."""
        if isinstance(self.value, Mapping):
            return str(self.value.get("id") or (ELSEWHERE if self.value.get("named") else ""))
        return "" if self.value is None else str(self.value)

    @property
    def options(self) -> list[Option]:
        """What can be chosen: value and words."""
        match self.item["kind"]:
            case "single" | "multiple":
                return [(o["key"], LocalizedText.parse(o["label"])) for o in self.item["options"]]
            case "scale":
                steps = range(self.settings["low"], self.settings["high"] + 1)
                return [(str(step), str(step)) for step in steps]
            case "brand":
                return _named(self.choices.brands)
            case "touchpoint":
                return self._touchpoints()
        return []

    @property
    def first_options(self) -> list[Option]:
        """The touchpoints offered at once; the chosen one is always among them."""
        first = self.options[:SHOWN_AT_FIRST]
        return first + [each for each in self.more_options if each[0] == self.chosen]

    @property
    def more_options(self) -> list[Option]:
        """The touchpoints that unfold."""
        return self.options[SHOWN_AT_FIRST:]

    @property
    def emotions(self) -> list[Option]:
        """The named emotions this item offers."""
        return [(key, EMOTIONS[key]) for key in self.settings.get("named", []) if key in EMOTIONS]

    @property
    def low_label(self) -> LocalizedText:
        """What the lower end of a scale means."""
        return LocalizedText.parse(self.settings.get("low_label"))

    @property
    def high_label(self) -> LocalizedText:
        """What the upper end of a scale means."""
        return LocalizedText.parse(self.settings.get("high_label"))

    @property
    def unit(self) -> LocalizedText:
        """The unit of a number."""
        return LocalizedText.parse(self.settings.get("unit"))

    @property
    def most_files(self) -> int:
        """How many files it takes."""
        if self.item["kind"] == "photo":
            return int(self.settings.get("most", MOST_PHOTOS))
        return MOST_RECORDINGS

    @property
    def hidden_words(self) -> list[str]:
        """For the page's own code: the answers of the steering item that show this one."""
        condition = self.item["shown_if"]
        return [str(each) for each in condition["any_of"]] if condition else []

    def _touchpoints(self) -> list[Option]:
        options = _named(self.choices.touchpoints)
        order = {key: number for number, key in enumerate(self.choices.used)}
        return sorted(options, key=lambda option: order.get(option[0], len(order)))


def _named(parts: Iterable[Mapping[str, Any]]) -> list[Option]:
    return [(str(part["id"]), LocalizedText.parse(part["name"])) for part in parts]
