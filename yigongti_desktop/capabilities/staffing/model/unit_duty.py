"""Duties as a unit keeps them: set up, changed field by field, ended with a day (STF-12, STF-24).

A duty is known by its code, which stands in rosters and so never changes; two desks that set up one code meet in one
record. What a program proposes to a unit that has none is in `resources/rosters/starting.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.duties import Asks
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import need_institution

KIND = "duty"
#: Beginning of the account to which the duties of a unit post, so that rules find all of them.
OF_UNIT = "duty.of."
#: Letters of a code: it stands in a cell.
LONGEST_CODE = 3
_LONGEST_NAME = 12
#: More duties, needs or skills than any unit has: a slip of a program.
_MOST = 40
_MOST_PEOPLE = 200
_LAST = 9999
_WEEK = frozenset(range(7))


class UnitDuty(Record, frozen=True, kw_only=True):
    """A duty of a unit, and how long it is worked."""

    unit: str
    duty: Duty
    #: Where it stands in lists, the lowest first.
    place: int = 0
    #: Last day on which it is worked; None until further notice.
    until: date | None = None

    def works(self, on: date) -> bool:
        """Say whether it is worked on a day."""
        return self.until is None or on <= self.until


#: What may be changed of a duty.
FIELDS = tuple(field for field in Duty.__struct_fields__ if field != "code")
_PLACE = "place"


def duty_id(unit: str, code: str) -> str:
    """Return the one id of a unit's duty."""
    return derived_id(KIND, unit, code)


def set_up(current: UnitDuty | None, duty: Duty, place: int, ruling: Ruling) -> UnitDuty:
    """Set up a duty of the acting unit, or one again that had been ended.

    Raises:
        Refused: institution_unknown, institution_not_working, duty_id_wrong, duty_there, duties_many, field_empty,
            field_long, need_wrong.
    """
    unit = need_institution(ruling.register, ruling.actor.institution).id
    tidy = _tidy(duty)
    if ruling.record != duty_id(unit, tidy.code):
        raise Refused("duty_id_wrong", code=tidy.code)
    if current is not None and current.until is None and current.duty != tidy:
        raise Refused("duty_there", code=tidy.code, name=current.duty.name)
    if current is None and len(ruling.register.posted(f"{OF_UNIT}{unit}")) >= _MOST:
        raise Refused("duties_many", most=_MOST)
    made = current or UnitDuty(id=ruling.record, unit=unit, duty=tidy)
    return _placed(replace(made, duty=tidy, until=None), place)


def change(current: UnitDuty | None, changes: Changes, ruling: Ruling) -> UnitDuty:
    """Change fields of a duty, each from the value that the person saw; its code stays.

    Raises:
        Refused: not_found, not_holder, field_unknown, conflict, field_format, field_empty, field_long, need_wrong.
    """
    known = _own(current, ruling)
    moved = {field: pair for field, pair in changes.items() if field == _PLACE}
    rest = {field: pair for field, pair in changes.items() if field != _PLACE}
    placed = changed(known, moved, {_PLACE})
    return _placed(replace(placed, duty=_tidy(changed(known.duty, rest, FIELDS))), placed.place)


def end(current: UnitDuty | None, until: date, ruling: Ruling) -> UnitDuty:
    """Let a duty be worked until a day and no longer; rosters that have it keep it.

    Raises:
        Refused: not_found, not_holder, duty_ended.
    """
    known = _own(current, ruling)
    if known.until not in {None, until}:
        raise Refused("duty_ended", name=known.duty.name, until=str(known.until))
    return replace(known, until=until)


def of_unit(register: Books, unit: str) -> tuple[UnitDuty, ...]:
    """Return the duties of a unit, in their order, those that have ended too."""
    found = (register.get(KIND, record) for record in register.posted(f"{OF_UNIT}{unit}"))
    return in_order(one for one in found if one is not None)


def in_order(duties: Iterable[UnitDuty]) -> tuple[UnitDuty, ...]:
    """Return duties in the order of lists."""
    return tuple(sorted(duties, key=lambda one: (one.place, one.duty.code)))


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    duties: tuple[Duty, ...]


@lru_cache(maxsize=1)
def starting() -> tuple[Duty, ...]:
    """Return the duties that are proposed to a unit that has none."""
    text = resource("rosters", "starting.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File).duties


def streams(duty: UnitDuty) -> frozenset[str]:
    """Return who receives a duty: its unit. Who reads a published roster has its duties within it."""
    return frozenset({f"unit:{duty.unit}"})


def posted(duty: UnitDuty) -> tuple[tuple[str, int], ...]:
    """Return the mark by which it is found among those of its unit."""
    return ((f"{OF_UNIT}{duty.unit}", 1),)


def _own(current: UnitDuty | None, ruling: Ruling) -> UnitDuty:
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.unit != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _placed(duty: UnitDuty, place: int) -> UnitDuty:
    """Return a duty at a place in lists; one that no list has is the first or the last."""
    return replace(duty, place=min(max(place, 0), _LAST))


def _tidy(duty: Duty) -> Duty:
    code = one_line(duty.code, "duty_code", LONGEST_CODE, needed=True)
    name = one_line(duty.name, "duty_name", _LONGEST_NAME, needed=True)
    if len(duty.needs) > _MOST or not all(map(_fits, duty.needs)) or not _are_named(duty):
        raise Refused("need_wrong", name=name)
    return replace(duty, code=code, name=name, colour=clean_line(duty.colour)[:_LONGEST_NAME])


def _are_named(asks: Asks) -> bool:
    """Say whether the skills that are asked for are words, and few enough for people to have."""
    named = all(0 < len(skill) <= _LONGEST_NAME for skill in asks.skills)
    return named and len(asks.skills) <= _MOST and len(asks.licences) <= _MOST


def _fits(need: Need) -> bool:
    """Say whether a need asks for some number of people on days of the week that there are."""
    most = _MOST_PEOPLE if need.most is None else need.most
    return 0 <= need.least <= most <= _MOST_PEOPLE and _WEEK.issuperset(need.weekdays) and _are_named(need)
