"""Wishes for duties (排班意愿): somebody would like a duty on a day, or rather not; so many, until a closing day.

There is one wish for a person and a day: whoever writes again writes over what they saw, and is asked where somebody
else has written meanwhile. Clerk and director write for colleagues, after the closing day too.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import need_colleague
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.own import tidy_words
from yigongti_desktop.capabilities.staffing.model.unit_duty import KIND as DUTY
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wish_rules import rules_of
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "wish"
LONGEST = 100
#: What the day off is called in a wish.
DAY_OFF = "休息"


class State(StrEnum):
    """Whether a wish stands."""

    OPEN = "open"
    TAKEN_BACK = "taken_back"


LIFECYCLE: Lifecycle[State] = Lifecycle({"take_back": (frozenset({State.OPEN}), State.TAKEN_BACK)}, kind=KIND)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody would like on a day."""

    #: Code of a duty of the unit; empty for the day off.
    duty: str = ""
    #: False: rather not.
    is_wanted: bool = True
    note: str = ""


class WishSlip(Record, frozen=True, kw_only=True):
    """A wish of somebody for a day."""

    state: State
    institution: str
    person: str
    person_name: str
    account: str = ""
    day: date
    duty: str = ""
    duty_name: str = ""
    is_wanted: bool = True
    note: str = ""
    written_by: str = ""
    written_at: datetime

    @property
    def wanted(self) -> Wanted | None:
        """Return what is wished; None where nothing is any more."""
        if self.state is State.TAKEN_BACK:
            return None
        return Wanted(duty=self.duty, is_wanted=self.is_wanted, note=self.note)


def wish_id(person: str, on: date) -> str:
    """Return the one id of somebody's wish for a day."""
    return derived_id(KIND, person, on.isoformat())


def write(
    current: WishSlip | None, person: str, on: date, wanted: Wanted, seen: Wanted | None, ruling: Ruling
) -> WishSlip:
    """Write a wish, or write over the one that was seen.

    Args:
        current: the wish for the day.
        person: whose.
        on: for which day.
        wanted: what is wished.
        seen: what the writing person saw there; None for nothing.
        ruling: who, when.

    Raises:
        Refused: wish_id_wrong, day_beyond, person_unknown, person_not_here, person_not_self, wish_changed with
            what stands, wish_past, wishes_closed, wishes_many, duty_not_ours, field_long.
    """
    if ruling.record != wish_id(person, on):
        raise Refused("wish_id_wrong")
    need_likely(on)
    staff = need_colleague(ruling, person, on)
    stands = current.wanted if current else None
    if stands not in (seen, wanted):
        raise Refused("wish_changed", name=staff.name, on=on.isoformat(), theirs=_words(current))
    if on <= day(ruling.at):
        raise Refused("wish_past", on=on.isoformat())
    _need_room(person, on, ruling)
    made = WishSlip(
        id=ruling.record,
        state=State.OPEN,
        institution=ruling.actor.institution,
        person=person,
        person_name=staff.name,
        account=staff.account,
        day=on,
        duty=wanted.duty,
        duty_name=_duty_name(wanted.duty, ruling),
        is_wanted=wanted.is_wanted,
        note=tidy_words(wanted.note, "note", KIND, LONGEST),
        written_by=ruling.actor.name,
        written_at=ruling.at,
    )
    return replace(made, revision=current.revision, extra=current.extra) if current else made


def take_back(current: WishSlip | None, ruling: Ruling) -> WishSlip:
    """Take a wish back; that may be done at any time.

    Raises:
        Refused: not_found, not_holder, person_not_self, wrong_state.
    """
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if current.account != ruling.actor.account and not ruling.actor.may(ARRANGERS):
        raise Refused("person_not_self")
    return replace(current, state=LIFECYCLE.after("take_back", current.state))


def closes(rules: WishRules, month: date) -> date | None:
    """Return the last day on which wishes for a month are written; None where there is none."""
    before = month.replace(day=1) - timedelta(1)
    return before.replace(day=rules.closing_day) if rules.closing_day else None


def account_of(person: str, on: date) -> str:
    """Return the account of somebody's wishes in the month of a day."""
    return f"wish.{person}.{on:%Y-%m}"


def posted(slip: WishSlip) -> tuple[tuple[str, int], ...]:
    """Return the mark by which somebody's wishes of a month are counted."""
    return ((account_of(slip.person, slip.day), 1),) if slip.state is State.OPEN else ()


def streams(slip: WishSlip) -> frozenset[str]:
    """Return who receives it: the unit where its person works."""
    return frozenset({f"unit:{slip.institution}"})


def _need_room(person: str, on: date, ruling: Ruling) -> None:
    """Refuse a wish after the closing day, or one too many; clerk and director are bound by neither."""
    if ruling.actor.may(ARRANGERS):
        return
    rules = rules_of(ruling.register, ruling.actor.institution)
    closing = closes(rules, on)
    if closing is not None and day(ruling.at) > closing:
        raise Refused("wishes_closed", closing=closing.isoformat())
    if ruling.register.total(account_of(person, on), but=ruling.record) >= rules.most:
        raise Refused("wishes_many", most=rules.most)


def _duty_name(code: str, ruling: Ruling) -> str:
    if not code:
        return DAY_OFF
    unit = ruling.actor.institution
    found = ruling.register.get(DUTY, duty_id(unit, code))
    if found is None:
        raise Refused("duty_not_ours", code=code)
    name: str = found.duty.name
    return name


def _words(slip: WishSlip | None) -> str:
    """Return what stands, as its code is told: the duty, wished or not."""
    if slip is None or slip.state is State.TAKEN_BACK:
        return ""
    return slip.duty_name if slip.is_wanted else f"-{slip.duty_name}"
