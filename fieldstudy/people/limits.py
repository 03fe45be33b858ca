"""Limits that hold across all processes: how often something may be tried.

The generic cell rate algorithm (ITU-T I.371, appendix I.1): a bucket that holds ``times`` tries and
refills evenly over ``seconds`` is one number, the time when it is full again. A try is one
conditional UPDATE, so two processes can never both take the last one.
"""

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.functions import Greatest

from fieldstudy.core import clock
from fieldstudy.core.secrets import hash_secret
from fieldstudy.people.models import Bucket


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in a row, and on the whole ``times`` in ``seconds``."""

    name: str
    times: int
    seconds: int

    @property
    def interval(self) -> float:
        """Seconds until one more try is let in."""
        return self.seconds / self.times


PASSWORD_OF_ACCOUNT = Limit("password-account", 10, 3600)
PASSWORD_FROM_ADDRESS = Limit("password-address", 100, 3600)
RESET_OF_ACCOUNT = Limit("reset-account", 5, 3600)
RESET_FROM_ADDRESS = Limit("reset-address", 30, 3600)
JOIN_FROM_ADDRESS = Limit("join-address", 60, 600)
WRONG_CODES_FROM_ADDRESS = Limit("wrong-codes-address", 5, 600)
JOIN_OF_LINK = Limit("join-link", 30, 3600)
ENTRIES_OF_PARTICIPATION = Limit("entries-participation", 120, 3600)
UPLOADS_OF_SENDER = Limit("uploads-sender", 600, 3600)
REQUESTS_OF_TOKEN = Limit("requests-token", 600, 60)


class TooMany(Exception):
    """The limit is used up.

    Attributes:
        seconds: until another try is let in, at least 1.
    """

    def __init__(self, limit: Limit, seconds: float) -> None:
        super().__init__(f"{limit.name}: {limit.times} in {limit.seconds} s")
        self.seconds = max(1, round(seconds))


def spend(limit: Limit, subject: object) -> None:
    """Take one try of ``limit`` for ``subject``: an address, an account, a participation.

    The subject is kept only as a keyed hash.

    Raises:
        TooMany: when none is left; nothing is taken then.
    """
    now = clock.now().timestamp()
    latest = now + limit.seconds - limit.interval
    key = _key(limit, subject)
    taken = Greatest(F("full_at"), Value(now)) + limit.interval
    for _ in range(2):
        if Bucket.objects.filter(key=key, full_at__lte=latest).update(full_at=taken):
            return
        # ``now`` as its time makes an empty row: whoever comes first creates it, both then update it.
        Bucket.objects.bulk_create([Bucket(key=key, full_at=now)], ignore_conflicts=True)
    raise TooMany(limit, Bucket.objects.get(key=key).full_at - latest)


def left(limit: Limit, subject: object) -> int:
    """How many tries are left just now."""
    now = clock.now().timestamp()
    bucket = Bucket.objects.filter(key=_key(limit, subject)).first()
    used = max(0.0, bucket.full_at - now) if bucket else 0.0
    return int((limit.seconds - used) / limit.interval + 1e-6)


def forgive(limit: Limit, subject: object) -> None:
    """Start afresh: the tries turned out to be the owner's own."""
    Bucket.objects.filter(key=_key(limit, subject)).delete()


def empty_full_buckets() -> int:
    """Remove the rows that say nothing any more; how many there were."""
    return Bucket.objects.filter(full_at__lt=clock.now().timestamp()).delete()[0]


def _key(limit: Limit, subject: object) -> str:
    return hash_secret(f"limit:{limit.name}:{subject}")
