"""Operators ask for exports, wait without waiting, and take them away."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.diary.models import Entry
from fieldstudy.events.models import Event
from fieldstudy.exports.models import Export
from fieldstudy.jobs.models import Job
from fieldstudy.jobs.runner import run_due
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

Desk = Callable[[Person], Client]


def ask(client: Client, study: Study, **fields: object) -> str:
    client_id = str(uuid4())
    response = client.post(
        reverse("operations:export_new", args=[study.slug]),
        {"client_id": client_id, "format": "jsonl", "reason": "monthly report", **fields},
    )
    assert response.status_code == 302, response.content.decode()
    return client_id


def test_an_export_is_asked_for_built_and_fetched(
    desk: Desk, study: Study, otto: Person, entry: Entry
) -> None:
    client = desk(otto)
    ask(client, study)
    page = client.get(reverse("operations:exports", args=[study.slug])).content.decode()
    assert "monthly report" in page and "busy" in page
    run_due(names=["build_export"])
    export = Export.objects.get()
    page = client.get(reverse("operations:exports", args=[study.slug])).content.decode()
    assert "Download" in page and export.sha256[:8] in page
    file = client.get(reverse("operations:export_file", args=[study.slug, export.pk]))
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert Event.objects.filter(verb="export.downloaded", actor_id=otto.pk).exists()


def test_the_same_form_sent_twice_is_one_export(desk: Desk, study: Study, otto: Person) -> None:
    client, client_id = desk(otto), str(uuid4())
    for _ in range(2):
        ask(client, study, client_id=client_id)
    assert Export.objects.count() == 1
    assert Job.objects.filter(name="build_export").count() == 1


def test_a_last_day_before_the_first_is_refused_and_nothing_typed_is_lost(
    desk: Desk, study: Study, otto: Person
) -> None:
    response = desk(otto).post(
        reverse("operations:export_new", args=[study.slug]),
        {"client_id": uuid4(), "format": "csv", "reason": "kept words", "since": "2026-05-12", "until": "2026-05-01"},
    )  # fmt: skip
    assert response.status_code == 422
    page = response.content.decode()
    assert "The last day comes before the first." in page and "kept words" in page
    assert not Export.objects.exists()


def test_a_file_can_be_fetched_on_from_where_it_stopped(
    desk: Desk, study: Study, otto: Person, entry: Entry
) -> None:
    client = desk(otto)
    ask(client, study)
    run_due(names=["build_export"])
    url = reverse("operations:export_file", args=[study.slug, Export.objects.get().pk])
    whole = b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]
    rest = client.get(url, headers={"range": "bytes=10-"})
    assert rest.status_code == 206
    assert b"".join(rest.streaming_content) == whole[10:]  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["kofi", "vera", "charlie"])
def test_who_may_not_export_finds_no_such_page(
    desk: Desk, study: Study, who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    for name in ("exports", "export_new"):
        assert client.get(reverse(f"operations:{name}", args=[study.slug])).status_code == 404


def test_an_expired_file_is_deleted_and_the_line_stays(
    desk: Desk, study: Study, otto: Person, entry: Entry
) -> None:
    from fieldstudy.core import clock
    from fieldstudy.exports.actions import expire_exports

    client = desk(otto)
    ask(client, study)
    run_due(names=["build_export"])
    Export.objects.update(expires_at=clock.now())
    assert expire_exports() == 1
    export = Export.objects.get()
    assert (
        client.get(reverse("operations:export_file", args=[study.slug, export.pk])).status_code
        == 404
    )
    page = client.get(reverse("operations:exports", args=[study.slug])).content.decode()
    assert "monthly report" in page and "deleted" in page
