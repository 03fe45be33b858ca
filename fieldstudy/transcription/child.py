"""The listening child: ``python -m fieldstudy.transcription.child``.

It loads the weights once and knows no Django, no settings and no secret. Each request is a line of
JSON and, after it, that many bytes of sound; each answer is a line of JSON. Nothing is pickled and
nobody's voice touches a disk. Started and judged by ``fieldstudy.transcription.listener``.
"""

import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from fieldstudy.media.limits import die_with_parent
from fieldstudy.transcription.heard import QUIET, Engine, Heard


def load(engine: str, weights: str, threads: int) -> Engine:
    """The engine of this name; heavy libraries are loaded here and only here."""
    if engine == "faster-whisper":
        from fieldstudy.transcription.engines.faster_whisper import FasterWhisper

        return FasterWhisper(Path(weights), threads=threads)
    from fieldstudy.transcription.engines.openai_whisper import OpenAIWhisper

    return OpenAIWhisper(Path(weights), threads=threads)


def answer(engine: Engine, request: Mapping[str, Any], pcm: bytes, tell: Any) -> dict[str, Any]:
    """Listen to one note; whatever goes wrong becomes a named error."""
    import numpy

    from fieldstudy.transcription.silence import may_hold_speech

    try:
        allow_memory(request["memory_bytes"])
        samples = numpy.frombuffer(pcm, dtype="<i2").astype(numpy.float32) / 32768.0
        if not may_hold_speech(samples):
            return {"heard": Heard(request["language"] or "", flags=(QUIET,)).as_json()}
        heard = engine.hear(
            samples,
            language=request["language"],
            progress=lambda done, total: tell({"progress": [done, total]}),
        )
    except MemoryError:
        return {"error": "over_limit"}
    except RuntimeError as problem:
        # The tensor library has no error class of its own for a refused allocation.
        refused = "allocate" in str(problem)
        return {"error": "over_limit" if refused else "engine"}
    except Exception as problem:
        return {"error": "engine", "detail": type(problem).__name__}
    return {"heard": heard.as_json()}


def allow_memory(data_bytes: int) -> None:
    """Have the kernel refuse more private memory than this (Linux)."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, hard))


def serve(engine: Engine, requests: BinaryIO, answers: TextIO) -> None:
    """Answer until the parent closes its end."""

    def tell(line: Mapping[str, Any]) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    tell({"ready": True})
    for line in requests:
        request = json.loads(line)
        pcm = requests.read(request["bytes"])
        if len(pcm) < request["bytes"]:
            return
        tell(answer(engine, request, pcm, tell))


def main(arguments: list[str]) -> None:
    """Arguments: the parent's process id, the engine's name, its weights, threads (0: any)."""
    parent_id, engine, weights, threads = arguments
    die_with_parent(int(parent_id))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries print where they like: keep the answers' pipe for answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(load(engine, weights, int(threads)), sys.stdin.buffer, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
