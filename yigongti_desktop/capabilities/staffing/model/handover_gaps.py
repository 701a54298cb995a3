"""Shifts of the last days that somebody had and of which the hand-over book says nothing, or has one name only."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.handover import handover_id
from yigongti_desktop.capabilities.staffing.model.handover import is_handed_over
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State

#: Days before today that are looked at.
DAYS = 7


class Gap(Struct, frozen=True, kw_only=True):
    """A shift without an entry."""

    #: What the entry's id will be.
    id: str
    day: date
    duty: Duty
    #: Names of who had it.
    people: tuple[str, ...]


def gaps(unit: str, rosters: Iterable[Roster], written: Collection[str], today: date) -> tuple[Gap, ...]:
    """Return the shifts of the last days without an entry, the latest first.

    Args:
        unit: whose book it is.
        rosters: of the unit.
        written: ids of the entries that there are.
        today: the shift of today is not over yet.
    """
    published = [one for one in rosters if one.state is State.PUBLISHED and one.unit == unit]
    found: dict[str, Gap] = {}
    for back in range(1, DAYS + 1):
        on = today - timedelta(back)
        for duty, names in _had(published, on):
            id_ = handover_id(unit, on, duty.code)
            if id_ not in written:
                known = found.get(id_)
                found[id_] = Gap(id=id_, day=on, duty=duty, people=(*(known.people if known else ()), *names))
    return tuple(found.values())


def _had(rosters: Iterable[Roster], on: date) -> Iterator[tuple[Duty, tuple[str, ...]]]:
    """Return the duties that are handed over and that somebody had on a day, with their names."""
    for roster in rosters:
        for duty in roster.duties:
            if is_handed_over(duty):
                names = tuple(line.name for line in roster.lines if roster.code_on(line.person, on) == duty.code)
                if names:
                    yield duty, names
