"""A review of prescriptions (处方点评): drawn and judged at the lead hospital, sent back, answered by the unit.

PHA-10, PHA-19. The prescriptions themselves are not kept in this program: what is said of one is written down here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import sampling
from yigongti_desktop.capabilities.pharmacy.model.payables import check_month
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

#: 医院处方点评管理规范（试行）: a hospital reviews at least 100 a month; a county says how many for its units.
SAMPLE = 100
LONGEST = 2_000
LONGEST_LINE = 200
MOST_DRUGS = 50
_MOST_FEN = 100_000_000


class ReviewState(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    RETURNED = "returned"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Finding(StrEnum):
    """What a prescription was found to be."""

    REASONABLE = "reasonable"
    IRREGULAR = "irregular"
    UNSUITABLE = "unsuitable"
    EXCESSIVE = "excessive"


_OPEN = frozenset({ReviewState.OPEN})
LIFECYCLE: Lifecycle[ReviewState] = Lifecycle(
    {
        "write": (_OPEN, ReviewState.OPEN),
        "return": (_OPEN, ReviewState.RETURNED),
        "cancel": (_OPEN, ReviewState.CANCELLED),
        "answer": (frozenset({ReviewState.RETURNED}), ReviewState.ANSWERED),
    },
    kind="prescription_review",
)


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """One prescription that was drawn, and what was found; None and empty where nothing is written yet."""

    number: str
    date: date | None = None
    doctor: str = ""
    diagnosis: str = ""
    drugs: int | None = None
    has_antimicrobial: bool | None = None
    has_injection: bool | None = None
    essential: int | None = None
    amount_fen: int | None = None
    finding: str = ""
    words: str = ""


class PrescriptionReview(Record, frozen=True, kw_only=True):
    """A review of one unit's prescriptions of a month."""

    number: str
    state: ReviewState
    institution: str
    institution_name: str
    lead: str
    lead_name: str
    #: As 2026-11.
    month: str
    #: How many there were to draw from, and by which seed it was drawn.
    pool: int
    seed: str
    lines: tuple[ReviewLine, ...] = ()
    opener: str = ""
    opened_at: datetime
    reviewer: str = ""
    returned_at: datetime | None = None
    answer: str = ""
    answerer: str = ""
    answered_at: datetime | None = None
    reason: str = ""


def sample_size(register: Lookup, on: date) -> int:
    """Return how many prescriptions the county wants reviewed at a time."""
    return max(rule(register, "prescription_review.sample", on, SAMPLE), 1)


def open_review(
    current: PrescriptionReview | None,
    number: str,
    unit: str,
    month: str,
    numbers: Iterable[str],
    seed: str,
    ruling: Ruling,
) -> PrescriptionReview:
    """Draw the prescriptions of a unit and a month.

    Raises:
        Refused: review_there, month_format, not_holder, field_empty, numbers_empty, numbers_many, field_long.
    """
    if current is not None:
        raise Refused("review_there")
    today = day(ruling.at)
    known = need_institution(ruling.register, unit)
    lead = need_institution(ruling.register, lead_of(ruling.register, known, today))
    if lead.id != ruling.actor.institution:
        raise Refused("not_holder")
    if not seed:
        raise Refused("field_empty", field="seed")
    pool = sampling.tidy(numbers)
    drawn = sampling.draw(pool, sample_size(ruling.register, today), seed)
    return PrescriptionReview(
        id=ruling.record,
        number=number,
        state=ReviewState.OPEN,
        institution=known.id,
        institution_name=known.name,
        lead=lead.id,
        lead_name=lead.name,
        month=check_month(month),
        pool=len(pool),
        seed=seed,
        lines=tuple(ReviewLine(number=one) for one in drawn),
        opener=ruling.actor.name,
        opened_at=ruling.at,
    )


def write(current: PrescriptionReview | None, lines: Iterable[ReviewLine], ruling: Ruling) -> PrescriptionReview:
    """Write down what was found so far; lines may have gaps.

    Raises:
        Refused: not_found, not_holder, wrong_state, or with its line, from 1: number_not_drawn, line_twice,
            drugs_range, essential_above, amount_range, finding_unknown, field_long.
    """
    known = _of_lead(current, ruling)
    state = LIFECYCLE.after("write", known.state)
    places = {line.number: place for place, line in enumerate(known.lines)}
    written: dict[str, ReviewLine] = {line.number: line for line in known.lines}
    seen: set[str] = set()
    for line in lines:
        if line.number not in places:
            raise Refused("number_not_drawn", number=line.number)
        place = places[line.number] + 1
        if line.number in seen:
            raise Refused("line_twice", line=place)
        seen.add(line.number)
        written[line.number] = _checked(line, place)
    return replace(known, state=state, lines=tuple(written.values()))


