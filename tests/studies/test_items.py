"""What a question may look like."""

from typing import Any

import pytest

from fieldstudy.core.localized import LocalizedText
from fieldstudy.studies.items import (
    SHAPES,
    ItemValues,
    condition_problem,
    is_shown,
    next_key,
    problems_of,
)
from fieldstudy.studies.models import PromptItem

YES_NO = [
    {"key": "yes", "label": {"zh": "是", "en": "Yes"}},
    {"key": "no", "label": {"zh": "否", "en": "No"}},
]


def item(kind: str, **parts: Any) -> ItemValues:
    return ItemValues(
        **{"key": kind, "kind": kind, "wording": LocalizedText(en="What happened?"), **parts}
    )


def places(values: ItemValues) -> list[str]:
    return [problem.place for problem in problems_of(values)]


def test_the_shapes_are_those_of_the_model() -> None:
    assert set(SHAPES) == set(PromptItem.Kind.values)


@pytest.mark.parametrize(
    "sound",
    [
        item("text"),
        item("single", options=YES_NO),
        item("scale", settings={"low": -2, "high": 2, "low_label": {"zh": "", "en": "Cold"}}),
        item("number", settings={"least": 0, "most": 2.5, "unit": {"en": "min"}}),
        item("emotion", settings={"named": ["annoyed", "relieved"]}),
        item("photo", settings={"least": 0, "most": 3, "camera_only": True}),
        item("text", settings={"why_is_kept": True}),
    ],
    ids=lambda values: values.kind,
)
def test_a_sound_item_has_no_problems(sound: ItemValues) -> None:
    assert places(sound) == []


@pytest.mark.parametrize(
    ("odd", "place"),
    [
        (item("riddle"), "kind"),
        (item("text", wording=LocalizedText()), "wording"),
        (item("text", settings={"colour": "red"}), "settings.colour"),
        (item("text", options=YES_NO), "options"),
        (item("single", options=YES_NO[:1]), "options"),
        (item("single", options=[YES_NO[0], YES_NO[0]]), "options[1].key"),
        (item("single", options=[YES_NO[0], {"key": "ü", "label": {"en": "U"}}]), "options[1].key"),
        (item("single", options=[YES_NO[0], {"key": "x", "label": {}}]), "options[1]"),
        (item("single", options=[YES_NO[0], {"key": "x", "label": "X"}]), "options[1]"),
        (item("scale", settings={"low": 1}), "settings.high"),
        (item("scale", settings={"low": 5, "high": 1}), "settings.high"),
        (item("scale", settings={"low": 3, "high": 3}), "settings.high"),
        (item("scale", settings={"low": -10, "high": 10}), "settings.high"),
        (item("scale", settings={"low": True, "high": 5}), "settings.low"),
        (item("number", settings={"least": "few"}), "settings.least"),
        (item("number", settings={"least": 3, "most": 2}), "settings.most"),
        (item("number", settings={"most": 10**400}), "settings.most"),
        (item("number", settings={"most": float("nan")}), "settings.most"),
        (item("emotion", settings={"named": ["annoyed", "annoyed"]}), "settings.named"),
        (item("emotion", settings={"named": ["hangry"]}), "settings.named"),
        (item("photo", settings={"most": 11}), "settings.most"),
        (item("photo", settings={"camera_only": 1}), "settings.camera_only"),
    ],
)
def test_an_odd_item_is_refused_where_it_is_odd(odd: ItemValues, place: str) -> None:
    assert place in places(odd)


ASKED = [item("single", key="queue", options=YES_NO), item("text"), item("emotion", key="feel")]


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({"item": "queue", "any_of": ["yes"]}, None),
        ({"item": "feel", "any_of": [-2, -1]}, None),
        ({"item": "queue", "any_of": ["maybe"]}, "shown_if.any_of"),
        ({"item": "queue", "any_of": []}, "shown_if.any_of"),
        ({"item": "feel", "any_of": [3]}, "shown_if.any_of"),
        ({"item": "feel", "any_of": [True]}, "shown_if.any_of"),
        ({"item": "text", "any_of": ["x"]}, "shown_if.item"),
        ({"item": "later", "any_of": ["x"]}, "shown_if.item"),
        ({"item": "queue"}, "shown_if"),
        ({"item": "queue", "any_of": "yes"}, "shown_if"),
    ],
)
def test_an_item_depends_only_on_answers_that_can_come_before_it(
    condition: dict[str, Any], place: str | None
) -> None:
    problem = condition_problem(item("text", key="next", shown_if=condition), ASKED)

    assert (problem and problem.place) == place


@pytest.mark.parametrize(
    ("any_of", "answer", "shown"),
    [
        (["yes"], "yes", True),
        (["yes"], "no", False),
        (["yes"], None, False),
        (["yes"], ["no", "yes"], True),
        ([-2, -1], {"valence": -1, "named": []}, True),
        ([-2, -1], {"valence": 1}, False),
        ([4, 5], 4.0, True),
    ],
)
def test_an_item_is_asked_once_its_condition_is_met(
    any_of: list[Any], answer: Any, shown: bool
) -> None:
    answers = {} if answer is None else {"before": answer}

    assert is_shown({"item": "before", "any_of": any_of}, answers) is shown
    assert is_shown(None, answers)


def test_keys_never_repeat() -> None:
    assert next_key("text", []) == "text"
    assert next_key("text", ["text", "text_3"]) == "text_2"
    assert next_key("text", ["text", "text_2"]) == "text_3"
