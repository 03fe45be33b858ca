"""The demo's accounts."""

import secrets

from fieldstudy.people.demo_sign_ins import SignIn
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
