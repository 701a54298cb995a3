"""Moves of a posting: asked, arranged, confirmed, counted, extended, broken off, completed (STF-31)."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model import posting_checks as check
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.posting_kinds import FROM_OUTSIDE
from yigongti_desktop.capabilities.staffing.model.posting_kinds import UPWARD
from yigongti_desktop.capabilities.staffing.model.postings import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.capabilities.staffing.model.postings import host_of
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff


class Outsider(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom no register here knows: an expert of a tertiary hospital, a supervisor of the CDC."""

    name: str
    profession: Profession
    level: Level
    specialty: str = ""
    home_name: str


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the lead hospital sends, and from when to when."""

    #: Record of staff; empty for an outsider.
    staff: str = ""
    outsider: Outsider | None = None
    since: date
    until: date
    department: str = ""
    approval: str = ""
    why_short: str = ""


def ask(current: Posting | None, wish: Wish, ruling: Ruling) -> Posting:
    """Ask the lead hospital for somebody, or for a place to study there.

    Raises:
        Refused: wrong_state, institution_unknown, institution_not_working, community_none, posting_not_yours,
            posting_of_lead, field_empty, field_long, and what `need_days` says.
    """
    if current is not None:
        raise LIFECYCLE.refusal("ask", current.state)
    today, register = day(ruling.at), ruling.register
    own = need_institution(register, ruling.actor.institution)
    unit = need_institution(register, wish.unit or own.id)
    lead = need_institution(register, lead_of(register, unit, today))
    if own.id not in {unit.id, lead.id}:
        raise Refused("posting_not_yours")
    if unit.id == lead.id and wish.kind not in FROM_OUTSIDE:
        raise Refused("posting_of_lead", field="unit")
    tidy = replace(
        wish,
        unit=unit.id,
        department=check.line(wish.department, "department"),
        reason=check.line(wish.reason, "reason", needed=True),
        why_short=check.line(wish.why_short, "why_short"),
    )
    check.need_days(tidy.kind, tidy.since, tidy.until, tidy.why_short, register)
    return Posting(
        id=ruling.record,
        state=State.ASKED,
        kind=tidy.kind,
        unit=unit.id,
        unit_name=unit.name,
        lead=lead.id,
        lead_name=lead.name,
        host=host_of(tidy.kind, unit.id, lead.id),
        wish=tidy,
        asked_by=ruling.actor.name,
        asked_at=ruling.at,
        since=tidy.since,
        until=tidy.until,
        department=tidy.department,
        why_short=tidy.why_short,
    )


def arrange(current: Posting | None, arranged: Arrangement, ruling: Ruling) -> Posting:
    """Say who is sent and from when to when; before they have come, somebody else may be sent instead.

    Raises:
        Refused: not_found, not_holder, wrong_state, posting_nobody, staff_unknown, posting_not_employed,
            posting_other_unit, posting_own_person, posting_stranger, field_empty, field_long, and what
            `posting_checks` says.
    """
    posting = existing(current)
    need_side(ruling, posting.lead)
    state = LIFECYCLE.after("arrange", posting.state)
    days = (arranged.since, arranged.until)
    why_short = check.line(arranged.why_short or posting.wish.why_short, "why_short")
    check.need_days(posting.kind, *days, why_short, ruling.register)
    staff = _staff(arranged, ruling)
    person = _person(posting, arranged, staff, ruling)
    approval = check.line(arranged.approval, "approval")
    _need_possible(posting, person, staff, days, ruling)
    check.need_approval(posting.kind, approval, arranged.since, ruling.register)
    before = posting.person.staff if posting.person else ""
    formerly = tuple(one for one in dict.fromkeys((*posting.formerly, before)) if one not in {"", person.staff})
    return replace(
        posting,
        state=state,
        person=person,
        formerly=formerly,
        since=arranged.since,
        until=arranged.until,
        department=check.line(arranged.department, "department"),
        approval=approval,
        why_short=why_short,
        reason="",
    )


def decline(current: Posting | None, reason: str, ruling: Ruling) -> Posting:
    """Send nobody, and say why.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    posting = existing(current)
    need_side(ruling, posting.lead)
    state = LIFECYCLE.after("decline", posting.state)
    return replace(posting, state=state, reason=check.line(reason, "reason", needed=True))


