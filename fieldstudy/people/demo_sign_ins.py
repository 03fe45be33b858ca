"""The demo's ways in: random for each data folder, in a file that only its owner reads."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way into the demo: an account with its password, or a participant's join code."""

    who: str
    role: str
    name: str
    secret: str


def sign_ins_path() -> Path:
    """Where the sign-ins lie."""
    return Path(settings.FIELDSTUDY_DATA) / "demo-sign-ins.json"


def read_sign_ins() -> list[SignIn]:
    """What the demo printed when it was made; empty without a demo."""
    path = sign_ins_path()
    if not path.exists():
        return []
    return [SignIn(**line) for line in json.loads(path.read_text())]


def write_sign_ins(sign_ins: list[SignIn]) -> None:
    """Keep them, readable by the owner of the data folder alone."""
    path = sign_ins_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump([asdict(each) for each in sign_ins], out, ensure_ascii=False, indent=1)
    part.replace(path)


def lines_to_print() -> Iterator[str]:
    """What a person at the terminal needs to look around; nothing without a demo."""
    for each in read_sign_ins():
        how = "join code" if each.role == "participant" else "password"
        yield f"  {each.role:<12} {each.name:<32} {how} {each.secret}"
