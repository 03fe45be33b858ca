"""How a phone is let in: by the link's secret or the typed code; each use opens a session of its own."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from fieldstudy.core import clock
from fieldstudy.core.scope import every_study, study_scope
from fieldstudy.core.secrets import CODE_LENGTH, hash_secret, new_secret, tidy_code
from fieldstudy.events import record
from fieldstudy.participants.models import DeviceSession, Participation, Withdrawal
from fieldstudy.people import limits

SESSION_KEPT = dt.timedelta(days=180)


class UnknownCode(LookupError):
    """Nobody has this link or code, or it was taken back."""


def open_device_session(secret: str, *, address: str, name: str = "") -> tuple[DeviceSession, str]:
    """Let a phone in by a link's secret or a join code.

    The link can be used again, by the same participant's next phone, until it is reissued or revoked.

    Args:
        secret: what the link's fragment holds, or what was typed.
        address: the network address asking, for the limits on tries.
        name: what the phone calls itself, shown in the person's settings.
    Returns:
        The session, and the secret for its cookie: it is not kept here.
    Raises:
        TooMany: after too many tries from one address, or too many phones by one link.
        UnknownCode: for a secret that opens nothing.
    """
    limits.spend(limits.JOIN_FROM_ADDRESS, address)
    if _is_typed(secret) and not limits.left(limits.WRONG_CODES_FROM_ADDRESS, address):
        limits.spend(limits.WRONG_CODES_FROM_ADDRESS, address)
    with every_study():
        participation = _find(secret)
    if participation is None:
        if _is_typed(secret):
            limits.spend(limits.WRONG_CODES_FROM_ADDRESS, address)
        raise UnknownCode
    limits.spend(limits.JOIN_OF_LINK, participation.pk)
    with study_scope(participation.study_id), transaction.atomic():
        return _open(participation, name)


def _is_typed(secret: str) -> bool:
    """A code can be guessed, so wrong ones are counted; a link's secret is far too long for that."""
    return len(tidy_code(secret)) <= 2 * CODE_LENGTH


def _find(secret: str) -> Participation | None:
    """The one whose stored hash this secret has; nothing secret is compared letter by letter."""
    hashes = (hash_secret(secret.strip()), hash_secret(tidy_code(secret)))
    found: Participation | None = (
        Participation.objects.select_related("study")
        .filter(Q(join_secret_hash=hashes[0]) | Q(join_code_hash=hashes[1]), revoked_at=None)
        .first()
    )
    return found


def _open(participation: Participation, name: str) -> tuple[DeviceSession, str]:
    cookie = new_secret()
    session = DeviceSession.objects.create(
        study=participation.study,
        participation=participation,
        secret_hash=hash_secret(cookie),
        name=name[:120],
    )
    record("device.opened", by=participation, study=participation.study, subject=session)
    if participation.joined_at is None:
        participation.joined_at = participation.last_seen_at = clock.now()
        participation.save(update_fields=["joined_at", "last_seen_at"])
        record(
            "participation.joined",
            by=participation,
            study=participation.study,
            subject=participation,
        )
    return session, cookie


def is_of_erased(secret: str) -> bool:
    """Whether a cookie's secret was that of somebody who had everything deleted, as far as rows say."""
    with every_study():
        return DeviceSession.objects.filter(
            secret_hash=hash_secret(secret),
            participation__withdrawal__kind=Withdrawal.Kind.ERASE,
        ).exists()


def note_phone(participation: Participation, *, language: str = "", time_zone: str = "") -> None:
    """Keep the language that was chosen and the zone that a phone says it is in.

    What is empty, or no IANA zone, changes nothing.
    """
    changed = {}
    if language and participation.language != language:
        changed["language"] = language
    if clock.is_zone(time_zone) and participation.time_zone != time_zone:
        changed["time_zone"] = time_zone
    for name, value in changed.items():
        setattr(participation, name, value)
    if changed:
        participation.save(update_fields=list(changed))


def close_device_session(session: DeviceSession, *, by: Participation) -> None:
    """Sign a phone out, or shut a lost one out; it can come back only with the link or the code."""
    with transaction.atomic():
        closed = DeviceSession.objects.filter(pk=session.pk, revoked_at=None).update(
            revoked_at=clock.now()
        )
        if closed:
            record("device.revoked", by=by, study=by.study, subject=session)
