"""Settings that keep people safe; each is read as the server would read it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_PRINT = """
import json
import django
from django.conf import settings
django.setup()
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()},
                 default=str, skipkeys=True))
"""


def settings_with(folder: Path, **environment: str) -> dict[str, Any]:
    """The product's settings in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", _PRINT],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "fieldstudy.settings",
            "FIELDSTUDY_DATA": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As on a laptop: http on the loopback."""
    return settings_with(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As on a server of one's own: https, behind one proxy."""
    return settings_with(
        tmp_path_factory.mktemp("secure"),
        FIELDSTUDY_BASE_URL="https://diary.example.org",
        FIELDSTUDY_PROXIES="1",
    )


@pytest.mark.parametrize("name", ["SESSION", "CSRF"])
def test_cookies_are_bound_to_the_host_over_https(
    secure: dict[str, Any], plain: dict[str, Any], name: str
) -> None:
    assert secure[f"{name}_COOKIE_NAME"].startswith("__Host-")
    assert secure[f"{name}_COOKIE_SECURE"]
    assert not plain[f"{name}_COOKIE_NAME"].startswith("__Host-")
    assert not plain[f"{name}_COOKIE_SECURE"]


def test_a_phones_and_a_known_browsers_cookie_are_bound_too(secure: dict[str, Any]) -> None:
    assert secure["DEVICE_COOKIE_NAME"].startswith("__Host-")
    assert secure["KNOWN_BROWSER_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize("name", ["SESSION", "CSRF"])
def test_scripts_cannot_read_cookies_and_other_sites_cannot_send_them(
    plain: dict[str, Any], name: str
) -> None:
    assert plain[f"{name}_COOKIE_HTTPONLY"]
    assert plain[f"{name}_COOKIE_SAMESITE"] == "Lax"


def test_a_staff_session_lasts_12_hours_and_3_idle(plain: dict[str, Any]) -> None:
    assert plain["STAFF_SESSION_S"] == 12 * 3600 == plain["SESSION_COOKIE_AGE"]
    assert plain["STAFF_SESSION_IDLE_S"] == 3 * 3600


def test_https_is_insisted_on_where_there_is_some(
    secure: dict[str, Any], plain: dict[str, Any]
) -> None:
    assert secure["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert plain["SECURE_HSTS_SECONDS"] == 0


def test_a_forwarded_scheme_counts_only_behind_a_proxy_of_ours(
    secure: dict[str, Any], plain: dict[str, Any]
) -> None:
    assert secure["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert plain["SECURE_PROXY_SSL_HEADER"] is None


def test_debug_is_off_and_files_are_hashed_by_default(plain: dict[str, Any]) -> None:
    assert plain["DEBUG"] is False
    assert plain["STORAGES"]["staticfiles"]["BACKEND"].endswith("HashedStatic")


def test_passwords_are_hashed_with_argon2(plain: dict[str, Any]) -> None:
    assert plain["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")


def test_nothing_huge_is_read_into_memory(plain: dict[str, Any]) -> None:
    assert plain["DATA_UPLOAD_MAX_MEMORY_SIZE"] <= 2 * 1024 * 1024
    assert plain["DATA_UPLOAD_MAX_NUMBER_FIELDS"] <= 500
    assert plain["DATA_UPLOAD_MAX_NUMBER_FILES"] <= 20


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = settings_with(tmp_path)["SECRET_KEY"]
    assert settings_with(tmp_path)["SECRET_KEY"] == first
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_wrong_number_of_proxies_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        settings_with(tmp_path, FIELDSTUDY_PROXIES="some")
    assert "FIELDSTUDY_PROXIES" in stopped.value.stderr
