"""What a participant agreed to: the newest answer counts, and without one nothing is logged."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.events import record
from fieldstudy.participants.models import ConsentAct, ConsentDocument, Participation, Withdrawal
from fieldstudy.studies.models import Study


class OtherVersion(Exception):
    """A newer version of the consent text was published while this one was being read."""


class MayNotLog(Exception):
    """This participant cannot log entries now.

    Attributes:
        code: ``closed``, ``not-open``, ``left``, ``revoked`` or ``no-consent``.
        words: what happened, what is safe, what to do.
    """

    WORDS: dict[str, Promise] = {
        "not-open": _("The study has not begun. What you write now cannot be sent yet."),
        "closed": _("The study is over. What you sent before is safe."),
        "left": _("You have left this study, so nothing more is taken in."),
        "revoked": _("This phone no longer has access. Ask the person who invited you."),
        "no-consent": _("First read what taking part means, and agree to it."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = self.WORDS[code]


def current_document(study: Study, *, rehearsing: bool = False) -> ConsentDocument | None:
    """The newest published consent text; in a rehearsal the newest, published or not."""
    documents = study.consent_documents.order_by("-number")
    if not rehearsing:
        documents = documents.filter(published_at__isnull=False)
    document: ConsentDocument | None = documents.first()
    return document


def newest_act(participation: Participation) -> ConsentAct | None:
    """The participant's newest answer, to any version."""
    act: ConsentAct | None = participation.consent_acts.order_by("-at", "-id").first()
    return act


def agreed_scopes(act: ConsentAct | None) -> frozenset[str]:
    """The scopes of an answer; none without one."""
    return frozenset(act.scopes) if act is not None else frozenset()


def needs_consent(participation: Participation) -> bool:
    """Whether the person must answer before going on: never answered, or the text has a newer version."""
    act = newest_act(participation)
    document = current_document(participation.study, rehearsing=participation.is_rehearsal)
    return act is None or (document is not None and document.pk != act.document_id)


def give_consent(
    participation: Participation,
    *,
    document: ConsentDocument,
    scopes: Collection[str],
    language: str,
    client_id: UUID | None = None,
    method: str = "phone",
) -> ConsentAct:
    """Write down an answer; scopes that the document does not ask for are not taken.

    The same ``client_id`` again answers the same act.

    Raises:
        OtherVersion: unless the document is the study's newest published one.
    """
    try:
        return _write_act(participation, document, scopes, language, client_id, method)
    except IntegrityError:
        # The same answer arrived twice at once, and the other one was faster.
        return participation.consent_acts.get(client_id=client_id)


def _write_act(
    participation: Participation,
    document: ConsentDocument,
    scopes: Collection[str],
    language: str,
    client_id: UUID | None,
    method: str,
) -> ConsentAct:
    with transaction.atomic():
        known: ConsentAct | None = (
            participation.consent_acts.filter(client_id=client_id).first() if client_id else None
        )
        if known is not None:
            return known
        newest = current_document(participation.study, rehearsing=participation.is_rehearsal)
        if document != newest:
            raise OtherVersion
        verb = "consent.changed" if newest_act(participation) else "consent.given"
        act = ConsentAct.objects.create(
            study=participation.study,
            participation=participation,
            document=document,
            client_id=client_id,
            language=language,
            scopes=[each["key"] for each in document.scopes if each["key"] in scopes],
            method=method,
        )
        record(verb, by=participation, study=participation.study, subject=act, scopes=act.scopes)
    return act


def check_may_log(participation: Participation) -> ConsentAct:
    """The answer under which this person may log now.

    Raises:
        MayNotLog: with the code of what stands against it.
    """
    study = participation.study
    if Withdrawal.objects.filter(participation=participation).exists():
        raise MayNotLog("left")
    if participation.revoked_at is not None:
        raise MayNotLog("revoked")
    if study.closed_at is not None:
        raise MayNotLog("closed")
    if study.opened_at is None and not participation.is_rehearsal:
        raise MayNotLog("not-open")
    act = newest_act(participation)
    if act is None or needs_consent(participation):
        raise MayNotLog("no-consent")
    return act
