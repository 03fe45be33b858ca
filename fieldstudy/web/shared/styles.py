"""One joined style sheet for each audience, made from the parts that its list names.

``css/phone.list`` names parts, one a line; ``css/phone.css`` is what the browser gets: the parts in
that order, without comments and spare white space. Django asks a finder for every static file, both
when it serves one in development and when it collects them, so joining needs no step of its own.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

FOLDER = "fieldstudy/css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_SPARE = re.compile(r" ?([{};,]) ?|(:) ")


def _source() -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / FOLDER


def audiences() -> list[str]:
    """Whose sheets there are: ``["desk", "phone"]``."""
    return sorted(found.stem for found in _source().glob("*.list"))


def parts_of(audience: str) -> list[Path]:
    """The parts of one sheet, in order; lines that begin with ``#`` are remarks."""
    lines = (_source() / f"{audience}.list").read_text().split("\n")
    return [_source() / line for line in lines if line and not line.startswith("#")]


def join(audience: str) -> str:
    """The whole sheet of one audience, as it is served."""
    css = "\n".join(part.read_text() for part in parts_of(audience))
    plain = _SPACE.sub(" ", _COMMENT.sub("", css)).strip()
    return _SPARE.sub(r"\1\2", plain).replace(";}", "}") + "\n"


class JoinedStyles(BaseFinder):
    """Finds ``fieldstudy/css/<audience>.css``, joined afresh whenever it is asked for."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Name every part that a list asks for in vain."""
        return [
            Error(f"{audience}.list names {part}, which does not exist.", id="fieldstudy.styles")
            for audience in audiences()
            for part in parts_of(audience)
            if not part.is_file()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The joined file of this static path, or nothing."""
        wanted = Path(path)
        if str(wanted.parent) != FOLDER or wanted.suffix != ".css":
            return []
        if wanted.stem not in audiences():
            return []
        found = str(self._write(wanted.stem))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every joined sheet, for ``collectstatic``."""
        for audience in audiences():
            self._write(audience)
            yield f"{FOLDER}/{audience}.css", FileSystemStorage(location=self._root())

    def _root(self) -> Path:
        return Path(settings.FIELDSTUDY_DATA) / "cache" / "styles"

    def _write(self, audience: str) -> Path:
        target = self._root() / FOLDER / f"{audience}.css"
        target.parent.mkdir(parents=True, exist_ok=True)
        sheet = join(audience)
        if not target.exists() or target.read_text() != sheet:
            target.write_text(sheet)
        return target
