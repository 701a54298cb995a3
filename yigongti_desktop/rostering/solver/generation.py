"""Column generation: rows are made as the master asks for them, at smoothed prices, with a bound that holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.pricing import Prices

_CHEAPER = 1e-6
_LEAST_SHARE = 0.2


@dataclass
class Bound:
    """The best bound so far, and at which prices it was found."""

    value: float = -math.inf
    prices: Prices | None = None


@dataclass(frozen=True)
class Pace:
    """How far rows are made."""

    #: Share of the value within which the bound is close enough.
    close: float
    #: Of the master at most.
    rounds: int
    #: How much of the prices of the best bound is kept in those that rows are asked for at.
    share: float = 0.5


def generate(
    master: Master,
    pricer: Pricer,
    pace: Pace,
    is_over: Callable[[], bool],
    below: float = math.inf,
    enough: float = -math.inf,
) -> Bound:
    """Make rows until the master is solved as far as is asked, or cannot come below so much.

    Args:
        master: to be solved; its solution is the last one.
        pricer: of its people, in its order.
        pace: how far.
        is_over: asked before each round.
        below: what is of use.
        enough: value of the master from which on it is not asked to be lower.
    """
    bound, prices = Bound(), master.solve()
    for _ in range(pace.rounds):
        is_close = master.value - bound.value <= pace.close * max(1.0, abs(master.value))
        is_of_use = bound.value < below and master.value > enough
        if is_close or not is_of_use or is_over() or not _round(master, pricer, prices, bound, pace.share):
            break
        prices = master.solve()
    return bound


def _round(master: Master, pricer: Pricer, prices: Prices, bound: Bound, share: float) -> bool:
    """Add rows that are cheaper than what people have; say whether there were any."""
    paid = pricer.paid(prices)
    people, days = np.arange(len(pricer.people))[:, None], np.arange(paid.shape[1])
    while True:
        asked = prices if bound.prices is None else bound.prices.mixed(prices, share)
        priced = pricer.cheapest(paid if asked is prices else pricer.paid(asked))
        if priced is None:
            return False
        value = master.bound(priced.values, asked)
        if value > bound.value:
            bound.value, bound.prices = value, asked
        gains = priced.plain - master.worth - paid[people, days, priced.rows].sum(axis=1)
        added = master.add(
            (pricer.people[place], tuple(priced.rows[place].tolist()), float(priced.plain[place]))
            for place in np.flatnonzero(gains < -_CHEAPER)
        )
        if added or share == 0.0:
            return bool(added)
        share = share / 2 if share > _LEAST_SHARE else 0.0
