"""Small builders of rows, one for each noun; every argument has a plain default."""

import datetime as dt
import hashlib
import itertools
from typing import Any
from uuid import uuid4

from fieldstudy.coding.models import Code, Coding, Excerpt, Placement
from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.secrets import hash_secret, new_secret
from fieldstudy.core.text import cut
from fieldstudy.diary.models import Attachment, Entry, EntryRevision
from fieldstudy.participants.models import (
    ConsentAct,
    ConsentDocument,
    DeviceSession,
    Participation,
    Scope,
)
from fieldstudy.people.models import Person
from fieldstudy.studies.models import (
    Brand,
    Membership,
    Prompt,
    PromptItem,
    ProtocolVersion,
    Role,
    Scenario,
    Segment,
    Stage,
    Study,
    Touchpoint,
)

PASSWORD = "market-street-42"
_number = itertools.count(1)


def text(en: str, zh: str = "") -> LocalizedText:
    """A localized text; the Chinese defaults to the English, marked."""
    return LocalizedText(zh=zh or f"中·{en}", en=en)


def make_person(name: str = "Lan", **fields: Any) -> Person:
    """A staff account whose e-mail comes from the name and whose password is ``PASSWORD``."""
    fields.setdefault("email", f"{name.lower()}@example.org")
    fields.setdefault("language", "en")
    return Person.objects.create_user(password=PASSWORD, name=name, **fields)


def make_study(slug: str = "supermarket", **fields: Any) -> Study:
    """A live study; its design is empty."""
    fields.setdefault("name", text("Neighbourhood supermarket", "社区超市体验研究"))
    fields.setdefault("opened_at", clock.now() - dt.timedelta(days=3))
    return Study.objects.create(slug=slug, **fields)


def make_member(study: Study, person: Person, role: str = Role.RESEARCHER) -> Membership:
    """A person's role in a study."""
    return Membership.objects.create(study=study, person=person, role=role)


def make_scenario(study: Study, name: str = "Weekday dinner shop", **fields: Any) -> Scenario:
    """A scenario."""
    return Scenario.objects.create(study=study, name=text(name), **fields)


def make_stage(study: Study, name: str = "Pay", **fields: Any) -> Stage:
    """A stage, after those that exist."""
    fields.setdefault("position", next(_number))
    return Stage.objects.create(study=study, name=text(name), **fields)


def make_touchpoint(
    study: Study, name: str = "Self-checkout", *, stage: Stage | None = None, **fields: Any
) -> Touchpoint:
    """A touchpoint, in a stage of its own unless one is given."""
    fields.setdefault("position", next(_number))
    return Touchpoint.objects.create(
        study=study, stage=stage or make_stage(study), name=text(name), **fields
    )


def make_brand(study: Study, name: str = "Linli", role: str = Brand.Role.OWN) -> Brand:
    """A brand."""
    return Brand.objects.create(study=study, name=text(name), role=role, position=next(_number))


def make_segment(study: Study, name: str = "Mornings") -> Segment:
    """A segment."""
    return Segment.objects.create(study=study, name=text(name), position=next(_number))


def make_participation(study: Study, label: str = "P01", **fields: Any) -> Participation:
    """A participant who has joined."""
    fields.setdefault("joined_at", clock.now() - dt.timedelta(days=2))
    return Participation.objects.create(study=study, label=label, **fields)


def make_device(
    participation: Participation, secret: str | None = None
) -> tuple[DeviceSession, str]:
    """A phone of this participant, and the secret for its cookie."""
    secret = secret or new_secret()
    device = DeviceSession.objects.create(
        study=participation.study, participation=participation, secret_hash=hash_secret(secret)
    )
    return device, secret


def make_consent_document(study: Study, **fields: Any) -> ConsentDocument:
    """A published consent text asking for every scope."""
    fields.setdefault("number", study.consent_documents.count() + 1)
    fields.setdefault("published_at", clock.now())
    return ConsentDocument.objects.create(
        study=study,
        title=text("Taking part"),
        body=text("What we do with what you send."),
        scopes=[
            {"key": scope.value, "wording": text(str(scope.label)).as_json()} for scope in Scope
        ],
        **fields,
    )


