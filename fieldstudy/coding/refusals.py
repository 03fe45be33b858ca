"""Why something cannot be coded: one class for each reason, with words for the person who tried."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CodingRefused(Exception):
    """A change to codes, excerpts, codings or memos that cannot be made; nothing was changed.

    Attributes:
        reason: lower-case words with hyphens, for programs.
        field: the part of the request that is at fault.
        words: one sentence for the person.
    """

    reason: ClassVar[str] = "coding-refused"
    field: ClassVar[str] = ""
    words: ClassVar[Promise | str] = _("This cannot be coded.")

    def __init__(self) -> None:
        super().__init__(self.reason)


class MalformedAnchor(CodingRefused):
    """The description of the piece has another shape."""

    reason, field = "malformed-anchor", "anchor"
    words = _("The description of the piece is incomplete.")


class EmptySpan(CodingRefused):
    """A span must hold at least one code point."""

    reason, field = "empty-span", "anchor"
    words = _("Select at least one character.")


class QuoteDiffers(CodingRefused):
    """What stands at these offsets is not what was selected, or lies outside the text."""

    reason, field = "quote-differs", "anchor"
    words = _("The words at this place are not the ones you selected. Load the page again.")


class ContentChanged(CodingRefused):
    """The span was made on a wording that is no longer the latest."""

    reason, field = "content-changed", "anchor"
    words = _("The text has changed since you opened it. Load the page again, then code it.")


class EmptyRegion(CodingRefused):
    """A region must have a width and a height."""

    reason, field = "empty-region", "anchor"
    words = _("Draw a rectangle with some width and height.")


class OutsidePicture(CodingRefused):
    """A region must lie inside the picture."""

    reason, field = "outside-picture", "anchor"
    words = _("The rectangle leaves the picture.")


class EmptyRange(CodingRefused):
    """A range must last at least 1 ms."""

    reason, field = "empty-range", "anchor"
    words = _("The end of the range must come after its start.")


class OutsideSound(CodingRefused):
    """A range must lie inside the recording."""

    reason, field = "outside-sound", "anchor"
    words = _("The range is longer than the recording.")


class NoSuchContent(CodingRefused):
    """The entry has no such file, wording or transcript, or not of this kind."""

    reason, field = "no-such-content", "anchor"
    words = _("This entry has no such photo, recording or text.")


class CodeNotApplicable(CodingRefused):
    """The code is archived or merged."""

    reason, field = "code-not-applicable", "code"
    words = _("This code is archived and can no longer be put on anything.")


class NoStrength(CodingRefused):
    """Only reactions have a strength, from 1 to 3."""

    reason, field = "no-strength", "strength"
    words = _("Only reactions have a strength, from 1 to 3.")


class NotTheCoder(CodingRefused):
    """Another coder put it there."""

    reason, field = "not-the-coder", ""
    words = _("Another coder wrote this. Only they can change it.")


class IdTaken(CodingRefused):
    """The client's UUID already names something else."""

    reason, field = "id-taken", "id"
    words = _("This id already stands for something else.")


class EmptyMemo(CodingRefused):
    """A memo needs words."""

    reason, field = "empty-memo", "text"
    words = _("A memo needs words.")


class NameTaken(CodingRefused):
    """Names are unique among siblings."""

    reason, field = "name-taken", "name"
    words = _("A code of this name already stands at this place.")


class KeyTaken(CodingRefused):
    """Each key puts one code."""

    reason, field = "key-taken", "key"
    words = _("Another code already has this key.")


class KeyReserved(CodingRefused):
    """The desk itself uses the key, or it is no single letter or digit."""

    reason, field = "key-reserved", "key"
    words = _("Choose a digit or a letter that the desk does not use itself.")


class WrongColour(CodingRefused):
    """A colour is ``#`` and six hexadecimal digits."""

    reason, field = "wrong-colour", "colour"
    words = _("A colour is written as # and six digits, such as #2e4d99.")


class NameMissing(CodingRefused):
    """A code needs a name in at least one language."""

    reason, field = "name-missing", "name"
    words = _("Give the code a name in at least one language.")


class ReactionMissing(CodingRefused):
    """A reaction is a pain point, praise or what moved somebody."""

    reason, field = "reaction-missing", "reaction"
    words = _("Say which reaction it is: pain point, praise or moved.")


class OtherKind(CodingRefused):
    """A code stands under a code of its own kind, a reaction under its own reaction."""

    reason, field = "other-kind", "parent"
    words = _("A code can only stand under a code of the same kind, a reaction under its own.")


class CodeLoop(CodingRefused):
    """A code cannot stand under itself."""

    reason, field = "code-loop", "parent"
    words = _("A code cannot stand under itself.")


class CodebookNotEmpty(CodingRefused):
    """The starter codebook is for a study without codes."""

    reason, field = "codebook-not-empty", ""
    words = _("This study already has codes.")
