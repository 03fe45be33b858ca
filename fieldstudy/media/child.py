"""The decoding child: `python -m fieldstudy.media.child`, one JSON line in, one JSON line out.

Knows no Django, no settings and no secret. Heavy libraries are loaded by the first job that
needs them, and only here. Started and judged by `fieldstudy.media.sandbox`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from fieldstudy.media.limits import allow_cpu, confine, die_with_parent
from fieldstudy.media.results import Outcome, Pcm, Photo, Refused, Sound, is_our_fault, to_wire

Result = Photo | Sound | Pcm


def _photo(request: Mapping[str, Any]) -> Result:
    from fieldstudy.media.photo import render_photo

    return render_photo(Path(request["source"]), Path(request["target"]))


def _sound(request: Mapping[str, Any]) -> Result:
    from fieldstudy.media.listening import render_sound

    return render_sound(
        Path(request["source"]),
        Path(request["target"]),
        limit_ms=request["limit_ms"],
        with_picture=request["with_picture"],
    )


def _pcm(request: Mapping[str, Any]) -> Result:
    from fieldstudy.media.sound import decode_pcm_into

    return decode_pcm_into(
        Path(request["source"]), Path(request["target"]), limit_ms=request["limit_ms"]
    )


JOBS: dict[str, Callable[[Mapping[str, Any]], Result]] = {
    "photo": _photo,
    "sound": _sound,
    "pcm": _pcm,
}


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Do one job; whatever the file does to the decoder becomes a named outcome."""
    try:
        return to_wire(JOBS[request["job"]](request))
    except Refused as refusal:
        return {"outcome": refusal.outcome, "detail": refusal.detail}
    except MemoryError:
        return {"outcome": Outcome.OVER_LIMIT, "detail": "memory"}
    except Exception as error:  # decoders raise anything from IndexError to AssertionError
        if is_our_fault(error):
            return {"errno": error.errno}
        return {"outcome": Outcome.DAMAGED, "detail": type(error).__name__}


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer until the parent closes its end."""
    for line in requests:
        request = json.loads(line)
        allow_cpu(request["cpu_seconds"])
        answers.write(json.dumps(answer(request)) + "\n")
        answers.flush()


def main(arguments: list[str]) -> None:
    """Arguments: the parent's process id, bytes of memory, bytes of one file."""
    parent_id, memory_bytes, file_bytes = (int(argument) for argument in arguments)
    die_with_parent(parent_id)
    confine(memory_bytes, file_bytes)
    # Libraries print where they like: keep the answers' pipe for answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
