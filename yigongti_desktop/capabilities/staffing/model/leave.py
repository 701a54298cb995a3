"""Leave of somebody (请假): asked for, approved or declined by the director, withdrawn, or ended before its last day.

What is approved takes its person off the roster (TRN-02 for study); half days count as halves where days are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.halves import is_within
from yigongti_desktop.capabilities.staffing.model.halves import worked_half
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import need_colleague
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.own import tidy_words
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "leave"
LONGEST = 300
#: More days than any leave has in one piece: a slip of the keyboard.
MOST_DAYS = 1100
WHOLE, HALF = 2, 1


class Kind(StrEnum):
    """Why somebody is away."""

    ANNUAL = "annual"
    SICK = "sick"
    PERSONAL = "personal"
    #: 98 days by law, longer where the province says so (女职工劳动保护特别规定).
    MATERNITY = "maternity"
    #: 护理假, 陪产假: its length is the province's.
    CARE = "care"
    MARRIAGE = "marriage"
    BEREAVEMENT = "bereavement"
    #: 进修、学习 (TRN-02, TRN-05, TRN-08).
    STUDY = "study"
    OTHER = "other"


#: What they are called on slips and rosters.
NAMES: Mapping[Kind, str] = {
    Kind.ANNUAL: "年休假",
    Kind.SICK: "病假",
    Kind.PERSONAL: "事假",
    Kind.MATERNITY: "产假",
    Kind.CARE: "护理假",
    Kind.MARRIAGE: "婚假",
    Kind.BEREAVEMENT: "丧假",
    Kind.STUDY: "进修学习",
    Kind.OTHER: "其他假",
}


class State(StrEnum):
    """How far leave has come."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    #: They were back before its last day.
    ENDED = "ended"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "approve": (frozenset({State.ASKED}), State.APPROVED),
        "decline": (frozenset({State.ASKED}), State.DECLINED),
        "withdraw": (frozenset({State.ASKED, State.APPROVED}), State.WITHDRAWN),
        "end": (frozenset({State.APPROVED}), State.ENDED),
    },
    kind=KIND,
)
#: States in which somebody is away.
GRANTED = frozenset({State.APPROVED, State.ENDED})


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Leave as it is asked for, first and last day included."""

    #: Id of the staff record.
    person: str
    kind: Kind
    first: date
    last: date
    #: It begins at noon of the first day, ends at noon of the last.
    from_noon: bool = False
    until_noon: bool = False
    reason: str = ""

    def dates(self) -> Iterator[date]:
        """Return its days in order."""
        for place in range((self.last - self.first).days + 1):
            yield self.first + timedelta(place)

    def halves_on(self, on: date) -> int:
        """Return how many halves of a day its person is away: 0, 1 or 2."""
        if not self.first <= on <= self.last:
            return 0
        return WHOLE - (self.from_noon and on == self.first) - (self.until_noon and on == self.last)


def is_worked(written: Written, on: date, begin: time, end: time) -> bool:
    """Say whether hours on one of its days lie within the half that its person works."""
    half = worked_half(on, written.first, written.last, from_noon=written.from_noon, until_noon=written.until_noon)
    return half is not None and is_within(half, begin, end)


class LeaveSlip(Record, frozen=True, kw_only=True):
    """A slip of leave (请假单)."""

    state: State
    institution: str
    person: str
    person_name: str
    #: Log-in of the person; empty for who has none.
    account: str = ""
    kind: Kind
    first: date
    #: The last day of leave, an earlier one when it was ended early.
    last: date
    from_noon: bool = False
    until_noon: bool = False
    reason: str = ""
    #: Name of who asked: the person, or the clerk for them.
    asked_by: str = ""
    asked_at: datetime
    #: Name of who decided or ended it, and what they said.
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""

    @property
    def is_granted(self) -> bool:
        """Say whether its person is away by it."""
        return self.state in GRANTED

    @property
    def is_open(self) -> bool:
        """Say whether it is asked for or approved, so that something can still be done with it."""
        return self.state in {State.ASKED, State.APPROVED}

    def written(self) -> Written:
        """Return it as it stands now, as it would be written down."""
        return Written(**{name: getattr(self, name) for name in Written.__struct_fields__})


def ask(current: LeaveSlip | None, written: Written, ruling: Ruling) -> LeaveSlip:
    """Ask for leave, for oneself or as the clerk or director for a colleague.

    Raises:
        Refused: leave_there, day_beyond, person_unknown, person_not_here, person_not_self, day_before, leave_empty,
            leave_long, field_long, field_empty for the reason of other leave.
    """
    if current is not None:
        raise Refused("leave_there")
    need_likely(written.first)
    staff = need_colleague(ruling, written.person, written.first)
    if written.last < written.first:
        raise Refused("day_before", field="last", least=written.first.isoformat(), kind=KIND)
    if written.first == written.last and written.from_noon and written.until_noon:
        raise Refused("leave_empty")
    if (written.last - written.first).days >= MOST_DAYS:
        raise Refused("leave_long", most=MOST_DAYS)
    reason = _words(written.reason, "reason", is_needed=written.kind is Kind.OTHER)
    return LeaveSlip(
        id=ruling.record,
        state=State.ASKED,
        institution=ruling.actor.institution,
        person_name=staff.name,
        account=staff.account,
        asked_by=ruling.actor.name,
        asked_at=ruling.at,
        **(msgspec.structs.asdict(written) | {"reason": reason}),
    )


def approve(current: LeaveSlip | None, answer: str, ruling: Ruling) -> LeaveSlip:
    """Approve leave.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_long.
    """
    return _decided(_own(current, ruling), "approve", _words(answer, "answer"), ruling)


def decline(current: LeaveSlip | None, reason: str, ruling: Ruling) -> LeaveSlip:
    """Decline leave, with the reason.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    return _decided(_own(current, ruling), "decline", _words(reason, "reason", is_needed=True), ruling)


