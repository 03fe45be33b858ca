"""The demo's accounts: passwords are random for each data folder and lie in a file only its owner reads."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role

CAST = {
    "Lan Chen": ("lan", Role.OWNER),
    "Kofi Mensah": ("kofi", Role.CODER),
    "Mira Weber": ("mira", Role.CODER),
    "Otto Lind": ("otto", Role.OPERATOR),
    "Vera Sun": ("vera", Role.VIEWER),
}
DOMAIN = "demo.fieldstudy.example"


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
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump([asdict(each) for each in sign_ins], out, ensure_ascii=False, indent=1)
    part.replace(path)


def make_people() -> tuple[dict[str, Person], list[SignIn]]:
    """The demo's accounts, each with a new password; those that exist get one too."""
    people, sign_ins = {}, []
    for name, (key, role) in CAST.items():
        password = secrets.token_urlsafe(9)
        email = f"{key}@{DOMAIN}"
        person = Person.objects.filter(email=email).first()
        if person is None:
            person = Person.objects.create_user(email, name=name)
        person.set_password(password)
        person.save()
        people[key] = person
        sign_ins.append(SignIn(who=name, role=str(role), name=email, secret=password))
    return people, sign_ins
