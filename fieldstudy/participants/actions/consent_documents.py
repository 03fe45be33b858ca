"""Writing the consent text. A published version never changes; editing it begins the next one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.events import record
from fieldstudy.participants.models import ConsentDocument, Scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


@transaction.atomic
def edit_consent(
    study: Study,
    *,
    by: Person,
    title: LocalizedText,
    body: LocalizedText,
    scopes: Sequence[Mapping[str, Any]],
) -> ConsentDocument:
    """Write the draft of the consent text, which becomes the next version.

    Args:
        scopes: what is asked for beyond taking part, in order: ``[{"key": Scope, "wording":
            {"zh", "en"}}]``.
    Returns:
        The draft; the published version itself when nothing differs from it.
    Raises:
        ValidationError: ``title``, ``body`` or ``scopes``, for what they cannot be.
    """
    plain = _checked(title, body, scopes)
    Study.objects.select_for_update().get(pk=study.pk)
    newest = study.consent_documents.order_by("-number").first()
    if newest and (newest.title, newest.body, newest.scopes) == (title, body, plain):
        return newest
    draft = newest if newest and newest.published_at is None else None
    if draft is None:
        draft = ConsentDocument(study=study, number=newest.number + 1 if newest else 1)
    draft.title, draft.body, draft.scopes = title, body, plain
    draft.save()
    record("design.changed", by=by, study=study, subject=draft, act="changed", number=draft.number)
    return draft


@transaction.atomic
def publish_consent(document: ConsentDocument, *, by: Person) -> ConsentDocument:
    """Freeze a draft: from now on people are asked to agree to this version."""
    document = ConsentDocument.objects.select_for_update().get(pk=document.pk)
    if document.published_at is None:
        document.published_at = clock.now()
        document.save(update_fields=["published_at"])
        record(
            "consent_document.published",
            by=by,
            study=document.study,
            subject=document,
            number=document.number,
        )
    return document


def _checked(
    title: LocalizedText, body: LocalizedText, scopes: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    problems: dict[str, Any] = {}
    if not title:
        problems["title"] = _("The consent text needs a title.")
    if not body:
        problems["body"] = _("Without a text there is nothing to agree to.")
    keys = [scope.get("key") for scope in scopes]
    texts = [LocalizedText.parse(scope.get("wording")) for scope in scopes]
    if not set(keys) <= set(Scope.values) or len(set(keys)) != len(keys):
        problems["scopes"] = _("Each scope can be asked for once.")
    elif not all(texts):
        problems["scopes"] = _("Each scope needs a wording of its own.")
    if problems:
        raise ValidationError(problems)
    return [
        {"key": str(key), "wording": text.as_json()} for key, text in zip(keys, texts, strict=True)
    ]
