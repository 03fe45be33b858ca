"""The languages a page can be read in, and the tags that go into its ``lang`` attributes."""

from dataclasses import dataclass

from fieldstudy.core.localized import CHINESE, ENGLISH, reading_language


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """One language of the pages.

    Attributes:
        code: what Django calls it, and what the cookie holds.
        tag: the BCP 47 tag for ``lang`` attributes.
        name: its own name for itself.
    """

    code: str
    tag: str
    name: str


PAGE_LANGUAGES = (
    PageLanguage("zh-hans", CHINESE, "中文"),
    PageLanguage("en", ENGLISH, "English"),
)


def language_called(code: str) -> PageLanguage | None:
    """The language of this code or tag, in whatever case; None when there is none."""
    wanted = code.lower()
    return next((language for language in PAGE_LANGUAGES if language.code == wanted), None)


def other_languages() -> list[PageLanguage]:
    """Those the page is not in: what the switch offers."""
    return [language for language in PAGE_LANGUAGES if language.tag != reading_language()]
