"""Taking in, copying and publishing a whole design."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import (
    copy_study,
    create_from_starter,
    import_design,
    publish_design,
)
from fieldstudy.designs.readiness import Place, State, burden_of, readiness_of
from fieldstudy.designs.schema import check_design, read_design
from fieldstudy.designs.writing import design_of
from fieldstudy.events.models import Event
from fieldstudy.participants.actions import invite_participant, publish_consent
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import change_item, create_study, publish_protocol, update_study
from fieldstudy.studies.models import Role, Study
from tests.factories import make_item, make_prompt, make_touchpoint, text


@pytest.fixture
def visit(lan: Person) -> Study:
    return create_from_starter("retail_visit", by=lan)


def test_a_study_from_our_design_is_ready_but_for_its_contact_person(
    visit: Study, lan: Person
) -> None:
    with study_scope(visit):
        readiness = readiness_of(visit)

        assert visit.memberships.get().role == Role.OWNER
        assert visit.touchpoints.count() == 16
        assert visit.touchpoints.filter(is_moment_of_truth=True).count() == 4
        assert [step.place for step in readiness.steps if step.state != State.DONE] == [Place.FACTS]
        assert readiness.may_publish
        assert burden_of(visit) == 2


def test_what_is_written_to_a_file_comes_back_the_same(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        written = design_of(visit)
    again = import_design(read_design(json.dumps(written).encode()), by=lan)
    with study_scope(again):
        assert design_of(again) == written
    assert again.pk != visit.pk


def test_a_file_holds_no_person_and_no_identifier(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        update_study(visit, by=lan, contact_name="Lan Chen", contact_details="138 0000 1111")
        invite_participant(visit, by=lan, label="P77")
        written = json.dumps(design_of(visit), ensure_ascii=False)
        prompt = visit.prompts.first()

    assert "Lan Chen" not in written
    assert "138 0000" not in written
    assert "P77" not in written
    assert str(visit.pk) not in written
    assert str(prompt.pk) not in written


def test_a_copy_has_the_design_and_the_contact_but_no_people(
    study: Study, lan: Person, rosa: Person
) -> None:
    make_item(make_prompt(study, "After"))
    make_touchpoint(study, "Till")
    update_study(study, by=lan, contact_name="Lan Chen")
    invite_participant(study, by=lan)

    copied = copy_study(study, by=rosa, name=text("Second round"))

    with study_scope(copied):
        assert copied.name.en == "Second round"
        assert copied.contact_name == "Lan Chen"
        assert [prompt.name.en for prompt in copied.prompts.all()] == ["After"]
        assert copied.prompts.get().items.count() == 1
        assert not copied.participations.exists()
        assert not copied.is_live
        assert [member.person for member in copied.memberships.all()] == [rosa]
    (event,) = Event.objects.filter(verb="study.copied")
    assert event.data == {"original": str(study.pk)}


def test_an_import_that_fails_half_way_leaves_no_study(
    lan: Person, monkeypatch: pytest.MonkeyPatch, visit: Study
) -> None:
    with study_scope(visit):
        design = check_design(design_of(visit))

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("fieldstudy.designs.actions.edit_consent", full)
    with pytest.raises(OSError, match="full"):
        import_design(design, by=lan, name=text("Half"))

    assert [each.pk for each in Study.objects.of(lan).exclude(slug="supermarket")] == [visit.pk]


def test_publishing_a_design_freezes_both_texts_and_begins_fieldwork(
    visit: Study, lan: Person
) -> None:
    with study_scope(visit):
        version = publish_design(visit, by=lan)

        assert version.number == 1
        assert visit.consent_documents.get().published_at is not None
        assert visit.is_live


def test_publishing_again_publishes_only_what_changed(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        publish_design(visit, by=lan)
        change_item(visit.prompt_items.first(), by=lan, hint=text("The nearest one"))
        publish_design(visit, by=lan)

        assert [each.number for each in visit.protocol_versions.all()] == [1, 2]
        assert visit.consent_documents.count() == 1
    assert Event.objects.filter(verb="study.opened").count() == 1


def test_a_study_without_consent_text_is_not_published(study: Study, lan: Person) -> None:
    make_item(make_prompt(study))

    with pytest.raises(ValidationError) as refused:
        publish_design(study, by=lan)

    assert len(refused.value.messages) == 1
    assert not study.protocol_versions.exists()


def test_an_empty_study_is_told_everything_that_is_missing(lan: Person) -> None:
    empty = create_study(by=lan, name=LocalizedText(en="Empty"))
    with study_scope(empty):
        states = {step.place: step.state for step in readiness_of(empty).steps}

    assert states == {
        Place.FACTS: State.WANTING,
        Place.SCENARIOS: State.WANTING,
        Place.JOURNEY: State.WANTING,
        Place.BRANDS: State.WANTING,
        Place.PROMPTS: State.STOPS,
        Place.CONSENT: State.STOPS,
    }


def test_the_checklist_takes_as_many_queries_for_a_large_study_as_for_a_small_one(
    study: Study, visit: Study, lan: Person
) -> None:
    counts = []
    for each in (study, visit):
        with study_scope(each), CaptureQueriesContext(connection) as captured:
            readiness_of(each)
        counts.append(len(captured))

    assert max(counts) <= 8


def test_publishing_the_protocol_and_consent_apart_stays_possible(
    visit: Study, lan: Person
) -> None:
    with study_scope(visit):
        publish_protocol(visit, by=lan)
        publish_consent(visit.consent_documents.get(), by=lan)
        assert publish_design(visit, by=lan).number == 1
