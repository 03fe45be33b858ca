"""The catalogues hold every visible word, in both languages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("en", "zh_Hans")


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def messages(found: polib.POFile) -> set[tuple[str, str, str]]:
    """(context, message, plural) of what is in use."""
    return {
        (each.msgctxt or "", each.msgid, each.msgid_plural or "")
        for each in found
        if not each.obsolete
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    found = catalogue(language)
    assert len(found) > 1000
    assert [each.msgid for each in found.untranslated_entries()] == []
    assert [each.msgid for each in found.fuzzy_entries()] == []
    assert [each.msgid for each in found.obsolete_entries()] == []


def test_both_catalogues_hold_the_same_messages() -> None:
    english, chinese = (messages(catalogue(language)) for language in LANGUAGES)
    assert english == chinese


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext's own extraction")
def test_the_code_has_no_message_that_the_catalogues_lack(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in ("fieldstudy", "locale", "templates"):
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    shutil.copy(ROOT / "manage.py", copy)
    environment = os.environ | {"FIELDSTUDY_DATA": str(tmp_path / "data"), "PYTHONPATH": str(copy)}
    environment["DJANGO_SETTINGS_MODULE"] = "fieldstudy.settings"
    asked = [sys.executable, "manage.py", "makemessages", "--no-location", "-v0"]
    for language in LANGUAGES:
        asked += ["-l", language]
    subprocess.run(asked, cwd=copy, env=environment, check=True)
    for language in LANGUAGES:
        now, before = messages(catalogue(language, copy)), messages(catalogue(language))
        assert now - before == set(), "said in the code, unknown to the catalogue"
        assert before - now == set(), "in the catalogue, said nowhere"
