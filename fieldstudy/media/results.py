"""What the decoding child answers: plain values that cross the pipe as JSON."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self, TypeGuard

_OUR_FAULTS = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOENT,
        errno.ENOSPC,
        errno.EPERM,
        errno.EROFS,
    }
)


class Outcome(StrEnum):
    """How a decoding job ended. Every file, however hostile, ends in exactly one of these."""

    OK = "ok"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    NO_SOUND = "no_sound"
    OVER_LIMIT = "over_limit"
    KILLED = "killed"


class Refused(Exception):
    """The file cannot be used; carries the outcome and a short word for the log."""

    def __init__(self, outcome: Outcome, detail: str = "") -> None:
        super().__init__(f"{outcome}: {detail}" if detail else str(outcome))
        self.outcome = outcome
        self.detail = detail


def is_our_fault(error: BaseException) -> TypeGuard[OSError]:
    """True for a full disk, a missing path and the like: the file is not to blame."""
    return isinstance(error, OSError) and error.errno in _OUR_FAULTS


@dataclass(frozen=True)
class Made:
    """One file in the caller's folder, under a name of its own kind or another's. No pixels: 0."""

    kind: str
    name: str
    content_type: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Photo:
    """`width` and `height` are those of the upright full copy, in pixels.

    `damaged` says that part of the picture was missing and what was there has been used.
    """

    outcome: Outcome
    detail: str = ""
    damaged: bool = False
    width: int = 0
    height: int = 0
    files: tuple[Made, ...] = ()

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild from the child's answer, trusting no type in it."""
        return cls(
            outcome=Outcome(data["outcome"]),
            detail=str(data.get("detail", ""))[:200],
            damaged=bool(data.get("damaged", False)),
            width=int(data.get("width", 0)),
            height=int(data.get("height", 0)),
            files=_files(data),
        )


@dataclass(frozen=True)
class Sound:
    """`peaks` are 0…255, evenly spaced; `cut` says the sound went on beyond the limit."""

    outcome: Outcome
    detail: str = ""
    damaged: bool = False
    cut: bool = False
    duration_ms: int = 0
    peaks: tuple[int, ...] = ()
    files: tuple[Made, ...] = ()

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild from the child's answer, trusting no type in it."""
        return cls(
            outcome=Outcome(data["outcome"]),
            detail=str(data.get("detail", ""))[:200],
            damaged=bool(data.get("damaged", False)),
            cut=bool(data.get("cut", False)),
            duration_ms=int(data.get("duration_ms", 0)),
            peaks=tuple(min(255, max(0, int(peak))) for peak in data.get("peaks", ())),
            files=_files(data),
        )


@dataclass(frozen=True)
class Pcm:
    """`samples` are signed 16-bit little-endian, 16 kHz, mono: 32 bytes a millisecond."""

    outcome: Outcome
    detail: str = ""
    damaged: bool = False
    cut: bool = False
    duration_ms: int = 0
    samples: bytes = b""

    @classmethod
    def from_wire(cls, data: Mapping[str, Any], samples: bytes = b"") -> Self:
        """Rebuild from the child's answer; the samples came through a file."""
        return cls(
            outcome=Outcome(data["outcome"]),
            detail=str(data.get("detail", ""))[:200],
            damaged=bool(data.get("damaged", False)),
            cut=bool(data.get("cut", False)),
            duration_ms=int(data.get("duration_ms", 0)),
            samples=samples,
        )


def to_wire(result: Photo | Sound | Pcm) -> dict[str, Any]:
    """JSON-ready form; samples never cross the pipe."""
    data = asdict(result)
    data.pop("samples", None)
    return data


def _files(data: Mapping[str, Any]) -> tuple[Made, ...]:
    return tuple(
        Made(
            kind=str(item["kind"]),
            name=_plain_name(str(item["name"])),
            content_type=str(item["content_type"]),
            width=int(item["width"]),
            height=int(item["height"]),
        )
        for item in data.get("files", ())
    )


def _plain_name(name: str) -> str:
    """A file name that cannot leave its folder; raises ValueError otherwise."""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ValueError("not a plain file name")
    return name
