"""Which days somebody was really there, by what the host wrote down month by month.

A day counts when its month was written down: those who stay were there on every day of it but the missing ones,
calendar days and days of rest alike; those who come for single days were there on the days that are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.posting_checks import line
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_moves import existing
from yigongti_desktop.capabilities.staffing.model.posting_moves import need_side
from yigongti_desktop.capabilities.staffing.model.postings import COUNTABLE
from yigongti_desktop.capabilities.staffing.model.postings import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

_DAY = timedelta(days=1)


def presence(posting: Posting) -> tuple[date, date] | None:
    """Return the first and the last day on which somebody who has come can be there; None before they have come."""
    return span(posting) if posting.arrived_on is not None else None


def days_between(first: date, last: date) -> Iterator[date]:
    """Return every day from the first to the last, both included."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def days_in(posting: Posting, first: date) -> tuple[date, ...]:
    """Return the days of a month on which somebody can be there."""
    days = presence(posting)
    if days is None:
        return ()
    return tuple(days_between(max(first, days[0]), min(month_end(first), days[1])))


def served(posting: Posting) -> frozenset[date]:
    """Return the days on which they were there, of the months that are written down (STF-17, STF-26)."""
    found: set[date] = set()
    for month in posting.months:
        possible = days_in(posting, month.first)
        if posting.kind in STAYING:
            found.update(set(possible) - {one.day for one in month.missing})
        else:
            found.update(set(possible) & set(month.served))
    return frozenset(found)


def missing(posting: Posting) -> dict[date, str]:
    """Return the days on which who stays was not there, and why."""
    days = presence(posting)
    if days is None:
        return {}
    return {one.day: one.reason for month in posting.months for one in month.missing if days[0] <= one.day <= days[1]}


def owed(posting: Posting, today: date) -> tuple[date, ...]:
    """Return the months, by their first day, that are over and not written down."""
    days = presence(posting)
    if days is None:
        return ()
    known = {month.first for month in posting.months}
    found = []
    first = days[0].replace(day=1)
    while first <= days[1]:
        if min(month_end(first), days[1]) < today and first not in known:
            found.append(first)
        first = months_after(first, 1)
    return tuple(found)


def note_month(current: Posting | None, month: Month, ruling: Ruling) -> Posting:
    """Write down on which days of a month somebody was there; a month that is written again takes the place of itself.

    Raises:
        Refused: not_found, not_holder, wrong_state, month_ahead, month_outside, month_day, field_empty, field_long.
    """
    posting = existing(current)
    need_side(ruling, posting.host)
    if posting.state not in COUNTABLE or posting.arrived_on is None:
        raise LIFECYCLE.refusal("note_month", posting.state)
    first, today = month.first.replace(day=1), day(ruling.at)
    possible = days_in(posting, first)
    if not possible:
        raise Refused("month_outside", field="first", month=f"{first:%Y-%m}")
    if possible[-1] > today:
        raise Refused("month_ahead", field="first", day=possible[-1].isoformat())
    is_staying = posting.kind in STAYING
    tidy = Month(
        first=first,
        served=() if is_staying else tuple(sorted(set(month.served))),
        missing=_missing(month.missing) if is_staying else (),
    )
    _need_inside((*tidy.served, *(one.day for one in tidy.missing)), possible)
    others = (one for one in posting.months if one.first != first)
    return replace(posting, months=tuple(sorted((*others, tidy), key=lambda one: one.first)))


def complete(current: Posting | None, ruling: Ruling) -> Posting:
    """End a posting whose last day is over and whose months are all written down.

    Raises:
        Refused: not_found, not_holder, wrong_state, posting_not_over, posting_month_owed.
    """
    posting = existing(current)
    need_side(ruling, posting.host)
    state = LIFECYCLE.after("complete", posting.state)
    today = day(ruling.at)
    if today <= posting.until:
        raise Refused("posting_not_over", until=posting.until.isoformat())
    if months := owed(posting, today):
        raise Refused("posting_month_owed", month=f"{months[0]:%Y-%m}")
    return replace(posting, state=state, ended_on=posting.until)


def _missing(days: Iterable[Missing]) -> tuple[Missing, ...]:
    tidy = {one.day: line(one.reason, "missing_reason", needed=True) for one in days}
    return tuple(Missing(day=one, reason=tidy[one]) for one in sorted(tidy))


def _need_inside(days: Iterable[date], possible: tuple[date, ...]) -> None:
    for one in days:
        if one not in possible:
            since, until = possible[0].isoformat(), possible[-1].isoformat()
            raise Refused("month_day", day=one.isoformat(), since=since, until=until)
