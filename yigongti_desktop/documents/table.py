"""Tables on paper: cells that wrap, heads that come again on every page, numbers to the right."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import Paper

_PAD = 3.0
_LEADING = 1.45


@dataclass(frozen=True)
class Column:
    """One column; the width is in points."""

    head: str
    width: float
    align: str = "left"


def draw_table(
    paper: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    on_new_page: Callable[[], float],
    size: float = 9.5,
    least: float = 0.0,
) -> float:
    """Draw the rows under their head, on as many pages as they need; return the y below the last.

    A row goes to the next page whole; one that is taller than a page goes on there. No row is lower than the least,
    in points: a hand needs room to write.
    """
    leading = size * _LEADING
    heads = [break_lines(c.head, c.width - 2 * _PAD, lambda text: fonts.width(text, size, bold=True)) for c in columns]
    y = _row(paper, x, y, columns, heads, size, bold=True)
    is_fresh = False
    for row in rows:
        left = [_lines(cell, column, size) for cell, column in zip(row, columns, strict=True)]
        while any(left):
            tall = max(len(lines) for lines in left)
            room = int((paper.last - y - 2 * _PAD) / leading)
            if (tall > room or y + least > paper.last) and not is_fresh:
                paper.new_page()
                y = _row(paper, x, on_new_page(), columns, heads, size, bold=True)
                is_fresh = True
                continue
            fit = max(room, 1)
            y = _row(paper, x, y, columns, [lines[:fit] for lines in left], size, least, bold=False)
            left = [lines[fit:] for lines in left]
            is_fresh = False
    return y


def _row(
    paper: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    size: float,
    least: float = 0.0,
    *,
    bold: bool,
) -> float:
    leading = size * _LEADING
    height = max(max(len(lines) for lines in cells) * leading + 2 * _PAD, least)
    wide = sum(column.width for column in columns)
    if bold:
        paper.shade(x, y, wide, height)
    paper.rule(x, x + wide, y)
    paper.rule(x, x + wide, y + height)
    paper.upright(x, y, y + height)
    left = x
    for lines, column in zip(cells, columns, strict=True):
        at = {"left": left + _PAD, "right": left + column.width - _PAD, "center": left + column.width / 2}
        for place, line in enumerate(lines):
            base = y + _PAD + size * 0.95 + place * leading
            paper.text(at[column.align], base, line, size=size, bold=bold, align=column.align)
        left += column.width
        paper.upright(left, y, y + height)
    return y + height


def _lines(cell: str, column: Column, size: float) -> list[str]:
    return break_lines(cell, column.width - 2 * _PAD, lambda text: fonts.width(text, size))
