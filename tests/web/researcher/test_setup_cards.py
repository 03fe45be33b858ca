"""The card that a participant is handed."""

import pytest
from PIL import Image

from fieldstudy.participants.actions import Invitation
from fieldstudy.participants.models import Participation
from fieldstudy.web.researcher.setup.cards import cards_of, is_local, qr_square


def test_a_card_holds_the_link_and_the_code_in_halves(settings: object) -> None:
    settings.FIELDSTUDY_BASE_URL = "https://diary.example.org"  # type: ignore[attr-defined]

    (card,) = cards_of([Invitation(Participation(label="P01"), "secret", "34679ACDEF")])

    assert card.link == "https://diary.example.org/p/join/#secret"
    assert card.page == "diary.example.org/p/join/"
    assert card.code == "34679 ACDEF"


def test_the_square_is_a_qr_code_with_its_three_corners() -> None:
    square = qr_square("https://diary.example.org/p/join/#secret")
    dark = Image.new("1", (square.side, square.side))
    for step in square.path.split("M")[1:]:
        x, y = step.split("h")[0].split()
        dark.putpixel((int(x), int(y)), 1)

    last = square.side - 7
    for left, top in ((0, 0), (last, 0), (0, last)):
        rows = [[dark.getpixel((left + x, top + y)) for x in range(7)] for y in range(7)]
        assert all(rows[0]) and all(rows[6]), "the outer ring of a finder pattern"
        assert not any(rows[1][1:6]), "the light ring inside it"
        assert all(all(row[2:5]) for row in rows[2:5]), "its heart"


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.20:8000", False),
        ("https://diary.example.org", False),
    ],
)
def test_an_address_of_this_computer_alone_is_noticed(address: str, local: bool) -> None:
    assert is_local(address) is local
