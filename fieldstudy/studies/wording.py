"""Notices a question that asks for reasons, and offers one about what was done and seen.

People asked "why" make a reason up afterwards (Nisbett & Wilson, "Telling more than we can know",
Psychological Review 84, 1977); asked what they did and saw, they tell the story that holds it.
Patterns only, in both languages: a hint may be ignored, so it is better short than clever.
"""

import re
from dataclasses import dataclass

from fieldstudy.core.localized import LocalizedText

_WHY_EN = re.compile(
    r"\bwhy\b|\bhow come\b|\breasons?\b"
    r"|\bwhat (?:made|makes|led|leads|drove|drives|caused|causes|motivated|motivates) (?:you|them)\b",
    re.IGNORECASE,
)
_WHY_ZH = re.compile(
    r"为什么|为甚么|为何|为啥|因何|何故|怎么会|怎么就|咋会|(?:什么|何种|哪些|啥)(?:原因|理由)"
    r"|(?:原因|理由)(?:是|有|何在)|(?:的|您的|你的)(?:原因|理由)"
    r"|出于(?:什么|何种)|(?:什么|啥)(?:让|使|使得|促使|驱使)(?:您|你)"
)

_END_EN = r"\s*[?.!]*\s*$"
_DID_EN = re.compile(
    r"^(?:so[, ]+|and[, ]+)?(?:why|what made|what led)\s+"
    r"(?P<tense>did|do|didn['’]t|did not|don['’]t|do not|would|wouldn['’]t)?\s*you(?:\s+to)?\s+"
    r"(?P<not>not\s+)?(?P<deed>[^?.!]+)" + _END_EN,
    re.IGNORECASE,
)
_COME_EN = re.compile(r"^how come\s+you\s+(?P<deed>[^?.!]+)" + _END_EN, re.IGNORECASE)

_LEAD_ZH = r"^(?P<you>您|你)?(?:当时|这次|今天|刚才)?"
_WHY_WORD_ZH = r"(?:为什么|为甚么|为何|为啥|怎么会|怎么就|咋会|因何|出于什么(?:原因|考虑))"
_TAIL_ZH = r"(?:呢|呀|啊|吗)?[？?。！!]*$"
_DEED_ZH = re.compile(
    _LEAD_ZH + _WHY_WORD_ZH + r"(?P<you2>您|你)?(?P<not>没有|没|不)?(?:会|要|想要)?"
    r"(?P<deed>[^？?。！!，,；;]+?)" + _TAIL_ZH
)
_MADE_ZH = re.compile(
    r"^(?:是)?(?:什么|啥)(?:原因|理由)?(?:让|使得|使|促使|驱使)(?P<you>您|你)(?:当时|这次|今天|刚才)?"
    r"(?P<not>没有|没|不)?(?P<deed>[^？?。！!，,；;]+?)" + _TAIL_ZH
)
_CAUSE_ZH = re.compile(
    r"^(?P<you>您|你)?(?P<not>没有|没|不)?(?P<deed>[^？?。！!，,；;]+?)的(?:主要)?(?:原因|理由)(?:是|有)"
    r"(?:什么|哪些)" + _TAIL_ZH
)

_PLAIN_EN = "What happened, step by step? What did you see, and what did you do next?"
_PLAIN_ZH = "当时的经过是怎样的？请按先后顺序说说：{you}看到了什么，接着做了什么？"
LONGEST_DEED = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """What to say beside a question that asks for reasons.

    Attributes:
        found: the words that gave it away, by language (``zh-Hans``, ``en``).
        offer: the question about deeds; a language without "why" keeps its wording.
    """

    found: dict[str, str]
    offer: LocalizedText


def hint_for(wording: LocalizedText) -> Hint | None:
    """The hint for this wording; None when no language asks for reasons."""
    found = {
        language: match.group()
        for language, pattern in (("zh-Hans", _WHY_ZH), ("en", _WHY_EN))
        if (match := pattern.search(wording.word(language)))
    }
    if not found:
        return None
    return Hint(
        found,
        LocalizedText(
            zh=_offer_zh(wording.zh) if "zh-Hans" in found else wording.zh,
            en=_offer_en(wording.en) if "en" in found else wording.en,
        ),
    )


def _offer_en(wording: str) -> str:
    text = " ".join(wording.split())
    came, did = _COME_EN.match(text), _DID_EN.match(text)
    if came and _is_plain(came["deed"]):
        return f"When you {came['deed']}, what did you see first? What did you do then?"
    if did is None or not _is_plain(did["deed"]):
        return _PLAIN_EN
    tense, deed = (did["tense"] or "did").lower(), did["deed"].strip()
    if did["not"] or tense.endswith(("n't", "n’t", "not")):
        return f"Think of the moment you did not {deed}. What did you see, and what did you do instead?"
    if tense in {"do", "would"}:
        return f"When did you last {deed}? What did you see first, and what did you do then?"
    return f"At what moment did you {deed}? What did you see first, and what did you do then?"


def _offer_zh(wording: str) -> str:
    text = "".join(wording.split())
    match = _DEED_ZH.match(text) or _MADE_ZH.match(text) or _CAUSE_ZH.match(text)
    groups = match.groupdict() if match else {}
    named = groups.get("you") or groups.get("you2")
    you = named or ("你" if "你" in text else "您")
    if match is None or named is None or not _is_plain(match["deed"]):
        return _PLAIN_ZH.format(you=you)
    if match["not"]:
        return f"{you}{match['not']}{match['deed']}的时候，看到了什么？后来是怎么做的？"
    return f"{you}{match['deed']}的时候，先看到了什么？接着做了什么？"


def _is_plain(deed: str) -> bool:
    """Whether a deed fits into an offer: short, and asking for no further reason."""
    asks_again = _WHY_EN.search(deed) or _WHY_ZH.search(deed)
    return 0 < len(deed.strip()) <= LONGEST_DEED and not asks_again
