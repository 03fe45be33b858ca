"""Participants and members at the desk: inviting, codes shown once, identity behind its right."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.core.secrets import hash_secret
from fieldstudy.events.models import Event
from fieldstudy.participants.actions import write_identity
from fieldstudy.participants.models import Identity, Participation, Withdrawal
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories
from tests.factories import make_device

Desk = Callable[[Person], Client]


def page(name: str, study: Study, *args: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


def invite(client: Client, study: Study, people: str, batch: str = "") -> str:
    sent = {"people": people, "batch": batch or str(uuid4())}
    return client.post(page("invite", study), sent).content.decode()


def test_each_person_gets_a_card_with_link_qr_and_code(
    desk: Desk, rosa: Person, study: Study
) -> None:
    sheet = invite(desk(rosa), study, "P01\nP02")

    assert sheet.count('class="card"') == 2
    assert sheet.count('<svg class="qr"') == 2
    link = sheet.split("/p/join/#", 1)[1].split('"', 1)[0]
    code = sheet.split('class="join-code">', 1)[1].split("<", 1)[0].replace(" ", "")
    person = Participation.objects.get(label="P01")
    assert person.join_secret_hash == hash_secret(link)
    assert person.join_code_hash == hash_secret(code)


def test_codes_are_shown_once_and_never_kept_by_the_browser(
    desk: Desk, rosa: Person, study: Study
) -> None:
    client, batch = desk(rosa), str(uuid4())
    first = client.post(page("invite", study), {"people": "P01", "batch": batch})
    again = client.post(page("invite", study), {"people": "P01", "batch": batch})

    assert "no-store" in first.headers["Cache-Control"]
    assert again.status_code == 422
    assert "This list was invited already." in again.content.decode()
    assert "join-code" not in client.get(page("participants", study)).content.decode()
    assert Participation.objects.count() == 1


def test_a_researcher_cannot_keep_names_an_owner_can(
    desk: Desk, rosa: Person, lan: Person, study: Study
) -> None:
    refused = invite(desk(rosa), study, "P01, 王小明")
    assert "Line 1 holds a name" in refused
    assert not Participation.objects.exists()

    invite(desk(lan), study, "P01, 王小明")

    assert Identity.objects.get().name == "王小明"


def test_a_line_that_is_not_clear_is_named_and_nobody_is_invited(
    desk: Desk, lan: Person, study: Study
) -> None:
    refused = invite(desk(lan), study, "P01\nWang, Lan\nP01")

    assert "Line 2" in refused
    assert "Line 3" in refused
    assert not Participation.objects.exists()


def test_new_codes_end_the_old_ones_but_not_for_those_who_left(
    desk: Desk, rosa: Person, study: Study, p01: Participation, p02: Participation
) -> None:
    Withdrawal.objects.create(study=study, participation=p02, kind=Withdrawal.Kind.STOP)

    chosen = {"participant": [str(p01.pk), str(p02.pk), "nonsense"]}
    sheet = desk(rosa).post(page("new_codes", study), chosen).content.decode()

    assert sheet.count('class="card"') == 1
    assert "P02 left the study" in sheet
    assert Participation.objects.get(pk=p01.pk).join_code_hash


def test_choosing_nobody_is_told_so(desk: Desk, rosa: Person, study: Study) -> None:
    answer = desk(rosa).post(page("new_codes", study), follow=True)

    assert "Choose at least one person" in answer.content.decode()


def test_access_is_ended(desk: Desk, rosa: Person, study: Study, p01: Participation) -> None:
    make_device(p01)

    answer = desk(rosa).post(page("revocation", study, p01.pk), follow=True)

    assert "Access ended" in answer.content.decode()
    assert not p01.device_sessions.filter(revoked_at=None).exists()


def test_rehearsal_is_apart_and_in_no_count(desk: Desk, rosa: Person, study: Study) -> None:
    factories.make_item(factories.make_prompt(study))
    factories.make_consent_document(study, published_at=None)
    client = desk(rosa)
    sheet = client.post(page("rehearsal", study)).content.decode()
    assert ">T01<" in sheet

    shown = client.get(page("participants", study)).content.decode()
    overview = client.get(page("setup", study)).content.decode()

    assert "Nobody is invited yet." in shown
    assert "T01" in shown
    assert "<b>0</b>invited" in overview
    assert Participation.objects.get().is_rehearsal


def test_an_empty_draft_cannot_be_tried(desk: Desk, rosa: Person, study: Study) -> None:
    answer = desk(rosa).post(page("rehearsal", study), follow=True)

    assert "There is no prompt yet" in answer.content.decode()
    assert not Participation.objects.exists()


def test_label_kind_and_segments_are_changed(
    desk: Desk, rosa: Person, study: Study, p01: Participation
) -> None:
    segment = factories.make_segment(study)
    sent = {
        "label": "A-1",
        "kind": "employee",
        "customer_status": "",
        "language": "",
        "segments": [str(segment.pk)],
    }

    desk(rosa).post(page("participant", study, p01.pk), sent)
    factories.make_participation(study, "P09")
    taken = desk(rosa).post(page("participant", study, p01.pk), {**sent, "label": "p09"})

    stored = Participation.objects.get(pk=p01.pk)
    assert (stored.label, stored.kind, list(stored.segments.all())) == (
        "A-1",
        "employee",
        [segment],
    )
    assert "p09 is taken." in taken.content.decode()


def test_who_somebody_is_opens_only_with_its_right_and_is_written_down(
    desk: Desk,
    lan: Person,
    otto: Person,
    rosa: Person,
    kofi: Person,
    study: Study,
    p01: Participation,
) -> None:
    write_identity(p01, by=lan, name="王小明")
    url = page("identity", study, p01.pk)

    assert "王小明" in desk(otto).get(url).content.decode()
    assert [desk(person).get(url).status_code for person in (rosa, kofi)] == [404, 404]
    assert "王小明" not in desk(rosa).get(page("participants", study)).content.decode()
    assert Event.objects.get(verb="identity.read").actor_id == otto.pk


def test_an_operator_corrects_an_identity(
    desk: Desk, otto: Person, study: Study, p01: Participation
) -> None:
    sent = {"name": "Wang", "phone": "138", "email": "nobody", "note": ""}
    url = page("identity", study, p01.pk)

    assert desk(otto).post(url, sent).status_code == 422
    assert desk(otto).post(url, {**sent, "email": "w@example.org"}).status_code == 302
    assert Identity.objects.get().email == "w@example.org"


@pytest.mark.parametrize("name", ["participant", "revocation", "identity"])
def test_another_study_s_participant_does_not_exist(
    desk: Desk, lan: Person, charlie: Person, study: Study, name: str
) -> None:
    other = charlie.memberships.get().study
    with study_scope(other):
        theirs = factories.make_participation(other, "P01")

    assert desk(lan).post(page(name, study, theirs.pk)).status_code == 404
    desk(lan).post(page("new_codes", study), {"participant": [str(theirs.pk)]})
    with study_scope(other):
        stored = Participation.objects.get(pk=theirs.pk)
        assert stored.revoked_at is None
        assert stored.join_code_hash is None


def test_somebody_new_gets_a_one_time_link_shown_once(
    desk: Desk, lan: Person, study: Study
) -> None:
    client = desk(lan)
    sent = {"email": "Ada@Example.org", "name": "Ada", "role": "coder"}

    shown = client.post(page("members", study), sent).content.decode()

    ada = Person.objects.get(email="ada@example.org")
    assert study.memberships.get(person=ada).role == Role.CODER
    assert f"/accounts/password/reset/key/{ada.pk.hex}-" in shown
    assert "/password/reset/key/" not in client.get(page("members", study)).content.decode()
    path = "/accounts/password/reset/key/" + shown.split("/reset/key/", 1)[1].split('"', 1)[0]
    assert Client().get(path).status_code in {200, 302}


def test_somebody_with_an_account_is_added_and_never_gets_a_link(
    desk: Desk, lan: Person, charlie: Person, study: Study
) -> None:
    sent = {"email": charlie.email, "name": "", "role": "viewer"}

    shown = desk(lan).post(page("members", study), sent, follow=True).content.decode()
    member = study.memberships.get(person=charlie)
    link = desk(lan).post(page("member_link", study, member.pk))

    assert "/password/reset/key/" not in shown
    assert link.status_code == 404


def test_an_unknown_address_needs_a_name(desk: Desk, lan: Person, study: Study) -> None:
    sent = {"email": "ada@example.org", "name": "", "role": "coder"}

    answer = desk(lan).post(page("members", study), sent)

    assert answer.status_code == 422
    assert "Give a name as well." in answer.content.decode()
    assert not Person.objects.filter(email="ada@example.org").exists()


def test_the_last_owner_cannot_leave(desk: Desk, lan: Person, rosa: Person, study: Study) -> None:
    mine = study.memberships.get(person=lan)
    client = desk(lan)

    refused = client.post(page("member_removal", study, mine.pk), follow=True).content.decode()
    assert "A study needs an owner." in refused
    hers = study.memberships.get(person=rosa)
    client.post(page("member_role", study, hers.pk), {"role": "owner"})
    left = client.post(page("member_removal", study, mine.pk))

    assert left.headers["Location"] == "/"
    assert client.get(page("setup", study)).status_code == 404


def test_another_study_s_member_does_not_exist(
    desk: Desk, lan: Person, charlie: Person, study: Study
) -> None:
    theirs = charlie.memberships.get()

    assert desk(lan).post(page("member_removal", study, theirs.pk)).status_code == 404
    assert charlie.memberships.exists()
