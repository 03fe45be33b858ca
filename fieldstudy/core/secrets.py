"""Secrets that open a door: made at random, kept only as a hash."""

import hashlib
import hmac
import secrets

from django.conf import settings

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a code is read off paper and typed on a phone.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 10


def new_secret() -> str:
    """192 random bits for a link, URL-safe."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """Ten characters (46 bits) that can be read aloud; see the limits on tries."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """What a person typed, without case, spaces and dashes."""
    return "".join(typed.upper().split()).replace("-", "").replace("–", "")


def hash_secret(secret: str) -> str:
    """The form in which a secret is stored and looked up: HMAC-SHA-256 keyed by the installation."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"fieldstudy.secret:" + secret.encode(), hashlib.sha256).hexdigest()
