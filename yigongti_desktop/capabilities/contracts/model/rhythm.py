"""When an item of a package falls due: so many times a year, every so many months, at ages, in weeks of pregnancy.

A rhythm is data: it lies in the package and in the snapshot of a contract, so that every number in it can be another
one in another county. It knows neither terms nor what was served; `schedule` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.contracts.model.months import full_on
from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.kernel.errors import Refused

_ONE = timedelta(days=1)
_YEAR = 12
_MOST_TIMES = 52
_MOST_MONTHS = 36
_MOST_DAYS = 366
_MOST_SPANS = 99


class Anchor(StrEnum):
    """The day from which a rhythm is counted."""

    #: The first term of an unbroken row of contracts.
    TERM = "term"
    BIRTH = "birth"
    #: The first day of the last period (末次月经).
    PREGNANCY = "pregnancy"
    DELIVERY = "delivery"
    DISCHARGE = "discharge"
    #: The day the notice of a patient to be managed came.
    NOTICE = "notice"
    TREATMENT = "treatment"


class Unit(StrEnum):
    """What a span is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Slot(msgspec.Struct, frozen=True):
    """One place of a rhythm in the calendar."""

    #: From 1, counted from the anchor.
    number: int
    #: The first day on which it may be done.
    since: date
    #: The day for which it is planned.
    due: date
    #: The last day on which it is done in time.
    until: date


class Yearly(msgspec.Struct, frozen=True, kw_only=True, tag="yearly"):
    """So many times a year: the year is cut into equal parts, and each is due on the last day of its part."""

    times: int
    #: It may be done in the last so many days of its part and on the due day; None: in all of it.
    early: int | None = None
    #: It is still in time so many days after.
    late: int = 0


class Monthly(msgspec.Struct, frozen=True, kw_only=True, tag="monthly"):
    """Once in every so many months, due on the last day of them."""

    months: int
    early: int | None = None
    late: int = 0


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A time after an anchor, both ends in it: weeks 16 to 20 are 16+0 to 20+6, month 3 ends before month 4 is full."""

    unit: Unit
    first: int
    last: int
    #: The unit on whose first day it is planned; None: the first.
    wanted: int | None = None


class Milestones(msgspec.Struct, frozen=True, kw_only=True, tag="milestones"):
    """Once in each of these spans."""

    anchor: Anchor
    spans: tuple[Span, ...]


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a treatment with its own step, in days or in months."""

    #: How long it lasts, in months.
    lasts: int
    days: int = 0
    months: int = 0


class Course(msgspec.Struct, frozen=True, kw_only=True, tag="course"):
    """Step by step through the phases of a treatment, then no more."""

    anchor: Anchor
    phases: tuple[Phase, ...]


Rhythm = Yearly | Monthly | Milestones | Course


def check_rhythm(rhythm: Rhythm) -> None:
    """Refuse a rhythm that gives no days.

    Raises:
        Refused: rhythm_range, with the field and what it may be; rhythm_empty.
    """
    match rhythm:
        case Yearly():
            _within("times", rhythm.times, 1, _MOST_TIMES)
            _check_window(rhythm)
        case Monthly():
            _within("months", rhythm.months, 1, _MOST_MONTHS)
            _check_window(rhythm)
        case Milestones():
            _check_spans(rhythm)
        case Course():
            _check_phases(rhythm)


def anchor_of(rhythm: Rhythm) -> Anchor:
    """Return the day that a rhythm asks for."""
    return rhythm.anchor if isinstance(rhythm, Milestones | Course) else Anchor.TERM


