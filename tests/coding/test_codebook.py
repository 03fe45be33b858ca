"""Making, changing, moving and archiving codes."""

from uuid import uuid4

import pytest

from fieldstudy.coding import refusals
from fieldstudy.coding.actions import (
    add_touchpoint_codes,
    archive_code,
    create_code,
    move_code,
    restore_code,
    starter_codebook,
    update_code,
)
from fieldstudy.coding.codebook import CODE_KEYS, by_kind, tree
from fieldstudy.coding.models import Code, Operation
from fieldstudy.core.localized import LocalizedText
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories


def make(study: Study, by: Person, en: str, kind: str = "theme", **more: object) -> Code:
    return create_code(study, kind=kind, by=by, name=factories.text(en), **more)  # type: ignore[arg-type]


def test_a_code_leaves_an_operation_and_its_id_works_once(study: Study, lan: Person) -> None:
    key = uuid4()
    code = make(study, lan, "Fairness", client_id=key)
    assert make(study, lan, "Fairness", client_id=key) == code
    operation = Operation.objects.get()
    assert (operation.verb, operation.subject_id, operation.entry) == (
        "code.created",
        code.pk,
        None,
    )
    assert operation.after["name"] == {"zh": "中·Fairness", "en": "Fairness"}


def test_names_are_unique_among_siblings_only(study: Study, lan: Person) -> None:
    top = make(study, lan, "Fairness")
    make(study, lan, "fairness", parent=top)
    make(study, lan, "Fairness", kind="need")
    with pytest.raises(refusals.NameTaken):
        make(study, lan, "FAIRNESS")
    with pytest.raises(refusals.NameTaken):
        create_code(study, kind="theme", by=lan, name=LocalizedText(zh="中·fairness"))
    with pytest.raises(refusals.NameMissing):
        create_code(study, kind="theme", by=lan, name=LocalizedText())


def test_a_key_puts_one_code(study: Study, lan: Person) -> None:
    fair = make(study, lan, "Fairness", key="t")
    with pytest.raises(refusals.KeyTaken):
        make(study, lan, "Trust", key="t")
    archive_code(fair, by=lan)
    trust = make(study, lan, "Trust", key="t")
    assert restore_code(fair, by=lan).key == ""
    assert trust.key == "t"


@pytest.mark.parametrize("key", ["j", "d", "T", "é", "中", "?", " "])
def test_the_desks_own_keys_are_not_given_away(study: Study, lan: Person, key: str) -> None:
    with pytest.raises(refusals.KeyReserved):
        make(study, lan, "Fairness", key=key)


def test_a_colour_is_six_digits(study: Study, lan: Person) -> None:
    assert make(study, lan, "Fairness", colour="#2E4D99").colour == "#2e4d99"
    with pytest.raises(refusals.WrongColour):
        make(study, lan, "Trust", colour="red")


def test_a_kind_keeps_only_what_it_has(study: Study, lan: Person) -> None:
    theme = make(study, lan, "Fairness", valence=2, reaction="pain")
    assert (theme.valence, theme.reaction, theme.touchpoint) == (None, "", None)
    pain = make(study, lan, "Pain", "reaction", reaction="pain")
    assert make(study, lan, "Waits", "reaction", parent=pain).reaction == "pain"


def test_a_reaction_says_which(study: Study, lan: Person) -> None:
    with pytest.raises(refusals.ReactionMissing):
        make(study, lan, "Hm", "reaction")
    pain = make(study, lan, "Pain", "reaction", reaction="pain")
    praise = make(study, lan, "Praise", "reaction", reaction="praise")
    with pytest.raises(refusals.OtherKind):
        move_code(praise, by=lan, parent=pain, position=0)


def test_codings_follow_a_new_valence(study: Study, lan: Person, entry: object) -> None:
    bad = make(study, lan, "Bad", "emotion", valence=-1)
    coding = factories.make_coding(entry, bad, lan)  # type: ignore[arg-type]
    update_code(bad, by=lan, valence=-2)
    coding.refresh_from_db()
    assert coding.valence == -2


def test_a_change_that_changes_nothing_leaves_no_trace(study: Study, lan: Person) -> None:
    code = make(study, lan, "Fairness")
    update_code(code, by=lan, name=factories.text("Fairness"))
    assert Operation.objects.count() == 1
    update_code(code, by=lan, definition=factories.text("What is felt as fair."))
    assert [*Operation.objects.order_by("id").values_list("verb", flat=True)] == [
        "code.created",
        "code.changed",
    ]


