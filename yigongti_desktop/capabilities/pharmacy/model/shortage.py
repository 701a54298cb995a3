"""A drug that a resident asked for and the counter did not have: record, states, who receives it (PHA-03, PHA-06)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.record import Record

#: Days until the drug is needed, where neither the resident nor the county says otherwise.
DAYS = 3


class State(StrEnum):
    """Where a shortage stands."""

    OPEN = "open"
    ASKED = "asked"
    ARRIVED = "arrived"
    CALLED = "called"
    FETCHED = "fetched"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """缺药 is of the formulary, 代购 is not and has to be bought by the lead hospital (PHA-03)."""

    LISTED = "listed"
    PURCHASE = "purchase"


class Answer(StrEnum):
    """What the lead hospital says to a 代购."""

    CAN_BUY = "can_buy"
    CANNOT_BUY = "cannot_buy"


class CallResult(StrEnum):
    """What came of a call to the resident."""

    COMING = "coming"
    NO_ANSWER = "no_answer"
    NOT_WANTED = "not_wanted"


_BEFORE_FETCHED = frozenset({State.OPEN, State.ASKED, State.ARRIVED, State.CALLED})
LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "ask": (frozenset({State.OPEN}), State.ASKED),
        "release": (frozenset({State.ASKED}), State.OPEN),
        "answer": (frozenset({State.OPEN}), State.OPEN),
        "arrive": (frozenset({State.OPEN, State.ASKED}), State.ARRIVED),
        "call": (frozenset({State.ARRIVED, State.CALLED}), State.CALLED),
        "fetch": (frozenset({State.ARRIVED, State.CALLED}), State.FETCHED),
        "cancel": (_BEFORE_FETCHED, State.CANCELLED),
    },
    kind="shortage",
)
#: States in which the drug is still to come.
AWAITED = frozenset({State.OPEN, State.ASKED})
#: States that no act leaves.
ENDED = LIFECYCLE.ends()


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What is written at the counter."""

    #: Id in the formulary; empty for a drug that is not listed.
    drug: str = ""
    #: The drug in free words, where it is not listed.
    name: str = ""
    quantity: int
    #: What is counted; a listed drug has its own.
    unit: str = ""
    #: Id in the register of residents; empty for somebody not registered.
    resident: str = ""
    patient: str
    phone: str
    #: None leaves it to the county's rule.
    needed_by: date | None = None
    remark: str = ""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a shortage without anybody at the counter: a return slip wants a drug that is not there (PHA-02)."""

    institution: str
    #: Kind and id of the record that opens it, and its number on paper.
    source_kind: str
    source: str
    source_number: str = ""
    #: Id in the formulary; empty for a drug that the unit's formulary does not list.
    drug: str = ""
    name: str
    strength: str = ""
    unit: str
    #: What is lacking, and what was wanted in all.
    quantity: int
    wanted: int
    resident: str = ""
    patient: str
    phone: str
    needed_by: date
    #: How the drug is taken, as it stands on the slip.
    remark: str = ""


class Shortage(Record, frozen=True, kw_only=True):
    """One line of the shortage register (缺药登记)."""

    state: State
    kind: Kind
    institution: str
    institution_name: str
    #: The hospital that leads the unit, or that the tied request is asked of.
    lead: str
    drug: str = ""
    #: Name, strength and pack as they stood in the formulary on the day, or the words in which it was asked for.
    name: str
    strength: str = ""
    quantity: int
    unit: str
    resident: str = ""
    patient: str
    phone: str
    needed_by: date
    remark: str = ""
    registrar: str = ""
    registered_at: datetime
    #: The drug request that it is tied to: id and number; its line is that of the drug.
    request: str = ""
    request_number: str = ""
    asked_at: datetime | None = None
    answer: str = ""
    answer_words: str = ""
    answerer: str = ""
    answered_at: datetime | None = None
    arrived_at: datetime | None = None
    call_result: str = ""
    call_note: str = ""
    caller: str = ""
    called_at: datetime | None = None
    fetched_at: datetime | None = None
    #: Why it was cancelled.
    reason: str = ""
    #: What opened it by itself: kind and id of the record, its number on paper; empty for one written at the counter.
    source_kind: str = ""
    source: str = ""
    source_number: str = ""
    #: How the source ended, when it did before this.
    source_outcome: str = ""
    #: What the source wanted in all; `quantity` is what of it was not there. 0 for one written at the counter.
    wanted: int = 0


def streams(shortage: Shortage) -> frozenset[str]:
    """Return who receives it: the unit; its lead hospital only what it has to buy or send."""
    sees = [shortage.institution]
    if shortage.kind is Kind.PURCHASE or shortage.request:
        sees.append(shortage.lead)
    return frozenset(f"unit:{unit}" for unit in sees)


def awaits_call(shortage: Shortage) -> bool:
    """Say whether the resident does not know yet that the drug has come."""
    missed = shortage.state is State.CALLED and shortage.call_result == CallResult.NO_ANSWER
    return shortage.state is State.ARRIVED or missed


def awaits_answer(shortage: Shortage) -> bool:
    """Say whether the lead hospital has yet to say whether it can buy the drug."""
    return shortage.kind is Kind.PURCHASE and shortage.state is State.OPEN and not shortage.answer


def is_over(shortage: Shortage) -> bool:
    """Say whether nothing more is to be done: fetched, cancelled, or not wanted any more."""
    unwanted = shortage.state is State.CALLED and shortage.call_result == CallResult.NOT_WANTED
    return shortage.state in ENDED or unwanted


def is_late(shortage: Shortage, today: date) -> bool:
    """Say whether the drug should have come by now and has not."""
    return shortage.state in AWAITED and shortage.needed_by < today


def can_be_asked_for(shortage: Shortage) -> bool:
    """Say whether it can go into a drug request: open, and of a listed drug."""
    return shortage.state is State.OPEN and bool(shortage.drug)


def days_to_arrive(shortage: Shortage) -> int | None:
    """Return the days from the register to the counter (PHA-06 fulfilment time); None until the drug has come."""
    if shortage.arrived_at is None:
        return None
    return max((day(shortage.arrived_at) - day(shortage.registered_at)).days, 0)


def mean_days(shortages: Iterable[Shortage]) -> float | None:
    """Return the mean fulfilment time in days, to one decimal; None where nothing has come."""
    taken = [days for one in shortages if (days := days_to_arrive(one)) is not None]
    return round(sum(taken) / len(taken), 1) if taken else None
