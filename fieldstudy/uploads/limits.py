"""How large a file may be, and how much one participant may send. Sizes in bytes."""

MIB = 1 << 20
LARGEST_PIECE = 2 * MIB
LARGEST_PHOTO = 30 * MIB
LARGEST_RECORDING = 200 * MIB
LARGEST_VIDEO = 500 * MIB
# An interview of three hours may come as an uncompressed file.
LARGEST_FROM_DESK = 2048 * MIB
MOST_OF_PARTICIPATION = 4096 * MIB

# Some web views name no type: what the file is, is found out when it is decoded.
UNNAMED_TYPES = frozenset({"", "application/octet-stream"})


def largest(declared_type: str, *, from_desk: bool) -> int | None:
    """How large a file of this type may be; None for a type that no entry can hold."""
    family = declared_type.partition("/")[0]
    if family == "image":
        return LARGEST_PHOTO
    if declared_type not in UNNAMED_TYPES and family not in {"audio", "video"}:
        return None
    if from_desk:
        return LARGEST_FROM_DESK
    return LARGEST_RECORDING if family == "audio" else LARGEST_VIDEO
