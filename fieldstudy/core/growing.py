"""Files that arrive piece by piece: changed by one process at a time, safe before anybody is told."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from fieldstudy.core.storage import (
    NO_ROOM,
    DiskFull,
    check_room,
    fsync_folder,
    path_of,
    read_chunks,
)


def begin(key: str, *, size: int) -> None:
    """Make an empty file that will hold ``size`` bytes; one that is there already is left alone.

    Raises:
        DiskFull: when there would be no room for it.
    """
    check_room(size)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.open("ab").close()
    fsync_folder(path.parent)


@contextmanager
def held(key: str) -> Iterator[BinaryIO]:
    """The file, open for change; whoever else wants it waits until the block ends.

    Raises:
        FileNotFoundError: when there is none.
    """
    with path_of(key).open("r+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened


def write_at(opened: BinaryIO, data: bytes, *, offset: int) -> None:
    """Put ``data`` at ``offset``, drop whatever lay behind, and return once the disk has it.

    Raises:
        DiskFull: when there is no room; what lay before ``offset`` is untouched.
    """
    try:
        check_room(len(data))
        opened.truncate(offset)
        opened.seek(offset)
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise DiskFull("The disk is full.") from problem
        raise


def sha256_from_start(opened: BinaryIO) -> str:
    """The SHA-256 of the whole of an open file, in hex."""
    opened.seek(0)
    digest = hashlib.sha256()
    for chunk in read_chunks(opened):
        digest.update(chunk)
    return digest.hexdigest()
