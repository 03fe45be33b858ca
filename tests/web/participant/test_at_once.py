"""The same entry from two tabs, or a repeat that overtakes the first: one entry, and every phone hears so."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client

from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Attachment, Entry, EntryRevision
from fieldstudy.events.models import Event
from fieldstudy.participants.models import ConsentAct, Participation, Withdrawal
from fieldstudy.studies.models import Study
from tests import factories
from tests.web.participant.files import picture
from tests.web.participant.test_api_entries import SHA256, put, upload

TIMES = 6


def joined() -> tuple[Study, Participation, str]:
    """A study with one participant, and the secret of their phone."""
    study = factories.make_study()
    with study_scope(study):
        participation = factories.make_participation(study)
        factories.make_consent(participation)
        _, secret = factories.make_device(participation)
    return study, participation, secret


def at_once(secret: str, send: object) -> list[int]:
    """The statuses of the same request sent by several connections at the same time."""

    def once(_number: int) -> int:
        phone = Client()
        phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
        try:
            return send(phone).status_code  # type: ignore[operator,no-any-return]
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return sorted(pool.map(once, range(TIMES)))


def test_one_put_is_new_and_the_others_are_the_same(transactional_db: None) -> None:
    study, _, secret = joined()
    phone = Client()
    phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
    file_id, entry_id = upload(phone), uuid4()
    listed = [{"id": file_id, "item": "voice", "sha256": SHA256}]
    statuses = at_once(secret, lambda phone: put(phone, entry_id, attachments=listed))
    assert statuses == [200] * (TIMES - 1) + [201]
    with study_scope(study):
        assert (Entry.objects.count(), Attachment.objects.count()) == (1, 1)
        assert EntryRevision.objects.count() == 1
    assert Event.objects.filter(verb="entry.submitted").count() == 1


def test_one_form_at_once_is_one_entry_with_one_photo(transactional_db: None) -> None:
    study, _, secret = joined()
    form_id = str(uuid4())

    def send(phone: Client) -> object:
        fields = {"form_id": form_id, "item-words": "Rain.", "item-photos": picture()}
        return phone.post("/p/entries/new/", fields)

    assert at_once(secret, send) == [302] * TIMES
    with study_scope(study):
        assert (Entry.objects.count(), Attachment.objects.count()) == (1, 1)


def test_one_revision_at_once_is_one_revision(transactional_db: None) -> None:
    study, participation, secret = joined()
    with study_scope(study):
        entry = factories.make_entry(participation)
    body = {"revision_id": str(uuid4()), "base_revision": 1, "answers": {"words": "More."}}
    statuses = at_once(secret, lambda phone: put(phone, entry.client_id, **body))
    assert set(statuses) <= {200, 201} and 201 in statuses
    with study_scope(study):
        assert EntryRevision.objects.count() == 2


def test_agreeing_and_leaving_at_once_is_one_act(transactional_db: None) -> None:
    study, _, secret = joined()
    with study_scope(study):
        document = factories.make_consent_document(study)
    act = {"id": str(uuid4()), "document": str(document.pk), "scopes": ["voice"]}
    kind = "application/json"
    statuses = at_once(secret, lambda p: p.post("/p/api/consents/", act, content_type=kind))
    assert set(statuses) <= {200, 201}
    leave = {"id": str(uuid4()), "kind": "stop"}
    assert (
        at_once(secret, lambda p: p.post("/p/api/withdrawal/", leave, content_type=kind))
        == [200] * TIMES
    )
    with study_scope(study):
        assert ConsentAct.objects.filter(document=document).count() == 1
        assert Withdrawal.objects.count() == 1
