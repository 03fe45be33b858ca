"""How it felt, from −2 to +2: its figure, its word, and the step that gives it a face and a colour."""

from django.utils.translation import pgettext_lazy

LEAST, MOST = -2, 2
STEPS = (-2, -1, 0, 1, 2)
WORDS = {
    -2: pgettext_lazy("valence", "Very bad"),
    -1: pgettext_lazy("valence", "Bad"),
    0: pgettext_lazy("valence", "So-so"),
    1: pgettext_lazy("valence", "Good"),
    2: pgettext_lazy("valence", "Very good"),
}
NAMES = {-2: "n2", -1: "n1", 0: "0", 1: "p1", 2: "p2"}
"""The short names that style sheets and icons go by."""

MINUS = "−"


def step(value: float) -> int:
    """The nearest of the five steps; halves go away from zero, as a reader rounds."""
    nearest = int(abs(value) + 0.5)
    return max(LEAST, min(MOST, nearest if value >= 0 else -nearest))


def figure(value: float) -> str:
    """As it is read: a true minus, a plus, no sign on zero; one decimal for means."""
    if isinstance(value, int):
        digits = str(abs(value))
    else:
        value = round(value, 1)
        digits = f"{abs(value):.1f}"
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + digits


def word(value: float) -> str:
    """The word of the nearest step, in the reader's language."""
    return str(WORDS[step(value)])
