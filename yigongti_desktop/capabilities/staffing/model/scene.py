"""A month with its duties and its calendar, asked for what rules need of it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cached_property
from itertools import groupby

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.halves import Half
from yigongti_desktop.capabilities.staffing.model.halves import is_within
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.registry.model.staff.protection import Limit
from yigongti_desktop.registry.model.staff.protection import limits_on
from yigongti_desktop.rostering.rules import OFF

_SATURDAY, _SUNDAY = 5, 6
#: Days on which a holiday is off; a plain weekend is counted by itself.
_HOLIDAYS = frozenset({DayKind.STATUTORY, DayKind.ARRANGED})


@dataclass(frozen=True)
class Scene:
    """What all rules look at; duties are numbered from 1, as in the task."""

    month: Month
    duties: tuple[Duty, ...]
    calendar: Calendar

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Return the days."""
        return tuple(self.month.dates())

    @cached_property
    def kinds(self) -> tuple[DayKind, ...]:
        """Return what each day is."""
        return tuple(self.calendar.kind(day) for day in self.dates)

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the number of each duty by its code; the day off is 0."""
        return {"": OFF} | {duty.code: place for place, duty in enumerate(self.duties, 1)}

    @cached_property
    def work(self) -> tuple[int, ...]:
        """Return all duties."""
        return tuple(range(1, len(self.duties) + 1))

    @cached_property
    def nights(self) -> tuple[int, ...]:
        """Return the duties at night."""
        return tuple(place for place, duty in enumerate(self.duties, 1) if duty.is_night)

    @cached_property
    def minutes(self) -> tuple[int, ...]:
        """Return what each duty counts as work."""
        return (0, *(duty.minutes for duty in self.duties))

    @cached_property
    def holidays(self) -> tuple[int, ...]:
        """Return the days off by a holiday."""
        return tuple(day for day, kind in enumerate(self.kinds) if kind in _HOLIDAYS)

    @cached_property
    def weekends(self) -> tuple[tuple[int, ...], ...]:
        """Return the days of each weekend on which nobody works by the calendar, next to each other."""
        found: list[list[int]] = []
        for day, (on, kind) in enumerate(zip(self.dates, self.kinds, strict=True)):
            if on.weekday() < _SATURDAY or kind.is_working:
                continue
            if on.weekday() == _SUNDAY and found and found[-1][-1] == day - 1:
                found[-1].append(day)
            else:
                found.append([day])
        return tuple(tuple(one) for one in found)

    @cached_property
    def weeks(self) -> tuple[tuple[int, ...], ...]:
        """Return the days of each week from Monday on; the first and the last may be cut."""
        return self._grouped(lambda day: day - timedelta(day.weekday()))

    @cached_property
    def months(self) -> tuple[tuple[int, ...], ...]:
        """Return the days of each calendar month."""
        return self._grouped(lambda day: day.replace(day=1))

    def there(self, person: Person) -> tuple[int, ...]:
        """Return the days on which somebody is here and not on leave."""
        return tuple(
            place
            for place, day in enumerate(self.dates)
            if self.month.is_here(person, day) and self.month.leave_of(person.id, day) is None
        )

    def may(self, person: Person, day: int, duties: Iterable[int]) -> bool:
        """Say whether somebody who is there may have any of some duties on a day, by papers and by law."""
        on = self.dates[day]
        is_barred = Limit.NO_NIGHT in limits_on(person.staff, on)
        half = self.month.half_of(person.id, on)
        able = duties if half is None else set(duties).intersection(self.within(half[1]))
        found = (self.duties[place - 1] for place in able)
        return any(not (is_barred and duty.is_night) and person.lacks(duty, on) is None for duty in found)

    def within(self, half: Half) -> tuple[int, ...]:
        """Return the duties whose hours lie within half a day."""
        return tuple(place for place, duty in enumerate(self.duties, 1) if is_within(half, duty.begin, duty.end))

    def standard(self, days: Iterable[int], day_hours: int) -> int:
        """Return the minutes of the working days among some days."""
        return sum(self.kinds[day].is_working for day in days) * day_hours * 60

    def row_before(self, person: Person) -> tuple[int, ...]:
        """Return the duties before the first day; of a duty that the unit no longer has, only what is after it."""
        found: list[int] = []
        for code in reversed(person.before):
            if code not in self.places:
                break
            found.append(self.places[code])
        return tuple(reversed(found))

    def needs(self, day: int) -> Iterator[tuple[int, Need]]:
        """Return what is needed on a day, with the duty."""
        for place, duty in enumerate(self.duties, 1):
            for need in duty.needs:
                if need.is_on(self.dates[day], self.kinds[day]):
                    yield place, need

    def demand(self, day: int, duties: Iterable[int]) -> int:
        """Return how many people some duties need on a day; a need for special people is part of that for all."""
        most: dict[int, int] = {}
        for place, need in self.needs(day):
            most[place] = max(most.get(place, 0), need.least)
        return sum(most.get(place, 0) for place in duties)

    def _grouped(self, key: Callable[[date], date]) -> tuple[tuple[int, ...], ...]:
        days = groupby(range(len(self.dates)), lambda day: key(self.dates[day]))
        return tuple(tuple(group) for _, group in days)
