"""Which JavaScript modules a page needs, so that the browser can fetch them all at once."""

import re
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.conf import settings

ROOT = "fieldstudy"
_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


def _imports(path: str) -> list[str]:
    source = (Path(settings.STATICFILES_DIRS[0]) / path).read_text()
    return [normpath(join(dirname(path), found)) for found in _IMPORT.findall(source)]


def closure(path: str) -> list[str]:
    """The static paths of a module and of all it imports at its start, each once, itself first.

    ``import(…)`` is left out: such a module is fetched when it is needed.
    """
    found: list[str] = []
    waiting = [path]
    while waiting:
        current = waiting.pop(0)
        if current not in found:
            found.append(current)
            waiting += _imports(current)
    return found


_remembered = lru_cache(maxsize=None)(closure)


def modules_of(name: str) -> list[str]:
    """The closure of ``fieldstudy/<name>``; remembered, except while developing."""
    path = f"{ROOT}/{name}"
    return closure(path) if settings.DEBUG else _remembered(path)