def give_back(current: PrescriptionReview | None, ruling: Ruling) -> PrescriptionReview:
    """Send what was found back to the unit; every prescription has been judged.

    Raises:
        Refused: not_found, not_holder, wrong_state, review_unfinished with the first line that has a gap.
    """
    known = _of_lead(current, ruling)
    state = LIFECYCLE.after("return", known.state)
    for place, line in enumerate(known.lines, start=1):
        if gap := first_gap(line):
            raise Refused("review_unfinished", line=place, field=gap)
    return replace(known, state=state, reviewer=ruling.actor.name, returned_at=ruling.at)


def answer(current: PrescriptionReview | None, words: str, ruling: Ruling) -> PrescriptionReview:
    """Say what the unit does about it.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    known = _existing(current)
    if known.institution != ruling.actor.institution:
        raise Refused("not_holder")
    state = LIFECYCLE.after("answer", known.state)
    said = clean_text(words)
    if not said:
        raise Refused("field_empty", field="answer")
    if len(said) > LONGEST:
        raise Refused("field_long", field="answer", most=LONGEST, length=len(said))
    return replace(known, state=state, answer=said, answerer=ruling.actor.name, answered_at=ruling.at)


def cancel(current: PrescriptionReview | None, reason: str, ruling: Ruling) -> PrescriptionReview:
    """Give a review up before it is sent back.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    known = _of_lead(current, ruling)
    state = LIFECYCLE.after("cancel", known.state)
    if not clean_line(reason):
        raise Refused("field_empty", field="reason")
    return replace(known, state=state, reason=_short(reason, "reason", 0))


def first_gap(line: ReviewLine) -> str:
    """Return the first field of a line that is not written yet; words are needed unless it was found reasonable."""
    for field in ("date", "drugs", "has_antimicrobial", "has_injection", "essential", "amount_fen"):
        if getattr(line, field) is None:
            return field
    for field in ("doctor", "diagnosis", "finding"):
        if not getattr(line, field):
            return field
    return "words" if line.finding != Finding.REASONABLE and not line.words else ""


def streams(known: PrescriptionReview) -> frozenset[str]:
    """Return who receives it: the lead hospital, and the unit once it was sent back."""
    sees = {known.lead}
    if known.state in {ReviewState.RETURNED, ReviewState.ANSWERED}:
        sees.add(known.institution)
    return frozenset(f"unit:{unit}" for unit in sees)


def _checked(line: ReviewLine, place: int) -> ReviewLine:
    if line.drugs is not None and not 1 <= line.drugs <= MOST_DRUGS:
        raise Refused("drugs_range", line=place, most=MOST_DRUGS)
    if line.essential is not None and not 0 <= line.essential <= (MOST_DRUGS if line.drugs is None else line.drugs):
        raise Refused("essential_above", line=place, drugs=line.drugs or MOST_DRUGS)
    if line.amount_fen is not None and not 0 <= line.amount_fen <= _MOST_FEN:
        raise Refused("amount_range", line=place, most=_MOST_FEN // 100)
    if line.finding and line.finding not in {finding.value for finding in Finding}:
        raise Refused("finding_unknown", line=place)
    return replace(
        line,
        doctor=clean_name(_short(line.doctor, "doctor", place)),
        diagnosis=_short(line.diagnosis, "diagnosis", place),
        words=_short(line.words, "words", place),
    )


def _existing(current: PrescriptionReview | None) -> PrescriptionReview:
    if current is None:
        raise Refused("not_found", kind="prescription_review")
    return current


def _of_lead(current: PrescriptionReview | None, ruling: Ruling) -> PrescriptionReview:
    known = _existing(current)
    if known.lead != ruling.actor.institution:
        raise Refused("not_holder")
    return known


def _short(typed: str, field: str, line: int) -> str:
    tidy = clean_line(typed)
    if len(tidy) > LONGEST_LINE:
        place = {"line": line} if line else {}
        raise Refused("field_long", field=field, most=LONGEST_LINE, length=len(tidy), **place)
    return tidy
