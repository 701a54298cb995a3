"""What falls when somebody is away: their duties on published rosters, and whether the others still cover them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.duties import Asks
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.kernel.calendar import Calendar


class Fall(Struct, frozen=True, kw_only=True):
    """A duty that somebody would not do."""

    day: date
    duty: str
    name: str
    #: How many are still there who are fit, and the least that is needed; 0 of 0 where nothing is asked for.
    there: int = 0
    least: int = 0
    #: Who is asked for, in words; empty for anybody.
    who: str = ""

    @property
    def is_short(self) -> bool:
        """Say whether cover fails without them."""
        return self.there < self.least


def falls(
    person: str,
    days: Iterable[date],
    rosters: Iterable[Roster],
    people: Mapping[str, Person],
    calendar: Calendar,
    stands: Callable[[date, Duty], bool] = lambda _day, _duty: False,
) -> tuple[Fall, ...]:
    """Return the duties on published rosters that somebody would not do on some days, by day.

    Args:
        person: who is away.
        days: on which.
        rosters: of the unit; those published have their duties with the needs.
        people: those of the rosters by id; who is not among them counts for needs that ask for nobody in particular.
        calendar: says what each day is.
        stands: says of a duty on one of the days whether they can do it all the same: they are away half the day.
    """
    published = [one for one in rosters if one.state is State.PUBLISHED]
    known = {duty.code: duty for roster in published for duty in roster.duties}
    found = []
    for day in days:
        for code in dict.fromkeys(code for roster in published if (code := roster.code_on(person, day))):
            if code in known and stands(day, known[code]):
                continue
            others = [one for one in _on_duty(published, code, day) if one != person]
            found.append(_fall(day, code, known.get(code), others, people, calendar))
    return tuple(sorted(found, key=lambda one: one.day))


def _on_duty(rosters: Iterable[Roster], code: str, day: date) -> Iterator[str]:
    for roster in rosters:
        for line in roster.lines:
            if roster.code_on(line.person, day) == code:
                yield line.person


def _fall(
    day: date, code: str, duty: Duty | None, others: list[str], people: Mapping[str, Person], calendar: Calendar
) -> Fall:
    """Return what falls on a day, told by the need that is the furthest from being met."""
    fall = Fall(day=day, duty=code, name=duty.name if duty else code)
    for need in duty.needs if duty else ():
        if not need.is_on(day, calendar.kind(day)):
            continue
        there = sum(_is_fit(people.get(one), need, day) for one in dict.fromkeys(others))
        if fall.least == 0 or need.least - there > fall.least - fall.there:
            fall = Fall(day=day, duty=code, name=fall.name, there=there, least=need.least, who=need.who)
    return fall


def _is_fit(person: Person | None, asks: Asks, day: date) -> bool:
    if person is None:
        return not asks.who
    return person.lacks(asks, day) is None
