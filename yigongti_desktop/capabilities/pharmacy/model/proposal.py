"""How much of a drug to ask for, with the arithmetic that led there (PHA-16 药品配备满足需要).

Order-up-to level less usable stock less what is on order; whoever asks sees each step and may type another figure.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import usable
from yigongti_desktop.kernel.errors import Refused


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a drug on the day of asking; all quantities in the unit that the ledger counts, 盒 or 片."""

    lots: tuple[StockLot, ...] = ()
    #: Suspended and recalled lots, by lot number: they are on the shelf and of no use.
    held: Held = {}
    #: Asked for or sent, and not yet received.
    on_order: int = 0
    consumption: Consumption
    #: For how many days there should be enough.
    cover_days: int
    #: From asking to receiving.
    lead_days: int = 0
    #: From one request to the next.
    review_days: int = 0
    #: How many units are in one pack that is asked for, a box or a carton; only whole packs are.
    pack_size: int = 1
    #: The least that is delivered, if anything is.
    least_order: int = 0


class Reason(StrEnum):
    """Why the figure is what it is."""

    NO_HISTORY = "no_history"
    NO_USE = "no_use"
    COVERED = "covered"
    PROPOSED = "proposed"


class Act(StrEnum):
    """What a step of the arithmetic does."""

    #: + use in the days to cover; numbers: daily, days, cover_days, lead_days, review_days.
    LEVEL = "level"
    #: - what can be used up before it expires; numbers: on_hand, unusable.
    USABLE = "usable"
    #: - what is on its way; numbers: on_order.
    ON_ORDER = "on_order"
    #: + what is there beyond the level, so that the figure is not below zero; numbers: surplus.
    SURPLUS = "surplus"
    #: + up to whole packs; numbers: need, pack_size, packs.
    WHOLE_PACKS = "whole_packs"
    #: + up to the least that is delivered, in whole packs; numbers: least_order, pack_size, packs.
    LEAST_ORDER = "least_order"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the arithmetic; the amounts of all steps add up to the figure."""

    act: Act
    amount: Fraction
    #: Numbers for the sentence that tells of it.
    numbers: dict[str, Fraction] = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """How much to ask for."""

    #: In the unit of the ledger, a whole number of packs; never below zero.
    figure: int
    #: The same in packs.
    packs: int = 0
    reason: Reason
    #: In the order of reckoning; none when no use is known.
    steps: tuple[Step, ...] = ()


def propose(stock: Stock, today: date) -> Proposal:
    """Return how much to ask for today.

    The level is the daily use times the days to cover: the target, or lead time plus review period where these are
    longer, since nothing that is asked for later can come sooner. The only rounding is the last: up to whole packs.

    Raises:
        Refused: quantity_low when a number of the stock other than a lot's is below what it can be.
    """
    _check(stock)
    daily = stock.consumption.daily
    if daily is None:
        return Proposal(figure=0, reason=Reason.NO_HISTORY)
    if not daily:
        return Proposal(figure=0, reason=Reason.NO_USE)
    days = max(stock.cover_days, stock.lead_days + stock.review_days)
    useful, on_hand = usable(stock.lots, daily, today, stock.held), sum(lot.quantity for lot in stock.lots)
    steps = [
        _step(
            Act.LEVEL,
            daily * days,
            daily=daily,
            days=days,
            cover_days=stock.cover_days,
            lead_days=stock.lead_days,
            review_days=stock.review_days,
        ),
        _step(Act.USABLE, -useful, on_hand=on_hand, unusable=max(on_hand - useful, Fraction(0))),
        _step(Act.ON_ORDER, -stock.on_order, on_order=stock.on_order),
    ]
    need = sum((step.amount for step in steps), Fraction(0))
    if need <= 0:
        steps.append(_step(Act.SURPLUS, -need, surplus=-need))
        return Proposal(figure=0, reason=Reason.COVERED, steps=tuple(steps))
    packs, rounding = _round(need, stock)
    figure = packs * stock.pack_size
    return Proposal(figure=figure, packs=packs, reason=Reason.PROPOSED, steps=(*steps, *rounding))


def _round(need: Fraction, stock: Stock) -> tuple[int, list[Step]]:
    size = stock.pack_size
    packs, least = ceil(need / size), -(-stock.least_order // size)
    steps = [_step(Act.WHOLE_PACKS, packs * size - need, need=need, pack_size=size, packs=packs)]
    if least > packs:
        more = (least - packs) * size
        steps.append(_step(Act.LEAST_ORDER, more, least_order=stock.least_order, pack_size=size, packs=least))
    return max(packs, least), steps


def _step(act: Act, amount: Fraction | int, **numbers: Fraction | int) -> Step:
    return Step(act=act, amount=Fraction(amount), numbers={name: Fraction(one) for name, one in numbers.items()})


def _check(stock: Stock) -> None:
    least_of = {"on_order": 0, "cover_days": 0, "lead_days": 0, "review_days": 0, "pack_size": 1, "least_order": 0}
    for field, least in least_of.items():
        if (value := getattr(stock, field)) < least:
            raise Refused("quantity_low", field=field, least=least, quantity=value)
