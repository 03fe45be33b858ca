"""The words templates are written in."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from fieldstudy.core.localized import LocalizedText


def render(source: str, **context: object) -> str:
    """What a template with our words makes of this."""
    return Template("{% load fieldstudy %}" + source).render(Context(context))


def test_an_icon_says_nothing_by_itself() -> None:
    drawn = render('{% icon "mic" %}')
    assert 'aria-hidden="true"' in drawn
    assert "icons.svg#i-mic" in drawn


def test_an_icon_that_was_never_drawn_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="i-unicorn"):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize(
    ("value", "spoken"), [(-2, "Very bad, −2"), (0, "So-so, 0"), (1, "Good, +1")]
)
def test_a_face_is_spoken_with_word_and_number(value: int, spoken: str) -> None:
    with translation.override("en"):
        assert f'role="img" aria-label="{spoken}"' in render("{% face value %}", value=value)


def test_a_face_beside_its_words_is_silent() -> None:
    drawn = render("{% face value bare=True %}", value=1)
    assert 'aria-hidden="true"' in drawn
    assert "aria-label" not in drawn


def test_an_unset_feeling_has_no_face() -> None:
    assert render("{% face value %}", value=None) == ""
    assert render("{{ value|valence }}{{ value|valence_class }}", value=None) == ""


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (-1, "−1"),
        (0, "0"),
        (2, "+2"),
        (-0.44, "−0.4"),
        (0.04, "0.0"),
        (-0.04, "0.0"),
        (1.25, "+1.2"),
    ],
)
def test_figures_carry_a_true_minus(value: float, read: str) -> None:
    assert render("{{ value|valence }}", value=value) == read


@pytest.mark.parametrize(
    ("value", "name"), [(-1.5, "v-n2"), (-0.5, "v-n1"), (0.49, "v-0"), (0.5, "v-p1"), (2, "v-p2")]
)
def test_a_mean_takes_the_colour_of_the_nearest_step(value: float, name: str) -> None:
    assert render("{{ value|valence_class }}", value=value) == name


def test_a_text_in_the_readers_language_needs_no_mark() -> None:
    with translation.override("en"):
        assert render("{{ text|localized }}", text=LocalizedText("店", "Shop")) == "Shop"


def test_a_text_missing_in_the_readers_language_says_which_it_is_in() -> None:
    with translation.override("en"):
        drawn = render("{{ text|localized }}", text=LocalizedText(zh="<店>"))
    assert drawn == '<span lang="zh-Hans">&lt;店&gt;</span>'


MOMENT = dt.datetime(2025, 5, 12, 10, 42, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "form", "read"),
    [
        ("en", "time", "18:42"),
        ("en", "day", "Monday, 12 May"),
        ("en", "date", "12 May 2025"),
        ("en", "", "12 May 2025, 18:42"),
        ("zh-hans", "day", "5月12日 星期一"),
        ("zh-hans", "date", "2025年5月12日"),
        ("zh-hans", "", "2025年5月12日 18:42"),
    ],
)
def test_times_follow_the_language_and_the_zone(language: str, form: str, read: str) -> None:
    with translation.override(language), timezone.override("Asia/Shanghai"):
        drawn = render("{{ moment|when:form }}", moment=MOMENT, form=form)
    assert drawn == f'<time datetime="2025-05-12T10:42:00+00:00">{read}</time>'


def test_a_time_of_this_year_leaves_the_year_out() -> None:
    with translation.override("en"), timezone.override("UTC"):
        assert (
            str(timezone.now().year) not in render("{{ m|when }}", m=timezone.now()).split(">")[1]
        )


@pytest.mark.parametrize(
    ("milliseconds", "read"),
    [(42_000, "0:42"), (61_400, "1:01"), (3_723_000, "1:02:03"), (None, "")],
)
def test_the_length_of_a_sound(milliseconds: int | None, read: str) -> None:
    assert render("{{ length|clock }}", length=milliseconds) == read


def test_a_module_brings_all_that_it_imports() -> None:
    drawn = render('{% module "app.js" %}')
    assert '<script type="module" src="/static/fieldstudy/app.js">' in drawn
    assert '<link rel="modulepreload" href="/static/fieldstudy/lib/menus.js">' in drawn
