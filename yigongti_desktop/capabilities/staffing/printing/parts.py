"""Furniture of all papers of staffing: text that shrinks into its field, lines that wrap, places to sign."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper

_PAD = 1.5
#: What is left of a size where a text is broken into two lines rather than shrunk further.
_SHRINK, _TWO = 0.75, 2
#: Nobody reads smaller letters.
_TINY = 2.5
_LEADING = 1.45
#: How far below the middle of a line its baseline lies, in parts of its size.
_SINK = 0.36


def fit(
    paper: Paper,
    field: tuple[float, float, float, float],
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: str = "center",
) -> None:
    """Write a text into a field, smaller where it is too long, on two lines where it would be too small.

    Args:
        paper: to write on.
        field: left, top, width and height.
        text: one line.
        size: in points, at most.
        bold: whether the letters are.
        align: left, center or right.
    """
    left, top, width, height = field
    room = width - 2 * _PAD
    lines, fitting = [text], size * min(1.0, room / max(fonts.width(text, size, bold=bold), 1.0))
    if fitting < _SHRINK * size and len(text) > 1:
        broken, smaller = _in_two(text, room, min(size, height / 2.3), bold=bold)
        if smaller > fitting:
            lines, fitting = broken, smaller
    x = left + {"left": _PAD, "center": width / 2, "right": width - _PAD}[align]
    step = fitting * 1.15
    middle = top + height / 2 - step * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        paper.text(x, middle + place * step + fitting * _SINK, line, size=fitting, bold=bold, align=align)


def _in_two(text: str, room: float, size: float, *, bold: bool) -> tuple[list[str], float]:
    """Return a text on two lines at most, and the size at which they are no wider than the room."""
    lines = break_lines(text, room, lambda piece: fonts.width(piece, size, bold=bold))
    if size < _TINY or (len(lines) <= _TWO and all(fonts.width(line, size, bold=bold) <= room for line in lines)):
        return lines, size
    return _in_two(text, room, size * 0.95, bold=bold)


def write(paper: Paper, x: float, y: float, width: float, text: str, size: float, *, bold: bool = False) -> float:
    """Write a text on as many lines as it needs; return the next y."""
    for line in break_lines(text, width, lambda piece: fonts.width(piece, size, bold=bold)):
        paper.text(x, y, line, size=size, bold=bold)
        y += size * _LEADING
    return y


def frame(paper: Paper, x: float, y: float, width: float, height: float, *, weight: float = 0.5) -> None:
    """Draw the four sides of a field."""
    for level in (y, y + height):
        paper.rule(x, x + width, level, weight=weight)
    for upright in (x, x + width):
        paper.upright(upright, y, y + height, weight=weight)


def places_to_sign(paper: Paper, x: float, y: float, width: float, titles: Sequence[str], size: float = 10) -> None:
    """Set places to sign side by side, each with its rule and a day written by hand."""
    step = width / len(titles)
    for place, title in enumerate(titles):
        left = x + place * step
        named = fonts.width(f"{title}：", size)
        dated = fonts.width(_DATED, size)
        right = left + step - 6 * MM
        paper.text(left, y, f"{title}：", size=size)
        paper.rule(left + named, right - dated - 2 * MM, y + 2.5)
        paper.text(right, y, _DATED, size=size, align="right")


_DATED = "　　年　月　日"
