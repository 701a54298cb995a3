"""What came is not what was sent: a case that both sides close, line by line (PHA-13).

The clinic counts, the central pharmacy answers each line, the clinic agrees or disputes; nothing is settled by silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.sides import need_side
from yigongti_desktop.capabilities.pharmacy.model.sides import tidy_note
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record


class CaseState(StrEnum):
    """Where a case stands."""

    RAISED = "raised"
    ANSWERED = "answered"
    SETTLED = "settled"


class Answer(StrEnum):
    """What the central pharmacy does about a line."""

    RESEND = "resend"
    CREDIT = "credit"
    WRITE_OFF = "write_off"
    KEEP = "keep"
    RETURN = "return"
    DISAGREE = "disagree"


LIFECYCLE: Lifecycle[CaseState] = Lifecycle(
    {
        "answer": (frozenset({CaseState.RAISED}), CaseState.ANSWERED),
        "dispute": (frozenset({CaseState.ANSWERED}), CaseState.RAISED),
        "settle": (frozenset({CaseState.ANSWERED}), CaseState.SETTLED),
    },
    kind="difference_case",
)
#: Answers to a line of which too few came, and of which too many came.
_TO_FEWER = frozenset({Answer.RESEND, Answer.CREDIT, Answer.WRITE_OFF, Answer.DISAGREE})
_TO_MORE = frozenset({Answer.KEEP, Answer.RETURN, Answer.DISAGREE})


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One lot of which something else came, in the unit in which it was sent."""

    #: Drug that was asked for: it names the line of the request.
    drug: str
    name: str
    strength: str = ""
    unit: str = ""
    lot: str
    expiry: date
    sent: int
    received: int
    #: Kind of the difference, as the clinic counted it.
    kind: str = ""
    note: str = ""
    answer: str = ""
    answer_note: str = ""

    @property
    def missing(self) -> int:
        """Return how many packs fewer came than were sent; below nought when more came."""
        return self.sent - self.received


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the central pharmacy does about a line of a case, in the order of its lines."""

    answer: Answer
    note: str = ""


class DifferenceCase(Record, frozen=True, kw_only=True):
    """The differences of one delivery (差异单)."""

    state: CaseState
    request: str
    number: str
    delivery: str
    institution: str
    institution_name: str = ""
    supplier: str
    supplier_name: str = ""
    lines: tuple[CaseLine, ...]
    raised_by: str = ""
    raised_at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    #: Why the clinic did not agree to the last answer.
    dispute: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None


def case_of(request: str) -> str:
    """Return the id of the one case of a request's delivery."""
    return derived_id("difference_case", request)


def differing(request: DrugRequest) -> tuple[CaseLine, ...]:
    """Return the lots of a received request in which something else came, or of which something was said."""
    return tuple(
        CaseLine(
            drug=line.drug,
            name=line.instead.name if line.instead else line.name,
            strength=line.instead.strength if line.instead else line.strength,
            unit=line.given_unit,
            lot=lot.lot,
            expiry=lot.expiry,
            sent=lot.quantity,
            received=lot.received or 0,
            kind=line.difference,
            note=line.difference_note,
        )
        for line in request.lines
        if line.difference
        for lot in line.lots
        if lot.received != lot.quantity or all(one.received == one.quantity for one in line.lots)
    )


def raise_case(current: DifferenceCase | None, request: str, ruling: Ruling) -> DifferenceCase:
    """Open the case of a delivery that was counted.

    Raises:
        Refused: not_found, case_there, case_nothing.
    """
    counted: DrugRequest | None = ruling.register.get("drug_request", request)
    if counted is None:
        raise Refused("not_found", kind="drug_request")
    if current is not None or ruling.record != case_of(request):
        raise Refused("case_there")
    lines = differing(counted)
    if not lines:
        raise Refused("case_nothing")
    return DifferenceCase(
        id=ruling.record,
        state=CaseState.RAISED,
        request=counted.id,
        number=counted.number,
        delivery=counted.delivery,
        institution=counted.institution,
        institution_name=counted.institution_name,
        supplier=counted.supplier,
        supplier_name=counted.supplier_name,
        lines=lines,
        raised_by=ruling.actor.name,
        raised_at=ruling.at,
    )


def answer(current: DifferenceCase | None, replies: Iterable[Reply], ruling: Ruling) -> DifferenceCase:
    """Answer every line of a case.

    Raises:
        Refused: not_found, not_holder, wrong_state, case_unanswered, answer_unfit, field_empty.
    """
    case = _existing(current)
    need_side(ruling, case.supplier)
    state = LIFECYCLE.after("answer", case.state)
    given = tuple(replies)
    if len(given) != len(case.lines):
        raise Refused("case_unanswered", count=max(len(case.lines) - len(given), 0))
    lines = tuple(
        _answered(line, reply, place) for place, (line, reply) in enumerate(zip(case.lines, given, strict=True), 1)
    )
    return replace(case, state=state, lines=lines, answered_by=ruling.actor.name, answered_at=ruling.at, dispute="")


def dispute(current: DifferenceCase | None, words: str, ruling: Ruling) -> DifferenceCase:
    """Say why the clinic does not agree; the central pharmacy answers again.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty.
    """
    case = _existing(current)
    need_side(ruling, case.institution)
    state = LIFECYCLE.after("dispute", case.state)
    if not tidy_note(words):
        raise Refused("field_empty", field="reason")
    return replace(case, state=state, dispute=tidy_note(words))


def settle(current: DifferenceCase | None, ruling: Ruling) -> DifferenceCase:
    """Agree to the answers: the case is closed by both sides.

    Raises:
        Refused: not_found, not_holder, wrong_state.
    """
    case = _existing(current)
    need_side(ruling, case.institution)
    state = LIFECYCLE.after("settle", case.state)
    return replace(case, state=state, settled_by=ruling.actor.name, settled_at=ruling.at)


def to_resend(case: DifferenceCase) -> dict[str, int]:
    """Return what is to be sent again once a case is settled: packs by the drug that was asked for."""
    wanted: dict[str, int] = {}
    for line in case.lines:
        if line.answer == Answer.RESEND and line.missing > 0:
            wanted[line.drug] = wanted.get(line.drug, 0) + line.missing
    return wanted if case.state is CaseState.SETTLED else {}


def streams(case: DifferenceCase) -> frozenset[str]:
    """Return who receives a case: both sides of the delivery."""
    return frozenset({f"unit:{case.institution}", f"unit:{case.supplier}"})


def fitting(line: CaseLine) -> tuple[Answer, ...]:
    """Return the answers that a line may be given, the usual one first."""
    fit = _TO_FEWER if line.missing > 0 else _TO_MORE if line.missing < 0 else frozenset(Answer)
    return tuple(answer for answer in Answer if answer in fit)


def _answered(line: CaseLine, reply: Reply, place: int) -> CaseLine:
    if reply.answer not in fitting(line):
        raise Refused("answer_unfit", line=place)
    note = tidy_note(reply.note)
    if reply.answer is Answer.DISAGREE and not note:
        raise Refused("field_empty", field="note", line=place)
    return replace(line, answer=reply.answer.value, answer_note=note)


def _existing(current: DifferenceCase | None) -> DifferenceCase:
    if current is None:
        raise Refused("not_found", kind="difference_case")
    return current
