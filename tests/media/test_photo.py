"""Photos come out upright, in their colours, and with nothing of the device in them."""

from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from fieldstudy.media.photo import render_photo
from fieldstudy.media.results import Outcome, Refused
from tests.media import pictures
from tests.media.pictures import BLUE, CANARY, GREEN, RED, YELLOW


def colours(path: Path) -> list[tuple[int, int, int]]:
    """The middle of each quarter, top left first."""
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
        width, height = rgb.size
        return [
            rgb.getpixel((width * x // 4, height * y // 4))  # type: ignore[misc]
            for y in (1, 3)
            for x in (1, 3)
        ]


def near(seen: list[tuple[int, int, int]], meant: list[tuple[int, int, int]]) -> bool:
    """Within what a JPEG may be off."""
    return all(
        abs(one - other) <= 12
        for pixel, wanted in zip(seen, meant, strict=True)
        for one, other in zip(pixel, wanted, strict=True)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_photo_held_any_way_comes_out_upright(
    tmp_path: Path, orientation: int, suffix: str
) -> None:
    stored, exif = pictures.turned(orientation)
    source = tmp_path / f"held.{suffix}"
    stored.save(source, exif=exif, **({"quality": 95} if suffix != "png" else {}))

    photo = render_photo(source, tmp_path)

    assert (photo.width, photo.height) == (96, 64)
    assert near(colours(tmp_path / "display.jpg"), [RED, GREEN, BLUE, YELLOW])
    assert near(colours(tmp_path / "thumbnail.jpg"), [RED, GREEN, BLUE, YELLOW])


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.heic"])
def test_no_copy_carries_what_the_device_wrote(tmp_path: Path, name: str) -> None:
    source = pictures.marked(tmp_path, name)
    out = tmp_path / "out"
    out.mkdir()
    assert CANARY.encode() in source.read_bytes()

    photo = render_photo(source, out)

    assert photo.outcome is Outcome.OK
    for made in photo.files:
        data = (out / made.name).read_bytes()
        assert CANARY.encode() not in data
        with Image.open(out / made.name) as picture:
            assert not picture.getexif()
            assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(picture.info)


def test_the_full_copy_keeps_every_pixel_and_no_word(tmp_path: Path) -> None:
    source = pictures.large(tmp_path / "large.jpg")

    photo = render_photo(source, tmp_path)

    sizes = {made.kind: (made.width, made.height) for made in photo.files}
    assert sizes == {"full": (2600, 1800), "display": (2048, 1418), "thumbnail": (480, 332)}
    with Image.open(tmp_path / "full.jpg") as picture:
        assert picture.size == (2600, 1800)
    assert CANARY.encode() not in (tmp_path / "full.jpg").read_bytes()


def test_the_display_copy_of_a_small_picture_is_its_full_copy_too(tmp_path: Path) -> None:
    source = tmp_path / "small.png"
    pictures.quarters().save(source)

    photo = render_photo(source, tmp_path)

    named = {made.kind: made.name for made in photo.files}
    assert named == {"full": "display.jpg", "display": "display.jpg", "thumbnail": "thumbnail.jpg"}


def test_colours_are_turned_to_what_the_profile_meant(tmp_path: Path) -> None:
    source = tmp_path / "swapped.png"
    Image.new("RGB", (64, 64), (220, 20, 20)).save(source, icc_profile=pictures.colour_profile())

    render_photo(source, tmp_path)

    red, _, blue = colours(tmp_path / "display.jpg")[0]
    assert blue > 180 > 80 > red


def test_a_broken_profile_changes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "broken.jpg"
    pictures.quarters().save(source, icc_profile=b"\0" * 40, quality=95)

    assert render_photo(source, tmp_path).outcome is Outcome.OK
    assert near(colours(tmp_path / "display.jpg"), [RED, GREEN, BLUE, YELLOW])


def test_sixteen_bit_grey_stays_grey(tmp_path: Path) -> None:
    source = tmp_path / "grey.png"
    Image.new("I;16", (64, 64), 127 * 256).save(source)

    render_photo(source, tmp_path)

    assert near(colours(tmp_path / "display.jpg")[:1], [(127, 127, 127)])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_see_through_parts_lie_on_white_paper(tmp_path: Path, mode: str) -> None:
    source = tmp_path / "clear.png"
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).convert(mode).save(
        source, **({"transparency": 0} if mode == "P" else {})
    )

    render_photo(source, tmp_path)

    assert near(colours(tmp_path / "display.jpg")[:1], [(255, 255, 255)])


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "YCbCr"])
def test_every_kind_of_jpeg_or_tiff_like_colour_is_shown(tmp_path: Path, mode: str) -> None:
    source = tmp_path / ("plain.png" if mode == "1" else "plain.jpg")
    pictures.quarters().convert(mode).save(source)

    assert render_photo(source, tmp_path).outcome is Outcome.OK


def test_only_the_first_frame_of_a_moving_picture_is_taken(tmp_path: Path) -> None:
    source = tmp_path / "moving.gif"
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)]
    frames[0].save(source, save_all=True, append_images=frames[1:])

    render_photo(source, tmp_path)

    assert near(colours(tmp_path / "display.jpg")[:1], [RED])


def test_the_content_says_what_a_file_is_not_its_name(tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    pictures.quarters().save(source, "PNG")

    assert render_photo(source, tmp_path).outcome is Outcome.OK


def test_a_jpeg_cut_short_is_shown_as_far_as_it_goes_and_said_to_be_damaged(tmp_path: Path) -> None:
    source = pictures.large(tmp_path / "cut.jpg", 600, 400)
    source.write_bytes(source.read_bytes()[:-600])

    photo = render_photo(source, tmp_path)

    assert photo.outcome is Outcome.OK
    assert photo.damaged
    assert near(colours(tmp_path / "display.jpg")[:2], [RED, GREEN])


def test_the_library_that_reads_heic_is_one_without_the_known_holes() -> None:
    version = tuple(int(part) for part in pillow_heif.libheif_version().split("."))

    assert version >= (1, 23, 6)


def test_a_missing_file_is_our_fault_not_the_photos(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render_photo(tmp_path / "absent.jpg", tmp_path)


def test_an_empty_file_is_unsupported(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()

    with pytest.raises(Refused) as refusal:
        render_photo(tmp_path / "empty.jpg", tmp_path)

    assert refusal.value.outcome is Outcome.UNSUPPORTED
