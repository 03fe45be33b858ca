"""What one participant is handed: the link, the same link as a QR code, and the code to type."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from fieldstudy.participants.actions import Invitation
from fieldstudy.participants.models import Participation

JOIN = "/p/join/"


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code as one path of unit squares.

    Attributes:
        side: modules along one side.
        path: the ``d`` of an SVG path.
    """

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the sheet.

    Attributes:
        participation: whose it is.
        link: the whole join link.
        page: where the code is typed, without the scheme.
        code: the join code in two halves, for reading aloud.
        square: the link as a QR code.
    """

    participation: Participation
    link: str
    page: str
    code: str
    square: Square


def cards_of(invitations: Sequence[Invitation]) -> list[Card]:
    """A card for each invitation; they exist only in the answer that holds them."""
    page = settings.FIELDSTUDY_BASE_URL + JOIN
    return [
        Card(
            each.participation,
            link=f"{page}#{each.secret}",
            page=page.split("://", 1)[-1],
            code=f"{each.code[:5]} {each.code[5:]}",
            square=qr_square(f"{page}#{each.secret}"),
        )
        for each in invitations
    ]


def is_local(address: str) -> bool:
    """Whether only this computer can open the address, so that a card with it would be of no use."""
    host = urlsplit(address).hostname or ""
    return (
        host == "localhost"
        or host.endswith(".localhost")
        or host.startswith("127.")
        or host == "::1"
    )


def qr_square(text: str) -> Square:
    """The QR code of a text (ISO/IEC 18004, level M), without its quiet zone."""
    # Imported late: the library loads an imaging library that no other page needs.
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    squares = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Square(side=len(rows), path="".join(squares))
