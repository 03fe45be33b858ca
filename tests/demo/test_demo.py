"""The demo is made from files in the repository, whole, and again without leftovers."""

import stat
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from fieldstudy.analysis.double_coding import agreement_by_code
from fieldstudy.core.scope import every_study, study_scope
from fieldstudy.demo.building import build_demo, demo_study
from fieldstudy.demo.large import build_large
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.jobs.models import Job
from fieldstudy.people.demo_sign_ins import lines_to_print, read_sign_ins, sign_ins_path
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

pytestmark = pytest.mark.django_db


def test_the_demo_is_a_study_worth_looking_at() -> None:
    study = build_demo()
    with study_scope(study):
        _check_material(study)
        _check_waiting_files(study)
    _check_sign_ins()


def _check_material(study: Study) -> None:
    sources = Counter(study.entries.values_list("source", flat=True))
    assert sources["diary"] >= 40 and sources["observation"] >= 1
    assert study.participations.count() == 8
    assert study.scenarios.count() == 2
    assert set(study.brands.values_list("role", flat=True)) == {"own", "competitor"}
    assert study.codings.live().values("coder").distinct().count() == 2
    assert {entry.language for entry in study.entries.all()} == {"zh-Hans", "en"}
    assert agreement_by_code(study)


def _check_waiting_files(study: Study) -> None:
    """Photos and voices wait for the real pipeline: nothing was written behind its back."""
    kinds = Counter(study.attachments.values_list("kind", flat=True))
    assert kinds["recording"] == 10 and kinds["photo"] >= 20
    assert set(study.attachments.values_list("state", flat=True)) == {"waiting"}
    waiting = Job.objects.filter(study_id=study.pk, name="make_renditions").count()
    assert waiting == sum(kinds.values())


def _check_sign_ins() -> None:
    """They open the accounts, and only the owner of the data folder reads them."""
    path = sign_ins_path()
    assert path.is_relative_to(Path(settings.FIELDSTUDY_DATA))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for each in read_sign_ins():
        if each.role != "participant":
            assert Person.objects.get(email=each.name).check_password(each.secret)
    assert len(list(lines_to_print())) == len(read_sign_ins())


def test_making_it_again_leaves_one_demo_and_no_old_rows() -> None:
    build_demo()
    call_command("demo", if_absent=True)
    study = build_demo()
    assert Study.objects.count() == 1 and demo_study() == study
    with every_study():
        assert Entry.objects.count() == Entry.objects.filter(study=study).count()
        assert Attachment.objects.exclude(study=study).count() == 0
    assert not Job.objects.exclude(study_id=study.pk).exclude(study_id=None).exists()


def test_a_large_study_has_as_many_rows_as_asked() -> None:
    study = build_large(60, 150)
    with study_scope(study):
        assert study.entries.count() == 60
        assert study.codings.count() == 150
        assert all(entry.latest for entry in study.entries.select_related("latest"))
