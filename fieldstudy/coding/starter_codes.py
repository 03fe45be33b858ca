"""What the starter codebook holds besides the study's own touchpoints: words, not code.

Each line: kind, Chinese and English name, what it means in both, and what only some have.
"""

from dataclasses import dataclass, field
from typing import Any

from fieldstudy.coding.models import Code, Reaction
from fieldstudy.core.localized import LocalizedText

_K = Code.Kind


@dataclass(frozen=True, slots=True)
class Starter:
    """One code to begin with, and those under it."""

    kind: Code.Kind
    name: LocalizedText
    definition: LocalizedText
    include: LocalizedText = field(default_factory=LocalizedText)
    exclude: LocalizedText = field(default_factory=LocalizedText)
    example: LocalizedText = field(default_factory=LocalizedText)
    valence: int | None = None
    reaction: str = ""
    below: tuple["Starter", ...] = ()


def _two(zh: str, en: str) -> LocalizedText:
    return LocalizedText(zh=zh, en=en)


def _named(valence: int, zh: str, en: str, definition: LocalizedText) -> Starter:
    return Starter(_K.EMOTION, _two(zh, en), definition, valence=valence)


EMOTIONS = (
    Starter(
        _K.EMOTION,
        _two("很不好", "Very bad"),
        _two("编码员判断：这一刻让人很难受。", "As the coder reads it: this moment felt very bad."),
        valence=-2,
        below=(
            _named(
                -2, "生气", "Angry", _two("对人或对事发火。", "Angry with someone or something.")
            ),
        ),
    ),
    Starter(
        _K.EMOTION,
        _two("不好", "Bad"),
        _two("编码员判断：这一刻不太舒服。", "As the coder reads it: this moment felt bad."),
        valence=-1,
        below=(
            _named(
                -1, "失望", "Let down", _two("没得到预期的东西。", "Did not get what was expected.")
            ),
            _named(
                -1,
                "着急",
                "Uneasy",
                _two("怕来不及、怕出错、怕尴尬。", "Fears being late, wrong or embarrassed."),
            ),
        ),
    ),
    Starter(
        _K.EMOTION,
        _two("一般", "So-so"),
        _two("说到了感受，但不好也不坏。", "A feeling is voiced, neither good nor bad."),
        valence=0,
    ),
    Starter(
        _K.EMOTION,
        _two("好", "Good"),
        _two("编码员判断：这一刻感觉不错。", "As the coder reads it: this moment felt good."),
        valence=1,
        below=(
            _named(
                1, "安心", "At ease", _two("放下心来，不再担心。", "Relieved, no longer worried.")
            ),
        ),
    ),
    Starter(
        _K.EMOTION,
        _two("很好", "Very good"),
        _two("编码员判断：这一刻特别好。", "As the coder reads it: this moment felt very good."),
        valence=2,
        below=(
            _named(
                2, "惊喜", "Delighted", _two("比预期好，出乎意料。", "Better than anyone expected.")
            ),
        ),
    ),
)


def _reaction(
    reaction: Reaction, zh: str, en: str, definition: LocalizedText, **more: Any
) -> Starter:
    return Starter(_K.REACTION, _two(zh, en), definition, reaction=reaction, **more)


