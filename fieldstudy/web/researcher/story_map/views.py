"""The map's page and its file."""

import datetime as dt

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.analysis.assembly import assemble_story_map
from fieldstudy.analysis.curve_svg import entries_words, people_words
from fieldstudy.analysis.filters import Selection, select
from fieldstudy.analysis.queries import read_rows, second_wording
from fieldstudy.analysis.story_map import StoryMap
from fieldstudy.analysis.story_map_svg import Heading, story_map_svg
from fieldstudy.core import clock
from fieldstudy.studies.models import Study
from fieldstudy.web.researcher.story_map.choices import Choice, choose
from fieldstudy.web.researcher.story_map.page import MapPage


@action("story_map.read")
@require_GET
def story_map(request: StaffRequest) -> HttpResponse:
    """The map of one scenario, of everyone or one segment."""
    choice = choose(request)
    if choice is None:
        return render(request, "researcher/story_map/empty.html")
    selection = select(request.study, choice.filter)
    segments = list(request.study.segments.current().in_order())
    page = MapPage(computed(selection, choice), choice, request.study.slug, segments)
    context = {
        "page": page,
        "map": page.story_map,
        "choice": choice,
        "second_name": second_wording(choice.scenario.name),
        "newest": newest_happening(selection),
        "now": clock.now(),
    }
    return render(request, "researcher/story_map/story_map.html", context)


@action("story_map.read")
@require_GET
def story_map_file(request: StaffRequest) -> HttpResponse:
    """The same as a file of its own, with figures and drawing and nobody's words."""
    choice = choose(request)
    if choice is None:
        raise Http404
    drawn = computed(select(request.study, choice.filter), choice)
    response = HttpResponse(
        story_map_svg(drawn, heading(request.study, choice, drawn)), content_type="image/svg+xml"
    )
    name = f"{request.study.slug}-story-map-{clock.now():%Y-%m-%d}.svg"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def computed(selection: Selection, choice: Choice) -> StoryMap:
    """The map as its reader may see it."""
    segment = str(choice.segment.pk) if choice.segment else None
    rows = read_rows(selection, list(selection.study.codes.all()))
    return assemble_story_map(rows, segment=segment, audience=choice.audience)


def newest_happening(selection: Selection) -> dt.datetime | None:
    """When the newest entry behind the map happened."""
    entries = selection.own_entries()
    newest: dt.datetime | None = entries.aggregate(newest=Max("happened_at"))["newest"]
    return newest


def heading(study: Study, choice: Choice, drawn: StoryMap) -> Heading:
    """What stands above and below the drawing in its file."""
    second = second_wording(choice.scenario.name)
    people = people_words(drawn.people) if drawn.people is not None else ""
    now = timezone.localtime(clock.now())
    said = [
        str(study.name),
        str(choice.segment) if choice.segment else _("Everyone"),
        people,
        entries_words(drawn.entries),
        *(str(label) for label in narrowing(choice)),
    ]
    return Heading(
        title=" ".join(filter(None, [str(choice.scenario), second])),
        subtitle=" · ".join(filter(None, said)),
        footer=_("Computed %(when)s. People at hand, not a sample: intervals cover them alone.")
        % {"when": formats.date_format(now, "DATETIME_FORMAT")},
    )


def narrowing(choice: Choice) -> list[str]:
    """What else was chosen, in words: “Brand: Linli”."""
    said = []
    for name in ("brand", "source", "kind", "from", "to"):
        if name not in choice.form.fields or not choice.form.cleaned_data.get(name):
            continue
        field, value = choice.form.fields[name], choice.form.cleaned_data[name]
        shown = dict(getattr(field, "choices", [])).get(value, value)
        if isinstance(value, dt.date):
            shown = formats.date_format(value, "DATE_FORMAT")
        said.append(_("%(what)s: %(value)s") % {"what": field.label, "value": shown})
    return said
