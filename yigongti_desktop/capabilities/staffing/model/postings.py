"""A posting: somebody of one institution works at another for a time, from the asking to its last day.

The unit asks, the lead hospital arranges, the host confirms that they came and which days they were there (STF-31).
Each record has one holder: who has to move it on.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import UPWARD
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession


class State(StrEnum):
    """Where a posting stands: 申请、安排、在岗、延期、中止、期满."""

    ASKED = "asked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ARRANGED = "arranged"
    SERVING = "serving"
    EXTENDED = "extended"
    BROKEN_OFF = "broken_off"
    COMPLETED = "completed"


_THERE = frozenset({State.SERVING, State.EXTENDED})
LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "arrange": (frozenset({State.ASKED, State.ARRANGED}), State.ARRANGED),
        "decline": (frozenset({State.ASKED}), State.DECLINED),
        "withdraw": (frozenset({State.ASKED}), State.WITHDRAWN),
        "arrive": (frozenset({State.ARRANGED}), State.SERVING),
        "extend": (_THERE, State.EXTENDED),
        "break_off": (_THERE | {State.ARRANGED}, State.BROKEN_OFF),
        "complete": (_THERE, State.COMPLETED),
    },
    kind="posting",
)
#: States in which days that somebody was there may be written down.
COUNTABLE = _THERE | {State.BROKEN_OFF}
#: States in which nothing will ever come of it.
VAIN = frozenset({State.DECLINED, State.WITHDRAWN})
OVER = VAIN | {State.BROKEN_OFF, State.COMPLETED}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit asks for."""

    #: Unit that asks; empty for one's own. The staffing office may write down what a unit asked for on the telephone.
    unit: str = ""
    kind: Kind
    department: str = ""
    #: Least title that is needed; NONE where any will do.
    title: Level = Level.NONE
    since: date
    until: date
    reason: str
    #: Why it is to be shorter than half a year (STF-17).
    why_short: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who is sent, as they were when it was arranged."""

    #: Their record of staff; empty for somebody from outside the county's register.
    staff: str = ""
    name: str
    profession: Profession
    level: Level
    specialty: str = ""
    #: Institution that sends them; empty for one outside the county.
    home: str = ""
    home_name: str


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which somebody was not there, and why."""

    day: date
    reason: str


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What the host wrote down of one month."""

    #: First day of the month.
    first: date
    #: Days on which they were there, of postings for single days.
    served: tuple[date, ...] = ()
    #: Days on which they were not there, of those who stay.
    missing: tuple[Missing, ...] = ()


class Posting(Record, frozen=True, kw_only=True):
    """One posting; its days are both included."""

    state: State
    kind: Kind
    #: Unit that asked, and for which it counts.
    unit: str
    unit_name: str
    lead: str
    lead_name: str
    #: Where somebody works meanwhile.
    host: str
    wish: Wish
    asked_by: str = ""
    asked_at: datetime | None = None
    person: Person | None = None
    #: People of the register who were arranged before and do not come.
    formerly: tuple[str, ...] = ()
    since: date
    until: date
    department: str = ""
    #: Number of the approval, where a move up needs one (STF-06).
    approval: str = ""
    #: Why it is shorter than half a year (STF-17).
    why_short: str = ""
    arrived_on: date | None = None
    #: Last day, when it was broken off or is over.
    ended_on: date | None = None
    reason: str = ""
    months: tuple[Month, ...] = ()


def span(posting: Posting) -> tuple[date, date] | None:
    """Return the first and the last day of somebody's being there, as far as is known; None where there is none."""
    if posting.state in VAIN | {State.ASKED}:
        return None
    first = posting.arrived_on or posting.since
    last = posting.ended_on or posting.until
    if posting.state is State.BROKEN_OFF and posting.arrived_on is None:
        return None
    return first, last


def holder(posting: Posting) -> str:
    """Return the institution that has to move it on; empty when nobody has."""
    if posting.state in OVER:
        return ""
    return posting.lead if posting.state is State.ASKED else posting.host


def host_of(kind: Kind, unit: str, lead: str) -> str:
    """Return where somebody works: at the unit that asked, or at the lead hospital where its own people go up."""
    return lead if kind in UPWARD else unit


def streams(posting: Posting) -> frozenset[str]:
    """Return who receives it: the unit, the lead hospital, and the member that sends somebody."""
    home = posting.person.home if posting.person else ""
    return frozenset(f"unit:{unit}" for unit in (posting.unit, posting.lead, home) if unit)


def account(staff: str) -> str:
    """Return where the postings of somebody are noted, so that a judge finds them."""
    return f"staffing.posted.{staff}"


def posted(posting: Posting) -> tuple[tuple[str, int], ...]:
    """Return the mark by which somebody's posting is found."""
    staff = posting.person.staff if posting.person else ""
    return ((account(staff), 1),) if staff and span(posting) else ()


def postings_of(register: Books, staff: str, but: str) -> list[Posting]:
    """Return the other postings of somebody, as a judge knows them."""
    noted = sorted(one for one, amount in register.posted(account(staff)).items() if amount and one != but)
    found: list[Posting | None] = [register.get("posting", one) for one in noted]
    return [one for one in found if one is not None]


def collide(one: Posting, since: date, until: date, kind: Kind) -> bool:
    """Say whether somebody cannot do both: two postings for single days may share a time, one who stays cannot."""
    days = span(one)
    if days is None or not {one.kind, kind} & STAYING:
        return False
    return days[0] <= until and since <= days[1]
