"""Which day each column of a sheet is: by what its heads and its title say, held against the month that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from functools import cached_property

from yigongti_desktop.capabilities.staffing.model.reading import asking
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.heads import Head
from yigongti_desktop.capabilities.staffing.model.reading.heads import heads
from yigongti_desktop.capabilities.staffing.model.reading.heads import month_said
from yigongti_desktop.capabilities.staffing.model.reading.heads import weekdays
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid


class Days:
    """The days of a sheet."""

    def __init__(self, grid: Grid, wanted: Wanted, answers: Mapping[str, str]) -> None:
        """Find them, whichever way the sheet lies.

        Raises:
            Refused: roster_head_missing.
        """
        sheets = [Sheet(grid), Sheet(grid, is_turned=True)]
        found = [(sheet, days) for sheet in sheets if (days := heads(sheet))]
        if not found:
            raise Refused("roster_head_missing")
        self.sheet, self.heads = max(found, key=lambda one: max(len(head.days) for head in one[1]))
        self._wanted, self._answers = wanted, answers
        is_kept = answers.get(asking.MONTH) == q.KEEP
        self._said = None if is_kept else month_said(self.sheet, self.heads[0].row)
        self._dates = [self._dates_of(head) for head in self.heads]

    @property
    def first(self) -> date:
        """Return the first day of the roster."""
        return self._span[0]

    @property
    def count(self) -> int:
        """Return how many days the roster has."""
        return self._span[1]

    @cached_property
    def _span(self) -> tuple[date, int]:
        """Return first day and number of the days wanted; those of the sheet where somebody said so."""
        if self._is_other and asking.MONTH in self._answers:
            days = [day for dates in self._dates for day in dates]
            return min(days), (max(days) - min(days)).days + 1
        return self._wanted.first, self._wanted.days

    @cached_property
    def _is_other(self) -> bool:
        """Say whether most days of the sheet are not among those wanted."""
        days = {day for dates in self._dates for day in dates}
        wanted = {self._wanted.first + timedelta(place) for place in range(self._wanted.days)}
        return 2 * len(days & wanted) < len(days)

    def columns(self, block: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Return the place in the roster of each day of a head, with its columns; days beyond it are left out."""
        for day, columns in zip(self._dates[block], self.heads[block].columns, strict=True):
            place = (day - self.first).days
            if 0 <= place < self.count:
                yield place, columns

    def questions(self) -> Iterator[Question]:
        """Return what has to be asked of the days."""
        head = self.heads[0]
        cell = self.sheet.address(head.row, head.columns[0][0])
        if self._is_other and asking.MONTH not in self._answers:
            middle = self._dates[0][len(self._dates[0]) // 2]
            is_titled = all(one.days[0].month is None for one in self.heads)
            yield asking.of_month(cell, middle, self._wanted.first, is_titled=is_titled)
            return
        if asking.WEEKDAYS not in self._answers:
            yield from self._weekdays()
        found = {day for dates in self._dates for day in dates}
        wanted = [self.first + timedelta(place) for place in range(self.count)]
        lacking = [day for day in wanted if day not in found]
        if lacking and asking.LACKING not in self._answers:
            yield asking.of_days_lacking(cell, spoken(lacking, self.first))
        beyond = [one for one in self._beyond() if any(self._filled(one[1], one[2]))]
        if beyond and asking.BEYOND not in self._answers:
            cells = [self.sheet.address(self.heads[block].row, columns[0]) for _, block, columns in beyond]
            yield asking.of_days_beyond(cells, spoken([day for day, _, _ in beyond], self.first))

    def _weekdays(self) -> Iterator[Question]:
        for head, dates in zip(self.heads, self._dates, strict=True):
            said = weekdays(self.sheet, head)
            wrong = [place for place, weekday in said.items() if dates[place].weekday() != weekday]
            if 2 * len(wrong) > len(said):
                cell = self.sheet.address(head.row, head.columns[wrong[0]][0])
                yield asking.of_weekdays(cell, said[wrong[0]], dates[wrong[0]])
                return

    def _beyond(self) -> Iterator[tuple[date, int, tuple[int, ...]]]:
        for block, dates in enumerate(self._dates):
            for day, columns in zip(dates, self.heads[block].columns, strict=True):
                if not 0 <= (day - self.first).days < self.count:
                    yield day, block, columns

    def _filled(self, block: int, columns: tuple[int, ...]) -> Iterator[bool]:
        last = self.heads[block + 1].row if block + 1 < len(self.heads) else self.sheet.height
        for row in range(self.heads[block].row + 1, last):
            for column in columns:
                merge = self.sheet.merge(row, column)
                yield bool(self.sheet.text(row, column)) and (merge is None or merge.top > self.heads[block].row)

    def _dates_of(self, head: Head) -> tuple[date, ...]:
        """Return the days of a head; each follows the one before."""
        first = self._first_of(head)
        return tuple(first + timedelta(place) for place in range(len(head.days)))

    def _first_of(self, head: Head) -> date:
        """Return the first day of a head: in the month that is said, else in one from which it goes on as it does."""
        said, begin = head.days[0], self._wanted.first.replace(day=1)
        if said.date:
            return said.date
        year, titled = self._said or (None, None)
        month = said.month or titled
        turns = said.month is None and head.days[-1].day < said.day  # such as from the 26th to the 25th
        if month is None:
            months = [begin, months_after(begin, -1), months_after(begin, 1)]
        else:
            starts = [date(year or begin.year + shift, month, 1) for shift in (0, -1, 1)]
            nearest = min(starts, key=lambda day: abs((day - begin).days))
            months = [nearest, months_after(nearest, -1)] if turns else [nearest]
        options = [day for one in months if (day := _day(one, said.day))]
        return max(options, key=lambda first: self._fit(head, first), default=self._wanted.first)

    def _fit(self, head: Head, first: date) -> tuple[bool, int]:
        """Return whether a head that begins on a day has the days that it shows, and how many of them are wanted."""
        days = [first + timedelta(place) for place in range(len(head.days))]
        wanted = sum(0 <= (day - self._wanted.first).days < self._wanted.days for day in days)
        goes_on = all(day.day == said.day for day, said in zip(days, head.days, strict=True))
        return bool(wanted) and goes_on, wanted


def _day(month: date, day: int) -> date | None:
    found = month + timedelta(day - 1)
    return found if found.month == month.month else None
