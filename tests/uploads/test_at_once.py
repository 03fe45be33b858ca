"""Two phones, two tabs, a repeat that overtakes the first: one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from fieldstudy.core import storage
from fieldstudy.core.scope import study_scope
from fieldstudy.uploads import actions, refusals
from fieldstudy.uploads.actions import append_to_upload, create_upload
from fieldstudy.uploads.models import Upload
from tests import factories
from tests.uploads.sending import CONTENT, announce, begin, make_sender, stored


def in_threads(work: Callable[[], object], times: int) -> list[object]:
    """The same thing that many times at once, each on a connection of its own."""

    def once(_number: int) -> object:
        try:
            return work()
        except refusals.UploadRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


def test_the_same_piece_at_once_is_taken_once(transactional_db: None) -> None:
    study = factories.make_study()
    with study_scope(study):
        participation = make_sender(study)
        upload = begin(participation)

    def send() -> object:
        with study_scope(study):
            mine = Upload.objects.select_related("study").get(pk=upload.pk)
            return append_to_upload(mine, CONTENT[:5000], offset=0, by=participation)

    told = in_threads(send, 6)

    assert sorted(type(answer).__name__ for answer in told) == ["Upload"] + ["WrongOffset"] * 5
    assert {answer.offset for answer in told} == {5000}  # type: ignore[attr-defined]
    assert stored(upload) == CONTENT[:5000]


def test_the_same_announcement_at_once_makes_one_upload(transactional_db: None) -> None:
    study = factories.make_study()
    with study_scope(study):
        participation = make_sender(study)
    announced = announce()

    def create() -> object:
        with study_scope(study):
            return create_upload(announced, by=participation, study=study)

    told = in_threads(create, 8)

    with study_scope(study):
        assert Upload.objects.count() == 1
    assert sorted(is_new for _upload, is_new in told) == [False] * 7 + [True]  # type: ignore[misc]
    assert len(list(storage.path_of("uploads").iterdir())) == 1


def test_a_quota_holds_under_many_uploads_at_once(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_OF_PARTICIPATION", len(CONTENT) * 3)
    study = factories.make_study()
    with study_scope(study):
        participation = make_sender(study)

    def create() -> object:
        with study_scope(study):
            return create_upload(announce(), by=participation, study=study)

    in_threads(create, 10)

    with study_scope(study):
        assert Upload.objects.count() == 3
