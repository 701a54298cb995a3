"""Swaps (换班, 替班): a duty of a published roster is offered to a colleague, who agrees; clerk or director approve.

Approving carries it out: the roster is amended in the same transaction (`service/swaps`), with its change log. A
swap whose cells somebody has changed meanwhile is refused.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import need_colleague
from yigongti_desktop.capabilities.staffing.model.own import tidy_words
from yigongti_desktop.capabilities.staffing.model.roster import KIND as ROSTER
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.swap_plan import Cell
from yigongti_desktop.capabilities.staffing.model.swap_plan import need_unchanged
from yigongti_desktop.capabilities.staffing.model.swap_plan import new_findings
from yigongti_desktop.capabilities.staffing.model.swap_plan import plan
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.staff.person import Staff

KIND = "swap"
#: As long as the reason of an amended roster may be.
LONGEST = 60


class State(StrEnum):
    """How far a swap has come."""

    OFFERED = "offered"
    AGREED = "agreed"
    #: The colleague did not want it.
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    #: Carried out.
    APPROVED = "approved"
    DECLINED = "declined"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "agree": (frozenset({State.OFFERED}), State.AGREED),
        "reject": (frozenset({State.OFFERED}), State.REJECTED),
        "withdraw": (frozenset({State.OFFERED, State.AGREED}), State.WITHDRAWN),
        "approve": (frozenset({State.AGREED}), State.APPROVED),
        "decline": (frozenset({State.OFFERED, State.AGREED}), State.DECLINED),
    },
    kind=KIND,
)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A swap as it is offered."""

    #: Empty in a command: the published one that has the day.
    roster: str = ""
    #: Ids of the staff records of who gives the duty and who takes it.
    giver: str
    taker: str
    day: date
    #: Day of the duty that is taken in return; None for none (替班).
    back: date | None = None
    reason: str = ""


class Swap(Record, frozen=True, kw_only=True):
    """An offer to swap."""

    state: State
    institution: str
    roster: str
    giver: str
    giver_name: str
    giver_account: str = ""
    taker: str
    taker_name: str
    taker_account: str = ""
    day: date
    duty_name: str
    back: date | None = None
    back_name: str = ""
    cells: tuple[Cell, ...] = ()
    reason: str = ""
    offered_by: str = ""
    offered_at: datetime
    #: Name of who agreed or rejected, and when.
    agreed_by: str = ""
    agreed_at: datetime | None = None
    #: Name of who approved, declined or withdrew it, and what they said.
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""


def offer(current: Swap | None, written: Written, ruling: Ruling) -> Swap:
    """Offer a duty to a colleague, for oneself or as clerk or director for somebody.

    Raises:
        Refused: swap_there, person_unknown, person_not_here, person_not_self, not_found for the roster, not_holder,
            swap_past, field_long, and what `plan` says.
    """
    if current is not None:
        raise Refused("swap_there")
    giver = need_colleague(ruling, written.giver, written.day)
    taker: Staff | None = ruling.register.get("staff", written.taker)
    roster = _roster(written.roster, ruling)
    cells = plan(roster, written.giver, written.taker, written.day, written.back)
    _need_ahead(cells, ruling)
    duties = {duty.code: duty.name for duty in roster.duties}
    given, taken = roster.code_on(written.giver, written.day), ""
    if written.back is not None:
        taken = roster.code_on(written.taker, written.back) or ""
    line = roster.line_of(written.taker)
    return Swap(
        id=ruling.record,
        state=State.OFFERED,
        institution=roster.unit,
        roster=roster.id,
        giver=giver.id,
        giver_name=giver.name,
        giver_account=giver.account,
        taker=written.taker,
        taker_name=taker.name if taker else line.name if line else "",
        taker_account=taker.account if taker else "",
        day=written.day,
        duty_name=duties.get(given or "", given or ""),
        back=written.back,
        back_name=duties.get(taken, taken),
        cells=cells,
        reason=tidy_words(written.reason, "reason", KIND, LONGEST).replace("\n", " "),
        offered_by=ruling.actor.name,
        offered_at=ruling.at,
    )


