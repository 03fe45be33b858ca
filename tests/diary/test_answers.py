"""Answers are held against what was asked; what is wrong is named, what is right is kept."""

from typing import Any

import pytest

from fieldstudy.diary.answers import ENTRY, AnswersRefused, Asked, Checked, check_answers

ALL = frozenset({"photos", "voice", "place"})
PHOTO, SOUND, VIDEO = "photo", "recording", "video"


def item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "options": [],
        "settings": {},
        "shown_if": None,
        "is_required": False,
        **more,
    }


def check(items: list[dict[str, Any]], given: dict[str, Any], **files: list[str]) -> Checked:
    asked = Asked(tuple(items), frozenset({"t1"}), frozenset({"b1"}), ALL)
    return check_answers(asked, given, files)


CHOICE = [{"key": "yes", "label": {}}, {"key": "no", "label": {}}]


@pytest.mark.parametrize(
    ("kind", "more", "given", "kept"),
    [
        ("text", {}, "a\r\nb", "a\nb"),
        ("single", {"options": CHOICE}, "yes", "yes"),
        ("multiple", {"options": CHOICE}, ["no", "yes"], ["yes", "no"]),
        ("scale", {"settings": {"low": 1, "high": 5}}, "3", 3),
        ("number", {}, "2,5", 2.5),
        ("datetime", {}, "2026-05-12T18:42", "2026-05-12T18:42:00"),
        ("emotion", {}, {"valence": "−2"}, {"valence": -2}),
        ("emotion", {"settings": {"named": ["joy"]}}, {"named": ["joy", "x"]}, {"named": ["joy"]}),
        ("touchpoint", {}, {"id": "t1"}, {"id": "t1"}),
        ("touchpoint", {}, {"id": "t1", "named": "门口"}, {"named": "门口"}),
        ("brand", {}, "b1", "b1"),
        ("place", {}, {"latitude": 31.23456, "longitude": 121.47391}, {"latitude": 31.23, "longitude": 121.47}),
    ],
)  # fmt: skip
def test_each_kind_is_kept_in_its_form(
    kind: str, more: dict[str, Any], given: Any, kept: Any
) -> None:
    assert check([item("q", kind, **more)], {"q": given}).answers == {"q": kept}


@pytest.mark.parametrize(
    ("kind", "more", "given"),
    [
        ("text", {}, 5),
        ("single", {"options": CHOICE}, "maybe"),
        ("multiple", {"options": CHOICE}, ["yes", "maybe"]),
        ("scale", {"settings": {"low": 1, "high": 5}}, 6),
        ("number", {"settings": {"least": 0}}, "-1"),
        ("number", {}, "nan"),
        ("datetime", {}, "yesterday"),
        ("emotion", {}, {"valence": 3}),
        ("touchpoint", {}, {"id": "elsewhere"}),
        ("brand", {}, "elsewhere"),
        ("place", {}, {"latitude": 91, "longitude": 0}),
        ("place", {}, "here"),
    ],
)
def test_what_does_not_fit_is_named(kind: str, more: dict[str, Any], given: Any) -> None:
    with pytest.raises(AnswersRefused) as refusal:
        check([item("q", kind, **more)], {"q": given})
    assert list(refusal.value.problems) == ["q"]


@pytest.mark.parametrize("kind", ["text", "emotion", "touchpoint", "photo", "voice", "brand"])
def test_what_must_be_answered_is_asked_for(kind: str) -> None:
    with pytest.raises(AnswersRefused):
        check([item("q", kind, is_required=True)], {})


def test_every_wrong_item_is_named_at_once() -> None:
    with pytest.raises(AnswersRefused) as refusal:
        check([item("a", "number"), item("b", "text", is_required=True)], {"a": "x"})
    assert set(refusal.value.problems) == {"a", "b"}


def test_a_hidden_item_asks_nothing_and_keeps_nothing() -> None:
    items = [
        item("open", "single", options=CHOICE),
        item("why_not", "text", is_required=True, shown_if={"item": "open", "any_of": ["no"]}),
    ]
    assert check(items, {"open": "yes", "why_not": "left over"}).answers == {"open": "yes"}
    with pytest.raises(AnswersRefused):
        check(items, {"open": "no"})


def test_a_condition_can_look_at_a_feeling() -> None:
    items = [
        item("felt", "emotion"),
        item("more", "text", is_required=True, shown_if={"item": "felt", "any_of": [-2, -1]}),
    ]
    assert check(items, {"felt": {"valence": 1}}).valence == 1
    with pytest.raises(AnswersRefused):
        check(items, {"felt": {"valence": -2}})


def test_words_for_an_item_nobody_asks_any_more_are_kept() -> None:
    checked = check([item("q", "text")], {"q": "new", "old": "from an older version"})
    assert checked.answers["old"] == "from an older version"
    assert checked.text == "new\n\nfrom an older version"


def test_too_many_photos_are_refused() -> None:
    with pytest.raises(AnswersRefused):
        check([item("q", "photo", settings={"most": 2})], {}, q=[PHOTO] * 3)


def test_an_item_outside_consent_is_not_asked() -> None:
    items = (item("where", "place", is_required=True), item("words", "text"))
    asked = Asked(items, scopes=frozenset({"photos"}))
    given = {"where": {"latitude": 31.2, "longitude": 121.4}, "words": "Rain."}
    assert check_answers(asked, given, {}).answers == {"words": "Rain."}


@pytest.mark.parametrize(
    ("kind", "file", "is_taken"),
    [
        ("photo", PHOTO, True),
        ("photo", SOUND, False),
        ("voice", SOUND, True),
        ("voice", VIDEO, True),
        ("video", VIDEO, True),
        ("video", PHOTO, False),
        ("text", PHOTO, False),
    ],
)
def test_a_file_needs_an_item_that_takes_it(kind: str, file: str, is_taken: bool) -> None:
    items = [item("q", kind), item("words", "text")]
    if is_taken:
        check(items, {"words": "Rain."}, q=[file])
    else:
        with pytest.raises(AnswersRefused):
            check(items, {"words": "Rain."}, q=[file])


def test_a_file_for_an_item_nobody_asks_is_refused_so_no_consent_is_gone_round() -> None:
    with pytest.raises(AnswersRefused) as refusal:
        check([item("words", "text")], {"words": "Rain."}, elsewhere=[PHOTO])
    assert list(refusal.value.problems) == ["elsewhere"]


@pytest.mark.parametrize("scopes", [{"photos"}, {"voice"}])
def test_a_video_shows_and_tells_so_it_needs_both_scopes(scopes: set[str]) -> None:
    asked = Asked((item("film", "video"), item("note", "voice")), scopes=frozenset(scopes))
    for key in ("film", "note"):
        with pytest.raises(AnswersRefused) as refusal:
            check_answers(asked, {}, {key: [VIDEO]})
        assert list(refusal.value.problems) == [key]


def test_an_entry_needs_something_in_it() -> None:
    items = [item("words", "text"), item("photos", "photo")]
    with pytest.raises(AnswersRefused) as refusal:
        check(items, {"words": "  "})
    assert list(refusal.value.problems) == [ENTRY]
    assert check(items, {}, photos=[PHOTO]).answers == {}
