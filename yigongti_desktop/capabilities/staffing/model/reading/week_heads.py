"""Finds the weeks of a duty table: a row or column of spans that follow each other, 10.5-10.11, 10.12-10.18."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.kernel.grids import Grid
from yigongti_desktop.kernel.text import half_width

_SPAN = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[/.月](\d{1,2})[日号]?(?:-|—|–|~|至|到)+(?:(?:\d{4}[-/.年])?(\d{1,2})[/.月])?(\d{1,2})[日号]?"
)
_LEAST, _LONGEST = 2, 31


@dataclass(frozen=True)
class Weeks:
    """A row of spans, each with its first and last day and its column."""

    sheet: Sheet
    row: int
    spans: tuple[tuple[date, date, int], ...]


def weeks(grid: Grid, wanted: date) -> Weeks | None:
    """Return the spans of a sheet, whichever way it lies; None where there are none.

    Args:
        grid: the sheet.
        wanted: first day of the roster, whose year is meant where none is written.
    """
    for sheet in (Sheet(grid), Sheet(grid, is_turned=True)):
        for row in range(sheet.height):
            found = [
                (*span, column)
                for column in range(sheet.width)
                if (span := _span(sheet.text(row, column), wanted)) is not None
            ]
            days = [one[0] for one in found]
            if len(found) >= _LEAST and days == sorted(set(days)):
                return Weeks(sheet, row, tuple(found))
    return None


def _span(text: str, wanted: date) -> tuple[date, date] | None:
    match = _SPAN.fullmatch(half_width(text).replace(" ", "").replace("\n", ""))
    if match is None:
        return None
    year, month, day = int(match[1] or wanted.year), int(match[2]), int(match[3])
    try:
        first = date(year, month, day)
        last = date(year, int(match[4] or month), int(match[5]))
    except ValueError:
        return None
    if last < first:
        last = last.replace(year=year + 1)
    return (first, last) if last - first < timedelta(_LONGEST) else None
