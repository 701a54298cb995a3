"""What is plotted over months or weeks: series of values, some of them not known, and how each is said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

#: What stands where nobody knows a figure.
UNKNOWN = "—"


class Shape(Enum):
    """How a series is drawn."""

    SOLID = "solid"
    #: Bars of the accent outlined.
    OPEN = "open"
    #: Bars on which a line can be read.
    TINT = "tint"
    LINE = "line"


def _plain(value: float) -> str:
    return f"{value:,.0f}"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One value for each place."""

    title: str
    values: tuple[float | None, ...]
    shape: Shape = Shape.TINT
    #: Returns a value in words, with its unit: 83 %.
    words: Callable[[float], str] = _plain

    def say(self, place: int) -> str:
        """Return what it is at a place: 按行 83 %, or a dash."""
        value = self.values[place]
        return f"{self.title} {UNKNOWN if value is None else self.words(value)}".strip()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What is plotted."""

    #: Below the axis: 9月.
    labels: tuple[str, ...] = ()
    #: In words where there is room: 2026年9月; the labels when there are none.
    names: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    #: Places that are shown for comparison only.
    quiet: frozenset[int] = frozenset()
    #: Where the axis ends; where the values do when nothing is said.
    full: float | None = None
    #: Returns a figure of the axis, and of a bar.
    figure: Callable[[float], str] = _plain
    #: Whether each bar bears its figure, or the last one alone.
    is_each_written: bool = True

    def say(self, place: int) -> str:
        """Return what a place is, in words: 2026年9月　按行 83 %　按数量 91 %."""
        return "　".join([(self.names or self.labels)[place], *(one.say(place) for one in self.series)])
