"""All rules of a person at once: the smallest layered graph whose ways from first to last are the rows they allow.

People whose rules are the same share one graph; what was before its first day decides where each of them starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.automata import Automaton

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """Ways of people through the days.

    Layer `d` holds what may have come before day `d`; the place after its last state stands for no way at all.
    """

    #: By day: next state by state and duty.
    steps: tuple[Ints, ...]
    #: By day: what a step costs by itself; None where none does.
    costs: tuple[Floats | None, ...]
    #: What it costs to end, by state of the last layer.
    last: Floats
    #: State of the first layer in which each starts; the place after the last one where nothing keeps all rules.
    starts: tuple[int, ...]

    @property
    def width(self) -> int:
        """Return how many states the widest layer has."""
        return max(len(step) for step in self.steps)

    @property
    def size(self) -> int:
        """Return how many states there are."""
        return sum(len(step) for step in self.steps)

    def own(self, row: Sequence[int], start: int) -> float:
        """Return what a row from a state on costs by its steps and its end; infinite when it is no way."""
        state, gone = start, 0.0
        for day, duty in enumerate(row):
            costs = self.costs[day]
            if costs is not None:
                gone += float(costs[state, duty])
            state = int(self.steps[day][state, duty])
            if day + 1 < len(self.steps) and state == len(self.steps[day + 1]):
                return float("inf")
        return gone + float(np.append(self.last, np.inf)[state])


def free(days: int, duties: int, people: int = 1) -> Graph:
    """Return the graph of no rule: every row is a way of each of some people."""
    return Graph((np.zeros((1, duties), np.int64),) * days, (None,) * days, np.zeros(1), (0,) * people)


def extended(graph: Graph, rule: Automaton) -> Graph:
    """Return the graph of one more rule.

    Raises:
        ValueError: when no row keeps all of them.
    """
    return _smallest(*_reached(graph, rule))


def _reached(graph: Graph, rule: Automaton) -> tuple[list[Ints], list[Floats | None], Floats, Ints]:
    """Follow both from the first day on: a state is one of the graph and one of the rule in one number."""
    scale = rule.table.shape[1]
    begun, is_open = np.array(graph.starts), np.array(graph.starts) < len(graph.steps[0])
    pairs, places = np.unique(begun[is_open] * scale + np.array(rule.starts)[is_open], return_inverse=True)
    starts = np.full(len(begun), len(pairs))
    starts[is_open] = places
    old, new = pairs // scale, pairs % scale
    steps: list[Ints] = []
    costs: list[Floats | None] = []
    for day, kind in enumerate(rule.kinds):
        followed, read = graph.steps[day][old], rule.table[kind][new]
        limit = len(graph.steps[day + 1]) if day + 1 < len(graph.steps) else len(graph.last)
        is_way = (followed < limit) & (read >= 0)
        states, places = np.unique(followed[is_way] * scale + read[is_way], return_inverse=True)
        step = np.full(is_way.shape, len(states), np.int64)
        step[is_way] = places
        steps.append(step)
        own = graph.costs[day]
        price = None if own is None else own[old]
        if rule.costs is not None:
            more = rule.costs[kind][new]
            price = more if price is None else price + more
        costs.append(None if price is None else np.where(is_way, price, 0.0))
        old, new = states // scale, states % scale
    return steps, costs, graph.last[old] + rule.last[new], starts


def _smallest(steps: Sequence[Ints], costs: Sequence[Floats | None], ends: Floats, starts: Ints) -> Graph:
    """Join states from which the same goes on, and leave out those from which nothing does."""
    lasts, places = np.unique(ends, return_inverse=True)
    is_end = np.isfinite(lasts)
    places = np.append(np.where(is_end[places], places, is_end.sum()), is_end.sum())
    small: list[Ints] = []
    prices: list[Floats | None] = []
    for step, price in zip(reversed(steps), reversed(costs), strict=True):
        followed, nothing = places[step], places[-1]
        signs = followed
        if price is not None:
            price = np.where(followed == nothing, 0.0, price)  # noqa: PLW2901 # what a way to nowhere costs is nothing
            signs = np.hstack([followed, price.view(np.int64)])
        firsts, joined = alike(signs)
        rows = followed[firsts]
        is_open = (rows != nothing).any(axis=1)
        kept = np.append(np.where(is_open, np.cumsum(is_open) - 1, is_open.sum()), is_open.sum())
        small.append(rows[is_open])
        own = None if price is None else price[firsts][is_open]
        prices.append(own if own is not None and own.any() else None)
        places = np.append(kept[joined], is_open.sum())
    if not len(small[-1]):
        raise ValueError("no row keeps all rules")
    return Graph(tuple(reversed(small)), tuple(reversed(prices)), lasts[is_end], tuple(places[starts].tolist()))


def alike(rows: Ints) -> tuple[Ints, Ints]:
    """Return where each different row is first, and which of those each row is like."""
    weights = np.random.default_rng(0).integers(1, 1 << 62, rows.shape[1])
    _, firsts, joined = np.unique(rows @ weights, return_index=True, return_inverse=True)
    if not np.array_equal(rows[firsts[joined]], rows):  # two rows came to one figure
        _, firsts, joined = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return firsts, joined.ravel()