def agree(current: Swap | None, ruling: Ruling) -> Swap:
    """Agree as the colleague; for who has no log-in, clerk or director note that they do.

    Raises:
        Refused: not_found, not_holder, wrong_state, person_not_self, swap_cells_changed, swap_past.
    """
    swap = _own(current, ruling)
    state = LIFECYCLE.after("agree", swap.state)
    _need_taker(swap, ruling)
    need_unchanged(_roster(swap.roster, ruling), swap.cells)
    _need_ahead(swap.cells, ruling)
    return replace(swap, state=state, agreed_by=ruling.actor.name, agreed_at=ruling.at)


def reject(current: Swap | None, reason: str, ruling: Ruling) -> Swap:
    """Not want it, as the colleague.

    Raises:
        Refused: not_found, not_holder, wrong_state, person_not_self, field_long.
    """
    swap = _own(current, ruling)
    state = LIFECYCLE.after("reject", swap.state)
    _need_taker(swap, ruling)
    answer = tidy_words(reason, "reason", KIND, LONGEST)
    return replace(swap, state=state, agreed_by=ruling.actor.name, agreed_at=ruling.at, answer=answer)


def withdraw(current: Swap | None, ruling: Ruling) -> Swap:
    """Withdraw an offer, as who made it or as clerk or director.

    Raises:
        Refused: not_found, not_holder, wrong_state, person_not_self.
    """
    swap = _own(current, ruling)
    if swap.giver_account != ruling.actor.account and not ruling.actor.may(ARRANGERS):
        raise Refused("person_not_self")
    return _decided(swap, "withdraw", "", ruling)


def approve(current: Swap | None, answer: str, ruling: Ruling) -> Swap:
    """Approve a swap that both agree to; the roster is amended with it.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_long, swap_not_published, swap_cells_changed, swap_past; on a
            desk swap_breaks with how many rules it newly breaks and the first in words, unless the answer says why.
    """
    swap = _own(current, ruling)
    LIFECYCLE.after("approve", swap.state)
    roster = _roster(swap.roster, ruling)
    need_unchanged(roster, swap.cells)
    _need_ahead(swap.cells, ruling)
    words = tidy_words(answer, "answer", KIND, LONGEST)
    broken = [] if words or ruling.final else _broken(roster, swap, ruling)
    if broken:
        raise Refused("swap_breaks", count=len(broken), first=broken[0])
    return _decided(swap, "approve", words, ruling)


def decline(current: Swap | None, reason: str, ruling: Ruling) -> Swap:
    """Decline a swap, with the reason.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    words = tidy_words(reason, "reason", KIND, LONGEST, is_needed=True)
    return _decided(_own(current, ruling), "decline", words, ruling)


def streams(swap: Swap) -> frozenset[str]:
    """Return who receives it: the unit."""
    return frozenset({f"unit:{swap.institution}"})


def _own(current: Swap | None, ruling: Ruling) -> Swap:
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _roster(roster: str, ruling: Ruling) -> Roster:
    found: Roster | None = ruling.register.get(ROSTER, roster)
    if found is None:
        raise Refused("not_found", kind=ROSTER)
    if found.unit != ruling.actor.institution:
        raise Refused("not_holder")
    return found


def _need_taker(swap: Swap, ruling: Ruling) -> None:
    """Refuse whoever is not the colleague; for one without a log-in clerk and director stand."""
    is_taker = bool(swap.taker_account) and swap.taker_account == ruling.actor.account
    if not is_taker and (swap.taker_account or not ruling.actor.may(ARRANGERS)):
        raise Refused("swap_not_taker", name=swap.taker_name)


def _need_ahead(cells: tuple[Cell, ...], ruling: Ruling) -> None:
    first = min(cell.day for cell in cells)
    if first < day(ruling.at):
        raise Refused("swap_past", on=first.isoformat())


def _broken(roster: Roster, swap: Swap, ruling: Ruling) -> list[str]:
    return [one.text for one in new_findings(roster, swap.cells, ruling.register) if one.is_must]


def _decided(swap: Swap, act: str, answer: str, ruling: Ruling) -> Swap:
    state = LIFECYCLE.after(act, swap.state)
    return replace(swap, state=state, decided_by=ruling.actor.name, decided_at=ruling.at, answer=answer)
