"""A form to begin with: the prompt of a version, and what its items choose from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict

from fieldstudy.diary.asking import asked_by, free_prompt, live_version
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.studies.models import ProtocolVersion, Study
from fieldstudy.web.shared.entry_form.fields import Choices
from fieldstudy.web.shared.entry_form.form import EntryForm, scenario_options
from fieldstudy.web.shared.entry_form.reading import read_id

LATELY = 20
"""So many last entries decide which touchpoints are offered first."""


def version_of(
    study: Study, data: QueryDict, *, rehearsing: bool = False
) -> ProtocolVersion | None:
    """What is asked now; for a form that was open meanwhile, what it asked."""
    wanted = read_id(data, "version")
    answered: ProtocolVersion | None = (
        study.protocol_versions.filter(pk=wanted).first() if wanted else None
    )
    return answered or live_version(study, rehearsing=rehearsing)


def new_form(
    version: ProtocolVersion | None,
    prompt_id: UUID | None,
    *,
    scopes: frozenset[str],
    before: EntryQuerySet,
    voice_limit_s: int,
) -> EntryForm:
    """An empty form for this prompt, or for what just happened.

    Args:
        before: the writer's own entries, which say what they use most.
    Raises:
        Http404: when the version has no such prompt.
    """
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(prompt_id)) if version and prompt_id else free_prompt(document)
    if prompt is None:
        raise Http404
    return EntryForm(
        prompt=prompt,
        asked=asked_by(document, prompt, scopes),
        choices=choices_of(document, before),
        scenarios=[] if prompt["id"] else scenario_options(document),
        voice_limit_s=voice_limit_s,
        version_id=str(version.pk) if version else "",
    )


def choices_of(document: Mapping[str, Any], before: EntryQuerySet) -> Choices:
    """The lists to choose from, with what this person used lately in front."""
    used = (
        before.filter(touchpoint__isnull=False)
        .newest_first()
        .values_list("touchpoint_id", flat=True)[:LATELY]
    )
    return Choices(
        touchpoints=document.get("touchpoints", ()),
        brands=document.get("brands", ()),
        used=list(dict.fromkeys(map(str, used))),
    )
