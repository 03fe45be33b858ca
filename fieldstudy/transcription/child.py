"""The listening child: ``python -m fieldstudy.transcription.child``, JSON lines in and out.

It loads the weights once and knows no Django, no settings and no secret. Sound comes as a file of
samples, so nothing is pickled. Started and judged by ``fieldstudy.transcription.listener``.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from fieldstudy.media.limits import die_with_parent


def load(engine: str, weights: str, threads: int) -> Any:
    """The engine of this name; heavy libraries are loaded here and only here."""
    if engine == "faster-whisper":
        from fieldstudy.transcription.engines.faster_whisper import FasterWhisper

        return FasterWhisper(Path(weights), threads=threads)
    from fieldstudy.transcription.engines.openai_whisper import OpenAIWhisper

    return OpenAIWhisper(Path(weights), threads=threads)


def answer(engine: Any, request: Mapping[str, Any], tell: Any) -> dict[str, Any]:
    """Listen to one file of samples; whatever goes wrong becomes a named error."""
    import numpy

    try:
        pcm = numpy.fromfile(request["pcm"], dtype="<i2")
        samples = pcm.astype(numpy.float32) / 32768.0
        heard = engine.hear(
            samples,
            language=request["language"],
            progress=lambda done, total: tell({"progress": [done, total]}),
        )
    except MemoryError:
        return {"error": "over_limit"}
    except Exception as problem:
        return {"error": "engine", "detail": type(problem).__name__}
    return {"heard": heard.as_json()}


def serve(engine: Any, requests: TextIO, answers: TextIO) -> None:
    """Answer until the parent closes its end."""

    def tell(line: Mapping[str, Any]) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    tell({"ready": True})
    for line in requests:
        tell(answer(engine, json.loads(line), tell))


def main(arguments: list[str]) -> None:
    """Arguments: the parent's process id, the engine's name, its weights, threads (0: any)."""
    parent_id, engine, weights, threads = arguments
    die_with_parent(int(parent_id))
    # Libraries print where they like: keep the answers' pipe for answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(load(engine, weights, int(threads)), sys.stdin, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
