"""A browser that somebody has signed in from before has tries of its own.

After too many wrong passwords an account takes no more from strangers, but its owner can still sign
in from a known browser: guessing must not become a way to lock people out
(OWASP, “Slow Down Online Guessing Attacks with Device Cookies”).
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from fieldstudy.core.secrets import hash_secret, new_secret

_SALT = "fieldstudy.known-browser"
_YEAR_S = 365 * 24 * 3600


def subject_of(request: HttpRequest, email: str) -> str:
    """Whose tries a wrong password uses up: this known browser's, or all strangers' together."""
    account = hash_secret(f"account:{email.strip().lower()}")
    signed = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        known = signing.loads(signed, salt=_SALT, max_age=_YEAR_S) if signed else {}
    except signing.BadSignature:
        known = {}
    return f"{account}:{known['browser']}" if known.get("account") == account else account


def remember_browser(response: HttpResponse, email: str) -> None:
    """The right password was given here: know this browser again."""
    known = {"account": hash_secret(f"account:{email.strip().lower()}"), "browser": new_secret()}
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(known, salt=_SALT),
        max_age=_YEAR_S,
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
