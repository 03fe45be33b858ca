"""The document that is frozen: what stops it, and what differs from the one before."""

import copy
from typing import Any

from fieldstudy.studies.protocol import (
    Difference,
    Gravity,
    changes_between,
    digest,
    frozen,
    remarks_on,
)


def both(words: str) -> dict[str, str]:
    return {"zh": f"中·{words}", "en": words}


def question(key: str, kind: str = "text", **parts: Any) -> dict[str, Any]:
    return {
        "id": f"id-{key}",
        "key": key,
        "kind": kind,
        "wording": both(f"About {key}"),
        "hint": {"zh": "", "en": ""},
        "options": [],
        "settings": {},
        "shown_if": None,
        "is_required": False,
        **parts,
    }


def prompt(key: str, *items: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {
        "id": f"id-{key}",
        "name": both(key),
        "scenario": None,
        "introduction": {"zh": "", "en": ""},
        "minutes": 2,
        "items": list(items),
        **parts,
    }


def document(*prompts: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {
        "languages": ["zh-Hans", "en"],
        "prompts": list(prompts),
        "scenarios": [],
        "stages": [],
        "touchpoints": [],
        "brands": [],
        **parts,
    }


def said(gravity: Gravity, *prompts: dict[str, Any], **parts: Any) -> list[str]:
    remarks = remarks_on(document(*prompts, **parts))
    return [str(remark.item_id) for remark in remarks if remark.gravity == gravity]


def test_a_complete_prompt_draws_no_remark() -> None:
    assert remarks_on(document(prompt("shop", question("a")))) == []


def test_nothing_to_ask_and_prompts_without_items_stop_it() -> None:
    assert said(Gravity.STOPS) == [""]
    assert said(Gravity.STOPS, prompt("empty"), prompt("full", question("a"))) == [""]


def test_items_that_cannot_be_answered_stop_it() -> None:
    assert said(
        Gravity.STOPS,
        prompt(
            "shop",
            question("choice", "single"),
            question("brand", "brand"),
            question("after", shown_if={"item": "gone", "any_of": ["x"]}),
            question("fine"),
        ),
    ) == ["id-choice", "id-brand", "id-after"]


def test_missing_words_and_reasons_only_warn() -> None:
    half = question("half", wording={"zh": "发生了什么？", "en": ""})
    why = question("why", wording=both("Why did you leave?"))
    kept = question("kept", wording=both("Why did you leave?"), settings={"why_is_kept": True})
    places = question("place", "touchpoint")

    assert said(Gravity.WARNS, prompt("shop", half, why, kept, places)) == [
        "id-half",
        "id-why",
        "id-place",
    ]
    assert said(Gravity.STOPS, prompt("shop", half, why, kept, places)) == []


def test_a_study_in_one_language_misses_nothing() -> None:
    half = question("half", wording={"zh": "发生了什么？", "en": ""})

    assert said(Gravity.WARNS, prompt("shop", half), languages=["zh-Hans"]) == []


def test_the_digest_follows_content_not_the_order_of_keys() -> None:
    one = document(prompt("shop", question("a")))
    same = {key: one[key] for key in reversed(one)}
    other = document(prompt("shop", question("b")))

    assert digest(one) == digest(same)
    assert digest(one) != digest(other)


def test_leave_to_ask_why_is_not_published() -> None:
    kept = document(prompt("shop", question("a", settings={"why_is_kept": True, "x": 1})))

    assert frozen(kept)["prompts"][0]["items"][0]["settings"] == {"x": 1}
    assert kept["prompts"][0]["items"][0]["settings"]["why_is_kept"]


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (change.part, change.difference, change.before.en, change.after.en)
        for change in changes_between(before, after)
    ]


def test_equal_documents_have_no_changes() -> None:
    one = document(prompt("shop", question("a"), question("b")))

    assert told(one, copy.deepcopy(one)) == []


def test_each_change_is_told_once() -> None:
    before = document(
        prompt("shop", question("a"), question("b"), question("c")),
        prompt("evening", question("x")),
        brands=[{"id": "1", "name": both("Linli"), "role": "own"}],
    )
    after = document(
        prompt(
            "shop",
            question("b"),
            question("a", wording=both("What did you see?")),
            question("c", is_required=True),
            question("d"),
        ),
        prompt("morning", question("m")),
        brands=[{"id": "1", "name": both("Linli"), "role": "competitor"}],
    )

    assert sorted(told(before, after)) == sorted(
        [
            ("prompt", Difference.ADDED, "", "morning"),
            ("prompt", Difference.REMOVED, "evening", ""),
            ("item", Difference.REWORDED, "About a", "What did you see?"),
            ("item", Difference.CHANGED, "About c", "About c"),
            ("item", Difference.ADDED, "", "About d"),
            ("brand", Difference.CHANGED, "Linli", "Linli"),
        ]
    )


def test_one_moved_item_is_told_as_one() -> None:
    rows = [question(key) for key in "abcde"]
    before = document(prompt("shop", *rows))
    after = document(prompt("shop", rows[4], *rows[:4]))

    assert told(before, after) == [("item", Difference.MOVED, "About e", "About e")]
