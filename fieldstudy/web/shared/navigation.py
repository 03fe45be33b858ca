"""The pages of a study, for the bar at the top of the desk."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the bar: its words, its address by name, and the action it takes."""

    words: Promise
    name: str
    action: str


PLACES = (
    Place(_("Set-up"), "researcher:setup", "study.design"),
    Place(_("Fieldwork"), "researcher:fieldwork", "fieldwork.read"),
    Place(_("Field notes"), "researcher:log", "entry.log"),
    Place(_("Coding"), "researcher:coding", "coding.read"),
    Place(_("Story map"), "researcher:story_map", "story_map.read"),
    Place(_("Exports"), "operations:exports", "export.read"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place this member may go to in this study."""

    words: Promise
    url: str
    is_current: bool


def study_pages(request: HttpRequest) -> list[Link]:
    """The places that the member of this request may visit; empty outside a study."""
    study, member = getattr(request, "study", None), getattr(request, "member", None)
    if study is None or member is None:
        return []
    links = []
    for place in PLACES:
        if place.action not in member.allowed_actions:
            continue
        try:
            url = reverse(place.name, kwargs={"slug": study.slug})
        except NoReverseMatch:
            continue
        links.append(Link(place.words, url, request.path.startswith(url)))
    return links
