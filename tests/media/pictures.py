"""Pictures made for the tests: ordinary, turned, marked and hostile."""

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
from PIL import Image, PngImagePlugin

CANARY = "CANARY-phone-of-Mei"
"""Stands for whatever a device writes into a file; must be in no derivative."""

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 220, 40)
"""Top left, top right, bottom left, bottom right of `quarters`."""

_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """An upright picture whose four quarters have four colours."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(YELLOW, (width // 2, height // 2, width, height))
    return picture


def turned(orientation: int) -> tuple[Image.Image, bytes]:
    """`quarters` as a sensor held that way stores it, and the EXIF block that says so."""
    back = _BACK[orientation]
    stored = quarters() if back is None else quarters().transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored, exif.tobytes()


def exif_with_canary() -> bytes:
    """Maker, owner and place, each with the canary."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif[0x010E] = CANARY
    exif.get_ifd(0x8769)[0x9286] = CANARY.encode()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (31.0, 13.0, 49.0)
    place[27] = CANARY.encode()
    return exif.tobytes()


XMP = f"<x:xmpmeta><rdf:RDF><dc:creator>{CANARY}</dc:creator></rdf:RDF></x:xmpmeta>".encode()


def colour_profile(description: str = CANARY) -> bytes:
    """A small RGB profile (ICC.1:2010) whose red and blue stand swapped against sRGB."""
    primaries = {
        b"rXYZ": (0.1431, 0.0606, 0.7141),
        b"gXYZ": (0.3851, 0.7169, 0.0971),
        b"bXYZ": (0.4361, 0.2225, 0.0139),
        b"wtpt": (0.9642, 1.0, 0.8249),
    }
    blocks = {
        name: b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)
        for name, values in primaries.items()
    }
    gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    blocks |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    words = description.encode() + b"\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + bytes(78)
    blocks[b"desc"] = text + bytes(-len(text) % 4)
    blocks[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    start = 128 + 4 + 12 * len(blocks)
    table, body = struct.pack(">I", len(blocks)), b""
    for name, block in blocks.items():
        table += name + struct.pack(">II", start + len(body), len(block))
        body += block
    head = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body


def marked(folder: Path, name: str) -> Path:
    """One file per format, with the canary wherever the format has room for it."""
    path = folder / name
    picture, exif = quarters(), exif_with_canary()
    match path.suffix:
        case ".jpg":
            picture.save(
                path, exif=exif, comment=CANARY, icc_profile=colour_profile(), xmp=XMP, quality=90
            )
            # A motion photo carries a whole video behind the picture.
            path.write_bytes(path.read_bytes() + b"ftypmp42" + CANARY.encode())
        case ".png":
            text = PngImagePlugin.PngInfo()
            text.add_text("Author", CANARY)
            text.add_itxt("XML:com.adobe.xmp", XMP.decode())
            picture.save(path, exif=exif, pnginfo=text, icc_profile=colour_profile())
        case ".webp":
            picture.save(path, exif=exif, xmp=XMP, icc_profile=colour_profile())
        case ".gif":
            picture.save(path, comment=CANARY.encode())
        case ".heic":
            pillow_heif.from_pillow(picture).save(path, quality=60, exif=exif, xmp=XMP)
    return path


def large(path: Path, width: int = 2600, height: int = 1800) -> Path:
    """A photo larger than the display copy, marked with the canary."""
    quarters(width, height).save(path, exif=exif_with_canary(), comment=CANARY, quality=80)
    return path


def png_claiming(path: Path, width: int, height: int, *, mode: int = 6) -> Path:
    """A small PNG file of that many pixels: all rows zero, compressed a thousand to one."""
    channels = {0: 1, 2: 3, 6: 4}[mode]
    row = bytes(1 + width * channels)
    packer = zlib.compressobj(9)
    with path.open("wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n")
        _chunk(out, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0))
        for _ in range(height):
            packed = packer.compress(row)
            if packed:
                _chunk(out, b"IDAT", packed)
        _chunk(out, b"IDAT", packer.flush())
        _chunk(out, b"IEND", b"")
    return path


def png_with_text(path: Path, size: int) -> Path:
    """A tiny picture with one compressed text of `size` bytes."""
    plain = io.BytesIO()
    quarters().save(plain, "PNG")
    data = plain.getvalue()
    out = io.BytesIO()
    _chunk(out, b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * size, 9))
    path.write_bytes(data[:33] + out.getvalue() + data[33:])
    return path


def _chunk(out: "io.BufferedWriter | io.BytesIO", kind: bytes, body: bytes) -> None:
    checksum = zlib.crc32(kind + body)
    out.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum))
