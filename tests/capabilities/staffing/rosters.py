"""A published roster of the nurse and the doctor of 岳口, its rows written as codes, a point for a day off."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.capabilities.staffing.desks import Ward
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.duties import duties_of
from yigongti_desktop.registry.model.staff.person import Staff

FIRST = date(2026, 12, 1)


def published(ward: Ward, nurse: str, doctor: str, first: date = FIRST) -> Roster:
    """Publish a roster of both from a day on."""
    if not ward.read(duties_of, "tianmen.yuekou"):
        ward.do("排班", SetUpDuties(duties=starting()))
    people = (ward.nurse.id, ward.doctor.id)
    roster: Roster = ward.do("排班", BeginRoster(first=first, days=len(nurse), people=people))
    changes: Lines = {}
    for line in roster.lines:
        codes = nurse if line.person == ward.nurse.id else doctor
        changes[line.person] = (line, replace(line, codes=tuple("" if code == "." else code for code in codes)))
    roster = ward.do("排班", ChangeRoster(roster=roster.id, changes=changes))
    done: Roster = ward.do("排班", PublishRoster(roster=roster.id, seen=roster.edition, reason="人手不够"))
    ward.talk()
    return done


def row(roster: Roster, staff: Staff) -> str:
    """Return somebody's row."""
    line = roster.line_of(staff.id)
    assert line is not None
    return "".join(code or "." for code in line.codes)
