"""Erasing is shown first, confirmed by hand, and proven by a receipt."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.diary.models import Entry
from fieldstudy.jobs.runner import run_due
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.privacy.models import ErasureReceipt, ErasureRequest
from fieldstudy.studies.models import Study

Desk = Callable[[Person], Client]


def test_an_erasure_from_dry_run_to_receipt(
    desk: Desk, study: Study, otto: Person, p01: Participation, entry: Entry
) -> None:
    client = desk(otto)
    new = reverse("operations:erasure_new", args=[study.slug, p01.pk])
    assert "This is what would go" in client.get(new).content.decode()
    assert study.entries.count() == 1
    client.post(new, {"label": "P01"})
    run_due(names=["erase_participant"])
    assert study.entries.count() == 0
    erasure = ErasureRequest.objects.get()
    page = client.get(reverse("operations:erasure_receipt", args=[study.slug, erasure.pk]))
    assert ErasureReceipt.objects.get().number in page.content.decode()


def test_the_wrong_label_erases_nobody(
    desk: Desk, study: Study, otto: Person, p01: Participation, entry: Entry
) -> None:
    response = desk(otto).post(
        reverse("operations:erasure_new", args=[study.slug, p01.pk]),
        {"label": "P02", "reason": "asked by phone"},
    )
    assert response.status_code == 422
    assert "asked by phone" in response.content.decode()
    assert not ErasureRequest.objects.exists()


@pytest.mark.parametrize("who", ["rosa", "kofi", "vera", "charlie"])
def test_who_may_not_erase_finds_no_such_page(
    desk: Desk, study: Study, p01: Participation, who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    assert client.get(reverse("operations:erasures", args=[study.slug])).status_code == 404
    new = reverse("operations:erasure_new", args=[study.slug, p01.pk])
    assert client.post(new, {"label": "P01"}).status_code == 404
    assert not ErasureRequest.objects.exists()
