"""What a lead hospital knows when it plans its postings: whom it has, where they are, when they cannot be sent."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec

from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.agreements import between
from yigongti_desktop.capabilities.staffing.model.agreements import uncovered
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEAST_MONTHS
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import licences_for
from yigongti_desktop.capabilities.staffing.model.posting_prices import Weights
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff

_DAY = timedelta(days=1)
#: Months of a stay at most.
MOST_MONTHS = 12
#: Days of a month that make its greater part.
_MIDDLE = 15


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead hospital knows when it plans."""

    lead: str
    lead_name: str
    #: First day of the first month that is planned.
    first: date
    months: int
    #: Earliest day on which somebody can still be sent; None for the first of the months.
    tomorrow: date | None = None
    #: Ids and names of the units, each once.
    units: tuple[tuple[str, str], ...]
    staff: tuple[Staff, ...]
    postings: tuple[Posting, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    leave: tuple[LeaveSlip, ...] = ()
    #: Days that people have served at the base, by their record of staff.
    served: dict[str, int] = {}
    #: Kilometres to each unit where they are written down, and the terms on which somebody is sent, by person.
    ways: dict[str, int] = {}
    terms: dict[str, PostingTerms] = {}
    weights: Weights = Weights()
    least: Level = Level.MIDDLE
    least_months: int = LEAST_MONTHS

    @property
    def earliest(self) -> date:
        """Return the earliest day on which somebody can be sent."""
        return self.tomorrow or self.first

    def near(self, staff: str) -> str:
        """Return the unit near which somebody lives; empty where that is not known."""
        return self.terms[staff].near if staff in self.terms else ""

    def supported(self, unit: str) -> tuple[str, ...]:
        """Return the departments of a unit that are supported from the first month on (STF-07)."""
        its = (one for one in self.agreements if one.receiver == unit and one.sender == self.lead)
        return tuple(sorted({name for one in its if one.since <= self.first <= one.until for name in one.departments}))

    def month(self, place: int) -> tuple[date, date]:
        """Return the first and the last day of a month."""
        first = months_after(self.first, place)
        return first, month_end(first)

    @property
    def to_come(self) -> range:
        """Return the months that a stay may hold which begins in one that is planned."""
        return range(self.months + max(MOST_MONTHS, self.least_months))

    def covers(self, unit: str, first: date, last: date) -> bool:
        """Say whether agreements let people of the lead hospital reside at a unit on all of some days (STF-25)."""
        its = (one for one in self.agreements if one.receiver == unit)
        return uncovered(between(its, self.lead, self.lead_name, Kind.RESIDENT), first, last) is None

    def without_agreement(self, unit: str) -> tuple[int, ...]:
        """Return the months that no agreement with a unit covers from the first day to the last."""
        return tuple(place for place in self.to_come if not self.covers(unit, *self.month(place)))

    def takes_nobody(self, unit: str) -> bool:
        """Say whether a unit is open in no months that are enough for a stay."""
        closed = set(self.without_agreement(unit))
        begins = range(self.months)
        return not any(closed.isdisjoint(range(start, start + self.least_months)) for start in begins)


def candidates(known: Known) -> tuple[Staff, ...]:
    """Return the doctors of the lead hospital whose title is high enough, in the order of the task."""
    its = (one for one in known.staff if one.profession is Profession.DOCTOR and one.home_on(known.first) == known.lead)
    return tuple(one for one in its if one.title_on(known.first).rank >= known.least.rank)


def department_of(known: Known, staff: Staff) -> str:
    """Return somebody's department at the lead hospital; empty where that is not written down."""
    place = staff.place_on(known.first)
    return place.department if place and place.unit == known.lead else ""


def open_requests(known: Known) -> tuple[Posting, ...]:
    """Return what these units asked for and nobody has arranged yet, the earliest first."""
    units = {unit for unit, _ in known.units}
    its = (one for one in known.postings if one.state is State.ASKED and one.kind is Kind.RESIDENT)
    return tuple(sorted((one for one in its if one.host in units), key=lambda one: (one.since, one.id)))


def is_away(known: Known, staff: Staff, days: tuple[date, date]) -> bool:
    """Say whether somebody cannot be posted in a month: not employed, no licence, protected, elsewhere, on leave."""
    needs = licences_for(staff.profession)
    for on in days:
        if staff.home_on(on) != known.lead or not any(staff.licensed(one, on) for one in needs):
            return True
    first, last = days
    terms = known.terms.get(staff.id)
    if terms and f"{first:%Y-%m}" in terms.away:
        return True
    if any(one.since <= last and first <= (one.until or last) for one in staff.periods):
        return True
    units = {unit for unit, _ in known.units}
    elsewhere = (
        span(one)
        for one in known.postings
        if one.person
        and one.person.staff == staff.id
        and one.kind in STAYING
        and not (one.kind is Kind.RESIDENT and one.host in units)
    )
    if any(its is not None and its[0] <= last and first <= its[1] for its in elsewhere):
        return True
    off = (one for one in known.leave if one.person == staff.id and one.is_granted)
    return sum(max((min(one.last, last) - max(one.first, first)).days + 1, 0) for one in off) >= _MIDDLE


def boundary(known: Known, on: date) -> int:
    """Return the month that begins next to a day: its own until the middle of it, the following one after."""
    own = (on.year - known.first.year) * 12 + on.month - known.first.month
    return own + (on.day > _MIDDLE)
