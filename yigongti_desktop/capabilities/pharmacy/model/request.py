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
    #: Packs that the central pharmacy grants; None until it has decided.
    approved: int | None = None
    #: Why fewer than requested.
    reason: str = ""
    lots: tuple[Lot, ...] = ()
    #: Why fewer were sent than granted.
    short_reason: str = ""
    #: Why what came differs from what was sent.
    difference: str = ""
    difference_note: str = ""

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
    #: Who asked, for the paper.
    requester: str = ""
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
    sees = [request.institution] if request.state is State.DRAFT else [request.institution, request.supplier]
    return frozenset(f"unit:{unit}" for unit in sees)


def awaited_by(request: DrugRequest) -> str:
    """Return the supplier whose desk has yet to fetch a submitted request."""
    return request.supplier if request.state is State.SUBMITTED and request.reached_at is None else ""