def withdraw(current: LeaveSlip | None, reason: str, ruling: Ruling) -> LeaveSlip:
    """Withdraw leave; of their own leave that has begun somebody can only end the rest.

    Raises:
        Refused: not_found, not_holder, person_not_self, wrong_state, leave_begun, field_long.
    """
    slip = _mine(current, ruling)
    LIFECYCLE.after("withdraw", slip.state)
    is_taken = slip.state is State.APPROVED and slip.first < day(ruling.at)
    if is_taken and not ruling.actor.may(ARRANGERS):  # who has it written down wrongly may still strike it out
        raise Refused("leave_begun", first=slip.first.isoformat())
    return _decided(slip, "withdraw", _words(reason, "reason"), ruling)


def end(current: LeaveSlip | None, last: date, reason: str, ruling: Ruling) -> LeaveSlip:
    """End leave before its last day (销假): they are back on the day after the given one.

    Raises:
        Refused: not_found, not_holder, person_not_self, wrong_state, leave_end with the days between which it can end.
    """
    slip = _mine(current, ruling)
    LIFECYCLE.after("end", slip.state)
    if not slip.first <= last < slip.last:
        raise Refused("leave_end", first=slip.first.isoformat(), last=slip.last.isoformat())
    ended = _decided(slip, "end", _words(reason, "reason"), ruling)
    return replace(ended, last=last, until_noon=False)


def streams(slip: LeaveSlip) -> frozenset[str]:
    """Return who receives it: the unit where its person works."""
    return frozenset({f"unit:{slip.institution}"})


def _decided(slip: LeaveSlip, act: str, answer: str, ruling: Ruling) -> LeaveSlip:
    state = LIFECYCLE.after(act, slip.state)
    return replace(slip, state=state, decided_by=ruling.actor.name, decided_at=ruling.at, answer=answer)


def _own(current: LeaveSlip | None, ruling: Ruling) -> LeaveSlip:
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _mine(current: LeaveSlip | None, ruling: Ruling) -> LeaveSlip:
    """Return leave that the acting person may withdraw or end: their own, or anybody's for clerk and director."""
    slip = _own(current, ruling)
    if slip.account != ruling.actor.account and not ruling.actor.may(ARRANGERS):
        raise Refused("person_not_self")
    return slip


def _words(typed: str, field: str, *, is_needed: bool = False) -> str:
    return tidy_words(typed, field, KIND, LONGEST, is_needed=is_needed)
