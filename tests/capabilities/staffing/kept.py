"""Duties and rosters judged by hand, in the register of 天门."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.staffing.months import staff
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.staffing.model import drawing
from yigongti_desktop.capabilities.staffing.model import publishing
from yigongti_desktop.capabilities.staffing.model import roster as model
from yigongti_desktop.capabilities.staffing.model import settings
from yigongti_desktop.capabilities.staffing.model import unit_duty
from yigongti_desktop.capabilities.staffing.model import unit_rules
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.parts import Post

DECEMBER = date(2026, 12, 1)
PEOPLE = {"s00": LicenceKind.PHYSICIAN, "s01": LicenceKind.NURSE, "s02": LicenceKind.ASSISTANT}


_POSTING: dict[type, Callable[[Any], tuple[tuple[str, int], ...]]] = {
    UnitDuty: unit_duty.posted,
    Roster: model.posted,
    RosterSetting: settings.posted,
    UnitRule: unit_rules.posted,
}


class Kept(Register):
    """A register in which duties, rosters and what is settled for them are found by what they post."""

    def posted(self, account: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.records.values():
            for kind, posted in _POSTING.items():
                if isinstance(one, kind) and account in (posts := dict(posted(one))):
                    found[one.id] = posts[account]
        return found


def register() -> Kept:
    """Return a register with the duties of 岳口 and three people who work there."""
    found = Kept(tianmen().records)
    for place, duty in enumerate(starting(), 1):
        by = ruling(register=found, record=duty_id(CLINIC, duty.code))
        found.put("duty", unit_duty.set_up(None, duty, place, by))
    home = (Post(since=date(2015, 7, 1), home=CLINIC, establishment=Establishment.POST),)
    for number, kind in enumerate(PEOPLE.values()):
        found.put("staff", replace(staff(number, kind, Level.MIDDLE), posts=home))
    return found


def names(found: Register) -> dict[str, str]:
    """Return the people by id."""
    return {person: found.need("staff", person).name for person in PEOPLE}


def by(found: Register, record: str, unit: str = CLINIC, at: datetime = NOON, *, final: bool = False) -> Ruling:
    """Return what a judge of a roster knows."""
    return replace(ruling(unit, at, register=found, record=record), final=final)


def begun(found: Register, first: date = DECEMBER, days: int = 31, **others: Any) -> Roster:
    """Begin a roster of all three and keep it."""
    usual: dict[str, Any] = {"first": first, "days": days, "people": names(found)}
    written = Written(**(usual | others))
    record = roster_id(CLINIC, written.group, first, written.number)
    return _kept(found, drawing.begin(found.get("roster", record), written, by(found, record)))


def drawn(found: Register, roster: Roster, *rows: str) -> Roster:
    """Write lines, a letter for each day from the first, a point for a day off; keep the roster."""
    changes: dict[str, tuple[Line | None, Line | None]] = {}
    for line, row in zip(roster.lines, rows, strict=False):
        codes = tuple("" if code == "." else code for code in row)
        changes[line.person] = (line, replace(line, codes=(*codes, *line.codes[len(codes) :])))
    return _kept(found, drawing.change(roster, changes, by(found, roster.id)))


def published(found: Register, roster: Roster, reason: str = "", **others: Any) -> Roster:
    """Publish a roster as it stands, and keep it."""
    return _kept(found, publishing.publish(roster, roster.edition, reason, by(found, roster.id, **others)))


def _kept(found: Register, roster: Roster) -> Roster:
    found.put("roster", roster)
    return roster
