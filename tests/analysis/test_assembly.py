from dataclasses import replace

import pytest

from fieldstudy.analysis.assembly import assemble_story_map
from fieldstudy.analysis.emotion_curve import PointState
from fieldstudy.analysis.map_rows import Felt, MapRows, Reaction, Series
from fieldstudy.analysis.readings import PersonReadings
from fieldstudy.analysis.story_map import Audience, Column, StoryMap
from tests.analysis.maps import (
    EVENING,
    MORNING,
    WEEKEND,
    felt,
    places,
    present,
    said,
    segmented,
    shop,
)

CLIENT = Audience(withholds=True)


def column(story_map: StoryMap, touchpoint: str) -> Column:
    return next(one for one in story_map.columns if one.place.touchpoint == touchpoint)


def test_every_touchpoint_has_its_column_in_the_order_given() -> None:
    story_map = assemble_story_map(shop())
    assert [one.place.name for one in story_map.columns] == ["queue", "app", "counter", "door"]
    assert (story_map.people, story_map.entries, story_map.without_touchpoint) == (22, 66, 22)
    assert story_map.moments == 22 + 12 + 3
    assert [(one.name, one.span) for one in story_map.stages] == [("Shop", 4)]


def test_staff_see_small_numbers_marked_as_small() -> None:
    story_map = assemble_story_map(shop())
    assert column(story_map, "queue").own.state is PointState.SOLID
    assert column(story_map, "counter").own.state is PointState.HOLLOW
    assert column(story_map, "door").own.state is PointState.GAP
    assert not column(story_map, "door").is_unrated


def test_passed_but_not_rated_is_another_gap_than_never_reached() -> None:
    rows = MapRows(
        places=places("queue", "door"),
        segments_of={},
        presence=tuple(present("queue", 6)),
    )
    story_map = assemble_story_map(rows)
    assert column(story_map, "queue").is_unrated
    assert not column(story_map, "door").is_unrated


def test_own_coder_and_competitor_are_never_averaged() -> None:
    app = column(assemble_story_map(shop()), "app")
    assert app.own.mean == pytest.approx(1.5)
    assert app.coder.mean == pytest.approx(0.5)
    assert app.competitor.mean == pytest.approx(1 / 6)
    assert app.coder_gap is not None
    assert (app.coder_gap.value, app.coder_gap.people) == (1, 12)
    assert app.brands is not None
    assert (app.brands.both, app.brands.own_only, app.brands.competitor_only) == (6, 6, 0)


def test_a_person_with_readings_of_two_competitors_has_one_vote() -> None:
    rows = replace(
        shop(),
        felt=tuple(
            Felt(f"P{n}", "app", Series.COMPETITOR, PersonReadings.from_values([value]))
            for n in (1, 2, 3)
            for value in (2, -2)
        ),
    )
    competitor = column(assemble_story_map(rows), "app").competitor
    assert (competitor.people, competitor.entries, competitor.mean) == (3, 6, 0)


def test_highest_and_lowest_are_among_points_of_enough_people() -> None:
    story_map = assemble_story_map(shop())
    assert story_map.highest and story_map.highest.place.name == "app"
    assert story_map.lowest and story_map.lowest.place.name == "queue"


def test_reactions_count_people_and_are_ranked() -> None:
    pain = {one.place.name: one.reactions[0] for one in assemble_story_map(shop()).columns}
    assert pain["queue"].reaction is Reaction.PAIN
    assert (pain["queue"].affected, pain["queue"].rank) == (6, 1)
    assert (pain["app"].affected, pain["app"].rank) == (2, 2)
    assert (pain["counter"].affected, pain["counter"].rank) == (1, None)
    assert pain["door"].affected == 0


def test_words_are_the_most_common_and_the_rest_is_counted() -> None:
    rows = replace(
        shop(),
        said=tuple(said("queue", f"need {n}", people=5 - n) for n in range(5)),
    )
    needs = column(assemble_story_map(rows), "queue").needs
    assert [chip.name for chip in needs.chips] == ["need 0", "need 1", "need 2"]
    assert needs.more == 2


def test_quotes_are_nearest_to_the_mean_and_farthest_by_someone_else() -> None:
    queue = column(assemble_story_map(shop()), "queue")
    assert [one.text for one in queue.quotes] == ["Twelve minutes.", "Fine today."]


def test_a_segment_is_only_its_people() -> None:
    story_map = assemble_story_map(shop(), segment=EVENING)
    queue = column(story_map, "queue")
    assert (story_map.people, story_map.entries) == (7, 21)
    assert (queue.people, queue.entries, queue.own.people) == (7, 14, 7)
    assert column(story_map, "app").people == 0
    assert queue.quotes == ()
    assert queue.entries_with_photos == 3
    assert column(assemble_story_map(shop()), "queue").entries_with_photos == 5