def withdraw(current: Posting | None, reason: str, ruling: Ruling) -> Posting:
    """Take back what was asked for.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    posting = existing(current)
    need_side(ruling, posting.unit, posting.lead)
    state = LIFECYCLE.after("withdraw", posting.state)
    return replace(posting, state=state, reason=check.line(reason, "reason", needed=True))


def arrive(current: Posting | None, on: date, ruling: Ruling) -> Posting:
    """Confirm that somebody came, on the day on which they really did.

    Raises:
        Refused: not_found, not_holder, wrong_state, day_beyond, arrival_ahead, arrival_late, and what stands in the
            way on the days before the plan.
    """
    posting = existing(current)
    need_side(ruling, posting.host)
    state = LIFECYCLE.after("arrive", posting.state)
    need_likely(on)
    if on > day(ruling.at):
        raise Refused("arrival_ahead", field="on", day=on.isoformat())
    if on > posting.until:
        raise Refused("arrival_late", field="on", until=posting.until.isoformat())
    if on < posting.since and posting.person is not None:
        _need_possible(posting, posting.person, _known(posting.person, ruling), (on, posting.until), ruling)
    return replace(posting, state=state, arrived_on=on)


def extend(current: Posting | None, until: date, reason: str, ruling: Ruling) -> Posting:
    """Let somebody stay on until a later day.

    Raises:
        Refused: not_found, not_holder, wrong_state, extension_back, field_empty, field_long, and what stands in the
            way on the new days.
    """
    posting = existing(current)
    need_side(ruling, posting.lead)
    state = LIFECYCLE.after("extend", posting.state)
    why = check.line(reason, "reason", needed=True)
    if until <= posting.until:
        raise Refused("extension_back", field="until", until=posting.until.isoformat())
    first = posting.arrived_on or posting.since
    check.need_days(posting.kind, first, until, posting.why_short or why, ruling.register)
    if posting.person is not None:
        _need_possible(posting, posting.person, _known(posting.person, ruling), (first, until), ruling)
    return replace(posting, state=state, until=until, reason=why)


def break_off(current: Posting | None, last: date, reason: str, ruling: Ruling) -> Posting:
    """End a posting before its day; who had not come yet does not come.

    Raises:
        Refused: not_found, not_holder, wrong_state, break_off_days, field_empty, field_long.
    """
    posting = existing(current)
    need_side(ruling, posting.lead)
    state = LIFECYCLE.after("break_off", posting.state)
    why = check.line(reason, "reason", needed=True)
    if posting.arrived_on is None:
        return replace(posting, state=state, reason=why)
    if not posting.arrived_on <= last <= posting.until:
        since, until = posting.arrived_on.isoformat(), posting.until.isoformat()
        raise Refused("break_off_days", field="last", since=since, until=until)
    return replace(posting, state=state, ended_on=last, reason=why)


def existing(current: Posting | None) -> Posting:
    """Return the posting, or refuse one that is not there."""
    if current is None:
        raise Refused("not_found", kind="posting")
    return current


def need_side(ruling: Ruling, *sides: str) -> None:
    """Refuse an institution whose move it is not."""
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")


def _staff(arranged: Arrangement, ruling: Ruling) -> Staff | None:
    if not arranged.staff:
        return None
    found: Staff | None = ruling.register.get("staff", arranged.staff)
    if found is None:
        raise Refused("staff_unknown", field="staff")
    return found


def _known(person: Person, ruling: Ruling) -> Staff | None:
    """Return the record of staff, where this register has it: a desk has those of its own people only."""
    found: Staff | None = ruling.register.get("staff", person.staff) if person.staff else None
    return found


def _person(posting: Posting, arranged: Arrangement, staff: Staff | None, ruling: Ruling) -> Person:
    """Return who is sent, as they are on the first day."""
    if staff is None:
        return _stranger(posting, arranged.outsider)
    on = arranged.since
    if staff.post_on(on) is None:
        raise Refused("posting_not_employed", field="staff", day=on.isoformat())
    home: Institution = need_institution(ruling.register, staff.home_on(on))
    is_upward = posting.kind in UPWARD
    if (home.id != posting.unit) if is_upward else (home.id == posting.host):
        raise Refused("posting_other_unit" if is_upward else "posting_own_person", field="staff")
    practice = staff.practice_on(on)
    return Person(
        staff=staff.id,
        name=staff.name,
        profession=staff.profession,
        level=staff.title_on(on),
        specialty=practice.scope if practice else "",
        home=home.id,
        home_name=home.name,
    )


def _stranger(posting: Posting, outsider: Outsider | None) -> Person:
    if outsider is None:
        raise Refused("posting_nobody", field="staff")
    if posting.kind not in FROM_OUTSIDE:
        raise Refused("posting_stranger", field="staff")
    return Person(
        name=check.line(outsider.name, "name", needed=True),
        profession=outsider.profession,
        level=outsider.level,
        specialty=check.line(outsider.specialty, "specialty"),
        home_name=check.line(outsider.home_name, "home_name", needed=True),
    )


def _need_possible(
    posting: Posting, person: Person, staff: Staff | None, days: tuple[date, date], ruling: Ruling
) -> None:
    check.need_fit(person, staff, posting.kind, posting.wish.title, days, ruling.register)
    if person.staff:
        check.need_free(person.staff, posting.kind, days, posting.id, ruling.register)
    check.need_agreement(person, posting.host, posting.kind, days, ruling.register)
