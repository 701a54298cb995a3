"""Terms of a contract: one to three years, told by their first and their last day, both of them in force.

The day of signing counts: signed on 1 March 2028 for a year, the contract holds through 28 February 2029, and so
does one signed on 29 February 2028. Ended early, it does not hold any more from the day on which it was ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

#: 国卫基层发〔2022〕10号: one to three years.
LEAST_YEARS, MOST_YEARS = 1, 3
_RENEWAL_DAYS = 30
_ONE = timedelta(days=1)


class TermState(StrEnum):
    """Where a term stands on a day."""

    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    #: In force, and it may be renewed already.
    EXPIRING = "expiring"
    EXPIRED = "expired"
    #: Ended before its time.
    ENDED = "ended"


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when a contract holds."""

    since: date
    #: The last day on which it holds.
    until: date
    #: The first day of the first term of an unbroken row: plans are counted from here (`schedule`).
    anchor: date
    #: The first day on which it does not hold any more, when it was ended early.
    ended: date | None = None

    @property
    def last(self) -> date:
        """Return the last day on which it held; the day before its first for one that was ended at once."""
        return self.until if self.ended is None else min(self.until, max(self.ended, self.since) - _ONE)


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """What a county allows on a day."""

    most_years: int = MOST_YEARS
    #: A term may be renewed on its last so many days.
    renewal_days: int = _RENEWAL_DAYS


def allowed(register: Lookup, on: date) -> Allowed:
    """Return what the county allows on a day; no county allows longer terms than the nation does."""
    most = rule(register, "contract.most_years", on, MOST_YEARS)
    return Allowed(
        most_years=max(LEAST_YEARS, min(most, MOST_YEARS)),
        renewal_days=max(1, rule(register, "contract.renewal_days", on, _RENEWAL_DAYS)),
    )


def begin(since: date, years: int, allowed: Allowed) -> Term:
    """Return a first term.

    Raises:
        Refused: term_years.
    """
    return Term(since=since, until=_until(since, years, allowed), anchor=since)


def renew(term: Term, on: date, years: int, allowed: Allowed) -> Term:
    """Return the term that follows: the day after the former, from where plans go on; late from the day it is signed.

    Raises:
        Refused: term_years, term_ended, renewal_early.
    """
    if term.ended is not None:
        raise Refused("term_ended", ended=term.ended.isoformat())
    if on < (opens := renewal_opens(term, allowed)):
        raise Refused("renewal_early", opens=opens.isoformat(), until=term.until.isoformat())
    if on > term.until:
        return begin(on, years, allowed)
    since = term.until + _ONE
    return Term(since=since, until=_until(since, years, allowed), anchor=term.anchor)


def renewal_opens(term: Term, allowed: Allowed) -> date:
    """Return the first day on which a term may be renewed."""
    return max(term.since, term.until - timedelta(days=allowed.renewal_days - 1))


def state_on(term: Term, today: date, allowed: Allowed) -> TermState:
    """Return where a term stands."""
    if term.ended is not None and term.ended <= today and term.ended <= term.until:
        return TermState.ENDED
    if today < term.since:
        return TermState.NOT_BEGUN
    if today > term.until:
        return TermState.EXPIRED
    return TermState.EXPIRING if today >= renewal_opens(term, allowed) else TermState.IN_FORCE


def overlap(one: Term, other: Term) -> bool:
    """Say whether two terms hold on one day."""
    return max(one.since, other.since) <= min(one.last, other.last)


def check_free(new: Term, others: Iterable[Term]) -> None:
    """Refuse a term that holds on a day of another.

    Raises:
        Refused: term_overlaps, with the days of the earliest that stands in the way.
    """
    for other in sorted(others, key=lambda term: term.since):
        if overlap(new, other):
            raise Refused("term_overlaps", since=other.since.isoformat(), until=other.last.isoformat())


def _until(since: date, years: int, allowed: Allowed) -> date:
    if not LEAST_YEARS <= years <= allowed.most_years:
        raise Refused("term_years", least=LEAST_YEARS, most=allowed.most_years, years=years)
    return last_of(since, 12 * years)
