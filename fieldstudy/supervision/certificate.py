"""HTTPS without an authority of the world: our own authority, and a certificate signed by it.

A phone that has the authority installed gets everything a secure page may have. The authority can
sign for private addresses and this machine's names only, so that installing it opens no other door.
"""

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fieldstudy.core.network import authority_file

AUTHORITY_LIFE = dt.timedelta(days=3650)
CERTIFICATE_LIFE = dt.timedelta(days=397)
"""The longest that today's browsers accept."""
RENEW_BEFORE = dt.timedelta(days=30)
PRIVATE = [
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
]


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """What lies beside the authority's certificate, the one file that is handed out.

    Attributes:
        authority: the authority's certificate, for phones to install.
    """

    authority: Path

    @property
    def folder(self) -> Path:
        """The folder; only its owner may look inside."""
        return self.authority.parent

    @property
    def authority_key(self) -> Path:
        """The authority's key."""
        return self.folder / "authority-key.pem"

    @property
    def certificate(self) -> Path:
        """The server's certificate."""
        return self.folder / "certificate.pem"

    @property
    def key(self) -> Path:
        """The server's key."""
        return self.folder / "key.pem"


def ensure_certificate(data: Path, hosts: set[str], *, now: dt.datetime) -> TlsFiles:
    """Make what is missing, ends within a month, or does not name one of these hosts."""
    files = TlsFiles(authority_file(data))
    files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hosts = hosts | {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    if not _may_sign(files.authority, hosts):
        files.certificate.unlink(missing_ok=True)
        _make_authority(files, hosts, now)
    if not _is_good(files.certificate, hosts, now):
        _make_certificate(files, hosts, now)
    return files


def _may_sign(authority: Path, hosts: set[str]) -> bool:
    """Whether the authority is there and its constraints allow every host."""
    if not authority.exists():
        return False
    known = x509.load_pem_x509_certificate(authority.read_bytes())
    limits = known.extensions.get_extension_for_class(x509.NameConstraints).value
    return set(_allowed(hosts)) <= set(limits.permitted_subtrees or [])


def _allowed(hosts: set[str]) -> list[x509.GeneralName]:
    """The private networks and ``.local``, and what of these hosts lies outside of both."""
    networks = [ipaddress.ip_network(network) for network in PRIVATE]
    others = set(hosts)
    for host in hosts:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            continue
        others.discard(host)
        if not any(address in network for network in networks):
            networks.append(ipaddress.ip_network(address))
    names = [x509.DNSName(name) for name in sorted({"local", *others})]
    return [*(x509.IPAddress(network) for network in networks), *names]


def _is_good(path: Path, hosts: set[str], now: dt.datetime) -> bool:
    if not path.exists():
        return False
    known = x509.load_pem_x509_certificate(path.read_bytes())
    named = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return known.not_valid_after_utc > now + RENEW_BEFORE and set(_names(hosts)) <= set(named)


def _names(hosts: set[str]) -> list[x509.GeneralName]:
    return [_name(host) for host in sorted(hosts)]


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _make_authority(files: TlsFiles, hosts: set[str], now: dt.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _called(f"Fieldstudy on {socket.gethostname()}"[:64])
    signed = (
        _blank(name, name, key, now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(_allowed(hosts), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_key(files.authority_key, key)
    _write(files.authority, signed.public_bytes(serialization.Encoding.PEM))


def _make_certificate(files: TlsFiles, hosts: set[str], now: dt.datetime) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = serialization.load_pem_private_key(files.authority_key.read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 we wrote it
    key = ec.generate_private_key(ec.SECP256R1())
    server_only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    signed = (
        _blank(_called("Fieldstudy"), authority.subject, key, now, CERTIFICATE_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(server_only, critical=False)
        .add_extension(x509.SubjectAlternativeName(_names(hosts)), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(files.key, key)
    _write(files.certificate, signed.public_bytes(serialization.Encoding.PEM))


def _blank(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
    life: dt.timedelta,
) -> x509.CertificateBuilder:
    # An hour of grace: phones' clocks are not ours.
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + life - dt.timedelta(hours=2))
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(path, text)


def _write(path: Path, text: bytes) -> None:
    """Whole or not at all, readable by the owner only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text)
    part.replace(path)
