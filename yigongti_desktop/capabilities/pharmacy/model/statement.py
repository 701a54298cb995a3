"""A monthly statement (药款对账单): what a unit owes the central pharmacy for a month, agreed by both sides.

PHA-13, PHA-14 统一药款支付. The amounts are frozen when the central pharmacy opens it; it stands open again as soon as
one more delivery of that month is received, also after it was closed, and then says what was settled before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.model.payables import Delivery
from yigongti_desktop.capabilities.pharmacy.model.pricing import check_price
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import need_institution

PAY_DAMAGED = "pharmacy.pay_damaged"
LONGEST = 500
_MOST_DELIVERIES = 500


class StatementState(StrEnum):
    """Where a statement stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    CLOSED = "closed"


_S = StatementState
LIFECYCLE: Lifecycle[StatementState] = Lifecycle(
    {
        "draw_up": (frozenset({_S.OPEN, _S.CONFIRMED, _S.DISPUTED}), _S.OPEN),
        "deliver": (frozenset(_S), _S.OPEN),
        "confirm": (frozenset({_S.OPEN, _S.DISPUTED}), _S.CONFIRMED),
        "dispute": (frozenset({_S.OPEN, _S.CONFIRMED}), _S.DISPUTED),
        "close": (frozenset({_S.CONFIRMED}), _S.CLOSED),
    },
    kind="statement",
)


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack of a drug costs whose lots came without a price."""

    drug: str
    price_fen: int


class Statement(Record, frozen=True, kw_only=True):
    """What a unit owes for a month."""

    number: str
    state: StatementState
    institution: str
    institution_name: str
    supplier: str
    supplier_name: str
    #: As 2026-11.
    month: str
    deliveries: tuple[Delivery, ...] = ()
    prices: tuple[Price, ...] = ()
    opener: str = ""
    opened_at: datetime
    confirmer: str = ""
    confirmed_at: datetime | None = None
    #: What the unit finds wrong.
    words: str = ""
    closer: str = ""
    closed_at: datetime | None = None
    #: What was paid when it was closed before, in 分; None when it never was.
    settled_fen: int | None = None

    @property
    def total_fen(self) -> int:
        """Return what is owed as far as prices are known."""
        return payables.total_fen(self.deliveries)


def statement_id(unit: str, supplier: str, month: str) -> str:
    """Return the id of the one statement of a unit, its central pharmacy and a month."""
    return derived_id("statement", unit, supplier, month)


def open_statement(
    current: Statement | None,
    number: str,
    unit: str,
    month: str,
    requests: Iterable[str],
    prices: Iterable[Price],
    ruling: Ruling,
) -> Statement:
    """Freeze what a unit owes for a month, or freeze it anew; a settled one only when it lacks a delivery.

    Raises:
        Refused: month_format, not_holder, wrong_state, statement_empty, statement_long, not_found, delivery_foreign,
            price_low, price_high.
    """
    payables.check_month(month)
    own = need_institution(ruling.register, ruling.actor.institution)
    known = need_institution(ruling.register, unit)
    if ruling.record != statement_id(unit, own.id, month):
        raise Refused("not_holder")
    given = _merged(current.prices if current else (), prices)
    frozen = current.deliveries if current else ()
    asked = [*(one.request for one in frozen), *requests]
    deliveries = _deliveries(asked, (unit, own.id, month), given, ruling)
    is_more = current is not None and len(deliveries) > len(frozen)
    return Statement(
        id=ruling.record,
        revision=current.revision if current else 0,
        extra=current.extra if current else {},
        number=current.number if current else number,
        state=LIFECYCLE.after("deliver" if is_more else "draw_up", current.state) if current else StatementState.OPEN,
        institution=unit,
        institution_name=known.name,
        supplier=own.id,
        supplier_name=own.name,
        month=month,
        deliveries=deliveries,
        prices=given,
        opener=ruling.actor.name,
        opened_at=ruling.at,
        words=current.words if current else "",
        settled_fen=current.settled_fen if current else None,
    )


def deliver(current: Statement | None, request: str, ruling: Ruling) -> Statement:
    """Add a delivery that was received after the statement was opened; it is to be confirmed again."""
    known = _existing(current)
    state = LIFECYCLE.after("deliver", known.state)
    asked = [*(one.request for one in known.deliveries), request]
    of = (known.institution, known.supplier, known.month)
    return replace(
        known,
        state=state,
        deliveries=_deliveries(asked, of, known.prices, ruling),
        confirmer="",
        confirmed_at=None,
        closer="",
        closed_at=None,
    )


def confirm(current: Statement | None, ruling: Ruling) -> Statement:
    """Agree to a statement (已核对).

    Raises:
        Refused: not_found, not_holder, wrong_state, price_missing.
    """
    known = _existing(current)
    _need_side(known.institution, ruling)
    state = LIFECYCLE.after("confirm", known.state)
    _need_prices(known)
    return replace(known, state=state, words="", confirmer=ruling.actor.name, confirmed_at=ruling.at)


def dispute(current: Statement | None, words: str, ruling: Ruling) -> Statement:
    """Say what is wrong with a statement.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    known = _existing(current)
    _need_side(known.institution, ruling)
    state = LIFECYCLE.after("dispute", known.state)
    said = clean_line(words)
    if not said:
        raise Refused("field_empty", field="words")
    if len(said) > LONGEST:
        raise Refused("field_long", field="words", most=LONGEST, length=len(said))
    return replace(known, state=state, words=said, confirmer="", confirmed_at=None)


