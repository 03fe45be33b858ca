"""Writing the items of a prompt."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.core.localized import LocalizedText
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import (
    add_item,
    archive_item,
    change_item,
    move_item,
    publish_protocol,
    restore_item,
)
from fieldstudy.studies.models import Prompt, PromptItem, Study
from tests.factories import make_prompt, text

YES_NO = [
    {"key": "yes", "label": {"zh": "是", "en": "Yes"}},
    {"key": "no", "label": {"zh": "否", "en": "No"}},
]


@pytest.fixture
def prompt(study: Study) -> Prompt:
    return make_prompt(study)


def ask(prompt: Prompt, lan: Person, kind: str = "text", **fields: Any) -> PromptItem:
    return add_item(prompt, kind=kind, by=lan, **{"wording": text("What happened?"), **fields})


def keys(prompt: Prompt) -> list[str]:
    return [item.key for item in prompt.items.current().in_order()]


def test_items_get_keys_and_starting_settings(prompt: Prompt, lan: Person) -> None:
    ask(prompt, lan)
    ask(prompt, lan)
    scale = ask(prompt, lan, "scale")

    assert keys(prompt) == ["text", "text_2", "scale"]
    assert scale.settings == {"low": 1, "high": 5}


def test_an_odd_item_is_not_stored(prompt: Prompt, lan: Person) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(prompt, lan, "single", options=YES_NO[:1])
    with pytest.raises(ValidationError):
        ask(prompt, lan, key="été")

    assert "options" in refused.value.message_dict
    assert keys(prompt) == []


def test_two_items_of_a_prompt_never_share_a_key(prompt: Prompt, lan: Person) -> None:
    ask(prompt, lan, key="queue")

    with pytest.raises(ValidationError) as refused:
        ask(prompt, lan, key="queue")

    assert "key" in refused.value.message_dict


def test_a_key_may_change_until_answers_can_name_it(
    study: Study, prompt: Prompt, lan: Person
) -> None:
    item = ask(prompt, lan)
    change_item(item, by=lan, key="story")
    publish_protocol(study, by=lan)

    with pytest.raises(ValidationError) as refused:
        change_item(item, by=lan, key="tale")

    assert "key" in refused.value.message_dict
    assert PromptItem.objects.get().key == "story"


def test_a_new_wording_takes_back_the_leave_to_ask_why(prompt: Prompt, lan: Person) -> None:
    item = ask(prompt, lan, wording=text("Why?"), settings={"why_is_kept": True})

    change_item(item, by=lan, wording=text("Why this one?"))

    assert PromptItem.objects.get().settings == {}


def test_an_item_others_wait_for_stays_and_stays_before_them(prompt: Prompt, lan: Person) -> None:
    queue = ask(prompt, lan, "single", key="queue", options=YES_NO)
    ask(prompt, lan, key="long", shown_if={"item": "queue", "any_of": ["yes"]})

    with pytest.raises(ValidationError) as used:
        archive_item(queue, by=lan)
    with pytest.raises(ValidationError) as order:
        move_item(queue, steps=1, by=lan)

    assert (used.value.code, order.value.code) == ("in_use", "before_its_condition")
    assert keys(prompt) == ["queue", "long"]


def test_items_move_are_archived_and_come_back_last(prompt: Prompt, lan: Person) -> None:
    first, second = ask(prompt, lan, key="a"), ask(prompt, lan, key="b")
    ask(prompt, lan, key="c")

    assert move_item(second, steps=-1, by=lan)
    assert not move_item(second, steps=-1, by=lan)
    archive_item(second, by=lan)
    assert keys(prompt) == ["a", "c"]
    restore_item(second, by=lan)

    assert keys(prompt) == ["a", "c", "b"]
    assert move_item(first, steps=2, by=lan)
    assert keys(prompt) == ["c", "b", "a"]


def test_the_condition_is_checked_when_an_item_is_written(prompt: Prompt, lan: Person) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(prompt, lan, shown_if={"item": "later", "any_of": ["x"]})

    assert "shown_if.item" in refused.value.message_dict


def test_a_text_may_come_as_stored(prompt: Prompt, lan: Person) -> None:
    item = ask(prompt, lan, wording={"zh": "发生了什么？"})

    assert item.wording == LocalizedText(zh="发生了什么？")
