"""Tables on paper: cells that wrap, heads that come again on every page, numbers to the right."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper

_PAD = 3.0
_LAST = 276 * MM


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
) -> float:
    """Draw the rows under their head, on as many pages as they need; return the y below the last."""
    leading = size * 1.45
    y = _row(paper, x, y, columns, [column.head for column in columns], size, leading, bold=True)
    for row in rows:
        if y + _height(columns, row, size, leading) > _LAST:
            paper.new_page()
            y = on_new_page()
            y = _row(paper, x, y, columns, [column.head for column in columns], size, leading, bold=True)
        y = _row(paper, x, y, columns, row, size, leading, bold=False)
    return y


def _height(columns: Sequence[Column], row: Sequence[str], size: float, leading: float) -> float:
    return max(len(_lines(cell, column, size)) for cell, column in zip(row, columns, strict=True)) * leading + 2 * _PAD


def _row(
    paper: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    row: Sequence[str],
    size: float,
    leading: float,
    *,
    bold: bool,
) -> float:
    height = _height(columns, row, size, leading)
    wide = sum(column.width for column in columns)
    if bold:
        paper.shade(x, y, wide, height)
    paper.rule(x, x + wide, y)
    paper.rule(x, x + wide, y + height)
    paper.upright(x, y, y + height)
    left = x
    for cell, column in zip(row, columns, strict=True):
        at = {"left": left + _PAD, "right": left + column.width - _PAD, "center": left + column.width / 2}
        for place, line in enumerate(_lines(cell, column, size)):
            base = y + _PAD + size * 0.95 + place * leading
            paper.text(at[column.align], base, line, size=size, bold=bold, align=column.align)
        left += column.width
        paper.upright(left, y, y + height)
    return y + height


def _lines(cell: str, column: Column, size: float) -> list[str]:
    return break_lines(cell, column.width - 2 * _PAD, lambda text: fonts.width(text, size))
