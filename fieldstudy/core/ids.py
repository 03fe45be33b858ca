"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562 §5.7)."""

import os
import threading
import time
from uuid import UUID

from django.db import models

_lock = threading.Lock()
_last_tick = 0


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, 12 bits of their fraction, 62 random bits.

    Within a process each is greater than the one before (RFC 9562 §6.2, method 3), so rows made one
    after the other sort that way. It holds a time, so it never leaves in a pseudonym or an export.
    """
    global _last_tick
    with _lock:
        _last_tick = max(time.time_ns() * 4096 // 1_000_000, _last_tick + 1)
        milliseconds, fraction = divmod(_last_tick, 4096)
    random_bits = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random_bits)


class Identified(models.Model):
    """A row whose primary key is a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
