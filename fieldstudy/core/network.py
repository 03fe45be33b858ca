"""Where this machine can be found by others."""

import socket
from pathlib import Path

ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 names for it, nothing is bound here
_DOCUMENTATION_NET = ("192.0.2.1", 9)


def authority_file(data: Path) -> Path:
    """The certificate that phones install to trust a server with ``FIELDSTUDY_TLS=self``."""
    return data / "tls" / "authority.pem"


def lan_address() -> str | None:
    """The address by which phones on the same network reach us; None without a network.

    Asks the kernel which address it would send from; nothing is sent (RFC 5737 address).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_DOCUMENTATION_NET)
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address


def reachable_host(host: str) -> str:
    """The host as it stands in a URL: a wildcard becomes the address that others can use."""
    if host in ANYWHERE:
        return lan_address() or "127.0.0.1"
    return f"[{host}]" if ":" in host else host
