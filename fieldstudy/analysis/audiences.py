"""Who reads a map, and which filters they may set."""

from fieldstudy.analysis.story_map import MIN_PEOPLE_FOR_WORDS, Audience
from fieldstudy.studies.models import Role, Study

FOR_CLIENTS = ("scenario", "segment")
"""The only filters of a client: with more, small groups could be told apart by comparing maps."""


def audience_of(study: Study, role: str) -> Audience:
    """The team, or the client, from whom small numbers are kept."""
    return Audience(
        withholds=role == Role.VIEWER,
        min_people=study.least_people,
        min_people_for_words=max(MIN_PEOPLE_FOR_WORDS, study.least_people),
    )
