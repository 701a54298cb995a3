"""A unit's month as it is before it is drawn: who is there, what they asked for, what was before; and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.duties import Asks
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.halves import Half
from yigongti_desktop.capabilities.staffing.model.halves import worked_half
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import Lack
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.rostering.task import Task

#: Code of the day off.
OFF_CODE = ""


class Carried(Struct, frozen=True, kw_only=True):
    """What somebody has had this year before the roster begins."""

    nights: int = 0
    #: Days off by a holiday, and weekends, on which they worked.
    holidays: int = 0
    weekends: int = 0


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who is to be on the roster."""

    staff: Staff
    skills: tuple[str, ...] = ()
    #: Id of who teaches them; empty for none.
    partner: str = ""
    #: Codes of the duties that they have on days of the week; Monday is 0.
    pattern: Mapping[int, tuple[str, ...]] = {}
    #: Codes of the last days before the first, the last one last; empty where they are not known.
    before: tuple[str, ...] = ()
    carried: Carried = Carried()

    @property
    def id(self) -> str:
        """Return the id of the staff record."""
        return self.staff.id

    def lacks(self, asks: Asks, day: date) -> Lack | None:
        """Return what is first lacking on a day of what is asked; the last day of a licence counts."""
        if asks.licences and not any(self.staff.licensed(kind, day) for kind in asks.licences):
            return Lack.LICENCE
        if self.staff.title_on(day).rank < asks.title.rank:
            return Lack.TITLE
        return None if set(asks.skills) <= set(self.skills) else Lack.SKILL


class Leave(Struct, frozen=True, kw_only=True):
    """Leave that is granted, first and last day included."""

    person: str
    first: date
    last: date
    #: 年休假, 产假, 病假.
    name: str = "休假"
    #: It begins at noon of the first day, ends at noon of the last.
    from_noon: bool = False
    until_noon: bool = False

    def names(self, day: date) -> bool:
        """Say whether it names a day, or half of it."""
        return self.first <= day <= self.last

    def worked_half(self, day: date) -> Half | None:
        """Return the half of one of its days that its person works; None where the whole day is leave."""
        return worked_half(day, self.first, self.last, from_noon=self.from_noon, until_noon=self.until_noon)


class Wish(Struct, frozen=True, kw_only=True):
    """Somebody would like to have a duty on a day, or not to have it."""

    person: str
    day: date
    #: Code; empty for the day off.
    duty: str
    is_wanted: bool = True


class Pin(Struct, frozen=True, kw_only=True):
    """A cell that was settled by hand."""

    person: str
    day: date
    duty: str


class Month(Struct, frozen=True, kw_only=True):
    """Days of a unit, mostly a calendar month."""

    unit: str
    first: date
    days: int
    people: tuple[Person, ...]
    leave: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    #: Ids of two people who are not to have one duty together.
    apart: tuple[tuple[str, str], ...] = ()

    def dates(self) -> Iterator[date]:
        """Return its days in order."""
        for place in range(self.days):
            yield self.first + timedelta(place)

    def leave_of(self, person: str, day: date) -> Leave | None:
        """Return the leave that keeps somebody off a whole day: one, or two of which each has its half."""
        found = [one for one in self.leave if one.person == person and one.names(day)]
        halves = {one.worked_half(day) for one in found}
        whole = next((one for one in found if one.worked_half(day) is None), None)
        return whole or (found[0] if len(halves) == len(Half) else None)

    def half_of(self, person: str, day: date) -> tuple[Leave, Half] | None:
        """Return the leave that keeps somebody off half a day, with the half that they work; None for all else."""
        if self.leave_of(person, day) is not None:
            return None
        found = (one for one in self.leave if one.person == person and one.names(day))
        return next(((one, half) for one in found if (half := one.worked_half(day)) is not None), None)

    def is_here(self, person: Person, day: date) -> bool:
        """Say whether somebody works at this unit on a day, leave aside (STF-03, TRN-02)."""
        return person.staff.works_at(day) == self.unit


class Why(Struct, frozen=True, kw_only=True):
    """What a rule of the task came from."""

    rule: AnyRule
    #: Id; empty where it is about a day.
    person: str = ""
    #: The day that it is about; None for several.
    day: date | None = None
    facts: Mapping[str, str | int] = {}


class Asked(Struct, frozen=True, kw_only=True):
    """A month as a task for `rostering`, and the way back from it."""

    month: Month
    #: In the order of the task; the day off, which is first there, is not among them.
    duties: tuple[Duty, ...]
    task: Task
    #: By id of a rule of the task.
    why: Mapping[str, Why]
    #: Years of the calendar that have no notice yet: what counts by their days off may change.
    unpublished: tuple[int, ...] = ()
