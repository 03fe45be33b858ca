"""Photos: upright, in sRGB, free of metadata. Runs only inside the decoding child.

Limits come from a trial with 45 hostile pictures: 64 megapixels, sides of 16,384, a ratio of 30.
Pictures of more than 32 megapixels are halved: phones make them from four times as many dots as
they have lenses for, and a whole copy takes 500 MB. Copies are JPEG: the oldest web views, spreadsheets and coding programs all open it.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import replace
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin, UnidentifiedImageError

from fieldstudy.media.results import Made, Outcome, Photo, Refused, is_our_fault

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 64_000_000
FULL_PIXELS = 32_000_000
MAX_SIDE = 16_384
MAX_RATIO = 30
DISPLAY_SIDE = 2048
THUMBNAIL_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
STRIP_ROWS = 512

# Pillow refuses at twice this figure.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
ImageFile.LOAD_TRUNCATED_IMAGES = False
PngImagePlugin.MAX_TEXT_CHUNK = 64 * 1024
PngImagePlugin.MAX_TEXT_MEMORY = 256 * 1024
warnings.simplefilter("ignore", Image.DecompressionBombWarning)
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError)
_MAGIC = (
    (b"\xff\xd8\xff", 0),
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"GIF8", 0),
    (b"WEBP", 8),
    (b"ftyphei", 4),
    (b"ftyphev", 4),
    (b"ftypmif1", 4),
    (b"ftypmsf1", 4),
)


def render_photo(source: Path, out_dir: Path) -> Photo:
    """Write `thumbnail.jpg`, `display.jpg` and, for larger pictures, `full.jpg`.

    The answer's width and height are those of the full copy.
    For a picture no larger than the display copy, that file is the full copy too.
    Raises `Refused`.
    """
    size = source.stat().st_size
    if size > MAX_BYTES:
        raise Refused(Outcome.TOO_LARGE, f"{size} bytes")
    try:
        image, damaged = _open_whole(source)
        return _write_copies(image, out_dir, damaged=damaged)
    except Image.DecompressionBombError as error:
        raise Refused(Outcome.TOO_MANY_PIXELS, "area") from error
    except UnidentifiedImageError as error:
        known = _has_known_magic(source)
        raise Refused(Outcome.DAMAGED if known else Outcome.UNSUPPORTED, "open") from error


def _has_known_magic(source: Path) -> bool:
    with source.open("rb") as file:
        head = file.read(16)
    return any(head[at : at + len(magic)] == magic for magic, at in _MAGIC)


def _open_whole(source: Path) -> tuple[Image.Image, bool]:
    """The first frame, decoded. A JPEG cut short is shown as far as it goes, and said so."""
    try:
        return _load(Image.open(source, formats=FORMATS)), False
    except UnidentifiedImageError:
        raise
    except _BROKEN as error:
        if is_our_fault(error):
            raise
        data = source.read_bytes()
        if not data.startswith(b"\xff\xd8\xff"):
            raise Refused(Outcome.DAMAGED, type(error).__name__) from error
    try:
        return _load(Image.open(io.BytesIO(data + b"\xff\xd9"), formats=("JPEG",))), True
    except _BROKEN as error:
        raise Refused(Outcome.DAMAGED, type(error).__name__) from error


def _load(image: Image.Image) -> Image.Image:
    """Check the declared shape, then decode."""
    width, height = image.size
    if max(width, height) > MAX_SIDE:
        raise Refused(Outcome.TOO_MANY_PIXELS, "side")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Refused(Outcome.TOO_MANY_PIXELS, "ratio")
    if width * height > FULL_PIXELS:
        # A JPEG decodes at half its size by itself; the others wait for `_flat_rgb`.
        image.draft(None, (width // 2, height // 2))
    image.load()
    return image


def _write_copies(image: Image.Image, out_dir: Path, *, damaged: bool) -> Photo:
    """Largest copy first, so that one picture in memory shrinks on the way."""
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    picture = _flat_rgb(image)
    del image
    picture.getexif()[ORIENTATION] = orientation
    ImageOps.exif_transpose(picture, in_place=True)
    picture = _in_srgb(picture, profile)
    width, height = picture.size
    if max(width, height) > DISPLAY_SIDE:
        full = _save(picture, out_dir, "full", quality=90)
        picture.thumbnail((DISPLAY_SIDE, DISPLAY_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
        display = _save(picture, out_dir, "display", quality=84)
    else:
        display = _save(picture, out_dir, "display", quality=90)
        full = replace(display, kind="full")
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    files = (full, display, _save(picture, out_dir, "thumbnail", quality=78))
    return Photo(Outcome.OK, damaged=damaged, width=width, height=height, files=files)


def _orientation(image: Image.Image) -> int:
    """1…8 (EXIF 2.32 §4.6.4); a broken block means no turn."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (*_BROKEN, TypeError, KeyError):
        return 1


def _flat_rgb(image: Image.Image) -> Image.Image:
    """8-bit RGB on white paper, at most `FULL_PIXELS`: strip by strip, to fit the memory limit."""
    factor = 2 if image.width * image.height > FULL_PIXELS else 1
    if image.mode == "RGB":
        return image.reduce(factor) if factor > 1 else image
    flat = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)), WHITE)
    for top in range(0, image.height, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, image.height)
        strip = _flat_strip(image.crop((0, top, image.width, bottom)))
        flat.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return flat


def _flat_strip(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):
        # A plain conversion clips 16-bit grey to white.
        strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    see_through = strip.convert("RGBA")
    paper = Image.new("RGB", strip.size, WHITE)
    paper.paste(see_through, mask=see_through.getchannel("A"))
    return paper


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as meant, so that the profile (which can name the device) need not travel."""
    if profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), inPlace=True)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return picture
    return picture


def _save(picture: Image.Image, out_dir: Path, kind: str, *, quality: int) -> Made:
    # The JPEG writer would carry a comment over from here.
    picture.info.clear()
    name = f"{kind}.jpg"
    # A progressive file appears at once on a slow line, but the encoder holds it all in memory.
    picture.save(
        out_dir / name,
        "JPEG",
        quality=quality,
        progressive=kind == "display",
        icc_profile=None,
        exif=b"",
    )
    return Made(kind, name, "image/jpeg", *picture.size)