def names(study: Study) -> list[tuple[str, int]]:
    return [(line.code.name.en, line.depth) for line in tree(study.codes.applicable())]


def test_codes_move_among_siblings_and_under_each_other(study: Study, lan: Person) -> None:
    a, b, c = (make(study, lan, name) for name in "ABC")
    move_code(c, by=lan, parent=None, position=0)
    assert names(study) == [("C", 0), ("A", 0), ("B", 0)]
    move_code(b, by=lan, parent=a, position=9)
    move_code(c, by=lan, parent=b, position=0)
    assert names(study) == [("A", 0), ("B", 1), ("C", 2)]
    with pytest.raises(refusals.CodeLoop):
        move_code(a, by=lan, parent=c, position=0)
    need = make(study, lan, "D", "need")
    with pytest.raises(refusals.OtherKind):
        move_code(need, by=lan, parent=a, position=0)
    make(study, lan, "C")
    with pytest.raises(refusals.NameTaken):
        move_code(c, by=lan, parent=None, position=0)


def test_archiving_takes_what_is_below_along_and_keeps_codings(
    study: Study, lan: Person, entry: object
) -> None:
    top = make(study, lan, "Trust")
    child = make(study, lan, "In staff", parent=top)
    grandchild = make(study, lan, "In Mr Zhou", parent=child)
    coding = factories.make_coding(entry, grandchild, lan)  # type: ignore[arg-type]
    assert archive_code(top, by=lan) == 3
    assert archive_code(top, by=lan) == 0
    assert not study.codes.applicable().exists()
    coding.refresh_from_db()
    assert coding.removed_at is None
    child.refresh_from_db()
    restore_code(child, by=lan)
    assert names(study) == [("In staff", 0)]
    assert Operation.objects.filter(batch=top.pk).count() == 3


def test_the_starter_codebook_speaks_both_languages(study: Study, lan: Person) -> None:
    till = factories.make_touchpoint(study, "Self-checkout")
    made = starter_codebook(study, by=lan)
    codes = list(study.codes.applicable())
    assert made == len(codes) == Operation.objects.count()
    assert Operation.objects.values("batch").distinct().count() == 1
    assert all(code.name.zh and code.name.en for code in codes)
    assert {code.kind for code in codes} == set(Code.Kind)
    faces = study.codes.filter(kind="emotion", parent=None).order_by("position")
    assert [code.valence for code in faces] == [-2, -1, 0, 1, 2]
    top = study.codes.filter(kind="reaction", parent=None).order_by("position")
    assert [(code.key, code.reaction, code.name.zh) for code in top] == [
        ("1", "pain", "槽点"),
        ("2", "praise", "赞点"),
        ("3", "moved", "感动点"),
    ]
    assert all(code.reaction for code in codes if code.kind == "reaction")
    assert study.codes.get(kind="touchpoint").touchpoint == till
    assert study.codes.get(kind="touchpoint").key == "4"
    with pytest.raises(refusals.CodebookNotEmpty):
        starter_codebook(study, by=lan)


def test_many_touchpoints_never_run_out_of_keys_and_none_is_given_twice(
    study: Study, lan: Person
) -> None:
    for number in range(30):
        factories.make_touchpoint(study, f"Place {number}")
    starter_codebook(study, by=lan)
    keys = [code.key for code in study.codes.all() if code.key]
    assert len(keys) == len(set(keys))
    assert set(keys) <= CODE_KEYS
    assert study.codes.filter(kind="touchpoint").count() == 30


def test_new_touchpoints_get_codes_later(study: Study, lan: Person) -> None:
    enter, leave = factories.make_stage(study, "Enter"), factories.make_stage(study, "Leave")
    factories.make_touchpoint(study, "Door", stage=enter)
    starter_codebook(study, by=lan)
    factories.make_touchpoint(study, "Door", stage=leave)
    assert add_touchpoint_codes(study, by=lan) == 1
    assert add_touchpoint_codes(study, by=lan) == 0
    shown = study.codes.filter(kind="touchpoint").order_by("position")
    assert [code.name.en for code in shown] == ["Door", "Door (Leave)"]


def test_kinds_come_in_the_order_of_the_desk(study: Study, lan: Person) -> None:
    make(study, lan, "Fairness")
    shown = by_kind(study.codes.applicable())
    assert [kind for kind, _ in shown] == [
        "emotion",
        "reaction",
        "touchpoint",
        "need",
        "action",
        "theme",
    ]
    assert [len(lines) for _, lines in shown] == [0, 0, 0, 0, 0, 1]
