"""What the central pharmacy supplied, line by line, and what the figures of PHA-14 and PHA-15 are made of.

A line counts on the day on which its delivery was counted, or its request was turned down; what is under way is in no
rate. What stayed owed and is asked for again by itself was asked for once: it is bought, but it mends no rate.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.measures import EssentialShare
from yigongti_desktop.capabilities.pharmacy.model.measures import FillRate
from yigongti_desktop.capabilities.pharmacy.model.measures import LeadTime
from yigongti_desktop.capabilities.pharmacy.model.measures import Purchase
from yigongti_desktop.capabilities.pharmacy.model.measures import Supplied
from yigongti_desktop.capabilities.pharmacy.model.measures import Trip
from yigongti_desktop.capabilities.pharmacy.model.measures import essential_share
from yigongti_desktop.capabilities.pharmacy.model.measures import fill_rate
from yigongti_desktop.capabilities.pharmacy.model.measures import lead_time
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.clock import day

#: What lines and requests are grouped by.
K = TypeVar("K")
#: States in which a request is under way at the central pharmacy or on the road.
UNDER_WAY = frozenset({State.SUBMITTED, State.REVIEWED, State.DISPATCHED})
#: States in which it is known what came of a request.
SETTLED = frozenset({State.RECEIVED, State.REJECTED})


class SuppliedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a request of which it is known what came."""

    request: str
    number: str
    institution: str
    institution_name: str
    #: When it was known.
    on: date
    drug: str
    name: str
    strength: str
    unit: str
    #: Of a substitute what was agreed on, since its packs are not those that were asked for.
    requested: int
    received: int
    essential: bool = False
    #: What came is worth so much in 分; None where a price of it is not known.
    amount_fen: int | None = None
    #: Whether it asks again for what stayed owed.
    is_again: bool = False
    #: Why fewer came, in the words of who knew.
    why: str = ""

    @property
    def missing(self) -> int:
        """Return how many packs fewer came than were asked for."""
        return max(self.requested - self.received, 0)

    @property
    def is_rated(self) -> bool:
        """Say whether it is in the fill rate."""
        return self.requested > 0 and not self.is_again


class SuppliedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request on its way from the clinic and back to it."""

    request: str
    number: str
    institution: str
    institution_name: str
    state: State
    submitted: date
    #: None: it has not come yet.
    received: date | None
    lines: int
    is_urgent: bool = False
    is_again: bool = False

    @property
    def days(self) -> int | None:
        """Return how many days it took; None before it has come."""
        return None if self.received is None else (self.received - self.submitted).days

    @property
    def is_rated(self) -> bool:
        """Say whether it is in the lead time."""
        return not self.is_again


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How well the central pharmacy supplied."""

    fill: FillRate
    lead: LeadTime
    essential: EssentialShare
    #: Lines that came of which a price is not known: they are in no amount.
    unpriced: int


def supplied_lines(request: DrugRequest, essential: Mapping[str, bool]) -> tuple[SuppliedLine, ...]:
    """Return the lines of a request of which it is known what came; none while it is under way.

    Args:
        request: as it stands.
        essential: whether drugs that were given in the place of others are essential medicines, as far as known.
    """
    on = _settled_on(request)
    if on is None:
        return ()
    return tuple(
        SuppliedLine(
            request=request.id,
            number=request.number,
            institution=request.institution,
            institution_name=request.institution_name,
            on=on,
            drug=line.given,
            name=line.instead.name if line.instead else line.name,
            strength=line.instead.strength if line.instead else line.strength,
            unit=line.given_unit,
            requested=line.requested if line.instead is None else line.approved or 0,
            received=line.received,
            essential=essential.get(line.given, False) if line.instead else line.essential,
            amount_fen=_amount(line),
            is_again=bool(request.back_order_of),
            why=line.difference_note or line.short_reason or line.reason or request.reason,
        )
        for line in request.lines
    )


def supplied_request(request: DrugRequest) -> SuppliedRequest | None:
    """Return a request on its way, or None for one that was never sent off or came to nothing."""
    if request.submitted_at is None or (request.state not in UNDER_WAY and request.state is not State.RECEIVED):
        return None
    return SuppliedRequest(
        request=request.id,
        number=request.number,
        institution=request.institution,
        institution_name=request.institution_name,
        state=request.state,
        submitted=day(request.submitted_at),
        received=_settled_on(request),
        lines=len(request.lines),
        is_urgent=request.urgency is Urgency.URGENT,
        is_again=bool(request.back_order_of),
    )


def figures(lines: Sequence[SuppliedLine], requests: Iterable[SuppliedRequest]) -> Figures:
    """Return the figures that lines and requests make (PHA-14, PHA-15)."""
    came = [line for line in lines if line.received > 0]
    rated = (Supplied(requested=line.requested, received=line.received) for line in lines if line.is_rated)
    trips = (Trip(submitted=one.submitted, received=one.received) for one in requests if one.is_rated)
    return Figures(
        fill=fill_rate(rated),
        lead=lead_time(trips),
        essential=essential_share(Purchase(essential=one.essential, amount=one.amount_fen or 0) for one in came),
        unpriced=sum(line.amount_fen is None for line in came),
    )


def grouped(
    lines: Iterable[SuppliedLine],
    requests: Iterable[SuppliedRequest],
    of: Callable[[SuppliedLine | SuppliedRequest], K],
) -> dict[K, Figures]:
    """Return the figures of each group of lines and requests, by what they are grouped by."""
    lines_of: dict[K, list[SuppliedLine]] = {}
    requests_of: dict[K, list[SuppliedRequest]] = {}
    for line in lines:
        lines_of.setdefault(of(line), []).append(line)
    for request in requests:
        requests_of.setdefault(of(request), []).append(request)
    return {key: figures(lines_of.get(key, []), requests_of.get(key, [])) for key in {*lines_of, *requests_of}}


def _settled_on(request: DrugRequest) -> date | None:
    """Return the day on which it was known what came: counted, or turned down; None before."""
    if request.state not in SETTLED:
        return None
    at = request.received_at if request.state is State.RECEIVED else request.reviewed_at or request.submitted_at
    return None if at is None else day(at)


def _amount(line: Line) -> int | None:
    came = [lot for lot in line.lots if lot.received]
    if any(lot.price_fen is None for lot in came):
        return None
    return sum((lot.received or 0) * (lot.price_fen or 0) for lot in came)
