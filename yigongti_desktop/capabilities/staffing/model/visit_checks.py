"""What stands in the way of a plan: its days and hours, who may plan where, title and licence, another session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.agreements import agreements_of
from yigongti_desktop.capabilities.staffing.model.agreements import between
from yigongti_desktop.capabilities.staffing.model.agreements import uncovered
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.visit_days import meet
from yigongti_desktop.capabilities.staffing.model.visit_days import planned_days
from yigongti_desktop.capabilities.staffing.model.visit_days import sessions
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.capabilities.staffing.model.visits import account
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff

LONGEST = 60
_YEARS = range(2020, 2101)
#: Days of a plan, single days in it, weeks between sessions, patients in a session: more is a slip of the hand.
_MOST_DAYS, _MOST_DATES, _MOST_WEEKS, MOST_SEEN = 366, 60, 8, 999
_WEEK = frozenset(range(7))
#: Kinds in which patients are treated away from home, and the kind of posting whose agreement covers them.
UNDER_AGREEMENT = {
    VisitKind.SITTING: Kind.CLINIC,
    VisitKind.EXPERT_ROOM: Kind.CLINIC,
    VisitKind.TOUR: Kind.TOUR,
    VisitKind.SURGERY: Kind.SURGERY,
}
_LEVELS = {"初级": Level.JUNIOR, "中级": Level.MIDDLE, "副高": Level.ASSOCIATE, "正高": Level.SENIOR}
#: The county's rule for the least title of a kind, and what holds where it says nothing.
_TITLES = {
    VisitKind.SITTING: ("staffing.tour_title", "副高"),
    VisitKind.EXPERT_ROOM: ("staffing.tour_title", "副高"),
    VisitKind.TOUR: ("staffing.tour_title", "副高"),
    VisitKind.NURSING: ("staffing.nursing_title", "中级"),
}


def tidy(plan: Plan) -> Plan:
    """Return a plan with its texts in one line and its days in order.

    Raises:
        Refused: field_long, visit_days, visit_long, day_unlikely, visit_weekdays, visit_many_days, visit_dates,
            visit_hours, visit_places.
    """
    _need_days(plan)
    if plan.end <= plan.begin:
        raise Refused("visit_hours", field="end", begin=f"{plan.begin:%H:%M}", end=f"{plan.end:%H:%M}")
    if not 0 <= plan.places <= MOST_SEEN:
        raise Refused("visit_places", field="places", most=MOST_SEEN)
    texts = {name: line(getattr(plan, name), name) for name in ("village", "department", "room", "support", "note")}
    begin, end = (one.replace(second=0, microsecond=0, tzinfo=None) for one in (plan.begin, plan.end))
    return replace(
        plan,
        **texts,
        weekdays=tuple(sorted(set(plan.weekdays))),
        dates=tuple(sorted(set(plan.dates))),
        skips=tuple(sorted(set(plan.skips))),
        begin=begin,
        end=end,
    )


def line(text: str, field: str, *, needed: bool = False) -> str:
    """Return a text in one line.

    Raises:
        Refused: field_empty, field_long.
    """
    return one_line(text, field, LONGEST, needed=needed)


def need_likely(*days: date) -> None:
    """Refuse a day that no plan will ever have: a slip of the keyboard.

    Raises:
        Refused: day_unlikely.
    """
    for one in days:
        if one.year not in _YEARS:
            raise Refused("day_unlikely", day=one.isoformat())


def need_right(plan: Plan, own: Institution, host: Institution, lead: str) -> None:
    """Refuse a plan of a stranger: the lead hospital plans for its units, a unit for its villages.

    Raises:
        Refused: visit_not_yours, visit_no_village.
    """
    if own.id == lead and host.id != own.id:
        return
    if own.id not in {host.id, host.parent}:
        raise Refused("visit_not_yours", field="unit")
    if host.id == own.id and not plan.village:
        raise Refused("visit_no_village", field="village")


def need_fit(staff: Staff, plan: Plan, *, is_of_lead: bool, register: Lookup) -> None:
    """Refuse somebody who is not employed then, has no licence, or whose title is too low.

    STF-12 副高以上巡回诊疗和坐诊, STF-13 主管护师指导, STF-24 专家诊室: so of those whom the lead hospital sends.
    A unit's own doctor goes to its villages with any title.

    Raises:
        Refused: visit_not_employed, visit_no_licence, visit_title.
    """
    for on in (plan.since, plan.until):
        if staff.post_on(on) is None:
            raise Refused("visit_not_employed", field="person", day=on.isoformat())
        if staff.profession is Profession.DOCTOR and staff.practice_on(on) is None:
            raise Refused("visit_no_licence", field="person", day=on.isoformat())
    needed = least_title(plan.kind, register, plan.since) if is_of_lead else Level.NONE
    level = staff.title_on(plan.since)
    if level.rank < needed.rank:
        raise Refused("visit_title", kind="outreach", field="person", needed=needed.value, level=level.value)


def need_agreement(staff: Staff, host: Institution, plan: Plan, register: Books) -> None:
    """Refuse sessions at another institution on a day of which no agreement is in force, as of postings (STF-25).

    Who goes to the villages of their own unit needs none. Guidance of nurses and chronic-disease rounds treat nobody
    in their own name, and need none either.

    Raises:
        Refused: visit_agreement_none where there is none at all, visit_agreement_ends with the first day without one.
    """
    kind = UNDER_AGREEMENT.get(plan.kind)
    home = staff.home_on(plan.since)
    if kind is None or home in {host.id, host.parent} or staff.works_at(plan.since) == host.id:
        return
    its = between(agreements_of(register, host.id), home, "", kind)
    day = uncovered(its, plan.since, plan.until)
    if day is not None:
        code = "visit_agreement_ends" if any(one.since <= day for one in its) else "visit_agreement_none"
        raise Refused(code, kind="outreach", field="unit", of=plan.kind.value, day=day.isoformat())


def least_title(kind: VisitKind, register: Lookup, on: date) -> Level:
    """Return the least title that a kind takes on a day (STF-12, STF-13, STF-24); NONE for kinds that take any."""
    if kind not in _TITLES:
        return Level.NONE
    name, default = _TITLES[kind]
    return _LEVELS.get(rule(register, name, on, default), _LEVELS[default])


def need_free(plan: Plan, days: Iterable[date], but: str, register: Books) -> None:
    """Refuse days on which the person has another session at the same hours.

    Raises:
        Refused: visit_twice with the day and the place of the other one.
    """
    wanted = set(days)
    for other in visits_of(plan.person, register):
        if other.id == but or not meet((plan.begin, plan.end), (other.plan.begin, other.plan.end)):
            continue
        for one in sessions(other, calendar_for(other.plan, register)):
            if one.day in wanted and one.state is not State.CANCELLED:
                raise Refused("visit_twice", field="since", day=one.day.isoformat(), place=other.place)


def visits_of(person: str, register: Books) -> list[Visit]:
    """Return the plans of somebody, as a judge knows them."""
    found: list[Visit | None] = [register.get("outreach", one) for one in sorted(register.posted(account(person)))]
    return [one for one in found if one is not None]


def calendar_for(plan: Plan, register: Lookup) -> Calendar:
    """Return the calendar of the years that a plan touches."""
    return calendar_in(register, *range(plan.since.year, plan.until.year + 2))


def need_days_of(plan: Plan, register: Lookup) -> tuple[date, ...]:
    """Return the days of a plan, of which there must be one at least.

    Raises:
        Refused: visit_no_day.
    """
    days = planned_days(plan, calendar_for(plan, register))
    if not days:
        raise Refused("visit_no_day", field="since")
    return days


def _need_days(plan: Plan) -> None:
    need_likely(plan.since, plan.until, *plan.dates, *plan.skips)
    if plan.until < plan.since:
        raise Refused("visit_days", field="until", since=plan.since.isoformat(), until=plan.until.isoformat())
    if (plan.until - plan.since).days >= _MOST_DAYS:
        raise Refused("visit_long", field="until", most=_MOST_DAYS)
    if not _WEEK.issuperset(plan.weekdays) or not 1 <= plan.every <= _MOST_WEEKS:
        raise Refused("visit_weekdays", field="weekdays")
    if max(len(plan.dates), len(plan.skips)) > _MOST_DATES:
        raise Refused("visit_many_days", field="dates", most=_MOST_DATES)
    for one in plan.dates:
        if not plan.since <= one <= plan.until:
            raise Refused("visit_dates", field="dates", day=one.isoformat())
