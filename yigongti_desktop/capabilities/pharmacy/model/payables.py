"""What a unit owes for what it received (统一药款支付, PHA-13, PHA-14): per lot, per delivery, per month.

Amounts are whole 分. A lot whose price nobody knows has no amount: it is listed, and never counts as nought.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")

#: Says whether packs that came damaged are paid for by the county's rule of a day.
PaysDamaged = Callable[[date], bool]


class DueLine(msgspec.Struct, frozen=True, kw_only=True):
    """One lot of a delivery and what is owed for it."""

    drug: str
    name: str
    strength: str = ""
    unit: str = ""
    lot: str
    expiry: date
    sent: int
    received: int
    #: Packs that are paid for.
    payable: int
    price_fen: int | None = None
    difference: str = ""

    @property
    def amount_fen(self) -> int | None:
        """Return what is owed; None where packs came whose price is unknown."""
        if not self.payable:
            return 0
        return None if self.price_fen is None else self.payable * self.price_fen


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery that was received."""

    request: str
    number: str = ""
    delivery: str = ""
    received_on: date
    lines: tuple[DueLine, ...] = ()

    @property
    def amount_fen(self) -> int:
        """Return what is owed as far as prices are known."""
        return sum(line.amount_fen or 0 for line in self.lines)


def statement(
    unit: str,
    month: str,
    requests: Iterable[DrugRequest],
    pays_damaged: PaysDamaged,
    prices: Mapping[str, int] | None = None,
) -> tuple[Delivery, ...]:
    """Return the deliveries that a unit received in a month, the first first.

    Args:
        unit: the institution.
        month: as 2026-11; empty for all.
        requests: among which its own are.
        pays_damaged: whether damaged packs are paid for on a day.
        prices: of drugs whose lots have none, in 分 a pack.
    """
    its = [one for one in requests if one.institution == unit and one.state is State.RECEIVED]
    found = [delivery_of(one, pays_damaged, prices or {}) for one in its]
    return tuple(sorted((one for one in found if _is_in(one.received_on, month)), key=_order))


def delivery_of(request: DrugRequest, pays_damaged: PaysDamaged, prices: Mapping[str, int]) -> Delivery:
    """Return what is owed for a request that was received."""
    if request.received_at is None:
        raise LIFECYCLE.refusal("receive", request.state)
    on = day(request.received_at)
    is_paid = pays_damaged(on)
    lines = tuple(_due(line, lot, prices, is_damaged_paid=is_paid) for line in request.lines for lot in line.lots)
    return Delivery(request=request.id, number=request.number, delivery=request.delivery, received_on=on, lines=lines)


def total_fen(deliveries: Iterable[Delivery]) -> int:
    """Return what is owed for deliveries as far as prices are known."""
    return sum(delivery.amount_fen for delivery in deliveries)


def unpriced(deliveries: Iterable[Delivery]) -> tuple[DueLine, ...]:
    """Return the lots that came and have no price: what they cost is not in any total."""
    return tuple(line for delivery in deliveries for line in delivery.lines if line.amount_fen is None)


def month_of(on: date) -> str:
    """Return the month of a day: 2026-11."""
    return f"{on:%Y-%m}"


def check_month(month: str) -> str:
    """Return a month as it is written.

    Raises:
        Refused: month_format.
    """
    if not _MONTH.fullmatch(month):
        raise Refused("month_format", typed=month[:20])
    return month


def _is_in(on: date, month: str) -> bool:
    return not month or month_of(on) == month


def _order(delivery: Delivery) -> tuple[date, str, str]:
    return delivery.received_on, delivery.delivery, delivery.request


def _due(line: Line, lot: Lot, prices: Mapping[str, int], *, is_damaged_paid: bool) -> DueLine:
    received = lot.received or 0
    is_damaged = line.difference == Difference.DAMAGED
    return DueLine(
        drug=line.drug,
        name=line.name,
        strength=line.strength,
        unit=line.unit,
        lot=lot.lot,
        expiry=lot.expiry,
        sent=lot.quantity,
        received=received,
        payable=max(received, lot.quantity) if is_damaged and is_damaged_paid else received,
        price_fen=prices.get(line.drug) if lot.price_fen is None else lot.price_fen,
        difference=line.difference,
    )
