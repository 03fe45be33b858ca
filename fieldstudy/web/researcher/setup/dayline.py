"""A day as a line: when a prompt is asked and how long it stays open. Pure; 720 units are 24 hours."""

from dataclasses import dataclass

MINUTE = 0.5
DAY = 720.0


@dataclass(frozen=True, slots=True)
class Window:
    """One time at which a prompt is asked.

    Attributes:
        at: where it is asked, in units from the left.
        width: until it closes when nobody begins.
        grace: how much longer once begun; drawn from ``at + width``.
    """

    at: float
    width: float
    grace: float

    @property
    def closes(self) -> float:
        """Where the window ends and the grace begins."""
        return self.at + self.width


def windows(times: list[str], window_min: int, grace_min: int) -> list[Window]:
    """The windows of one day; what would run past midnight is cut there."""
    drawn = []
    for time in times:
        hours, minutes = time.split(":")
        at = (int(hours) * 60 + int(minutes)) * MINUTE
        width = min(window_min * MINUTE, DAY - at)
        grace = min(grace_min * MINUTE, DAY - at - width)
        drawn.append(Window(at, width, grace))
    return drawn