def make_consent(participation: Participation, scopes: list[str] | None = None) -> ConsentAct:
    """The participant agreed; to every scope unless some are named."""
    study = participation.study
    document = study.consent_documents.order_by("-number").first() or make_consent_document(study)
    return ConsentAct.objects.create(
        study=study,
        participation=participation,
        document=document,
        language="zh-Hans",
        scopes=list(Scope.values) if scopes is None else scopes,
    )


def make_prompt(study: Study, name: str = "A moment in the shop", **fields: Any) -> Prompt:
    """A prompt without items."""
    fields.setdefault("position", next(_number))
    return Prompt.objects.create(study=study, name=text(name), **fields)


def make_item(prompt: Prompt, kind: str = "text", key: str = "", **fields: Any) -> PromptItem:
    """An item of a prompt, after those that exist."""
    fields.setdefault("wording", text(f"A question of kind {kind}"))
    fields.setdefault("position", next(_number))
    return PromptItem.objects.create(
        study=prompt.study, prompt=prompt, kind=kind, key=key or kind, **fields
    )


def make_protocol(study: Study, person: Person, document: dict[str, Any]) -> ProtocolVersion:
    """A published protocol version with exactly this document."""
    return ProtocolVersion.objects.create(
        study=study,
        number=study.protocol_versions.count() + 1,
        document=document,
        digest=uuid4().hex,
        published_by=person,
    )


def make_entry(
    participation: Participation | None,
    words: str = "The screen turned red and nobody came.",
    **fields: Any,
) -> Entry:
    """A diary entry with one revision; give ``author`` and ``study`` for an observation."""
    study = fields.pop("study", None) or (participation and participation.study)
    now = clock.now()
    fields.setdefault("client_id", uuid4())
    fields.setdefault("fingerprint", uuid4().hex)
    for name in ("happened_at", "written_at", "received_at"):
        fields.setdefault(name, now)
    entry: Entry = Entry.objects.create(study=study, participation=participation, **fields)
    entry.latest = EntryRevision.objects.create(
        study=study, entry=entry, number=1, text=words, answers={"text": words}
    )
    entry.save(update_fields=["latest"])
    return entry


def make_attachment(
    entry: Entry, kind: str = "photo", content: bytes = b"", **fields: Any
) -> Attachment:
    """An attachment row; nothing lies in the store unless a test puts it there."""
    fields.setdefault("client_id", uuid4())
    fields.setdefault("storage_key", f"tests/{uuid4()}")
    return Attachment.objects.create(
        study=entry.study,
        entry=entry,
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **fields,
    )


def make_code(
    study: Study, name: str = "Stops, no one comes", kind: str = "reaction", **fields: Any
) -> Code:
    """A code."""
    fields.setdefault("position", next(_number))
    return Code.objects.create(study=study, name=text(name), kind=kind, **fields)


def make_coding(entry: Entry, code: Code, coder: Person, **fields: Any) -> Coding:
    """A code on the whole entry, or on ``span=(start, end)`` of its words."""
    span = fields.pop("span", None)
    excerpt = Excerpt.objects.create(
        study=entry.study,
        client_id=uuid4(),
        entry=entry,
        coder=coder,
        medium="text" if span else "entry",
    )
    place = cut(entry.text, *span) if span else None
    Placement.objects.create(
        study=entry.study,
        excerpt=excerpt,
        revision=entry.latest if place else None,
        start=place.start if place else None,
        end=place.end if place else None,
        quote=place.quote if place else "",
        prefix=place.prefix if place else "",
        suffix=place.suffix if place else "",
    )
    fields.setdefault("touchpoint", code.touchpoint or entry.touchpoint)
    fields.setdefault("valence", code.valence)
    return Coding.objects.create(
        study=entry.study,
        client_id=uuid4(),
        excerpt=excerpt,
        entry=entry,
        code=code,
        coder=coder,
        **fields,
    )
