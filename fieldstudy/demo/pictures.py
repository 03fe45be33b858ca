"""Pictures in place of participants' photos, drawn by us. The same seed draws the same picture."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1440, 1080)
Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]

WALL, FLOOR, WOOD, STEEL, DARK = "#e9e4d8", "#cfc8b8", "#b98d5f", "#b9bec2", "#3d4447"
TEAL, CREAM, RED, GREEN = "#2f6f68", "#f7f2e6", "#b8412f", "#5d8f4a"


def draw_picture(scene: str, seed: int) -> bytes:
    """One JPEG of a scene, 1440 × 1080.

    Args:
        scene: a key of ``SCENES``.
        seed: chooses colours, places and light.
    Raises:
        KeyError: for a scene that is not drawn here.
    """
    dice = random.Random(f"{scene}:{seed}")  # noqa: S311 - a picture, not a secret
    picture = Image.new("RGB", SIZE, WALL)
    SCENES[scene](ImageDraw.Draw(picture), dice)
    picture = _light(picture, dice)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _light(picture: Image.Image, dice: random.Random) -> Image.Image:
    """A soft lens and a lamp from one side, so that it reads as a snapshot."""
    shade = Image.new("L", SIZE, 0)
    side = dice.choice([0.15, 0.85]) * SIZE[0]
    ImageDraw.Draw(shade).ellipse((side - 900, -500, side + 900, 900), fill=110)
    lit = Image.composite(
        Image.new("RGB", SIZE, "#fff6df"), picture, shade.filter(ImageFilter.GaussianBlur(260))
    )
    return Image.blend(picture, lit, 0.5).filter(ImageFilter.GaussianBlur(0.8))


def _floor(draw: Draw, height: float = 0.72) -> None:
    draw.rectangle((0, SIZE[1] * height, *SIZE), fill=FLOOR)
    for x in range(-200, SIZE[0] + 400, 180):
        draw.line((x, SIZE[1], x + 160, SIZE[1] * height), fill="#bdb5a3", width=3)


def _tag(draw: Draw, x: float, y: float, price: str) -> None:
    draw.rectangle((x, y, x + 74, y + 34), fill=CREAM, outline="#a59d8c")
    for line, width in ((8, 40), (16, 56)):
        draw.line((x + 9, y + line, x + 9 + width, y + line), fill="#8b8373", width=3)
    draw.text((x + 10, y + 19), price, fill=RED)


def vegetables(draw: Draw, dice: random.Random) -> None:
    """Two rows of crates with greens above and round fruit below."""
    draw.rectangle((0, 0, SIZE[0], 210), fill="#4b5a4d")
    for row, top in enumerate((230, 620)):
        draw.rectangle((0, top + 250, SIZE[0], top + 300), fill=WOOD)
        for crate in range(4):
            left = crate * 360 + 14
            tint = dice.choice([GREEN, "#6fa04f", "#c8503a", "#d98a34", "#8a5a86", "#487a3d"])
            for _ in range(150):
                _leaf_or_fruit(draw, dice, row, left, top, tint)
            draw.rectangle((left - 8, top + 180, left + 338, top + 262), fill="#c79d6b")
            draw.line((left - 8, top + 220, left + 338, top + 220), fill="#a97f50", width=5)
            _tag(draw, left + 120, top + 206, f"{dice.randint(2, 12)}.{dice.randint(0, 9)}")
    draw.rectangle((0, 960, SIZE[0], 1080), fill="#6b6254")


def _leaf_or_fruit(
    draw: Draw, dice: random.Random, row: int, left: float, top: float, tint: str
) -> None:
    x, y = left + dice.uniform(0, 320), top + dice.uniform(20, 190)
    size = dice.uniform(16, 34)
    shade = _mix(tint, dice.choice(["#ffffff", "#1d2a18"]), dice.uniform(0.05, 0.35))
    if row == 0:
        draw.polygon(
            [(x, y - size * 1.6), (x + size * 0.7, y), (x, y + size), (x - size * 0.7, y)],
            fill=shade,
        )
        draw.line((x, y - size * 1.2, x, y + size * 0.8), fill=_mix(shade, "#ffffff", 0.4), width=3)
    else:
        draw.ellipse((x - size, y - size, x + size, y + size), fill=shade)
        draw.ellipse(
            (x - size * 0.5, y - size * 0.6, x - size * 0.1, y - size * 0.2),
            fill=_mix(shade, "#ffffff", 0.6),
        )


def _mix(first: str, second: str, share: float) -> str:
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shelf(draw: Draw, dice: random.Random) -> None:
    """Three shelves of bottles, boxes and tins; one tag stands under the wrong thing."""
    palette = ["#2f6f68", "#c9803b", "#7a8f4e", "#b6463a", "#5b6f93", "#d9c07a", "#f0ead9"]
    for top in (30, 380, 730):
        x = 10.0
        while x < SIZE[0] - 60:
            tint, wide = dice.choice(palette), dice.uniform(60, 130)
            for _ in range(dice.randint(2, 4)):
                _article(draw, (x, top + dice.uniform(40, 90), x + wide, top + 280), tint)
                x += wide + 6
            x += 14
        draw.rectangle((0, top + 280, SIZE[0], top + 330), fill=STEEL)
        for place in range(40, SIZE[0], 230):
            _tag(draw, place + dice.uniform(0, 60), top + 288, f"{dice.randint(5, 29)}.9")


def _article(draw: Draw, box: Box, tint: str) -> None:
    left, top, right, _bottom = box
    wide = right - left
    if wide < 90:
        draw.rectangle((left + wide * 0.35, top - 30, right - wide * 0.35, top + 10), fill=DARK)
        draw.rounded_rectangle(box, 16, fill=tint)
    else:
        draw.rectangle(box, fill=tint)
    draw.rectangle((left + 8, top + 60, right - 8, top + 130), fill=_mix(tint, "#ffffff", 0.75))
    draw.line((left + 16, top + 85, right - 18, top + 85), fill=DARK, width=4)
    draw.line((left + 16, top + 105, right - 30, top + 105), fill=DARK, width=3)


def checkout(draw: Draw, dice: random.Random) -> None:
    """A self-checkout machine with a red screen and its lamp."""
    _floor(draw)
    draw.rectangle((0, 90, 1440, 130), fill="#d4ccba")
    for place in (980, 1220):
        _machine(draw, place, 330, 0.6, TEAL, dice)
    _machine(draw, 420, 160, 1.25, RED, dice)
    draw.ellipse((60, 330, 200, 470), fill="#5a544c")
    draw.rounded_rectangle((10, 460, 260, 1080), 90, fill="#6a7480")


def _machine(
    draw: Draw, left: float, top: float, scale: float, screen: str, dice: random.Random
) -> None:
    def box(x0: float, y0: float, x1: float, y1: float) -> Box:
        return (left + x0 * scale, top + y0 * scale, left + x1 * scale, top + y1 * scale)

    draw.rectangle(box(150, -90, 162, 60), fill=DARK)
    draw.ellipse(box(128, -130, 184, -76), fill="#e0452f" if screen == RED else "#69a36b")
    draw.rounded_rectangle(box(0, 40, 330, 270), 18, fill=DARK)
    draw.rectangle(box(16, 56, 314, 254), fill=CREAM)
    draw.rectangle(box(16, 56, 314, 104), fill=screen)
    x, y = box(120, 0, 0, 0)[0], box(0, 125, 0, 0)[1]
    draw.polygon(
        [(x, y + 90 * scale), (x + 45 * scale, y), (x + 90 * scale, y + 90 * scale)], fill=screen
    )
    draw.rectangle(box(36, 226, 294, 238), fill="#b9b1a0")
    draw.rectangle(box(110, 270, 220, 330), fill=STEEL)
    draw.rounded_rectangle(box(-40, 330, 370, 640), 14, fill="#d9dcdd")
    draw.rectangle(box(-40, 370, 370, 388), fill=DARK)
    draw.rectangle(box(20, 440, 20 + dice.uniform(130, 170), 560), fill="#c3c8ca")


def staff(draw: Draw, dice: random.Random) -> None:
    """Somebody in a green apron, from the shoulders down to a tray; the face is turned away."""
    _floor(draw, 0.8)
    for _ in range(120):
        x, y, size = dice.uniform(0, 1440), dice.uniform(0, 240), dice.uniform(20, 44)
        draw.ellipse((x, y, x + size, y + size), fill=dice.choice(["#d98a34", "#c9a23f", GREEN]))
    draw.rectangle((0, 250, 1440, 300), fill=WOOD)
    skin = dice.choice(["#c99b78", "#b98563", "#dbb292"])
    draw.ellipse((600, 210, 840, 500), fill="#2f2a26")
    draw.ellipse((640, 300, 800, 470), fill=skin)
    draw.polygon([(600, 330), (840, 330), (820, 250), (620, 250)], fill=TEAL)
    draw.rounded_rectangle((430, 470, 1010, 1200), 140, fill=CREAM)
    draw.polygon([(560, 500), (880, 500), (940, 1080), (500, 1080)], fill=TEAL)
    draw.rounded_rectangle((330, 780, 1110, 880), 40, fill=skin)
    draw.rectangle((400, 740, 1040, 800), fill=WOOD)
    for place in range(430, 1010, 82):
        draw.ellipse((place, 670, place + 88, 758), fill=dice.choice(["#c8402f", "#d4573a"]))


def bag(draw: Draw, dice: random.Random) -> None:
    """A paper bag and its slip on a kitchen table."""
    draw.rectangle((0, 640, 1440, 1080), fill="#c9a378")
    draw.rectangle((900, 60, 1400, 520), fill="#cfe0e4")
    draw.line((1150, 60, 1150, 520), fill=CREAM, width=16)
    for _ in range(16):
        x = dice.uniform(430, 760)
        draw.line((x, 340, x + dice.uniform(-90, 90), dice.uniform(120, 230)), fill=GREEN, width=18)
    draw.polygon([(380, 330), (820, 330), (860, 900), (340, 900)], fill="#d8b98c")
    draw.polygon([(820, 330), (900, 380), (930, 860), (860, 900)], fill="#b99766")
    draw.ellipse((500, 520, 700, 720), outline=TEAL, width=12)
    draw.polygon([(1000, 700), (1220, 660), (1290, 980), (1070, 1020)], fill="#fdfbf4")
    for line in range(9):
        y = 720 + line * 30
        draw.line(
            (1040 + line * 7, y, 1190 + line * 7 - dice.randint(0, 50), y - 28),
            fill="#7d776b",
            width=5,
        )


def entrance(draw: Draw, dice: random.Random) -> None:
    """The front of a shop with trolleys in a row."""
    draw.rectangle((0, 0, 1440, 170), fill="#c9c2b3")
    draw.rectangle((0, 170, 1440, 290), fill=dice.choice([TEAL, "#a2452f"]))
    draw.ellipse((640, 190, 720, 270), fill=CREAM)
    draw.rectangle((740, 210, 1040, 250), fill=CREAM)
    draw.rectangle((0, 290, 1440, 790), fill="#39464a")
    for pane in range(0, 1440, 360):
        draw.rectangle((pane + 14, 306, pane + 346, 776), fill=dice.choice(["#dfe6dc", "#e9dfc6"]))
    draw.rectangle((0, 790, 1440, 1080), fill="#a8a294")
    for trolley in range(5):
        x = 160 + trolley * 120
        draw.line((x, 640, x + 330, 640), fill=STEEL, width=14)
        draw.polygon(
            [(x + 20, 660), (x + 310, 660), (x + 270, 860), (x + 60, 860)], outline=DARK, width=7
        )
        for wheel in (x + 80, x + 250):
            draw.ellipse((wheel - 22, 900, wheel + 22, 944), fill=DARK)


SCENES: dict[str, Callable[[Draw, random.Random], None]] = {
    "vegetables": vegetables,
    "shelf": shelf,
    "checkout": checkout,
    "staff": staff,
    "bag": bag,
    "entrance": entrance,
}
