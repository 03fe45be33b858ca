"""Reading a design that somebody sends: all of it is checked, and every problem has its place."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fieldstudy.core.localized import LocalizedText
from fieldstudy.designs.reading import UnreadableDesign
from fieldstudy.designs.schema import check_design, read_design
from fieldstudy.designs.starters import STARTERS, starter
from fieldstudy.studies.items import SHAPES
from fieldstudy.studies.wording import hint_for

SOUND: dict[str, Any] = {
    "format": "fieldstudy-design",
    "version": 1,
    "study": {"name": {"zh": "小店", "en": "Shop"}},
    "brands": [{"key": "own", "name": {"en": "Linli"}, "role": "own"}],
    "scenarios": [{"key": "s", "name": {"en": "Dinner"}, "kind": "everyday"}],
    "stages": [{"key": "pay", "name": {"en": "Pay"}}],
    "touchpoints": [{"key": "till", "stage": "pay", "name": {"en": "Till"}}],
    "waves": [
        {"key": "w", "name": {"en": "May"}, "starts_on": "2026-05-01", "ends_on": "2026-05-09"}
    ],
    "prompts": [
        {
            "key": "after",
            "name": {"en": "After"},
            "scenario": "s",
            "items": [
                {
                    "key": "queue",
                    "kind": "single",
                    "wording": {"en": "Did you queue?"},
                    "options": [
                        {"key": "yes", "label": {"en": "Yes"}},
                        {"key": "no", "label": {"en": "No"}},
                    ],
                },
                {
                    "key": "long",
                    "kind": "text",
                    "wording": {"en": "What did you do meanwhile?"},
                    "shown_if": {"item": "queue", "any_of": ["yes"]},
                },
            ],
        }
    ],
    "consent": {
        "title": {"en": "Taking part"},
        "body": {"en": "What we do."},
        "scopes": [{"key": "photos", "wording": {"en": "Photos"}}],
    },
}


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    """The sound design with one value put elsewhere."""
    design = copy.deepcopy(SOUND)
    part: Any = design
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return design


def places(design: Any) -> list[str]:
    with pytest.raises(UnreadableDesign) as refused:
        check_design(design)
    assert all(str(problem.words) for problem in refused.value.problems)
    return [problem.place for problem in refused.value.problems]


def test_a_sound_design_is_read() -> None:
    design = read_design(b"\xef\xbb\xbf" + json.dumps(SOUND).encode())

    assert design["study"]["name"].zh == "小店"
    assert design["prompts"][0]["items"][1]["shown_if"] == {"item": "queue", "any_of": ["yes"]}


ITEM = ["prompts", 0, "items", 0]


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["format"], "survey", "format"),
        (["version"], 2, "version"),
        (["version"], "1", "version"),
        (["study"], [], "study"),
        (["study", "name"], {}, "study.name"),
        (["study", "name"], "Shop", "study.name"),
        (["study", "name", "fr"], "Magasin", "study.name.fr"),
        (["study", "name", "en"], 7, "study.name.en"),
        (["study", "name", "en"], "x" * 301, "study.name.en"),
        (["study", "name", "en"], "half \ud83d", "study.name.en"),
        (["study", "time_zone"], "Mars/Olympus", "study.time_zone"),
        (["study", "languages"], [], "study.languages"),
        (["study", "languages"], ["en", "en"], "study.languages"),
        (["study", "languages"], ["fr"], "study.languages[0]"),
        (["study", "days"], True, "study.days"),
        (["study", "days"], 0, "study.days"),
        (["study", "contact_name"], "Lan", "study.contact_name"),
        (["brands", 0, "role"], "friend", "brands[0].role"),
        (["brands", 0, "key"], "", "brands[0].key"),
        (["brands"], {"own": 1}, "brands"),
        (["brands"], [{"key": f"b{n}", "name": {"en": "B"}} for n in range(51)], "brands"),
        (["brands"], [{"key": "b", "name": {"en": "B"}}] * 2, "brands[1].key"),
        (["touchpoints", 0, "stage"], "gone", "touchpoints[0].stage"),
        (["touchpoints", 0], {"key": "t", "name": {"en": "T"}}, "touchpoints[0].stage"),
        (["waves", 0, "ends_on"], "2026-04-30", "waves[0].ends_on"),
        (["waves", 0, "ends_on"], "soon", "waves[0].ends_on"),
        (["prompts", 0, "scenario"], "gone", "prompts[0].scenario"),
        (["prompts", 0, "minutes"], 1.5, "prompts[0].minutes"),
        (["prompts", 0, "schedule"], {"kind": "fixed"}, "prompts[0].schedule.settings"),
        (
            ["prompts", 0, "schedule"],
            {"kind": "event", "settings": []},
            "prompts[0].schedule.settings",
        ),
        (["prompts", 0, "items"], "none", "prompts[0].items"),
        ([*ITEM, "kind"], "riddle", "prompts[0].items[0].kind"),
        ([*ITEM, "options"], [], "prompts[0].items[0].options"),
        ([*ITEM, "options", 1, "key"], "yes", "prompts[0].items[0].options[1].key"),
        ([*ITEM, "options", 1, "key"], ["no"], "prompts[0].items[0].options[1].key"),
        ([*ITEM, "settings"], {"colour": 1}, "prompts[0].items[0].settings.colour"),
        ([*ITEM, "settings"], 4, "prompts[0].items[0].settings"),
        (["prompts", 0, "items", 1, "key"], "queue", "prompts[0].items[1].key"),
        (
            ["prompts", 0, "items", 1, "shown_if", "any_of"],
            [{"deep": {}}],
            "prompts[0].items[1].shown_if.any_of",
        ),
        (["prompts", 0, "items", 1, "shown_if"], "queue", "prompts[0].items[1].shown_if"),
        (["consent", "scopes", 0, "key"], "soul", "consent.scopes[0].key"),
        (["consent", "body"], {}, "consent.body"),
        (["members"], [], "members"),
    ],
)
def test_one_thing_wrong_is_named_with_its_place(path: list[Any], value: Any, place: str) -> None:
    assert place in places(changed(path, value))


def test_everything_wrong_is_named_at_once() -> None:
    design = changed(["brands", 0, "role"], "friend")
    design["prompts"][0]["items"][0]["kind"] = "riddle"

    assert {"brands[0].role", "prompts[0].items[0].kind"} <= set(places(design))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[1, 2",
        b"\xff\xfe{}",
        b'{"format": "fieldstudy-design", "format": "x"}',
        b'{"format": NaN}',
        b"[" * 100_000,
        b'"' + b"x" * (2 * 1024 * 1024) + b'"',
        b"null",
        b"[]",
        b'{"version": 1}',
    ],
    ids=range(11),
)
def test_what_is_no_design_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(UnreadableDesign) as refused:
        read_design(raw)

    assert str(refused.value.problems[0].words)


def test_a_key_that_stands_twice_is_refused_not_quietly_overwritten() -> None:
    twice = json.dumps(SOUND).replace('"role": "own"', '"role": "own", "role": "competitor"')

    with pytest.raises(UnreadableDesign) as refused:
        read_design(twice.encode())

    assert [problem.place for problem in refused.value.problems] == ["role"]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_PATHS: list[list[Any]] = [[name] for name in SOUND] + [
    ["study", "name"],
    ["study", "languages"],
    ["brands", 0],
    ["touchpoints", 0, "stage"],
    ["prompts", 0],
    [*ITEM],
    [*ITEM, "options"],
    [*ITEM, "options", 0],
    [*ITEM, "settings"],
    ["prompts", 0, "items", 1, "shown_if"],
    ["prompts", 0, "items", 1, "shown_if", "any_of"],
    ["consent", "scopes"],
]


@hypothesis_settings(max_examples=300)
@given(st.sampled_from(_PATHS), _json)
def test_anything_anywhere_is_read_or_refused_never_more(path: list[Any], value: Any) -> None:
    try:
        check_design(changed(path, value))
    except UnreadableDesign as refused:
        assert refused.problems


@pytest.mark.parametrize("key", STARTERS)
def test_our_own_designs_are_complete_in_both_languages_and_never_ask_why(key: str) -> None:
    design = starter(key)

    for part in ("brands", "scenarios", "stages", "touchpoints", "segments"):
        for row in design[part]:
            texts = [each for each in row.values() if isinstance(each, LocalizedText)]
            assert texts and not any(text.missing for text in texts)
    for prompt in design["prompts"]:
        assert not prompt["name"].missing and not prompt["introduction"].missing
        for item in prompt["items"]:
            assert not item["wording"].missing
            assert hint_for(item["wording"]) is None
    kinds = {item["kind"] for prompt in design["prompts"] for item in prompt["items"]}
    assert kinds == set(SHAPES)
