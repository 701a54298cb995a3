"""What stands in the way of a posting: its days, the title, the licence, the agreement, another posting."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.agreements import agreements_of
from yigongti_desktop.capabilities.staffing.model.agreements import between
from yigongti_desktop.capabilities.staffing.model.agreements import uncovered
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LASTING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import UNDER_AGREEMENT
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_months
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_title
from yigongti_desktop.capabilities.staffing.model.posting_kinds import licences_for
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.postings import collide
from yigongti_desktop.capabilities.staffing.model.postings import postings_of
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.person import Staff

LONGEST = 100
#: A posting of more months than this is a slip of the hand.
MOST_MONTHS = 36
_DAY = timedelta(days=1)


def line(text: str, field: str, *, needed: bool = False) -> str:
    """Return a text in one line.

    Raises:
        Refused: field_empty, field_long.
    """
    return one_line(text, field, LONGEST, needed=needed)


def is_short(kind: Kind, since: date, until: date, months: int) -> bool:
    """Say whether a lasting posting ends before so many months are full: 1 March to 31 August is half a year."""
    return kind in LASTING and until < months_after(since, months) - _DAY


def need_days(kind: Kind, since: date, until: date, why_short: str, register: Lookup) -> None:
    """Refuse days that are none, and a lasting posting under half a year that nobody gives a reason for (STF-17).

    The policy says 一般应: a shorter one is an exception with its reason, and stays marked as one.

    Raises:
        Refused: day_beyond, posting_days, posting_long, posting_short.
    """
    for on in (since, until):
        need_likely(on)
    if until < since:
        raise Refused("posting_days", since=since.isoformat(), until=until.isoformat())
    if until >= months_after(since, MOST_MONTHS):
        raise Refused("posting_long", most=MOST_MONTHS)
    months = least_months(register, since)
    if is_short(kind, since, until, months) and not why_short:
        least = months_after(since, months) - _DAY
        raise Refused(
            "posting_short", field="why_short", months=months, until=until.isoformat(), least=least.isoformat()
        )


def need_fit(
    person: Person, staff: Staff | None, kind: Kind, title: Level, days: tuple[date, date], register: Lookup
) -> None:
    """Refuse somebody whose title is too low, who does not work here then, or who may not treat patients.

    STF-12 副高以上巡回诊疗和坐诊, STF-16 主治医师以上, STF-24.

    Raises:
        Refused: posting_title, posting_not_employed, posting_no_licence.
    """
    needed = max(title, least_title(kind, register, days[0]), key=lambda level: level.rank)
    if person.level.rank < needed.rank:
        raise Refused("posting_title", field="staff", needed=needed.value, level=person.level.value)
    if staff is None:
        return
    for on in days:
        if staff.post_on(on) is None:
            raise Refused("posting_not_employed", field="staff", day=on.isoformat())
        needs = licences_for(person.profession) if kind in UNDER_AGREEMENT else frozenset()
        if needs and not any(staff.licensed(one, on) for one in needs):
            raise Refused("posting_no_licence", field="staff", day=on.isoformat())


def need_free(staff: str, kind: Kind, days: tuple[date, date], posting: str, register: Books) -> None:
    """Refuse somebody who is posted elsewhere on one of the days.

    Raises:
        Refused: posting_twice with the days of the other one.
    """
    for other in postings_of(register, staff, posting):
        if collide(other, *days, kind):
            raise Refused(
                "posting_twice",
                field="staff",
                since=other.since.isoformat(),
                until=other.until.isoformat(),
            )


def need_agreement(person: Person, host: str, kind: Kind, days: tuple[date, date], register: Books) -> None:
    """Refuse a posting on a day of which no agreement is in force (STF-25).

    Raises:
        Refused: agreement_none where there is none at all, agreement_ends with the first day without one.
    """
    if kind not in UNDER_AGREEMENT or person.home == host:
        return
    its = between(agreements_of(register, host), person.home, person.home_name, kind)
    day = uncovered(its, *days)
    if day is not None:
        code = "agreement_ends" if any(one.since <= day for one in its) else "agreement_none"
        raise Refused(code, of=kind.value, day=day.isoformat())


def need_approval(kind: Kind, approval: str, on: date, register: Lookup) -> None:
    """Refuse a move up to the lead hospital without the number of its approval, where the county asks for one.

    STF-06 镇卫生院人员流动到牵头医院的，必须报批备案. To study there (进修) is no move.

    Raises:
        Refused: approval_missing.
    """
    needs = kind is Kind.ROTATION and rule(register, "staffing.upward_move_needs_approval", on, default=False)
    if needs and not approval:
        raise Refused("approval_missing", field="approval")
