"""The figures beside and below a roster: what each person has, how many each duty has on each day."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.halves import HALVES
from yigongti_desktop.capabilities.staffing.model.halves import Half
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.scene import Scene
from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.kernel.calendar import Calendar


class Tally(Struct, frozen=True, kw_only=True):
    """What somebody has in a roster."""

    nights: int
    #: Weekends, and days off by a holiday, on which they work.
    weekends: int
    holidays: int
    minutes: int

    @property
    def hours(self) -> str:
        """Return the hours of work: 156, 7.5."""
        return f"{self.minutes / 60:.1f}".removesuffix(".0")


class Asking(Struct, frozen=True, kw_only=True):
    """How many people a duty asks for on a day."""

    least: int
    #: None where more do no harm.
    most: int | None


class Ground:
    """What a roster stands on and does not change while it is drawn: days, absences, what is asked."""

    def __init__(self, asked: Asked, calendar: Calendar) -> None:
        self.asked, self.calendar = asked, calendar
        self.scene = Scene(asked.month, asked.duties, calendar)

    @cached_property
    def away(self) -> Mapping[Cell, str]:
        """Return who is not there: the name of the leave, or "" for work elsewhere."""
        found: dict[Cell, str] = {}
        month = self.asked.month
        for place, person in enumerate(month.people):
            for day, on in enumerate(self.scene.dates):
                leave = month.leave_of(person.id, on)
                if not month.is_here(person, on):
                    found[place, day] = ""
                elif leave is not None:
                    found[place, day] = leave.name
        return found

    @cached_property
    def halves(self) -> Mapping[Cell, str]:
        """Return who is away half the day: 上午病假."""
        found: dict[Cell, str] = {}
        month = self.asked.month
        for place, person in enumerate(month.people):
            for day, on in enumerate(self.scene.dates):
                if (half := month.half_of(person.id, on)) is not None:
                    leave, worked = half
                    found[place, day] = f"{HALVES[next(one for one in Half if one is not worked)]}{leave.name}"
        return found

    @cached_property
    def asking(self) -> Mapping[tuple[int, int], Asking]:
        """Return what is asked by place of the duty and day."""
        found: dict[tuple[int, int], Asking] = {}
        for day in range(self.asked.month.days):
            for duty, need in self.scene.needs(day):
                known = found.get((duty, day), Asking(least=0, most=None))
                limits = [one for one in (known.most, None if need.who else need.most) if one is not None]
                found[duty, day] = Asking(least=max(known.least, need.least), most=min(limits, default=None))
        return found

    @cached_property
    def needed(self) -> tuple[int, ...]:
        """Return the duties that are asked for on any day."""
        return tuple(sorted({duty for duty, _ in self.asking}))

    def may(self, person: int, day: int) -> bool:
        """Say whether somebody is there on a day."""
        return (person, day) not in self.away

    def tally(self, line: Line) -> Tally:
        """Return what somebody has."""
        scene = self.scene
        row = tuple(scene.places.get(code or "", 0) for code in line.codes)
        worked = {day for day, duty in enumerate(row) if duty}
        return Tally(
            nights=sum(duty in scene.nights for duty in row),
            weekends=sum(not worked.isdisjoint(days) for days in scene.weekends),
            holidays=len(worked.intersection(scene.holidays)),
            minutes=sum(scene.minutes[duty] for duty in row),
        )

    def counts(self, lines: Iterable[Line]) -> dict[tuple[int, int], int]:
        """Return how many have each duty on each day."""
        found: dict[tuple[int, int], int] = {}
        for line in lines:
            for day, code in enumerate(line.codes):
                if code:
                    key = self.scene.places[code], day
                    found[key] = found.get(key, 0) + 1
        return found
