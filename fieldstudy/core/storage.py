"""The private store of people's files: written whole or not at all, never served by a public URL."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 18
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class DiskFull(OSError):
    """The disk is (nearly) full; nothing was written and nothing that stood there was touched."""


def media_root() -> Path:
    """The folder that holds every stored file."""
    return Path(settings.FIELDSTUDY_DATA) / "media"


def path_of(key: str) -> Path:
    """Where the file of this key lies.

    Raises:
        ValueError: when the key would leave the store.
    """
    root = media_root().resolve()
    path = (root / key).resolve()
    if not path.is_relative_to(root) or path == root:
        raise ValueError(f"{key!r} is no key of the store.")
    return path


def check_room(size: int) -> None:
    """Refuse to begin what would leave less than 5 % of the disk, at most 1 GiB, free.

    Raises:
        DiskFull: when ``size`` more bytes would not leave that room.
    """
    media_root().mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(media_root())
    reserve = min(usage.total // 20, 1 << 30)
    if usage.free - size < reserve:
        raise DiskFull("The disk is full.")


def fsync_folder(folder: Path) -> None:
    """Make a rename inside this folder survive power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def save(key: str, chunks: Iterable[bytes]) -> str:
    """Store the bytes under ``key``: temporary file, fsync, rename, fsync of the folder.

    Returns:
        The SHA-256 of what was stored, in hex.
    Raises:
        DiskFull: when there is no room; any other ``OSError`` as it comes.
    """
    path = path_of(key)
    check_room(0)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        if problem.errno in NO_ROOM:
            raise DiskFull("The disk is full.") from problem
        raise
    fsync_folder(path.parent)
    return digest.hexdigest()


def save_file(key: str, source: Path) -> str:
    """Store a copy of a finished file; see :func:`save`."""
    with source.open("rb") as opened:
        return save(key, read_chunks(opened))


def read_chunks(opened: BinaryIO, *, limit: int | None = None) -> Iterator[bytes]:
    """The rest of an open file, in pieces of at most 256 KiB, ``limit`` bytes at most."""
    left = limit
    while left is None or left > 0:
        chunk = opened.read(CHUNK if left is None else min(CHUNK, left))
        if not chunk:
            return
        if left is not None:
            left -= len(chunk)
        yield chunk


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        for chunk in read_chunks(opened):
            digest.update(chunk)
    return digest.hexdigest()


def delete(key: str) -> bool:
    """Remove a file; True when there was one."""
    path = path_of(key)
    existed = path.exists()
    path.unlink(missing_ok=True)
    return existed
