"""Reads the tensors of a CTranslate2 model file, trusting none of its numbers.

Layout, little-endian (CTranslate2 4.x, `python/ctranslate2/specs/model_spec.py`, binary version 6):

    u32 binary version · string spec name · u32 spec revision
    u32 number of variables, each: string name · u8 rank · u32 × rank · u8 type · u32 bytes · data
    u32 number of aliases, each: string alias · string variable

where a string is a u16 length, then that many bytes ending in NUL.
"""

import struct
from dataclasses import dataclass
from math import prod
from typing import Final

BINARY_VERSION: Final = 6
ITEM_SIZES: Final = {"float32": 4, "int8": 1, "int16": 2, "int32": 4, "float16": 2, "bfloat16": 2}
TYPES: Final = tuple(ITEM_SIZES)
MAX_RANK: Final = 4
MAX_VARIABLES: Final = 10_000


class DamagedModelFile(ValueError):
    """The bytes are not a CTranslate2 model file, or it is cut or malformed."""


@dataclass(frozen=True)
class Variable:
    """One tensor, row-major, still in the file's memory. `type` is a name of `ITEM_SIZES`."""

    type: str
    shape: tuple[int, ...]
    data: memoryview


@dataclass(frozen=True)
class Model:
    """What a model file holds: its kind (`WhisperSpec`) and tensors by name."""

    spec: str
    revision: int
    variables: dict[str, Variable]


class _Cursor:
    """Walks the bytes; every step checks that they are there."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> memoryview:
        end = self._at + count
        if end > len(self._data):
            raise DamagedModelFile(f"ends at byte {len(self._data)}, {end} expected")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def number(self, form: str) -> int:
        packed = struct.Struct("<" + form)
        (value,) = packed.unpack(self.take(packed.size))
        return int(value)

    def string(self) -> str:
        raw = bytes(self.take(self.number("H")))
        if not raw.endswith(b"\0"):
            raise DamagedModelFile("a name does not end in NUL")
        try:
            return raw[:-1].decode("ascii")
        except UnicodeDecodeError as error:
            raise DamagedModelFile("a name is not ASCII") from error

    @property
    def finished(self) -> bool:
        return self._at == len(self._data)


def read_model(data: bytes | memoryview) -> Model:
    """The tensors in `data`, without copying them. Raises `DamagedModelFile`."""
    cursor = _Cursor(memoryview(data))
    version = cursor.number("I")
    if version != BINARY_VERSION:
        raise DamagedModelFile(f"binary version {version}, {BINARY_VERSION} expected")
    spec, revision, count = cursor.string(), cursor.number("I"), cursor.number("I")
    if count > MAX_VARIABLES:
        raise DamagedModelFile(f"{count} variables")
    variables: dict[str, Variable] = {}
    for _ in range(count):
        name = cursor.string()
        if name in variables:
            raise DamagedModelFile(f"{name} appears twice")
        variables[name] = _read_variable(cursor, name)
    for _ in range(cursor.number("I")):
        alias, target = cursor.string(), cursor.string()
        if target not in variables:
            raise DamagedModelFile(f"{alias} stands for {target}, which is missing")
        variables[alias] = variables[target]
    if not cursor.finished:
        raise DamagedModelFile("bytes after the end")
    return Model(spec, revision, variables)


def _read_variable(cursor: _Cursor, name: str) -> Variable:
    rank = cursor.number("B")
    if rank > MAX_RANK:
        raise DamagedModelFile(f"{name} has {rank} dimensions")
    shape = tuple(cursor.number("I") for _ in range(rank))
    type_id, size = cursor.number("B"), cursor.number("I")
    if type_id >= len(TYPES):
        raise DamagedModelFile(f"{name} has the unknown type {type_id}")
    kind = TYPES[type_id]
    if size != prod(shape) * ITEM_SIZES[kind]:
        raise DamagedModelFile(f"{name} has {size} bytes for the shape {shape} of {kind}")
    return Variable(kind, shape, cursor.take(size))
