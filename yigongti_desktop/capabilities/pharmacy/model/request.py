"""A drug request from a clinic to the central pharmacy of its community: record, lines, who receives it."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.protocol.record import Record


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """Packs of one lot in a delivery, and how many of them came."""

    #: 批号.
    lot: str
    #: 有效期至: the last day of use.
    expiry: date
    #: Packs sent, in the line's unit.
    quantity: int
    #: Packs that came; None until the clinic has counted.
    received: int | None = None
    #: Price of one pack in 分, as it was when it was sent; None where nobody knew it.
    price_fen: int | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What of a line is for one village."""

    #: Id of the village's request.
    request: str
    village: str
    quantity: int


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """A drug in the place of the one asked for, as it stood in the formulary on the day."""

    drug: str
    name: str
    strength: str
    pack: str
    unit: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One drug of a request; name and pack as they stood in the formulary on the day."""

    drug: str
    name: str
    strength: str
    pack: str
    unit: str
    essential: bool = False
    requested: int
    remark: str = ""
    #: Village requests that the quantity serves, and how many packs of it each (PHA-04).
    shares: tuple[Share, ...] = ()
    #: Ids of the shortages that it is for.
    shortages: tuple[str, ...] = ()
    #: Packs that the central pharmacy grants; None until it has decided.
    approved: int | None = None
    #: Why fewer than requested, or why another drug.
    reason: str = ""
    #: What is given in place of the drug, if another one; what is granted, sent and received is counted in its unit.
    instead: Instead | None = None
    #: Whether what is not sent stays owed and is asked for again by itself.
    back_order: bool = False
    lots: tuple[Lot, ...] = ()
    #: Why fewer were sent than granted.
    short_reason: str = ""
    #: Why what came differs from what was sent.
    difference: str = ""
    difference_note: str = ""

    @property
    def given(self) -> str:
        """Return the drug that is sent: the one asked for, or the one in its place."""
        return self.instead.drug if self.instead else self.drug

    @property
    def given_unit(self) -> str:
        """Return the unit in which it is granted, sent and received."""
        return self.instead.unit if self.instead else self.unit

    @property
    def owed(self) -> int:
        """Return how many packs stay owed once it is sent; a substitute owes nothing."""
        return max(self.requested - self.dispatched, 0) if self.back_order and self.instead is None else 0

    @property
    def dispatched(self) -> int:
        """Return how many packs were sent."""
        return sum(lot.quantity for lot in self.lots)

    @property
    def received(self) -> int:
        """Return how many packs came."""
        return sum(lot.received or 0 for lot in self.lots)


class DrugRequest(Record, frozen=True, kw_only=True):
    """A request for drugs (请领单) and its delivery."""

    number: str = ""
    state: State
    institution: str
    institution_name: str
    supplier: str
    supplier_name: str = ""
    urgency: Urgency = Urgency.ROUTINE
    note: str = ""
    lines: tuple[Line, ...] = ()
    #: Request of which this one asks for what stayed owed.
    back_order_of: str = ""
    #: Who asked, for the paper.
    requester: str = ""
    #: Account of whoever asked: somebody else endorses where the county wants it.
    requested_by: str = ""
    #: Who let it go to the central pharmacy (院长), where the county wants it.
    endorser: str = ""
    endorsed_at: datetime | None = None
    submitted_at: datetime | None = None
    #: The central pharmacy's desk has fetched it (县院已收).
    reached_at: datetime | None = None
    reviewer: str = ""
    reviewed_at: datetime | None = None
    reason: str = ""
    #: Number of the delivery note.
    delivery: str = ""
    dispatcher: str = ""
    dispatched_at: datetime | None = None
    receiver: str = ""
    received_at: datetime | None = None
    prints: int = 0


def has_differences(request: DrugRequest) -> bool:
    """Say whether what came differs from what was sent."""
    return any(line.difference for line in request.lines)


def streams(request: DrugRequest) -> frozenset[str]:
    """Return who receives the request: its clinic, and once submitted its supplier."""
    sees = [request.institution, request.supplier] if request.submitted_at else [request.institution]
    return frozenset(f"unit:{unit}" for unit in sees)


def awaited_by(request: DrugRequest) -> str:
    """Return the supplier whose desk has yet to fetch a submitted request."""
    return request.supplier if request.state is State.SUBMITTED and request.reached_at is None else ""
