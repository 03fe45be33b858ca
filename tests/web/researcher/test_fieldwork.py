"""Fieldwork: who wrote when, who fell silent, what stopped."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldstudy.analysis.fieldwork import read_fieldwork
from fieldstudy.analysis.small_svg import spark_svg
from fieldstudy.core import clock
from fieldstudy.events.models import Event
from fieldstudy.jobs.models import Job
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

Desk = Callable[[Person], Client]
FIELDWORK = "/studies/supermarket/fieldwork/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def words(client: Client) -> str:
    response = client.get(FIELDWORK)
    assert response.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def make_job(study: Study, state: str, **fields: object) -> Job:
    fields.setdefault("name", "transcribe_recording")
    return Job.objects.create(
        subject_id=uuid4(), study_id=study.pk, queue="speech", state=state, **fields
    )


def test_lan_sees_who_takes_part_and_how_much_came(
    desk: Desk, lan: Person, p01: Participation, p02: Participation
) -> None:
    for lag_min in (2, 4, 9):
        now = clock.now()
        happened = now - dt.timedelta(minutes=lag_min)
        factories.make_entry(p01, happened_at=happened, written_at=now, valence=1)
    seen = words(desk(lan))
    assert re.search(r"2 taking part", seen)
    assert "3 entries" in seen
    assert "4 min median recall lag" in seen
    assert "P01" in seen and "P02" in seen


def test_days_are_the_study_s_own(study: Study, p01: Participation) -> None:
    """Half past midnight in Shanghai is still the day before in UTC."""
    with time_machine.travel(dt.datetime(2026, 5, 13, 12, tzinfo=SHANGHAI), tick=False):
        late = dt.datetime(2026, 5, 12, 0, 30, tzinfo=SHANGHAI)
        for valence in (2, 1):
            factories.make_entry(p01, happened_at=late, valence=valence)
        found = read_fieldwork(study)
    by_date = {day.date: (day.entries, day.felt) for day in found.lines[0].days if day.entries}
    assert by_date == {dt.date(2026, 5, 12): (2, 1.5)}
    assert (found.dates[0], found.dates[-1]) == (dt.date(2026, 4, 30), dt.date(2026, 5, 13))


def test_rehearsal_and_what_was_taken_back_do_not_count(
    desk: Desk, lan: Person, study: Study, p01: Participation
) -> None:
    factories.make_participation(study, "T01", is_rehearsal=True)
    factories.make_entry(p01, is_rehearsal=True)
    factories.make_entry(None, study=study, author=lan)
    seen = words(desk(lan))
    assert "0 entries" in seen
    assert "T01" not in seen


def test_who_sends_nothing_for_a_day_and_a_half_has_gone_quiet(
    desk: Desk, lan: Person, study: Study
) -> None:
    long_ago = clock.now() - dt.timedelta(days=5)
    quiet, lively, left, new = (
        factories.make_participation(study, label, joined_at=long_ago)
        for label in ("P11", "P12", "P13", "P14")
    )
    factories.make_entry(quiet, received_at=clock.now() - dt.timedelta(hours=40))
    factories.make_entry(lively, received_at=clock.now() - dt.timedelta(hours=30))
    Withdrawal.objects.create(study=study, participation=left, kind="stop")
    Participation.objects.filter(pk=new.pk).update(joined_at=clock.now())
    found = read_fieldwork(study)
    assert [line.participation.label for line, _ in found.quiet] == ["P11"]
    assert "1 gone quiet" in words(desk(lan))
    assert "left the study" in words(desk(lan))


def test_an_empty_study_teaches_the_next_step(desk: Desk, lan: Person, study: Study) -> None:
    assert "Nobody is invited yet." in words(desk(lan))


def test_the_queue_says_what_waits_and_why(
    desk: Desk, lan: Person, study: Study, p01: Participation
) -> None:
    assert "Everything is done." in words(desk(lan))
    due = clock.now() - dt.timedelta(minutes=7)
    for _ in range(2):
        make_job(study, "waiting", reason="no_speech_model", not_before=due)
    make_job(factories.make_study("another"), "waiting", not_before=due - dt.timedelta(days=1))
    seen = words(desk(lan))
    assert "Transcripts of voice notes 2 waiting" in seen
    assert "the speech model is not there yet" in seen
    assert "The oldest has been due for 7 min." in seen


def test_a_stopped_job_is_tried_again_by_hand(
    desk: Desk, rosa: Person, study: Study, p01: Participation
) -> None:
    job = make_job(study, "quarantined", reason="over_limit", attempts=5)
    client = desk(rosa)
    assert "Stopped after 5 tries: it needed more memory or time than allowed" in words(client)
    retry = f"{FIELDWORK}jobs/{job.pk}/retry/"
    assert client.get(retry).status_code == 405
    assert client.post(retry, follow=True).status_code == 200
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert Event.objects.filter(verb="job.retried", subject_id=job.pk).exists()
    assert client.post(retry).status_code == 404, "it is not stopped any more"


def test_a_job_of_another_study_does_not_exist(desk: Desk, lan: Person, study: Study) -> None:
    other = make_job(factories.make_study("another"), "failed")
    assert desk(lan).post(f"{FIELDWORK}jobs/{other.pk}/retry/").status_code == 404


def test_coders_see_fieldwork_but_do_not_retry(
    desk: Desk, kofi: Person, study: Study, p01: Participation
) -> None:
    job = make_job(study, "failed", reason="damaged")
    assert "Try again" not in words(desk(kofi))
    assert desk(kofi).post(f"{FIELDWORK}jobs/{job.pk}/retry/").status_code == 404


def test_viewers_and_outsiders_see_nothing(
    desk: Desk, vera: Person, charlie: Person, study: Study
) -> None:
    assert desk(vera).get(FIELDWORK).status_code == 404
    assert desk(charlie).get(FIELDWORK).status_code == 404


def test_many_participants_cost_no_more_than_few(
    desk: Desk, lan: Person, study: Study, p01: Participation
) -> None:
    client = desk(lan)

    def queries() -> int:
        words(client)
        with CaptureQueriesContext(connection) as seen:
            words(client)
        return len(seen)

    before = queries()
    segment = factories.make_segment(study)
    for n in range(20, 40):
        person = factories.make_participation(study, f"P{n}")
        person.segments.add(segment)
        factories.make_entry(person, valence=n % 5 - 2)
    assert queries() == before


@pytest.mark.parametrize(
    ("felt", "path"),
    [
        ([None, None], None),
        ([1.0, 0.0], "M4 6L84 10"),
        ([2.0, None, -2.0], "M4 2M84 18"),
    ],
)
def test_the_line_of_days_breaks_where_nothing_was_rated(
    felt: list[float | None], path: str | None
) -> None:
    svg = spark_svg(felt)
    assert (f'<path d="{path}"/>' in svg) if path else svg == ""
