"""When a prompt is due, and what that asks of a person."""

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.schedules.actions import set_rule
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.schedules.rules import asks_a_day, minutes_a_day, read_times, tidy_settings
from fieldstudy.studies.models import Study
from tests.factories import make_prompt


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("9:05", ["09:05"]),
        ("20:30, 9:00", ["09:00", "20:30"]),
        ("20：30、9.00；20:30", ["09:00", "20:30"]),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, times: list[str]) -> None:
    assert read_times(typed) == times


@pytest.mark.parametrize(
    "typed", ["", "24:00", "noon", "9:60", " ".join(f"{h}:00" for h in range(13))]
)
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_times(typed)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("event", {"times": ["9:00"]}),
        ("fixed", {}),
        ("fixed", {"times": "9:00"}),
        ("fixed", {"times": [900]}),
        ("fixed", {"times": ["9:00"], "days": [1]}),
        ("signal", {}),
    ],
)
def test_a_rule_refuses_settings_it_does_not_know(kind: str, wanted: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        tidy_settings(kind, wanted)


def test_the_burden_counts_what_is_asked_not_what_people_choose_to_log() -> None:
    asked = [(4, asks_a_day("fixed", {"times": ["09:00", "20:00"]})), (3, asks_a_day("event", {}))]

    assert minutes_a_day(asked) == 8


def test_a_new_rule_ends_the_one_before(study: Study, lan: Person) -> None:
    prompt = make_prompt(study)
    first = set_rule(prompt, kind="event", settings={}, window_min=120, grace_min=30, by=lan)
    second = set_rule(
        prompt, kind="fixed", settings={"times": ["20:30"]}, window_min=120, grace_min=30, by=lan
    )
    same = set_rule(
        prompt, kind="fixed", settings={"times": ["20:30"]}, window_min=120, grace_min=30, by=lan
    )

    assert same == second
    assert [rule.pk for rule in ScheduleRule.objects.filter(ended_at=None)] == [second.pk]
    assert ScheduleRule.objects.get(pk=first.pk).ended_at is not None
    assert Event.objects.filter(verb="schedule.changed").count() == 2


def test_a_window_that_never_opens_is_refused(study: Study, lan: Person) -> None:
    with pytest.raises(ValidationError):
        set_rule(make_prompt(study), kind="event", settings={}, window_min=0, grace_min=0, by=lan)
