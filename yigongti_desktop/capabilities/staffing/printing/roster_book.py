"""The roster as an Excel sheet for people: laid out as on the wall, with colours and with sums that are numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec

from yigongti_desktop.capabilities.staffing.model.wall import Cell
from yigongti_desktop.capabilities.staffing.model.wall import Cover
from yigongti_desktop.capabilities.staffing.model.wall import Mark
from yigongti_desktop.capabilities.staffing.model.wall import Row
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.capabilities.staffing.printing.rosters import bands
from yigongti_desktop.kernel.grids import Merge
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.storage import laid_sheets
from yigongti_desktop.storage.laid_sheets import Laid
from yigongti_desktop.storage.laid_sheets import LaidSheet

_TITLE, _STATE, _BAND, _DAY, _WEEKDAY, _FIRST = range(6)
_NAME, _DEPARTMENT, _DAYS = range(3)
#: Widths in letters: of a name as long as most and of the longest, of a department, a day and a sum.
_NAME_WIDE, _NAME_WIDEST, _DEPARTMENT_WIDE, _DAY_WIDE, _SUM_WIDE = 9.0, 18.0, 11.0, 3.9, 5.5
#: Heights in points: of the title, of the line below it, of every other row.
_TITLE_HIGH, _STATE_HIGH, _ROW_HIGH = 30.0, 18.0, 19.0
#: Rows that can still be read on one page of A4, and of A3; more go on to a second page.
_ON_A4, _ON_A3 = 40, 72
_HOUR = 60
_NO_RULE = Laid(align="left", ruled=False)
_HEADS = {_NAME: "姓名", _DEPARTMENT: "科室"}


class _Colours(msgspec.Struct, frozen=True):
    head: str
    day_off: str
    leave: str
    short: str
    changed: str
    other: str
    duties: dict[str, str]


def write_roster_book(file: Path, wall: Wall) -> None:
    """Write the roster into a new .xlsx file.

    Raises:
        Unavailable: file_not_writable.
    """
    laid_sheets.write(file, roster_sheet_for_people(wall))


def roster_sheet_for_people(wall: Wall) -> LaidSheet:
    """Return the sheet: title, holidays, days, weekdays, people with their sums, coverage, legend, changes."""
    return _Book(wall).sheet()


@lru_cache(maxsize=1)
def _colours() -> _Colours:
    text = resource("rosters", "sheet_colours.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Colours)


class _Book:
    def __init__(self, wall: Wall) -> None:
        self._wall, self._colours = wall, _colours()
        self._sums = _DAYS + len(wall.days)
        self._last = self._sums + len(words.COUNTERS) - 1
        self._grounds = {duty.code: self._colours.duties.get(duty.colour, self._colours.other) for duty in wall.duties}
        self._cells: dict[tuple[int, int], Laid] = {}
        self._merges: list[Merge] = []

    def sheet(self) -> LaidSheet:
        self._heads()
        row = _FIRST
        for one in self._wall.rows:
            self._row(row, one)
            row += 1
        for cover in self._wall.covers:
            self._cover(row, cover)
            row += 1
        for text in self._below():
            row += 1
            self._line(row, text, _NO_RULE)
        names = max((2.0 * len(one.name) + 2 for one in self._wall.rows), default=0.0)
        named = {_NAME: min(max(names, _NAME_WIDE), _NAME_WIDEST), _DEPARTMENT: _DEPARTMENT_WIDE}
        days = dict.fromkeys(range(_DAYS, self._sums), _DAY_WIDE)
        sums = dict.fromkeys(range(self._sums, self._last + 1), _SUM_WIDE)
        return LaidSheet(
            name=self._wall.span,
            cells=self._cells,
            merges=tuple(self._merges),
            widths=named | days | sums,
            heights=dict.fromkeys(range(row + 1), _ROW_HIGH) | {_TITLE: _TITLE_HIGH, _STATE: _STATE_HIGH},
            frozen=(_FIRST, _DAYS),
            is_a3=row >= _ON_A4,
            is_one_page=row < _ON_A3,
        )

    def _heads(self) -> None:
        wall, head = self._wall, Laid(fill=self._colours.head, bold=True)
        self._line(_TITLE, words.title(wall), Laid(bold=True, size=18, ruled=False))
        state = f"{words.STATES[wall.state]}　{len(wall.rows)} 人"
        warning = words.unpublished(wall.unpublished)
        self._line(_STATE, f"{state}　未发布　{warning}" if warning else state, Laid(ruled=False))
        for first, last, mark in bands(wall.days):
            self._spread(Merge(_BAND, _DAYS + first, _BAND, _DAYS + last), mark, head)
        for place, day in enumerate(wall.days):
            look = Laid(fill=self._colours.day_off if day.is_off else self._colours.head, bold=True)
            self._put(_DAY, _DAYS + place, day.day.day, look)
            self._put(_WEEKDAY, _DAYS + place, words.WEEKDAYS[day.day.weekday()], look)
        named = _HEADS | {self._sums + place: title for place, title in enumerate(words.COUNTERS)}
        for column, title in named.items():
            self._spread(Merge(_DAY, column, _WEEKDAY, column), title, head)

    def _row(self, row: int, one: Row) -> None:
        self._put(row, _NAME, one.name, Laid(bold=True))
        self._put(row, _DEPARTMENT, one.department, Laid(size=9))
        for place, cell in enumerate(one.cells):
            self._put(row, _DAYS + place, cell.text, self._look(place, cell))
        hours = one.minutes // _HOUR if one.minutes % _HOUR == 0 else one.minutes / _HOUR
        for place, figure in enumerate((one.duties, one.nights, one.weekends, one.holidays, hours)):
            self._put(row, self._sums + place, figure, Laid())

    def _look(self, place: int, cell: Cell) -> Laid:
        colours = self._colours
        if cell.is_changed:
            return Laid(fill=colours.changed, bold=True)
        if cell.mark is Mark.DUTY:
            return Laid(fill=self._grounds.get(cell.text, colours.other), bold=cell.is_night)
        off = colours.day_off if self._wall.days[place].is_off else ""
        return Laid(fill=colours.leave if cell.mark is Mark.LEAVE else off)

    def _cover(self, row: int, cover: Cover) -> None:
        head = Laid(fill=self._colours.head, bold=True)
        self._spread(Merge(row, _NAME, row, _DEPARTMENT), cover.duty.name, head)
        for place, (count, short) in enumerate(zip(cover.counts, cover.short, strict=True)):
            look = Laid(fill=self._colours.short if short else "", bold=bool(short))
            self._put(row, _DAYS + place, f"缺{short}" if short else count, look)
        self._spread(Merge(row, self._sums, row, self._last), sum(cover.counts), Laid())

    def _below(self) -> Iterator[str]:
        for letter, meaning in words.legend(self._wall):
            yield f"{letter} = {meaning}"
        if self._wall.amendments:
            yield "公示后改动："
        for place, change in enumerate(self._wall.amendments, start=1):
            yield f"{place}. {words.amended(change)}"
        yield "　　　　　　　　".join(f"{title}：" for title in words.SIGNERS)

    def _line(self, row: int, text: str, look: Laid) -> None:
        self._spread(Merge(row, _NAME, row, self._last), text, look)

    def _spread(self, over: Merge, value: str | int, look: Laid) -> None:
        """Put one value over several cells, each with the look of the first, so that its lines go all round."""
        top, left, bottom, right = over
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self._put(row, column, "", look)
        self._put(top, left, value, look)
        if (top, left) != (bottom, right):
            self._merges.append(over)

    def _put(self, row: int, column: int, value: str | float, look: Laid) -> None:
        self._cells[row, column] = replace(look, value=value)
