"""Writing prompts and items at the desk, with the hint about "why"."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import publish_protocol
from fieldstudy.studies.models import Prompt, PromptItem, Study
from tests import factories

Desk = Callable[[Person], Client]
WHY = {"wording_zh": "您为什么离开？", "wording_en": "Why did you leave?"}


def page(name: str, study: Study, *args: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


@pytest.fixture
def prompt(study: Study) -> Prompt:
    return factories.make_prompt(study, "After the shop")


@pytest.fixture
def item(prompt: Prompt) -> PromptItem:
    return factories.make_item(prompt, wording=factories.text("What happened?", "发生了什么？"))


def fresh(item: PromptItem) -> PromptItem:
    return PromptItem.objects.get(pk=item.pk)


def test_the_prompts_open_at_the_first_one(desk: Desk, rosa: Person, study: Study) -> None:
    empty = desk(rosa).get(page("prompts", study))
    assert "Write the first prompt" in empty.content.decode()
    first = factories.make_prompt(study)
    factories.make_prompt(study)

    answer = desk(rosa).get(page("prompts", study))

    assert answer.headers["Location"] == page("prompt", study, first.pk)


def test_rosa_writes_a_prompt_and_says_when(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    client.post(page("new_prompt", study), {"name_en": "Evening", "minutes": "3"})
    made = study.prompts.get()
    assert made.schedule_rules.get().kind == "event"

    sent = {"kind": "fixed", "times": "20：30 9:00", "window_min": "60", "grace_min": "10"}
    client.post(page("prompt_when", study, made.pk), sent)

    assert made.schedule_rules.get(ended_at=None).settings == {"times": ["09:00", "20:30"]}
    shown = client.get(page("prompt", study, made.pk)).content.decode()
    assert "Each day at 09:00, 20:30" in shown
    assert "6 minutes a day" in shown


def test_a_time_that_is_none_is_told_so(
    desk: Desk, rosa: Person, study: Study, prompt: Prompt
) -> None:
    sent = {"kind": "fixed", "times": "noon", "window_min": "60", "grace_min": "10"}

    answer = desk(rosa).post(page("prompt_when", study, prompt.pk), sent)

    assert answer.status_code == 422
    assert "“noon” is no time of day." in answer.content.decode()


def test_both_languages_stand_side_by_side(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    shown = desk(rosa).get(page("prompt", study, item.prompt_id)).content.decode()

    assert "发生了什么？</textarea>" in shown
    assert "What happened?</textarea>" in shown
    assert "Every item is there in the study" in shown


def test_the_preview_can_be_read_in_the_other_language(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    url = page("prompt", study, item.prompt_id) + "?preview=zh-Hans"
    shown = desk(rosa).get(url).content.decode().split('class="handset"')[1]

    assert 'lang="zh-Hans"' in shown
    assert "发生了什么？" in shown
    assert "What happened?" not in shown


def test_why_is_noticed_when_it_is_saved(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    answer = desk(rosa).post(
        page("item_wording", study, item.pk), {**WHY, "act": "save"}, follow=True
    )

    shown = answer.content.decode()
    assert "people make one up" in shown
    assert "您离开的时候，先看到了什么？接着做了什么？" in shown
    assert "At what moment did you leave?" in shown


def test_why_is_noticed_while_it_is_typed(desk: Desk, rosa: Person, study: Study) -> None:
    client, url = desk(rosa), page("wording_hint", study)

    assert "people make one up" in client.get(url, {"en": "Why?"}).content.decode()
    assert client.get(url, {"en": "What happened?"}).status_code == 204
    assert "&lt;b&gt;" in client.get(url, {"en": "Why did you <b>?"}).content.decode()


def test_the_offered_wording_can_be_taken(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    desk(rosa).post(page("item_wording", study, item.pk), {**WHY, "act": "offer"})

    assert fresh(item).wording.zh == "您离开的时候，先看到了什么？接着做了什么？"


def test_why_can_be_kept_until_the_wording_changes(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    client, url = desk(rosa), page("item_wording", study, item.pk)

    kept = client.post(url, {**WHY, "act": "keep"}, follow=True).content.decode()
    assert "people make one up" not in kept
    other = {**WHY, "wording_en": "Why did you stay?", "act": "save"}
    again = client.post(url, other, follow=True).content.decode()

    assert "people make one up" in again


def test_an_item_without_words_is_told_so_and_keeps_the_old_ones(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    answer = desk(rosa).post(
        page("item_wording", study, item.pk), {"wording_zh": "", "wording_en": ""}
    )

    assert answer.status_code == 422
    assert fresh(item).wording.en == "What happened?"


CHOICE: dict[str, Any] = {
    "wording_en": "Did you queue?",
    "option_key": ["", "", ""],
    "option_zh": ["排了", "没排", ""],
    "option_en": ["Yes, I did", "No", ""],
}


def test_options_get_keys_that_stay_when_they_are_reworded_and_moved(
    desk: Desk, rosa: Person, study: Study, prompt: Prompt
) -> None:
    client = desk(rosa)
    client.post(page("new_item", study, prompt.pk) + "?kind=single", CHOICE)
    item = prompt.items.get()
    assert [option["key"] for option in item.options] == ["yes-i-did", "no"]

    moved = {
        **CHOICE,
        "option_key": ["no", "yes-i-did", ""],
        "option_zh": ["没有", "排了", "不记得"],
        "option_en": ["Not at all", "Yes", ""],
    }
    client.post(page("item", study, item.pk), moved)

    assert [option["key"] for option in fresh(item).options] == ["no", "yes-i-did", "option"]
    assert fresh(item).options[0]["label"] == {"zh": "没有", "en": "Not at all"}


def test_a_choice_of_one_is_told_so(desk: Desk, rosa: Person, study: Study, prompt: Prompt) -> None:
    sent = {**CHOICE, "option_key": [""], "option_zh": ["排了"], "option_en": ["Yes"]}

    answer = desk(rosa).post(page("new_item", study, prompt.pk) + "?kind=single", sent)

    assert answer.status_code == 422
    assert "A choice needs 2 to 30 options." in answer.content.decode()
    assert 'value="Yes"' in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        ("text", {}, {}),
        (
            "scale",
            {"low": "0", "high": "10", "low_label_en": "Hard"},
            {"low": 0, "high": 10, "low_label": {"zh": "", "en": "Hard"}},
        ),
        (
            "number",
            {"least": "0", "unit_en": "min"},
            {"least": 0.0, "unit": {"zh": "", "en": "min"}},
        ),
        ("emotion", {"named": ["annoyed", "relieved"]}, {"named": ["annoyed", "relieved"]}),
        ("photo", {"least": "0", "most": "2"}, {"least": 0, "most": 2, "camera_only": False}),
        ("place", {}, {}),
    ],
)
def test_each_kind_has_its_own_settings(
    desk: Desk,
    rosa: Person,
    study: Study,
    prompt: Prompt,
    kind: str,
    sent: dict[str, Any],
    stored: dict[str, Any],
) -> None:
    url = page("new_item", study, prompt.pk) + f"?kind={kind}"
    assert desk(rosa).get(url).status_code == 200

    assert desk(rosa).post(url, {"wording_en": "Tell us", **sent}).status_code == 302

    assert prompt.items.get().settings == stored


def test_an_item_can_wait_for_an_answer_before_it(
    desk: Desk, rosa: Person, study: Study, prompt: Prompt
) -> None:
    client = desk(rosa)
    client.post(page("new_item", study, prompt.pk) + "?kind=single", {**CHOICE, "key": "queue"})
    client.post(page("new_item", study, prompt.pk) + "?kind=emotion", {"wording_en": "How was it?"})
    url = page("new_item", study, prompt.pk) + "?kind=text"

    two = client.post(url, {"wording_en": "Then?", "shown_if": ["queue=no", "emotion=-2"]})
    one = client.post(url, {"wording_en": "Then?", "shown_if": ["emotion=-2", "emotion=-1"]})

    assert (two.status_code, one.status_code) == (422, 302)
    assert prompt.items.get(kind="text").shown_if == {"item": "emotion", "any_of": [-2, -1]}
    edited = client.get(page("item", study, prompt.items.get(kind="text").pk)).content.decode()
    assert 'value="emotion=-2"' in edited
    assert edited.count("checked") == 2


def test_the_key_is_fixed_once_published(
    desk: Desk, rosa: Person, lan: Person, study: Study, item: PromptItem
) -> None:
    url = page("item", study, item.pk)
    assert 'name="key"' in desk(rosa).get(url).content.decode()
    publish_protocol(study, by=lan)

    assert 'name="key"' not in desk(rosa).get(url).content.decode()


def test_items_move_and_are_archived(
    desk: Desk, rosa: Person, study: Study, item: PromptItem
) -> None:
    other = factories.make_item(item.prompt, key="other")
    client = desk(rosa)

    client.post(page("item_position", study, other.pk), {"move": "up"})
    assert [each.key for each in item.prompt.items.in_order()] == ["other", "text"]
    client.post(page("item_archive", study, other.pk))
    assert [each.key for each in item.prompt.items.current()] == ["text"]
    client.post(page("item_archive", study, other.pk), {"restore": "1"})

    assert [each.key for each in item.prompt.items.current().in_order()] == ["text", "other"]


@pytest.mark.parametrize("name", ["item", "item_wording", "item_position", "item_archive"])
def test_another_study_s_item_does_not_exist(
    desk: Desk, lan: Person, charlie: Person, study: Study, name: str
) -> None:
    other = charlie.memberships.get().study
    with study_scope(other):
        theirs = factories.make_item(factories.make_prompt(other))

    assert desk(lan).post(page(name, study, theirs.pk), WHY).status_code == 404


def test_a_prompt_is_archived_and_brought_back(
    desk: Desk, rosa: Person, study: Study, prompt: Prompt
) -> None:
    client = desk(rosa)
    client.post(page("prompt_archive", study, prompt.pk))
    assert client.get(page("prompt", study, prompt.pk)).status_code == 404

    client.post(page("prompt_archive", study, prompt.pk), {"restore": "1"})

    assert client.get(page("prompt", study, prompt.pk)).status_code == 200