def test_clients_see_nothing_of_a_withheld_column() -> None:
    story_map = assemble_story_map(shop(), audience=CLIENT)
    counter = column(story_map, "counter")
    assert counter == Column(counter.place, withheld=True)
    assert counter.own.state is PointState.WITHHELD
    secrets = ["She waited with me.", "photo of P1", "care"]
    assert not [secret for secret in secrets if secret in repr(story_map)]
    # 66 entries in all would leave 3 for the counter once the others are taken off.
    assert story_map.entries == sum(one.entries for one in story_map.shown) == 44 + 12
    assert story_map.without_touchpoint == 0


def test_clients_see_no_single_person_in_a_point() -> None:
    queue = column(assemble_story_map(shop(), audience=CLIENT), "queue")
    assert queue.own.mean is not None and queue.own.likely is not None
    assert (queue.own.person_means, queue.own.shares) == ((), ())
    assert len(column(assemble_story_map(shop()), "queue").own.person_means) == 22


def test_clients_see_words_and_pictures_only_as_agreed_and_without_labels() -> None:
    queue = column(assemble_story_map(shop(), audience=CLIENT), "queue")
    assert [(one.text, one.label) for one in queue.quotes] == [("Twelve minutes.", "")]
    assert [one.attachment for one in queue.photos] == ["photo of P3"]


def test_words_need_more_people_than_numbers() -> None:
    rows = replace(shop(), presence=tuple(present("queue", 7)), reacted=())
    queue = column(assemble_story_map(rows, audience=CLIENT), "queue")
    assert queue.people == 7
    assert queue.words_withheld
    assert (queue.quotes, queue.photos, queue.entries_with_photos) == ((), (), 0)
    assert not column(assemble_story_map(rows), "queue").words_withheld


def test_clients_see_no_reaction_or_need_of_a_few_people() -> None:
    story_map = assemble_story_map(shop(), audience=CLIENT)
    queue, app = column(story_map, "queue"), column(story_map, "app")
    assert app.reactions[0].withheld
    assert app.reactions[0].affected == 0
    # 6 people in pain: 6 of them in the morning, none elsewhere.
    assert queue.reactions[0].affected == 6
    assert [chip.name for chip in queue.needs.chips] == ["be told"]
    assert queue.needs.more == 0


def test_clients_see_needs_in_the_map_of_everyone_only() -> None:
    morning = assemble_story_map(shop(), segment=MORNING, audience=CLIENT)
    assert column(morning, "queue").needs.chips == ()
    assert column(assemble_story_map(shop(), segment=MORNING), "queue").needs.chips != ()


def test_a_small_segment_takes_the_next_one_with_it() -> None:
    """12, 7 and 3 people of 22: showing 12 and 7 beside the total gives the 3 away."""
    maps = {
        segment: assemble_story_map(shop(), segment=segment, audience=CLIENT)
        for segment in (MORNING, EVENING, WEEKEND)
    }
    shown = {segment: column(one, "queue").own.people for segment, one in maps.items()}
    assert shown == {MORNING: 12, EVENING: 0, WEEKEND: 0}
    assert column(maps[EVENING], "queue").withheld
    assert maps[EVENING].people is None
    assert column(assemble_story_map(shop(), audience=CLIENT), "queue").own.people == 22


def test_clients_see_no_comparison_that_splits_people_further() -> None:
    assert column(assemble_story_map(shop(), audience=CLIENT), "app").brands is None


def test_the_coder_gap_needs_enough_people_with_both() -> None:
    rows = replace(
        shop(),
        felt=(*felt("queue", [0, 1] * 6), *felt("queue", [1, 1, 0, 1], Series.CODER)),
    )
    queue = column(assemble_story_map(rows, audience=CLIENT), "queue")
    assert queue.coder.state is PointState.WITHHELD
    assert queue.coder_gap is None
    assert column(assemble_story_map(rows), "queue").coder_gap is not None


def test_a_study_may_set_its_own_limit() -> None:
    strict = Audience(withholds=True, min_people=13)
    assert column(assemble_story_map(shop(), audience=strict), "app").withheld
    assert assemble_story_map(shop(), audience=strict).min_people == 13


def test_nobody_anywhere() -> None:
    story_map = assemble_story_map(MapRows(places("queue"), segmented()))
    assert story_map.highest is None
    assert (story_map.people, story_map.moments) == (0, 0)
    assert not story_map.has_competitor
