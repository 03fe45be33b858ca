"""A phone can fetch what makes it trust the server, and only that."""

from pathlib import Path

from django.conf import LazySettings
from django.test import Client

from fieldstudy.core import clock
from fieldstudy.supervision.certificate import ensure_certificate


def test_a_phone_gets_the_authority_and_no_key(settings: LazySettings, tmp_path: Path) -> None:
    settings.FIELDSTUDY_DATA, settings.FIELDSTUDY_TLS = tmp_path, "self"
    files = ensure_certificate(tmp_path, {"192.168.1.20"}, now=clock.now())
    answer = Client().get("/authority.crt")
    assert answer.content == files.authority.read_bytes()
    assert b"PRIVATE" not in answer.content
    assert answer["Content-Type"] == "application/x-x509-ca-cert"


def test_without_a_certificate_of_our_own_there_is_none(settings: LazySettings) -> None:
    settings.FIELDSTUDY_TLS = "off"
    assert Client().get("/authority.crt").status_code == 404
