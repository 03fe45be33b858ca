"""Which items an entry answers: those of a published prompt, or the few of a free entry."""

from collections.abc import Mapping
from typing import Any

from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.answers import Asked
from fieldstudy.studies.models import ProtocolVersion, Study

Prompt = Mapping[str, Any]


def _item(key: str, kind: str, wording: LocalizedText, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "key": key,
        "kind": kind,
        "wording": wording.as_json(),
        "hint": LocalizedText().as_json(),
        "options": [],
        "settings": {},
        "shown_if": None,
        "is_required": False,
        **more,
    }


_WHERE = _item("where", "touchpoint", LocalizedText(zh="在哪里？", en="Where was it?"))
_BRAND = _item("brand", "brand", LocalizedText(zh="哪一家？", en="Which one?"))
_FELT = _item("felt", "emotion", LocalizedText(zh="感觉怎么样？", en="How did it feel?"))
_WORDS = _item("words", "text", LocalizedText(zh="用您自己的话", en="In your words"))
_PHOTOS = _item(
    "photos", "photo", LocalizedText(zh="照片", en="Photos"), settings={"least": 0, "most": 6}
)
_VOICE = _item("voice", "voice", LocalizedText(zh="语音记录", en="Voice note"))


def free_prompt(document: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody is asked who logs what just happened, without a prompt."""
    items = [_WHERE, _FELT, _WORDS, _PHOTOS, _VOICE]
    if len(document.get("brands", [])) > 1:
        items.insert(1, _BRAND)
    return {
        "id": "",
        "key": "",
        "name": LocalizedText(zh="随时记录", en="What just happened").as_json(),
        "introduction": LocalizedText().as_json(),
        "minutes": 2,
        "scenario": None,
        "items": items,
    }


def live_version(study: Study, *, rehearsing: bool = False) -> ProtocolVersion | None:
    """What is asked now: the newest published version; in a rehearsal the draft as last tried."""
    versions = study.protocol_versions
    version: ProtocolVersion | None = versions.rehearsal() if rehearsing else None
    return version or versions.newest()


def asked_by(document: Mapping[str, Any], prompt: Prompt, scopes: frozenset[str]) -> Asked:
    """The items of a prompt with the lists they choose from."""
    return Asked(
        items=tuple(prompt["items"]),
        touchpoints=frozenset(str(each["id"]) for each in document.get("touchpoints", [])),
        brands=frozenset(str(each["id"]) for each in document.get("brands", [])),
        scopes=scopes,
    )
