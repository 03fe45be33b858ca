"""The listening child: one model for many notes, replaced on any breach, gone with its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from fieldstudy.transcription import listener as parent_side
from fieldstudy.transcription.heard import Heard
from fieldstudy.transcription.listener import Limits, Listener, NotHeard
from tests.media.processes import ends_within, is_running
from tests.transcription import notes

pytestmark = [pytest.mark.speech, pytest.mark.xdist_group("speech")]
ROOT = Path(__file__).resolve().parents[2]


def hear(listener: Listener, name: str, language: str | None = "en") -> Heard:
    sound = notes.pcm(name)
    return listener.hear(
        sound, duration_ms=len(sound) // 32, language=language, on_progress=lambda done, total: None
    )


def test_one_child_hears_many_notes_and_tells_how_far_it_is(listener: Listener) -> None:
    told: list[tuple[int, int]] = []
    sound = notes.pcm("en-01")

    heard = listener.hear(
        sound,
        duration_ms=len(sound) // 32,
        language=None,
        on_progress=lambda done, total: told.append((done, total)),
    )
    first = listener.process_id
    silent = hear(listener, "silence", None)
    noisy = hear(listener, "noise", None)

    assert "store" in heard.said[0].text
    assert told[-1] == (len(sound) // 32, len(sound) // 32)
    assert silent.said == noisy.said == ()
    assert silent.flags == noisy.flags == ("quiet",)
    assert listener.process_id == first


def test_a_child_killed_at_work_is_named_and_the_next_note_gets_a_new_one(
    listener: Listener,
) -> None:
    hear(listener, "silence")
    first = listener.process_id
    assert first is not None
    threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()

    with pytest.raises(NotHeard) as problem:
        hear(listener, "zh-03", "zh")

    assert problem.value.reason == "killed"
    assert "signal" in hear(listener, "en-03").said[0].text
    assert listener.process_id != first


@pytest.mark.parametrize(
    "limits",
    [
        Limits(base_s=0.05, per_second=0, patience=1000),
        Limits(base_s=0.2, per_second=0, patience=1),
    ],
    ids=["processor", "wall"],
)
def test_a_child_that_takes_too_long_is_ended(weights: Path, limits: Limits) -> None:
    patient = Listener("openai-whisper", weights, threads=1)
    hear(patient, "silence")
    child = patient.process_id
    assert child is not None
    patient.limits = limits

    with pytest.raises(NotHeard) as problem:
        hear(patient, "zh-03", "zh")

    assert problem.value.reason == "over_limit"
    assert ends_within(child, 2)


def test_a_child_that_asks_for_too_much_memory_is_ended(listener: Listener) -> None:
    hear(listener, "silence")
    listener.limits = Limits(memory_base=40 << 20, memory_per_second=0)

    with pytest.raises(NotHeard) as problem:
        hear(listener, "en-01")

    assert problem.value.reason == "over_limit"
    assert listener.process_id is None


def test_what_the_caller_raises_ends_the_child(listener: Listener) -> None:
    hear(listener, "silence")
    child = listener.process_id
    assert child is not None

    def lease_lost(done: int, total: int) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        listener.hear(notes.pcm("en-01"), duration_ms=6000, language="en", on_progress=lease_lost)
    assert not is_running(child)


def test_a_worn_child_is_replaced(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent_side, "JOBS_A_CHILD", 2)
    hear(listener, "silence")
    first = listener.process_id
    hear(listener, "silence")

    assert first is not None
    assert listener.process_id is None
    hear(listener, "silence")
    assert listener.process_id != first


def test_weights_that_are_no_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "base.pt").write_bytes(b"not a model")

    with pytest.raises(NotHeard) as problem:
        hear(Listener("openai-whisper", tmp_path / "base.pt"), "silence")
    assert problem.value.reason == "damaged_model"


def test_the_child_knows_no_secret(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDSTUDY_SECRET_KEY", "very-secret")
    hear(listener, "silence")

    environment = Path(f"/proc/{listener.process_id}/environ").read_bytes()

    assert b"very-secret" not in environment
    assert b"DATABASE_URL" not in environment


PARENT = """
    import sys
    from pathlib import Path
    from fieldstudy.transcription.listener import Listener

    listener = Listener("openai-whisper", Path(sys.argv[1]), threads=1)
    sound = Path(sys.argv[2]).read_bytes()

    def tell(done, total):
        print(listener.process_id, done, total, flush=True)

    while True:
        listener.hear(sound, duration_ms=60_000, language="en", on_progress=tell)
"""


def test_no_child_outlives_a_killed_parent(weights: Path, tmp_path: Path) -> None:
    sound = tmp_path / "note.pcm"
    sound.write_bytes(notes.pcm("en-05") * 4)
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), str(weights), str(sound)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert parent.stdout is not None
    child = 0
    for line in parent.stdout:
        process_id, _, total = line.split()
        child = int(process_id)
        if int(total):  # the model is at work
            break
    time.sleep(0.2)
    assert is_running(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert ends_within(child, 5)
