"""What happens to a plan and to its sessions: planned, held, cancelled or moved, taken up again, ended."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model import visit_checks as check
from yigongti_desktop.capabilities.staffing.model.visit_days import MOST_MOVED
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visit_days import session_on
from yigongti_desktop.capabilities.staffing.model.visits import KIND
from yigongti_desktop.capabilities.staffing.model.visits import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.visits import Outcome
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.history import held
from yigongti_desktop.registry.model.staff.person import Staff

_DAY = timedelta(days=1)


def plan(current: Visit | None, wanted: Plan, ruling: Ruling) -> Visit:
    """Plan sessions of somebody.

    Raises:
        Refused: visit_there, institution_unknown, institution_not_working, community_none, visit_nobody,
            visit_other_unit, and what `visit_checks` says.
    """
    if current is not None:
        raise Refused("visit_there")
    register, today = ruling.register, day(ruling.at)
    tidy = check.tidy(wanted)
    own = need_institution(register, ruling.actor.institution)
    host = need_institution(register, tidy.unit)
    lead = need_institution(register, lead_of(register, host if host.memberships else own, today))
    check.need_right(tidy, own, host, lead.id)
    staff: Staff | None = register.get("staff", tidy.person)
    if staff is None:
        raise Refused("visit_nobody", field="person")
    if own.id not in {staff.home_on(tidy.since), staff.works_at(tidy.since)} and own.id != lead.id:
        raise Refused("visit_other_unit", field="person", name=staff.name)
    check.need_fit(staff, tidy, is_of_lead=own.id == lead.id, register=register)
    check.need_free(tidy, check.need_days_of(tidy, register), ruling.record, register)
    check.need_agreement(staff, host, tidy, register)
    title = held(staff.titles, tidy.since)
    home = register.get("institution", staff.home_on(tidy.since))
    return Visit(
        id=ruling.record,
        planner=own.id,
        planner_name=own.name,
        lead=lead.id,
        unit=host.id,
        unit_name=host.name,
        person=staff.id,
        person_name=staff.name,
        home_name=home.name if home is not None else own.name,
        level=staff.title_on(tidy.since),
        title=title.name if title is not None else "",
        since=tidy.since,
        until=tidy.until,
        plan=tidy,
        planned_by=ruling.actor.name,
    )


def hold(current: Visit | None, on: date, seen: int, was: int | None, ruling: Ruling) -> Visit:
    """Write down that a session took place, and how many were seen; put the number right.

    Args:
        current: the plan.
        on: day of the session.
        seen: patients seen, or people taught.
        was: the number that the person had in sight; None where none stood there.
        ruling: what the judge knows.

    Raises:
        Refused: not_found, not_holder, visit_no_session, wrong_state, visit_ahead, visit_seen, visit_counted.
    """
    visit = _of_either(current, ruling)
    session = _session(visit, on, ruling)
    state = LIFECYCLE.after("hold", session.state)
    if on > day(ruling.at):
        raise Refused("visit_ahead", field="seen", day=on.isoformat())
    if not 0 <= seen <= check.MOST_SEEN:
        raise Refused("visit_seen", field="seen", most=check.MOST_SEEN)
    if session.state is State.HELD and session.seen not in {was, seen}:
        raise Refused("visit_counted", field="seen", day=on.isoformat(), theirs=session.seen, mine=seen)
    return _noted(visit, Outcome(day=on, state=state, seen=seen))


def cancel(current: Visit | None, on: date, reason: str, moved_to: date | None, ruling: Ruling) -> Visit:
    """Cancel a session, and say why and on which day it is made up for, where it is.

    Raises:
        Refused: not_found, not_holder, visit_no_session, wrong_state, field_empty, field_long, visit_moved_far,
            visit_day_taken, visit_twice.
    """
    visit = _of_either(current, ruling)
    session = _session(visit, on, ruling)
    state = LIFECYCLE.after("cancel", session.state)
    words = check.line(reason, "reason", needed=True)
    if moved_to is not None:
        check.need_likely(moved_to)
        if abs((moved_to - on).days) > MOST_MOVED:
            raise Refused("visit_moved_far", field="moved_to", most=MOST_MOVED)
        ended = visit.ended_on is not None and moved_to > visit.ended_on
        if ended or session_on(visit, check.calendar_for(visit.plan, ruling.register), moved_to) is not None:
            raise Refused("visit_day_taken", field="moved_to", day=moved_to.isoformat())
        check.need_free(visit.plan, [moved_to], visit.id, ruling.register)
    return _noted(visit, Outcome(day=on, state=state, reason=words, moved_to=moved_to))


def restore(current: Visit | None, on: date, ruling: Ruling) -> Visit:
    """Let a cancelled session take place after all; the day to which it had been moved falls.

    Raises:
        Refused: not_found, not_holder, visit_no_session, wrong_state, visit_made_up, visit_twice.
    """
    visit = _of_either(current, ruling)
    session = _session(visit, on, ruling)
    LIFECYCLE.after("restore", session.state)
    if session.moved_to is not None and visit.outcome(session.moved_to) is not None:
        raise Refused("visit_made_up", day=session.moved_to.isoformat())
    check.need_free(visit.plan, [on], visit.id, ruling.register)
    return replace(visit, outcomes=tuple(one for one in visit.outcomes if one.day != on))


def end(current: Visit | None, last: date, reason: str, ruling: Ruling) -> Visit:
    """End a plan with a day; the day before its first takes it back whole. What was written down stays.

    Raises:
        Refused: not_found, not_holder, visit_end, visit_held_later, field_empty, field_long.
    """
    visit = _existing(current)
    if ruling.actor.institution != visit.planner:
        raise Refused("not_holder")
    if not visit.since - _DAY <= last < visit.last:
        raise Refused("visit_end", field="last", since=visit.since.isoformat(), until=visit.last.isoformat())
    later = [one.day for one in visit.outcomes if one.day > last and one.state is State.HELD]
    if later:
        raise Refused("visit_held_later", field="last", day=max(later).isoformat())
    return replace(visit, ended_on=last, reason=check.line(reason, "reason", needed=True))


def _existing(current: Visit | None) -> Visit:
    if current is None:
        raise Refused("not_found", kind=KIND)
    return current


def _of_either(current: Visit | None, ruling: Ruling) -> Visit:
    visit = _existing(current)
    if ruling.actor.institution not in {visit.planner, visit.unit, visit.lead}:
        raise Refused("not_holder")
    return visit


def _session(visit: Visit, on: date, ruling: Ruling) -> Session:
    check.need_likely(on)
    found = session_on(visit, check.calendar_for(visit.plan, ruling.register), on)
    if found is None:
        raise Refused("visit_no_session", day=on.isoformat())
    return found


def _noted(visit: Visit, outcome: Outcome) -> Visit:
    rest = [one for one in visit.outcomes if one.day != outcome.day]
    return replace(visit, outcomes=tuple(sorted([*rest, outcome], key=lambda one: one.day)))
