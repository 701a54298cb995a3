"""From shares of rows to whole ones: what is surest is settled, step by step, and the rest answers."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.generation import Pace
from yigongti_desktop.rostering.solver.generation import generate
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.task import Row

#: Shares from which on a row, or a cell, is all but taken; and a little.
_SURE, _NEARLY, _SOME = 0.97, 0.6, 1e-6
_PACE = Pace(close=1e-4, rounds=20)
#: Units, and share of the value, that settling some cells may cost before fewer are tried; and units up to which it is
#: not asked whether it might cost less.
_DEAR, _DEAR_SHARE, _ENOUGH = 0.2, 2e-4, 0.06
#: The same for when fewer have been tried too often.
_MUCH, _MUCH_SHARE = 4.0, 0.02
#: How often fewer are tried, what part of them, and how often in a whole dive.
_TRIES, _FEWER, _PATIENCE = 3, 4, 20
#: Place of a person, day and duty.
_Cell = tuple[int, int, int]
#: Picks what is settled next, from what is taken of each cell and which cells are settled.
Choice = Callable[[Master, Floats, NDArray[np.bool_]], Iterable[_Cell]]


def dive(
    master: Master,
    pricer: Pricer,
    choice: Choice,
    below: float,
    is_over: Callable[[], bool],
    *,
    is_quick: bool = False,
) -> dict[int, Row]:
    """Return a row for each person of a master that is solved, or nothing when they would not cost less than so much.

    When it is over before all are settled, it returns the rows that are taken most.

    Args:
        master: solved; cells are settled in it.
        pricer: of its people; likewise.
        choice: of what is settled next.
        below: what the rows may cost.
        is_over: asked after each step.
        is_quick: nothing that was settled is taken back, however dear it is.
    """
    settled = np.zeros((len(master.people), *pricer.size[:1]), bool)
    most, patience = settled.size, _PATIENCE
    while master.value < below - _SOME:
        taken = master.cells()
        if (taken.max(axis=2) > 1 - _SOME).all():
            rows = taken.argmax(axis=2).tolist()
            return {person: tuple(row) for person, row in zip(master.people, rows, strict=True)}
        if is_over():
            return _taken_most(master)
        chosen = [cell for cell in choice(master, taken, settled) if not settled[cell[:2]]][:most]
        if not chosen:
            break
        if is_quick:
            kept, misses = pricer.only(chosen), 0
            master.only(kept)
            generate(master, pricer, _PACE, is_over, below)
        else:
            kept, misses = _settle(master, pricer, chosen, below, is_over, patience)
        for place, day, _ in kept:
            settled[place, day] = True
        most = 2 * (len(kept) if misses else most)
        patience = max(patience - misses, 0)
    return {}


def _settle(
    master: Master, pricer: Pricer, chosen: list[_Cell], below: float, is_over: Callable[[], bool], patience: int
) -> tuple[list[_Cell], int]:
    """Settle cells, or as many of the first of them as cost next to nothing; return them, and how often others did.

    What is surest comes first, and nearly all cells can be settled at no cost: it is a few among many that are dear.
    """
    value, prices, unit = master.value, master.prices, master.problem.unit
    dear, enough = value + max(_DEAR * unit, _DEAR_SHARE * abs(value)), value + _ENOUGH * unit
    for misses in itertools.count():
        kept = pricer.only(chosen)
        master.only(kept)
        _repair(master, pricer, prices)
        most = dear if misses < min(_TRIES, patience) else value + max(_MUCH * unit, _MUCH_SHARE * abs(value))
        if len(kept) == 1:
            most = math.inf
        generate(master, pricer, _PACE, is_over, min(below, most), enough)
        if is_over() or master.value <= most:
            break
        pricer.back()
        master.back()
        chosen = chosen[: max(1, len(kept) // _FEWER)]
    return kept, misses


def _repair(master: Master, pricer: Pricer, prices: Prices) -> None:
    """Add everybody's cheapest row at prices, for those who have lost theirs."""
    priced = pricer.cheapest(pricer.paid(prices))
    if priced is not None:
        people = zip(pricer.people, priced.rows.tolist(), priced.plain.tolist(), strict=True)
        master.add((person, tuple(row), plain) for person, row, plain in people)


def _taken_most(master: Master) -> dict[int, Row]:
    most: dict[int, tuple[float, Row]] = {}
    for place, share, row in master.shares():
        most[place] = max(most.get(place, (0.0, ())), (share, row))
    return {master.people[place]: row for place, (_, row) in most.items()}


def by_rows(chance: random.Random) -> Choice:
    """Settle rows that are all but taken, and one more."""

    def choice(master: Master, _taken: Floats, settled: NDArray[np.bool_]) -> Iterable[_Cell]:
        best: dict[int, tuple[float, Row]] = {}
        for place, share, row in master.shares():
            if not settled[place].all() and master.problem.people[master.people[place]].keeps(row):
                best[place] = max(best.get(place, (0.0, ())), (share * (1 + 0.1 * chance.random()), row))
        order = sorted(best, key=lambda place: best[place][0], reverse=True)
        sure = [place for place in order if best[place][0] >= 1.0]
        for place in [*sure, *order[len(sure) : len(sure) + 1]]:
            for day, duty in enumerate(best[place][1]):
                yield place, day, duty

    return choice


def by_cells(chance: random.Random, part: float) -> Choice:
    """Settle cells that are all but taken, and a part of the others."""

    def choice(_master: Master, taken: Floats, settled: NDArray[np.bool_]) -> Iterable[_Cell]:
        shares, duties = taken.max(axis=2), taken.argmax(axis=2)
        ranked = sorted(
            (
                (shares[place, day] + 1e-3 * chance.random(), place, day)
                for place, day in np.argwhere(~settled).tolist()
            ),
            reverse=True,
        )
        sure = sum(share >= _SURE for share, _, _ in ranked)
        more = ranked[sure : sure + max(1, int(part * len(ranked)))]
        wanted = ranked[:sure] + [one for one in more if one[0] > _NEARLY]
        for _, place, day in wanted if len(wanted) > sure else ranked[: sure + 1]:
            yield place, day, int(duties[place, day])

    return choice
