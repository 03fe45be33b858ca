"""What every template knows: its language and look, who is reading, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from fieldstudy.core.localized import reading_language
from fieldstudy.web.shared.languages import PAGE_LANGUAGES, other_languages
from fieldstudy.web.shared.navigation import study_pages
from fieldstudy.web.shared.preferences import theme_of


def page(request: HttpRequest) -> dict[str, Any]:
    """``language_tag``, ``page_languages``, ``other_languages``, ``theme``, ``study``, ``member``,
    ``can`` (the actions this member may do), ``study_pages`` and ``has_mail_server``."""
    member = getattr(request, "member", None)
    return {
        "language_tag": reading_language(),
        "page_languages": PAGE_LANGUAGES,
        "other_languages": other_languages(),
        "theme": theme_of(request),
        "study": getattr(request, "study", None),
        "member": member,
        "participation": getattr(request, "participation", None),
        "can": getattr(member, "allowed_actions", frozenset()),
        "study_pages": SimpleLazyObject(lambda: study_pages(request)),
        "has_mail_server": settings.HAS_MAIL_SERVER,
    }
