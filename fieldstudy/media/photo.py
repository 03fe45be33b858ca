"""Photos: upright, in sRGB, free of metadata. Runs only inside the decoding child.

Limits come from a trial with 45 hostile pictures: 64 megapixels, sides of 16,384, a ratio of 30.
Copies are JPEG: the oldest web views, spreadsheets and coding programs all open it.
"""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin, UnidentifiedImageError

from fieldstudy.media.results import Made, Outcome, Photo, Refused, is_our_fault

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 64_000_000
MAX_SIDE = 16_384
MAX_RATIO = 30
DISPLAY_SIDE = 2048
THUMBNAIL_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
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
    """Write `thumbnail.jpg`, `display.jpg` and, for larger pictures, `clean.jpg`.

    `clean` is the whole resolution; a picture no larger than the display copy has none, since
    the display copy is then the whole. Raises `Refused`.
    """
    size = source.stat().st_size
    if size > MAX_BYTES:
        raise Refused(Outcome.TOO_LARGE, f"{size} bytes")
    try:
        image, damaged = _open_whole(source)
        image = _upright(image)
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
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turn by the EXIF orientation; a broken EXIF block means no turn."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except (*_BROKEN, TypeError, KeyError):
        return image
    return image


def _write_copies(image: Image.Image, out_dir: Path, *, damaged: bool) -> Photo:
    """Largest copy first, so that one picture in memory shrinks on the way."""
    width, height = image.size
    picture = _in_srgb(_flat_rgb(image), image.info.get("icc_profile"))
    del image
    files: list[Made] = []
    if max(width, height) > DISPLAY_SIDE:
        files.append(_save(picture, out_dir, "clean", quality=90))
        picture.thumbnail((DISPLAY_SIDE, DISPLAY_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    files.append(_save(picture, out_dir, "display", quality=84))
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    files.append(_save(picture, out_dir, "thumbnail", quality=78))
    return Photo(Outcome.OK, damaged=damaged, width=width, height=height, files=tuple(files))


def _flat_rgb(image: Image.Image) -> Image.Image:
    """8-bit RGB on white paper, strip by strip: a whole second copy may not fit the limit."""
    if image.mode == "RGB":
        return image
    flat = Image.new("RGB", image.size, WHITE)
    for top in range(0, image.height, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, image.height)
        strip = image.crop((0, top, image.width, bottom))
        if strip.mode.startswith("I"):
            # A plain conversion clips 16-bit grey to white.
            strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        if strip.has_transparency_data:
            see_through = strip.convert("RGBA")
            flat.paste(see_through, (0, top), see_through.getchannel("A"))
        else:
            flat.paste(strip.convert("RGB"), (0, top))
    return flat


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
    picture.save(
        out_dir / name, "JPEG", quality=quality, progressive=True, icc_profile=None, exif=b""
    )
    return Made(kind, name, "image/jpeg", *picture.size)
