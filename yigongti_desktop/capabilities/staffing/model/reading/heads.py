"""Finds the days of a sheet: rows in which one day follows another, and which month it is that the sheet says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.kernel.text import half_width

#: What stands over names.
NAME_TITLES = ("姓名", "职工姓名", "人员姓名", "人员", "名字", "值班人", "值班人员", "医生", "护士", "员工")
#: Days that must follow each other before a row is taken for a head; in one that bears such a title one is enough.
LEAST_RUN = 5
#: Rows within which dates, days and days of the week stand together.
_TOGETHER = 2
#: Numbers that spreadsheet programs show as days from 2000 to 2099.
_SERIALS = range(36_526, 73_051)
_EPOCH = date(1899, 12, 30)
_WEEKDAY = r"[(]?(?:(?:周|星期|礼拜)?[一二三四五六日天])?[)]?"
_FULL = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?{_WEEKDAY}")
_MONTH = re.compile(rf"(\d{{1,2}})[-/.月](\d{{1,2}})[日号]?{_WEEKDAY}")
_DAY = re.compile(rf"(\d{{1,2}})[日号]?{_WEEKDAY}")
_SAID = re.compile(r"(\d{4})[年./-](\d{1,2})月?|(?<!\d)(\d{1,2})月(?!\d)")
#: Beside a day on which the sheet was made, printed or signed.
_MADE_ON = re.compile("制|打印|日期|审核|签")
_WEEK = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_LAST_DAYS, _MOST_DAY, _MONTHS = range(28, 32), 31, range(1, 13)


@dataclass(frozen=True)
class Said:
    """What a head says of a day; None where it says nothing."""

    day: int
    month: int | None = None
    year: int | None = None

    def follows(self, other: Said) -> bool:
        """Say whether it is the day after another one."""
        if self.date and other.date:
            return self.date - other.date == timedelta(1)
        return self.day == other.day + 1 or (self.day == 1 and other.day in _LAST_DAYS)

    @property
    def date(self) -> date | None:
        """Return the day where all of it is said."""
        return _date(self.year, self.month, self.day) if self.year and self.month else None


@dataclass(frozen=True)
class Head:
    """A row of days, one after another, and the columns of each."""

    row: int
    days: tuple[Said, ...]
    columns: tuple[tuple[int, ...], ...]

    @property
    def marks(self) -> set[tuple[int, int]]:
        """Return the number of each day with its column: two rows that share some are one head in two ways."""
        return {(said.day, some[0]) for said, some in zip(self.days, self.columns, strict=True)}


def heads(sheet: Sheet) -> list[Head]:
    """Return the rows of days from above; of two that stand together the one that says more."""
    found: list[Head] = []
    for row in range(sheet.height):
        head = _head(sheet, row)
        if head is None:
            continue
        before = found[-1] if found else None
        if before is not None and row - before.row <= _TOGETHER and before.marks & head.marks:
            best = max(before, head, key=lambda one: (len(one.days), one.days[0].month is not None))
            found[-1] = Head(row=row, days=best.days, columns=best.columns)
        else:
            found.append(head)
    return found if any(len(head.days) >= LEAST_RUN for head in found) else []


def month_said(sheet: Sheet, above: int) -> tuple[int | None, int] | None:
    """Return year and month that the title says, the name of the sheet where the title does not."""
    texts = [sheet.text(row, column) for row in range(above) for column in range(sheet.width)]
    found: list[tuple[bool, tuple[int | None, int]]] = []
    for text in [*dict.fromkeys(texts), sheet.grid.name]:
        match = _SAID.search(half_width(text).replace(" ", ""))
        if match:
            year, month = (match[1], match[2]) if match[1] else (None, match[3])
            if int(month) in _MONTHS:
                found.append((bool(_MADE_ON.search(text)), (int(year) if year else None, int(month))))
    return min(found, key=lambda one: one[0], default=(False, None))[1]


def weekdays(sheet: Sheet, head: Head) -> dict[int, int]:
    """Return the place of each day that has a day of the week beside it, and which, Monday is 0."""
    found: dict[int, int] = {}
    for place, columns in enumerate(head.columns):
        for row in (head.row + 1, head.row, head.row - 1):
            text = half_width(sheet.text(row, columns[0])).replace(" ", "").strip("()") if row >= 0 else ""
            match = _WEEK.fullmatch(text) or re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", text)
            if match:
                found[place] = _WEEKDAYS.index("日" if match[1] == "天" else match[1])
                break
    return found


def readings(value: object) -> Iterator[Said]:
    """Return what a cell may say of a day: 1, 1日, 10/1, 10月1日, a day of the program, its number."""
    if isinstance(value, datetime | date):
        yield Said(value.day, value.month, value.year)
        return
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield from _number(value)
        return
    text = half_width(value).replace(" ", "").replace("\n", "") if isinstance(value, str) else ""
    if match := _FULL.fullmatch(text):
        if _date(int(match[1]), int(match[2]), int(match[3])):
            yield Said(int(match[3]), int(match[2]), int(match[1]))
    elif match := _DAY.fullmatch(text):
        if 1 <= int(match[1]) <= _MOST_DAY:
            yield Said(int(match[1]))
    elif (match := _MONTH.fullmatch(text)) and int(match[1]) in _MONTHS and 1 <= int(match[2]) <= _MOST_DAY:
        yield Said(int(match[2]), int(match[1]))


def _number(value: float) -> Iterator[Said]:
    if value == int(value):
        if 1 <= value <= _MOST_DAY:
            yield Said(int(value))
        elif int(value) in _SERIALS:
            on = _EPOCH + timedelta(int(value))
            yield Said(on.day, on.month, on.year)
        return
    month, _, day = f"{value:.10g}".partition(
        "."
    )  # 10.1 is 1 October, and 10 October as well: the program cuts noughts
    if int(month) in _MONTHS and len(day) <= 2:  # noqa: PLR2004 - a day has two digits
        yield from (Said(one, int(month)) for one in {int(day), int(day.ljust(2, "0"))} if 1 <= one <= _MOST_DAY)


def _head(sheet: Sheet, row: int) -> Head | None:
    """Return the longest run of days in a row; a merged cell may stand over two columns of a day."""
    best: list[tuple[Said, list[int]]] = []
    run: list[tuple[Said, list[int]]] = []
    for column in range(sheet.width):
        options = list(readings(sheet.value(row, column)))
        if run and options and _is_same_cell(sheet, row, run[-1][1][-1], column):
            run[-1][1].append(column)
            continue
        after = next((one for one in options if run and one.follows(run[-1][0])), None)
        if after is not None:
            run.append((after, [column]))
        elif options:
            best, run = max(best, run, key=len), [(options[0], [column])]
    best = max(best, run, key=len)
    titles = (half_width(sheet.text(row, column)).replace(" ", "") for column in range(sheet.width))
    if len(best) < LEAST_RUN and not (best and any(title in NAME_TITLES for title in titles)):
        return None
    return Head(row=row, days=tuple(day for day, _ in best), columns=tuple(tuple(some) for _, some in best))


def _is_same_cell(sheet: Sheet, row: int, one: int, other: int) -> bool:
    merge = sheet.merge(row, one)
    return merge is not None and merge == sheet.merge(row, other)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
