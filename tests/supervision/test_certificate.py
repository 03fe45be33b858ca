"""A phone that trusts our authority trusts our server, and nothing else of ours."""

import datetime as dt
import ssl
from pathlib import Path

import pytest

from fieldstudy.core import clock
from fieldstudy.supervision.certificate import TlsFiles, ensure_certificate

HOSTS = {"192.168.1.20", "lab.example.org", "203.0.113.7"}


def _shake_hands(files: TlsFiles, host: str) -> None:
    """One TLS handshake in memory, checked as a browser checks it."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(files.certificate, files.key)
    trusting = ssl.create_default_context(cafile=str(files.authority))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    client = trusting.wrap_bio(to_client, to_server, server_hostname=host)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


@pytest.mark.parametrize("host", [*sorted(HOSTS), "127.0.0.1", "localhost"])
def test_every_name_and_address_of_ours_is_trusted(tmp_path: Path, host: str) -> None:
    _shake_hands(ensure_certificate(tmp_path, HOSTS, now=clock.now()), host)


def test_another_name_is_not(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    with pytest.raises(ssl.SSLCertVerificationError):
        _shake_hands(files, "bank.example.com")


def test_keys_are_their_owners_only(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    assert {path.stat().st_mode & 0o777 for path in files.folder.iterdir()} == {0o600}


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    before = files.certificate.read_bytes()
    ensure_certificate(tmp_path, {"lab.example.org"}, now=clock.now())
    assert files.certificate.read_bytes() == before


def test_it_is_renewed_before_it_ends_and_phones_need_not_trust_anew(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    authority, before = files.authority.read_bytes(), files.certificate.read_bytes()
    ensure_certificate(tmp_path, HOSTS, now=clock.now() + dt.timedelta(days=380))
    assert files.certificate.read_bytes() != before
    assert files.authority.read_bytes() == authority


def test_a_new_private_address_needs_no_new_authority(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    authority = files.authority.read_bytes()
    ensure_certificate(tmp_path, {*HOSTS, "192.168.1.77"}, now=clock.now())
    assert files.authority.read_bytes() == authority
    _shake_hands(files, "192.168.1.77")


def test_a_new_name_is_trusted_after_a_new_authority(tmp_path: Path) -> None:
    files = ensure_certificate(tmp_path, HOSTS, now=clock.now())
    ensure_certificate(tmp_path, {*HOSTS, "new.example.org"}, now=clock.now())
    _shake_hands(files, "new.example.org")
