"""The words our templates are written in: icons, faces, figures, times, both languages."""

import datetime as dt
import math
from typing import Any

from django import forms, template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from fieldstudy.core import valence as valences
from fieldstudy.core.localized import LocalizedText, reading_language
from fieldstudy.web.shared.icons import SPRITE, drawings
from fieldstudy.web.shared.modules import modules_of

register = template.Library()


def _drawing(name: str) -> str:
    """The address of one drawing in the sprite.

    Raises:
        LookupError: when nobody drew it; a missing icon would otherwise leave a silent gap.
    """
    if name not in drawings():
        raise LookupError(f"{SPRITE} has no {name}.")
    return f"{static(SPRITE)}#{name}"


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """``{% icon "mic" %}``, ``{% icon "down" "small" %}``: a drawing that says nothing by itself."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"/></svg>',
        f"icon {classes}".strip(),
        _drawing(f"i-{name}"),
    )


@register.simple_tag
def mark(kind: str) -> SafeString:
    """``{% mark "pain" %}``: the small shape of a code's kind or of a reaction."""
    return format_html(
        '<svg class="mark k-{}" aria-hidden="true"><use href="{}"/></svg>',
        kind,
        _drawing(f"m-{kind}"),
    )


@register.simple_tag
def logo() -> SafeString:
    """The notebook with a thread in it."""
    return format_html('<svg aria-hidden="true"><use href="{}"/></svg>', _drawing("logo"))


@register.simple_tag
def face(value: float | None, *, bare: bool = False) -> SafeString:
    """``{% face entry.valence %}``: the drawn face, spoken as “Bad, −1”.

    ``bare=True`` where word and figure stand beside it anyway. Nothing for an unset value.
    """
    if value is None:
        return SafeString()
    name = valences.NAMES[valences.step(value)]
    said = gettext("%(word)s, %(figure)s") % {
        "word": valences.word(value),
        "figure": valences.figure(value),
    }
    spoken = (
        mark_safe('aria-hidden="true"') if bare else format_html('role="img" aria-label="{}"', said)
    )
    return format_html(
        '<span class="face v-{0}" {1}><svg><use href="{2}"/></svg></span>',
        name,
        spoken,
        _drawing(f"f-{name}"),
    )


@register.filter
def valence(value: float | None) -> str:
    """``{{ −1|valence }}`` → “−1” with a true minus; an empty string when unset."""
    return "" if value is None else valences.figure(value)


@register.filter
def valence_word(value: float | None) -> str:
    """“Bad”, “不好”; an empty string when unset."""
    return "" if value is None else valences.word(value)


@register.filter
def valence_class(value: float | None) -> str:
    """The class that sets the colours of the nearest step: ``v-n1``; empty when unset."""
    return "" if value is None else f"v-{valences.NAMES[valences.step(value)]}"


@register.simple_tag
def valence_steps() -> tuple[int, ...]:
    """``{% valence_steps as steps %}``: −2 … 2, for a row of faces to choose from."""
    return valences.STEPS


@register.filter
def localized(text: Any) -> str:
    """A text in the reader's language; in the other one, marked so, where it has no wording."""
    if not isinstance(text, LocalizedText):
        return "" if text is None else str(text)
    words, language = text.read()
    if not words or language == reading_language():
        return words
    return format_html('<span lang="{}">{}</span>', language, words)


@register.filter
def in_language(text: Any, language: str) -> str:
    """A text, also in its stored form, as somebody who reads ``language`` meets it."""
    words, written_in = LocalizedText.parse(text).read(language)
    if not words or written_in == language:
        return words
    return format_html('<span lang="{}">{}</span>', written_in, words)


_WHEN = {
    "en": {
        "time": "H:i",
        "day": "l, j F",
        "date": "j F Y",
        "near": "j F, H:i",
        "full": "j F Y, H:i",
    },
    "zh": {
        "time": "H:i",
        "day": "n月j日 l",
        "date": "Y年n月j日",
        "near": "n月j日 H:i",
        "full": "Y年n月j日 H:i",
    },
}


@register.filter
def when(moment: dt.datetime | dt.date | None, form: str = "") -> SafeString:
    """``{{ entry.happened_at|when }}`` → ``<time>`` reading “12 May, 18:42” or “5月12日 18:42”.

    In the zone that is active for the page. Forms: ``time``, ``day`` (with the weekday), ``date``
    (with the year); by itself day and time, and the year when it is not this one.
    """
    if moment is None:
        return SafeString()
    here = timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment
    if not form:
        form = "near" if here.year == timezone.localtime().year else "full"
    words = _WHEN["zh" if (get_language() or "zh").startswith("zh") else "en"]
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="seconds")
        if isinstance(moment, dt.datetime)
        else moment.isoformat(),
        formats.date_format(here, words[form]),
    )


@register.filter
def clock(milliseconds: int | None) -> str:
    """Length of a sound: 42 000 → “0:42”, 3 723 000 → “1:02:03”; empty when unknown."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def minutes(seconds: int) -> int:
    """Seconds rounded up to whole minutes."""
    return math.ceil(seconds / 60)


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def lead_in(field: forms.BoundField) -> str:
    """The field's label before what is wrong with it: “Role:”, but “Where was it?”."""
    label = str(field.label)
    return label if label[-1:] in ":?.!：？。！" else f"{label}{pgettext('after a label', ':')}"


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The field's control in our dress; boxes to tick and choices keep the platform's own."""
    plain = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
    if isinstance(field.field.widget, plain):
        return field.as_widget()
    worn = f"control {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": worn})


@register.simple_tag
def module(name: str) -> SafeString:
    """``{% module "elements/fs-sound.js" %}``: runs a module once the page stands, and fetches
    all that it imports at the same time instead of one after the other."""
    first, *rest = modules_of(name)
    return format_html(
        '{}<script type="module" src="{}"></script>',
        format_html_join(
            "", '<link rel="modulepreload" href="{}">', ((static(path),) for path in rest)
        ),
        static(first),
    )