def slots(rhythm: Rhythm, anchor: date) -> Iterator[Slot]:
    """Return the places of a rhythm in order of their numbers; of a cycle there is no end.

    Each is counted from the anchor: nothing that was done moves another.
    """
    match rhythm:
        case Yearly() if _YEAR % rhythm.times:
            yield from _parts(rhythm, anchor)
        case Yearly():
            yield from _cycle(anchor, _YEAR // rhythm.times, rhythm)
        case Monthly():
            yield from _cycle(anchor, rhythm.months, rhythm)
        case Milestones():
            yield from (_milestone(number, span, anchor) for number, span in enumerate(rhythm.spans, start=1))
        case Course():
            yield from (
                Slot(number, since, due, due) for number, (since, due) in enumerate(_steps(rhythm, anchor), start=1)
            )


def _cycle(anchor: date, months: int, window: Yearly | Monthly) -> Iterator[Slot]:
    number = 1
    while True:
        yield _slot(number, full_on(anchor, months * (number - 1)), last_of(anchor, months * number), window)
        number += 1


def _parts(rhythm: Yearly, anchor: date) -> Iterator[Slot]:
    number = 1
    while True:
        year, part = divmod(number - 1, rhythm.times)
        first = full_on(anchor, _YEAR * year)
        days = (full_on(anchor, _YEAR * (year + 1)) - first).days
        since = first + timedelta(days=days * part // rhythm.times)
        due = first + timedelta(days=days * (part + 1) // rhythm.times - 1)
        yield _slot(number, since, due, rhythm)
        number += 1


def _slot(number: int, since: date, due: date, window: Yearly | Monthly) -> Slot:
    opens = since if window.early is None else max(since, due - timedelta(days=window.early))
    return Slot(number, opens, due, due + timedelta(days=window.late))


def _milestone(number: int, span: Span, anchor: date) -> Slot:
    return Slot(
        number,
        _unit_on(anchor, span.unit, span.first),
        _unit_on(anchor, span.unit, span.first if span.wanted is None else span.wanted),
        _unit_on(anchor, span.unit, span.last + 1) - _ONE,
    )


def _unit_on(anchor: date, unit: Unit, count: int) -> date:
    if unit is Unit.MONTH:
        return full_on(anchor, count)
    return anchor + timedelta(days=count if unit is Unit.DAY else 7 * count)


def _steps(course: Course, anchor: date) -> Iterator[tuple[date, date]]:
    """Return first and last days; the last step of days of a phase may be a few days short, never long."""
    gone = 0
    for phase in course.phases:
        first, last = full_on(anchor, gone), last_of(anchor, gone + phase.lasts)
        if phase.months:
            for step in range(phase.lasts // phase.months):
                since = full_on(anchor, gone + step * phase.months)
                yield since, last_of(anchor, gone + (step + 1) * phase.months)
        else:
            days = (last - first).days + 1
            for step in range((days + phase.days // 2) // phase.days):
                since = first + timedelta(days=step * phase.days)
                yield since, min(since + timedelta(days=phase.days - 1), last)
        gone += phase.lasts


def _check_window(window: Yearly | Monthly) -> None:
    if window.early is not None:
        _within("early", window.early, 0, _MOST_DAYS)
    _within("late", window.late, 0, _MOST_DAYS)


def _check_spans(rhythm: Milestones) -> None:
    if not rhythm.spans:
        raise Refused("rhythm_empty")
    _within("spans", len(rhythm.spans), 1, _MOST_SPANS)
    for span in rhythm.spans:
        _within("first", span.first, 0, span.last)
        if span.wanted is not None:
            _within("wanted", span.wanted, span.first, span.last)


def _check_phases(rhythm: Course) -> None:
    if not rhythm.phases:
        raise Refused("rhythm_empty")
    for phase in rhythm.phases:
        _within("lasts", phase.lasts, 1, _MOST_MONTHS)
        if phase.months:
            _within("months", phase.months, 1, phase.lasts)
        else:
            _within("days", phase.days, 1, _MOST_DAYS)
    _within("steps", sum(1 for _ in slots(rhythm, date(2001, 1, 1))), 1, _MOST_SPANS)


def _within(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Refused("rhythm_range", field=field, least=least, most=most, value=value)
