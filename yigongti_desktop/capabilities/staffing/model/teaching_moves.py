"""What happens to teaching: announced, taught, called off, and who took part."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.teaching import ATTENDANCE
from yigongti_desktop.capabilities.staffing.model.teaching import KIND
from yigongti_desktop.capabilities.staffing.model.teaching import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.teaching import Announced
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import Attendee
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.teaching import attendance_id
from yigongti_desktop.capabilities.staffing.model.visit_checks import line
from yigongti_desktop.capabilities.staffing.model.visit_checks import need_likely
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.person import Staff

#: Minutes of a session, days of a course, people of a unit: more is a slip of the hand.
MOST_MINUTES, _MOST_DAYS, MOST_PEOPLE = 12_000, 92, 300
_MOST_UNITS = 300
#: By person: the minutes that were seen, and those that are wanted; None is not there.
Changes = Mapping[str, tuple[int | None, int | None]]


def announce(current: Teaching | None, wanted: Announced, ruling: Ruling) -> Teaching:
    """Announce a session: the lead hospital for the units of its community, a unit for itself.

    Raises:
        Refused: teaching_there, institution_unknown, institution_not_working, community_none, teaching_not_yours,
            course_of_lead, field_empty, field_long, day_unlikely, teaching_days, teaching_minutes, teaching_units.
    """
    if current is not None:
        raise Refused("teaching_there")
    register, today = ruling.register, day(ruling.at)
    own = need_institution(register, ruling.actor.institution)
    lead = lead_of(register, own, today)
    need_likely(wanted.first, wanted.last)
    if not 0 <= (wanted.last - wanted.first).days < _MOST_DAYS:
        raise Refused("teaching_days", field="last", most=_MOST_DAYS)
    if not 0 < wanted.minutes <= MOST_MINUTES:
        raise Refused("teaching_minutes", field="hours", most=MOST_MINUTES // 60)
    if wanted.kind is TeachingKind.COURSE and own.id != lead:
        raise Refused("course_of_lead", field="kind")
    units = tuple(dict.fromkeys(wanted.units)) or (own.id,)
    if len(units) > _MOST_UNITS:
        raise Refused("teaching_units", field="units", most=_MOST_UNITS)
    for unit in units:
        if unit != own.id and (own.id != lead or lead_of(register, need_institution(register, unit), today) != lead):
            raise Refused("teaching_not_yours", field="units")
    return Teaching(
        id=ruling.record,
        state=State.ANNOUNCED,
        kind=wanted.kind,
        title=line(wanted.title, "teaching_title", needed=True),
        first=wanted.first,
        last=wanted.last,
        minutes=wanted.minutes,
        teacher=line(wanted.teacher, "teacher", needed=True),
        teacher_home=line(wanted.teacher_home, "teacher_home"),
        host=own.id,
        host_name=own.name,
        units=units,
        announced_by=ruling.actor.name,
    )


def teach(current: Teaching | None, ruling: Ruling) -> Teaching:
    """Write down that a session was held.

    Raises:
        Refused: not_found, not_holder, wrong_state, teaching_ahead.
    """
    teaching = _of_host(current, ruling)
    state = LIFECYCLE.after("teach", teaching.state)
    if teaching.first > day(ruling.at):
        raise Refused("teaching_ahead", day=teaching.first.isoformat())
    return replace(teaching, state=state)


def call_off(current: Teaching | None, reason: str, ruling: Ruling) -> Teaching:
    """Call a session off, and say why.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    teaching = _of_host(current, ruling)
    state = LIFECYCLE.after("call_off", teaching.state)
    return replace(teaching, state=state, reason=line(reason, "reason", needed=True))


def attend(current: Attendance | None, teaching: str, unit: str, changes: Changes, ruling: Ruling) -> Attendance:
    """Write down who of a unit took part, each from what the person saw; another's word about somebody is not lost.

    Args:
        current: what stands there.
        teaching: id of the session.
        unit: whose people they are; the host may write for a unit that signed its list in the room.
        changes: by person.
        ruling: what the judge knows.

    Raises:
        Refused: not_found, not_holder, attendance_id_wrong, attendance_unit, attendance_called_off,
            attendance_ahead, attendance_nobody, attendance_minutes, attendance_otherwise, attendance_many.
    """
    of: Teaching | None = ruling.register.get(KIND, teaching)
    if of is None:
        raise Refused("not_found", kind=KIND)
    if ruling.actor.institution not in {unit, of.host}:
        raise Refused("not_holder")
    if ruling.record != attendance_id(teaching, unit):
        raise Refused("attendance_id_wrong")
    if unit not in of.units:
        raise Refused("attendance_unit")
    if of.state is State.CALLED_OFF:
        raise Refused("attendance_called_off")
    if of.first > day(ruling.at):
        raise Refused("attendance_ahead", day=of.first.isoformat())
    known = current or Attendance(
        id=ruling.record,
        teaching=teaching,
        unit=unit,
        unit_name=need_institution(ruling.register, unit).name,
        host=of.host,
        kind=of.kind,
        title=of.title,
        first=of.first,
    )
    people = _changed({one.person: one for one in known.people}, changes, of, ruling)
    if len(people) > MOST_PEOPLE:
        raise Refused("attendance_many", most=MOST_PEOPLE)
    return replace(known, people=tuple(sorted(people.values(), key=lambda one: (one.name, one.person))))


def _changed(there: dict[str, Attendee], changes: Changes, of: Teaching, ruling: Ruling) -> dict[str, Attendee]:
    found = dict(there)
    for person, (seen, wanted) in changes.items():
        standing = found.get(person)
        minutes = standing.minutes if standing is not None else None
        if minutes not in {seen, wanted}:
            name = standing.name if standing is not None else person
            raise Refused("attendance_otherwise", kind=ATTENDANCE, name=name, theirs=minutes or 0, mine=wanted or 0)
        if wanted is None:
            found.pop(person, None)
            continue
        if not 0 < wanted <= of.minutes:
            raise Refused("attendance_minutes", field="hours", most=of.minutes)
        staff: Staff | None = ruling.register.get("staff", person)
        if staff is None and standing is None:
            raise Refused("attendance_nobody", field="people")
        name = staff.name if staff is not None else standing.name if standing is not None else ""
        found[person] = Attendee(person=person, name=name, minutes=wanted)
    return found


def _of_host(current: Teaching | None, ruling: Ruling) -> Teaching:
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.host != ruling.actor.institution:
        raise Refused("not_holder")
    return current
