"""Where a request comes from, as far as we may believe it."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the one who asks.

    ``X-Forwarded-For`` is anybody's to write: only as many of its last entries count as there are
    proxies of ours (``FIELDSTUDY_PROXIES``); without a proxy it is the peer's own address.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.FIELDSTUDY_PROXIES
    if proxies == 0:
        return peer
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    return hops[-proxies] if len(hops) >= proxies and hops[-proxies] else peer
