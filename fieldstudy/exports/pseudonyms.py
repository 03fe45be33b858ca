"""Names that leave the house: salted by study, so that two studies cannot be joined.

A primary key holds the time it was made, so exports carry these instead.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from uuid import UUID

from django.conf import settings

LENGTH = 12


def pseudonyms_of(study_id: UUID) -> Callable[[UUID], str]:
    """A function from a row's key to its name outside: 12 characters (60 bits) of base 32."""
    salt = hmac.new(
        settings.SECRET_KEY.encode(), b"fieldstudy.pseudonym:" + study_id.bytes, hashlib.sha256
    ).digest()

    def name(key: UUID) -> str:
        digest = hmac.new(salt, key.bytes, hashlib.sha256).digest()
        return base64.b32encode(digest).decode()[:LENGTH].lower()

    return name
