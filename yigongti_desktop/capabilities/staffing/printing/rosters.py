"""排班表 for the wall on A4 or A3 lying: people × days, legible in black and white, its heads on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Cell
from yigongti_desktop.capabilities.staffing.model.wall import Cover
from yigongti_desktop.capabilities.staffing.model.wall import Day
from yigongti_desktop.capabilities.staffing.model.wall import Row
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import hours
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.capabilities.staffing.printing.parts import fit
from yigongti_desktop.capabilities.staffing.printing.parts import frame
from yigongti_desktop.capabilities.staffing.printing.parts import places_to_sign
from yigongti_desktop.capabilities.staffing.printing.parts import write
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.clock import local

_EDGE = 9 * MM
_DAY_OFF, _NIGHT = 0.92, 0.78
_HEAVY, _FRAME = 1.0, 1.4
_STEP = 0.5
_CHANGED, _SHORT = "粗框：公示后改过", "缺1：少 1 个符合要求的人"


@dataclass(frozen=True)
class _Measures:
    """How large things are on a sheet, in points."""

    title: float
    small: float
    head: float
    name: float
    counter: float
    #: Height of a row at least, and at most.
    least: float
    most: float
    letters: float


_A4 = _Measures(title=15, small=8, head=13, name=68, counter=22.5, least=14.5, most=20, letters=10)
_A3 = _Measures(title=22, small=10.5, head=18, name=94, counter=33, least=16.5, most=29, letters=15)


def roster_sheet(wall: Wall, at: datetime, *, is_a3: bool = False) -> bytes:
    """Return the roster of a month.

    Args:
        wall: the month.
        at: when it is printed.
        is_a3: whether it is for A3.
    """
    fonts.load()
    named = words.title(wall)
    foot = f"医共体工作台　{named}　{words.STATES[wall.state]}　打印 {local(at):%Y-%m-%d %H:%M}"
    paper = Paper(title=named, foot=foot, is_landscape=True, is_a3=is_a3)
    _Sheet(paper, wall, _A3 if is_a3 else _A4).draw()
    return paper.bytes()


class _Sheet:
    def __init__(self, paper: Paper, wall: Wall, measures: _Measures) -> None:
        self._paper, self._wall, self._m = paper, wall, measures
        counters = len(words.COUNTERS) * measures.counter
        self._days_left = _EDGE + measures.name
        self._days_wide = paper.width - 2 * _EDGE - measures.name - counters
        self._step = self._days_wide / len(wall.days)
        self._right = paper.width - _EDGE

    def draw(self) -> None:
        y = self._head(is_first=True)
        height = self._row_height(y)
        for row in self._wall.rows:
            if y + height > self._paper.last:
                y = self._next()
            self._row(y, height, row)
            y += height
        self._paper.rule(_EDGE, self._right, y, weight=_HEAVY)
        cover = min(height, self._m.least)
        if self._wall.covers and y + len(self._wall.covers) * cover > self._paper.last:
            y = self._next()
        for one in self._wall.covers:
            if y + cover > self._paper.last:
                y = self._next()
            self._cover(y, cover, one)
            y += cover
        self._tail(y + self._m.small * 1.6)

    def _next(self) -> float:
        self._paper.new_page()
        return self._head(is_first=False)

    def _row_height(self, y: float) -> float:
        """Return the greatest height of a row that takes no more pages than the least one."""
        m, wall = self._m, self._wall
        below = len(wall.covers) * m.least + self._tail_height
        room = self._paper.last - y
        fewest = self._pages(m.least, room, below)
        steps = range(round((m.most - m.least) / _STEP), -1, -1)
        heights = (m.least + _STEP * step for step in steps)
        return next(height for height in heights if self._pages(height, room, below) == fewest)

    def _pages(self, height: float, room: float, below: float) -> int:
        """Return how many pages rows of a height take with what comes below; no head is higher than the first."""
        a_page = max(int(room / height), 1)
        full, left = divmod(len(self._wall.rows), a_page)
        return full + 1 + (left * height + below > room)

    def _head(self, *, is_first: bool) -> float:
        paper, wall, m = self._paper, self._wall, self._m
        self._title(is_first=is_first)
        y = _EDGE + m.title + m.small * 0.8
        if warning := words.unpublished(wall.unpublished):
            y = write(paper, _EDGE, y + m.small, self._right - _EDGE, f"未发布　{warning}", m.small, bold=True)
            y -= m.small * 0.6
        return self._day_heads(y)

    def _title(self, *, is_first: bool) -> None:
        paper, wall, m, y = self._paper, self._wall, self._m, _EDGE + self._m.title
        state = words.STATES[wall.state]
        if wall.state is State.DRAFT:
            paper.stamp(state)
        paper.text(_EDGE, y, words.title(wall) + ("" if is_first else "　续"), size=m.title, bold=True)
        paper.text(self._right, y, f"{state}　{len(wall.rows)} 人", size=m.small * 1.3, bold=True, align="right")

    def _day_heads(self, top: float) -> float:
        paper, m, high = self._paper, self._m, self._m.head
        self._shade_days_off(top + high, 2 * high)
        for first, last, mark in bands(self._wall.days):
            left, wide = self._days_left + first * self._step, (last - first + 1) * self._step
            if mark != words.MADE_UP:
                paper.shade(left, top, wide, high, grey=_DAY_OFF)
            fit(paper, (left, top, wide, high), mark, m.small, bold=True)
            frame(paper, left, top, wide, high)
        for place, day in enumerate(self._wall.days):
            left, level = self._days_left + place * self._step, top + high
            fit(paper, (left, level, self._step, high), str(day.day.day), m.small * 1.2, bold=True)
            weekday = words.WEEKDAYS[day.day.weekday()]
            fit(paper, (left, level + high, self._step, high), weekday, m.small, bold=day.is_off)
        fit(paper, (_EDGE, top + high, m.name, 2 * high), "姓名", m.small * 1.1, bold=True)
        for place, title in enumerate(words.COUNTERS):
            fit(paper, self._counter(place, top + high, 2 * high), title, m.small, bold=True)
        bottom = top + 3 * high
        paper.rule(_EDGE, self._right, top + high, weight=_HEAVY)
        paper.rule(_EDGE, self._right, bottom, weight=_HEAVY)
        self._uprights(top + high, bottom)
        return bottom

    def _row(self, y: float, height: float, row: Row) -> None:
        self._shade_days_off(y, height)
        self._named(y, height, row.name, row.department)
        for place, cell in enumerate(row.cells):
            self._cell(self._days_left + place * self._step, y, height, cell)
        self._paper.rule(_EDGE, self._right, y)
        sums = (row.duties, row.nights, row.weekends, row.holidays)
        for place, text in enumerate([*map(str, sums), hours(row.minutes)]):
            fit(self._paper, self._counter(place, y, height), text, self._m.small * 1.1)
        self._paper.rule(_EDGE, self._right, y + height)
        self._uprights(y, y + height)

    def _named(self, y: float, height: float, name: str, beside: str) -> None:
        m = self._m
        field = (_EDGE, y, m.name, height)
        if not beside:
            fit(self._paper, field, name, m.small * 1.25, bold=True, align="left")
            return
        wide = m.name * 0.6
        fit(self._paper, (_EDGE, y, wide, height), name, m.small * 1.25, bold=True, align="left")
        fit(self._paper, (_EDGE + wide, y, m.name - wide, height), beside, m.small * 0.9, align="right")

    def _cell(self, left: float, y: float, height: float, cell: Cell) -> None:
        if cell.is_night:
            self._paper.shade(left + 0.6, y + 0.6, self._step - 1.2, height - 1.2, grey=_NIGHT)
        if cell.text:
            size = min(self._m.letters, height * 0.62)
            fit(self._paper, (left, y, self._step, height), cell.text, size, bold=cell.is_night)
        if cell.is_changed:
            frame(self._paper, left + 0.4, y + 0.4, self._step - 0.8, height - 0.8, weight=_FRAME)

    def _cover(self, y: float, height: float, cover: Cover) -> None:
        self._shade_days_off(y, height)
        self._paper.rule(_EDGE, self._right, y)
        self._named(y, height, cover.duty.name, "")
        for place, (count, short) in enumerate(zip(cover.counts, cover.short, strict=True)):
            left = self._days_left + place * self._step
            text = f"缺{short}" if short else str(count or "")
            if short:
                frame(self._paper, left + 0.8, y + 0.8, self._step - 1.6, height - 1.6, weight=_HEAVY)
            fit(self._paper, (left, y, self._step, height), text, self._m.small * 1.05, bold=bool(short))
        total = (self._days_left + self._days_wide, y, self._right - self._days_left - self._days_wide, height)
        fit(self._paper, total, f"共 {sum(cover.counts)} 班次", self._m.small)
        self._paper.rule(_EDGE, self._right, y + height)
        self._uprights(y, y + height, counters=False)

    def _tail(self, y: float) -> None:
        paper, m = self._paper, self._m
        for text in self._tail_lines:
            y = y if y <= paper.last else self._go_on()
            paper.text(_EDGE, y, text, size=m.small)
            y += m.small * 1.5
        y = y if y + m.small * 1.5 <= paper.last else self._go_on()
        places_to_sign(paper, _EDGE, y + m.small * 1.2, (self._right - _EDGE) * 0.75, words.SIGNERS, m.small * 1.2)

    def _go_on(self) -> float:
        """Go on below the people on a new page; return where to write."""
        self._paper.new_page()
        self._title(is_first=False)
        return _EDGE + 2.2 * self._m.title

    @cached_property
    def _tail_lines(self) -> list[str]:
        wall, wide = self._wall, self._right - _EDGE
        pieces = [f"{letter} {meaning}" for letter, meaning in words.legend(wall)]
        pieces += [_SHORT] if any(any(one.short) for one in wall.covers) else []
        pieces += [_CHANGED] if wall.amendments else []
        lines = list(_packed("图例：", pieces, wide, self._m.small))
        if wall.amendments:
            changes = [words.amended(one) for one in wall.amendments]
            lines += _packed("公示后改动：", [f"{place}. {one}" for place, one in enumerate(changes, 1)], wide,
                             self._m.small)  # fmt: skip
        return lines

    @property
    def _tail_height(self) -> float:
        return (len(self._tail_lines) * 1.5 + 1.6 + 2.6) * self._m.small

    def _shade_days_off(self, y: float, height: float) -> None:
        for first, last in _runs_off(self._wall.days):
            left = self._days_left + first * self._step
            self._paper.shade(left, y, (last - first + 1) * self._step, height, grey=_DAY_OFF)

    def _counter(self, place: int, y: float, height: float) -> tuple[float, float, float, float]:
        return self._days_left + self._days_wide + place * self._m.counter, y, self._m.counter, height

    def _uprights(self, top: float, bottom: float, *, counters: bool = True) -> None:
        days = [self._days_left + place * self._step for place in range(1, len(self._wall.days))]
        between = [self._counter(place, 0, 0)[0] for place in range(1, len(words.COUNTERS))] if counters else []
        for x in (*days, *between):
            self._paper.upright(x, top, bottom, weight=0.3)
        for x in (_EDGE, self._days_left, self._days_left + self._days_wide, self._right):
            self._paper.upright(x, top, bottom, weight=_HEAVY)


def bands(days: tuple[Day, ...]) -> Iterator[tuple[int, int, str]]:
    """Return from where to where a holiday is off, and where one is made up for, with what is written there."""
    marks = [words.MADE_UP if day.kind is DayKind.MAKE_UP else day.name for day in days]
    place = 0
    for mark, group in groupby(marks):
        count = len(list(group))
        if mark:
            yield place, place + count - 1, mark
        place += count


def _runs_off(days: tuple[Day, ...]) -> Iterator[tuple[int, int]]:
    place = 0
    for is_off, group in groupby(days, key=lambda day: day.is_off):
        count = len(list(group))
        if is_off:
            yield place, place + count - 1
        place += count


def _packed(head: str, pieces: list[str], wide: float, size: float) -> Iterator[str]:
    """Return pieces one behind another on lines of a width; a piece longer than a line is broken."""
    line = head
    for piece in pieces:
        joined = f"{line}{'' if line == head else '　　'}{piece}"
        if fonts.width(joined, size) <= wide:
            line = joined
            continue
        yield from break_lines(line, wide, lambda text: fonts.width(text, size))
        line = piece
    yield from break_lines(line, wide, lambda text: fonts.width(text, size))
