"""Each component stands for itself."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from tests.web.shared.specimens import drawn, fresh, specimens, wrong

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "components"
BY_REQUEST = {"account_menu", "language_switch", "localized_widget", "messages", "theme_switch"}
"""Those that live on the request, or inside a form's control; pages' own tests show them."""

ALL = [(name, inputs) for name, each in specimens().items() for inputs in each]


def test_every_component_has_a_specimen() -> None:
    named = {path.stem for path in FOLDER.glob("[!_]*.html")}
    assert named == set(specimens()) | BY_REQUEST


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_what_it_takes(path: Path) -> None:
    assert re.search(r"\{#.*(Inputs|No inputs).*#\}", path.read_text())


@pytest.mark.parametrize(("name", "inputs"), ALL, ids=[name for name, _ in ALL])
def test_every_specimen_is_sound_html(name: str, inputs: dict[str, object]) -> None:
    html = drawn(name, inputs)
    assert html.strip()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
        assert set(described.split()) <= set(ids)
    for target in re.findall(r'<label[^>]* for="([^"]+)"', html):
        assert target in ids


def test_a_wrong_field_says_so_before_its_control() -> None:
    html = drawn("field", {"field": wrong()["place"]})
    assert html.index("<label") < html.index('class="hint"') < html.index('class="problem"')
    assert html.index('class="problem"') < html.index("<input")
    assert 'aria-describedby="wrong_place_helptext wrong_place_error"' in html
    assert 'aria-invalid="true"' in html


def test_radios_are_asked_about_in_a_fieldset() -> None:
    html = drawn("field", {"field": fresh()["kind"]})
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('<label class="choice"') == 2


def test_a_summary_links_to_each_field_that_is_in_the_way() -> None:
    with translation.override("en"):
        form = wrong()
        html = drawn("errors", {"form": form})
    assert "7 things are in the way" in html
    targets = re.findall(r'href="#([^"]+)"', html)
    page = "".join(drawn("field", {"field": field}) for field in form)
    assert len(targets) == 7
    assert all(f'id="{target}"' in page for target in targets)


def test_a_question_keeps_its_own_mark() -> None:
    with translation.override("en"):
        html = drawn("errors", {"form": wrong()})
    assert "Where was it? This field is required." in html
    assert "Role: This field is required." in html


def test_ticks_are_served_empty() -> None:
    assert "checked" not in drawn("choice", {"name": "quotes", "label": "Quotes"})


def test_an_unset_feeling_is_shown_as_unset() -> None:
    html = drawn("faces", {"name": "felt", "legend": "How?", "value": None})
    assert html.count('type="radio"') == 5
    assert "checked" not in html


def test_people_words_are_never_markup() -> None:
    html = drawn("empty", {"words": "<b>", "act": "<i>", "href": "#"})
    assert "&lt;b&gt;" in html
    assert "<i>" not in html
