"""Texts written in Chinese, English or both, with a fallback the reader can see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CHINESE, ENGLISH = "zh-Hans", "en"
LANGUAGES = (CHINESE, ENGLISH)


def reading_language() -> str:
    """The language of the page being drawn: ``zh-Hans`` or ``en``."""
    return CHINESE if (get_language() or CHINESE).startswith("zh") else ENGLISH


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in up to two languages.

    Attributes:
        zh: the Chinese wording, or an empty string.
        en: the English wording, or an empty string.
    """

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.read()[0]

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def read(self, language: str | None = None) -> tuple[str, str]:
        """The words and the language they are in: the asked-for one, else the other."""
        wanted = language or reading_language()
        first, second = (CHINESE, ENGLISH) if wanted.startswith("zh") else (ENGLISH, CHINESE)
        text = self.word(first)
        return (text, first) if text or not self.word(second) else (self.word(second), second)

    def word(self, language: str) -> str:
        """The wording in exactly this language, possibly empty."""
        return self.zh if language.startswith("zh") else self.en

    @property
    def missing(self) -> list[str]:
        """The languages that still have no wording."""
        return [language for language in LANGUAGES if not self.word(language)]

    def as_json(self) -> dict[str, str]:
        """The stored and exported form: ``{"zh": …, "en": …}``."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def parse(cls, value: object) -> Self:
        """Read the stored form, a plain string (taken for both languages' fallback) or nothing.

        Raises:
            ValidationError: when the value has another shape.
        """
        if value is None or value == "":
            return cls()
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls(zh=value)
        if (
            isinstance(value, dict)
            and set(value) <= {"zh", "en"}
            and all(isinstance(word, str) for word in value.values())
        ):
            return cls(**value)
        raise ValidationError(_("A text needs the form {“zh”: …, “en”: …}."))


if TYPE_CHECKING:
    _Column = models.JSONField[LocalizedText | dict[str, str] | str, LocalizedText]
else:
    _Column = models.JSONField


class LocalizedField(_Column):
    """A column holding a :class:`LocalizedText` as JSON."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", LocalizedText)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Say ``blank`` aloud: this field's own default differs from Django's."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "blank": self.blank}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalizedText:
        """Database → value."""
        return LocalizedText.parse(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> LocalizedText:
        """Form or fixture → value."""
        return LocalizedText.parse(value)

    def get_prep_value(self, value: Any) -> Any:
        """Value → what the JSON column stores."""
        if hasattr(value, "as_sql"):
            return value
        return super().get_prep_value(LocalizedText.parse(value).as_json())

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """A text is always storable; only its absence can be wrong."""
        if not self.blank and not value:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def value_to_string(self, obj: models.Model) -> Any:
        """Value → serialised fixture."""
        return LocalizedText.parse(self.value_from_object(obj)).as_json()

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Two inputs side by side, one for each language."""
        return LocalizedFormField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class LocalizedWidget(forms.MultiWidget):
    """Two controls with the suffixes ``_zh`` and ``_en``, each with its own ``lang``."""

    template_name = "components/localized_widget.html"

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        control: type[forms.Widget] = forms.Textarea if long else forms.TextInput
        sized = {"rows": 3} if long else {}
        super().__init__(
            widgets={
                "zh": control(attrs={"lang": CHINESE, **sized}),
                "en": control(attrs={"lang": ENGLISH, **sized}),
            },
            attrs=attrs,
        )

    def decompress(self, value: Any) -> list[str]:
        """Value → the two controls' contents."""
        text = LocalizedText.parse(value)
        return [text.zh, text.en]


class LocalizedFormField(forms.MultiValueField):
    """A form field whose clean value is a :class:`LocalizedText`; one language is enough."""

    def __init__(self, *, long: bool = False, required: bool = False, **kwargs: Any) -> None:
        fields = (
            forms.CharField(required=False, strip=True),
            forms.CharField(required=False, strip=True),
        )
        kwargs.setdefault("widget", LocalizedWidget(long=long))
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> LocalizedText:
        """The two controls' contents → value."""
        zh, en = data_list or ["", ""]
        return LocalizedText(zh=zh, en=en)