REACTIONS = (
    Starter(
        _K.REACTION,
        _two("槽点", "Pain point"),
        _two("让人想吐槽的地方。", "What makes a person want to complain."),
        include=_two(
            "当事人遇到的麻烦，哪怕语气平静。", "Trouble the person met, even if told calmly."
        ),
        exclude=_two("只是愿望，没有不满：用“需求”。", "A wish without discontent: use a need."),
        example=_two("“等了三分钟没人来。”", "“Three minutes, and nobody came.”"),
        reaction=Reaction.PAIN,
        below=(
            _reaction(
                Reaction.PAIN,
                "等太久",
                "Waits too long",
                _two("等待超出预期。", "Longer than felt fair."),
            ),
            _reaction(
                Reaction.PAIN,
                "找不到",
                "Cannot find it",
                _two("找不到人、商品或路。", "No person, thing or way to be found."),
            ),
            _reaction(
                Reaction.PAIN,
                "没人说明白",
                "Nobody explains",
                _two(
                    "不知道出了什么事、该怎么办。",
                    "Left without knowing what is wrong or what to do.",
                ),
            ),
            _reaction(
                Reaction.PAIN,
                "说的和实际不一样",
                "Not as promised",
                _two(
                    "价格、信息或承诺与实际不符。", "Price, information or promise does not hold."
                ),
            ),
        ),
    ),
    Starter(
        _K.REACTION,
        _two("赞点", "Praise"),
        _two("让人想夸的地方。", "What makes a person want to praise."),
        include=_two(
            "当事人说好，或做法明显更好。", "The person says so, or it plainly went better."
        ),
        exclude=_two("超出职责的人情：用“感动点”。", "Kindness beyond duty: use moved."),
        example=_two("“结账不到一分钟。”", "“Through the till in under a minute.”"),
        reaction=Reaction.PRAISE,
        below=(
            _reaction(
                Reaction.PRAISE,
                "又快又顺",
                "Quick and smooth",
                _two("没有多余的步骤。", "No step too many."),
            ),
            _reaction(
                Reaction.PRAISE,
                "东西好",
                "Good quality",
                _two("商品或环境本身好。", "The thing or place itself is good."),
            ),
            _reaction(
                Reaction.PRAISE,
                "态度好",
                "Friendly",
                _two("人好，话也好。", "Kind people, kind words."),
            ),
        ),
    ),
    Starter(
        _K.REACTION,
        _two("感动点", "Moved"),
        _two("让人心里一暖、会讲给别人听的地方。", "What warms the heart and gets told to others."),
        include=_two("超出交易的关心。", "Care beyond the exchange."),
        exclude=_two("做得好但属分内：用“赞点”。", "Well done but part of the job: use praise."),
        example=_two("“最后几个，给你留的。”", "“The last ones, kept for you.”"),
        reaction=Reaction.MOVED,
        below=(
            _reaction(
                Reaction.MOVED,
                "记得我",
                "Remembers me",
                _two("记得人、习惯或上次的事。", "Remembers the person, a habit or last time."),
            ),
            _reaction(
                Reaction.MOVED,
                "多帮一步",
                "Goes out of the way",
                _two("不是分内的事也帮了。", "Helps where it was nobody's duty."),
            ),
        ),
    ),
)

NEEDS = (
    Starter(
        _K.NEED,
        _two("想知道出了什么事", "To be told what is wrong"),
        _two("需要及时、明白的说明。", "Needs a plain word in time."),
    ),
    Starter(
        _K.NEED, _two("想快点走", "To be quick"), _two("时间紧，想少花时间。", "Short of time.")
    ),
    Starter(
        _K.NEED,
        _two("想放心", "To be sure"),
        _two("需要确认质量、价格或安全。", "Needs certainty about quality, price or safety."),
    ),
    Starter(
        _K.NEED,
        _two("想被尊重", "To be respected"),
        _two("希望被当回事，不丢面子。", "Wants to be taken seriously and keep face."),
    ),
)
ACTIONS = (
    Starter(
        _K.ACTION,
        _two("问人", "Asks someone"),
        _two("向店员或别人求助。", "Turns to staff or others."),
    ),
    Starter(
        _K.ACTION,
        _two("换一处", "Moves elsewhere"),
        _two("换机器、换队、换货架。", "Another machine, queue or shelf."),
    ),
    Starter(
        _K.ACTION,
        _two("对比", "Compares"),
        _two("比价格、比品牌、比成分。", "Prices, brands, what is inside."),
    ),
    Starter(
        _K.ACTION,
        _two("放弃", "Gives up"),
        _two("不买了、不办了、走了。", "Leaves without it."),
    ),
)
THEMES = (
    Starter(
        _K.THEME,
        _two("时间压力", "Time pressure"),
        _two("时间怎样左右了行为。", "How time shaped what was done."),
    ),
    Starter(
        _K.THEME,
        _two("被记住", "Being known"),
        _two("熟人关系怎样改变体验。", "How being known changes the experience."),
    ),
    Starter(
        _K.THEME,
        _two("公平", "Fairness"),
        _two("觉得公不公道，小亏计不计较。", "What is felt as fair; whether small losses matter."),
    ),
)

KEYS: dict[str, str] = {
    _K.REACTION: "123",
    _K.TOUCHPOINT: "4567qwevxyz",
    _K.NEED: "890g",
    _K.ACTION: "abcf",
    _K.THEME: "toi",
}
"""The keys of each kind's top codes, in order. Emotions are chosen with + and −, children by name."""
