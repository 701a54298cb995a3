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
#: What two ways of summing up the same figures may differ by.
_NOTHING = 1e-7
#: Units that one in a link costs at most at first, and times as many where that was too little.
_DEAREST, _DEARER = 10, 10


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


#: Until the master is solved.
EXACT = Pace(close=1e-6, rounds=2000, share=0.7)


def solve(master: Master, pricer: Pricer, pace: Pace, is_over: Callable[[], bool], below: float = math.inf) -> Bound:
    """Solve a master of which little is known, beginning at its prices.

    As long as few rows are known links lack much, and prices that are as high as what that costs say little about
    those in the end, which are low where all that is asked can be had: it is let cost less, as far as it can be.

    Args:
        master: to be solved.
        pricer: of its people, in its order.
        pace: how far.
        is_over: asked before each round.
        below: what is of use.
    """
    bound = Bound()
    _round(master, pricer, master.prices, bound, share=0.0)
    if math.isinf(master.dearest):
        master.dearest = _DEAREST * master.problem.unit
    while True:
        bound = generate(master, pricer, pace, is_over, bound=bound)
        if is_over() or bound.value > below or not master.is_lessened:
            return bound
        master.dearest *= _DEARER


def generate(
    master: Master,
    pricer: Pricer,
    pace: Pace,
    is_over: Callable[[], bool],
    below: float = math.inf,
    enough: float = -math.inf,
    bound: Bound | None = None,
) -> Bound:
    """Make rows until the master is solved as far as is asked, or cannot come below so much.

    Args:
        master: to be solved; its solution is the last one.
        pricer: of its people, in its order.
        pace: how far.
        is_over: asked before each round.
        below: what is of use.
        enough: value of the master from which on it is not asked to be lower.
        bound: that is known.
    """
    bound, prices = bound or Bound(), master.solve()
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


def leave_near(master: Master, pricer: Pricer, prices: Prices, most: float) -> float:
    """Leave people only rows that a solution may have that costs no more than so much; return what all cost at least.

    Where that is more, what was left to them is.

    Args:
        master: of the pricer's people.
        pricer: whose people are left them.
        prices: at which it is measured.
        most: what a solution may cost.
    """
    paid = pricer.paid(prices)
    priced = pricer.cheapest(paid)
    if priced is None:
        return math.inf
    least = master.bound(priced.values, prices)
    if least <= most:
        pricer.near(paid, priced.values + (most - least + _NOTHING))
    return least