def close(current: Statement | None, ruling: Ruling) -> Statement:
    """Settle a statement to which the unit agreed.

    Raises:
        Refused: not_found, not_holder, wrong_state, price_missing.
    """
    known = _existing(current)
    _need_side(known.supplier, ruling)
    state = LIFECYCLE.after("close", known.state)
    _need_prices(known)
    return replace(known, state=state, closer=ruling.actor.name, closed_at=ruling.at, settled_fen=known.total_fen)


def pays_damaged(register: Lookup) -> payables.PaysDamaged:
    """Return whether damaged packs are paid for on a day, by the county's rule; not unless it says so."""
    return lambda on: rule(register, PAY_DAMAGED, on, default=False)


def streams(known: Statement) -> frozenset[str]:
    """Return who receives it: both sides."""
    return frozenset({f"unit:{known.institution}", f"unit:{known.supplier}"})


def _deliveries(
    requests: Iterable[str], of: tuple[str, str, str], prices: Iterable[Price], ruling: Ruling
) -> tuple[Delivery, ...]:
    unit, supplier, month = of
    asked = list(dict.fromkeys(requests))
    if not asked:
        raise Refused("statement_empty", month=month)
    if len(asked) > _MOST_DELIVERIES:
        raise Refused("statement_long", most=_MOST_DELIVERIES)
    found: list[DrugRequest] = []
    for request in asked:
        known: DrugRequest | None = ruling.register.get("drug_request", request)
        if known is None:
            raise Refused("not_found", kind="drug_request")
        is_its = known.institution == unit and known.supplier == supplier and known.received_at is not None
        if not is_its or payables.month_of(_received_on(known)) != month:
            raise Refused("delivery_foreign", number=known.delivery or known.number)
        found.append(known)
    by_drug = {price.drug: price.price_fen for price in prices}
    return payables.statement(unit, month, found, pays_damaged(ruling.register), by_drug)


def _received_on(request: DrugRequest) -> date:
    return day(request.received_at) if request.received_at is not None else date.min


def _merged(known: Iterable[Price], given: Iterable[Price]) -> tuple[Price, ...]:
    merged: dict[str, Price] = {price.drug: price for price in known}
    for place, price in enumerate(given, start=1):
        check_price(price.price_fen, place)
        merged[price.drug] = price
    return tuple(merged.values())


def _need_prices(known: Statement) -> None:
    if missing := payables.unpriced(known.deliveries):
        raise Refused("price_missing", count=len(missing), name=missing[0].name)


def _existing(current: Statement | None) -> Statement:
    if current is None:
        raise Refused("not_found", kind="statement")
    return current


def _need_side(side: str, ruling: Ruling) -> None:
    if ruling.actor.institution != side:
        raise Refused("not_holder")
