"""What is to be solved: people with their graphs and wishes, and what all their rows together are to sum up to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Graph
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row


@dataclass(frozen=True)
class Person:
    """One person; whoever lives by the same rules shares one graph."""

    graph: Graph
    #: State in which they start.
    start: int
    #: Of days and duties; infinite where a duty is not theirs.
    costs: Floats
    sides: tuple[Side, ...] = ()
    #: Which links they count in.
    kind: int = 0

    def plain(self, row: Row) -> float:
        """Return what a row costs without the sides."""
        return float(self.costs[np.arange(len(row)), row].sum()) + self.graph.own(row, self.start)

    def keeps(self, row: Row) -> bool:
        """Say whether a row keeps the sides that must be kept."""
        return self.aside(row) < math.inf

    def aside(self, row: Row) -> float:
        """Return what a row costs by the sides."""
        return sum(side.cost(row) for side in self.sides)


@dataclass(frozen=True)
class Links:
    """Sums over all rows: each is to be between two figures, and every unit beside them has its price."""

    least: Floats
    most: Floats
    under: Floats
    over: Floats
    #: Of each kind of people: which link a cell (day times duties, plus duty) counts in, and how.
    links: tuple[Ints, ...]
    cells: tuple[Ints, ...]
    signs: tuple[Floats, ...]
    shape: tuple[int, int]

    @cached_property
    def tables(self) -> tuple[tuple[Ints, Floats], ...]:
        """Return for each kind of people by cell in which links it counts, -1 for none, and how."""
        return tuple(
            _table(links, cells, signs, self.shape[0] * self.shape[1])
            for links, cells, signs in zip(self.links, self.cells, self.signs, strict=True)
        )

    def counted(self, kind: int, row: Row) -> Floats:
        """Return what a row counts in each link."""
        has = np.zeros(self.shape, np.float64)
        has[np.arange(len(row)), row] = 1.0
        worth = has.ravel()[self.cells[kind]] * self.signs[kind]
        return np.bincount(self.links[kind], worth, len(self.least)).astype(np.float64)

    def priced(self, prices: Floats) -> Floats:
        """Return what each cell is paid at prices of the links: kinds, days and duties."""
        size = self.shape[0] * self.shape[1]
        found = [
            np.bincount(cells, prices[links] * signs, size).astype(np.float64).reshape(self.shape)
            for links, cells, signs in zip(self.links, self.cells, self.signs, strict=True)
        ]
        return np.stack(found)

    def worth(self, sums: Floats) -> Floats:
        """Return what one more in each link would save, besides these sums: negative where it would cost."""
        return np.where(sums < self.least, self.under, np.where(sums >= self.most, -self.over, 0.0))

    def cost(self, sums: Floats) -> float:
        """Return what it costs that the links sum up to this."""
        missing, beyond = np.maximum(self.least - sums, 0), np.maximum(sums - self.most, 0)
        return float((missing * self.under + beyond * self.over).sum())


def _table(links: Ints, cells: Ints, signs: Floats, size: int) -> tuple[Ints, Floats]:
    order = np.argsort(cells, kind="stable")
    counts = np.bincount(cells, minlength=size)
    places = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    found, worth = np.full((size, counts.max(initial=0)), -1), np.zeros((size, counts.max(initial=0)))
    found[cells[order], places] = links[order]
    worth[cells[order], places] = signs[order]
    return found, worth


@dataclass(frozen=True)
class Problem:
    """People and links."""

    people: tuple[Person, ...]
    links: Links
    #: Every roster costs a multiple of this.
    unit: int = 1

    def sums(self, rows: Iterable[tuple[int, Row]]) -> Floats:
        """Return what the rows of some people sum up to in each link."""
        total = np.zeros(len(self.links.least))
        for person, row in rows:
            total += self.links.counted(self.people[person].kind, row)
        return total

    def own(self, rows: Iterable[tuple[int, Row]]) -> float:
        """Return what rows cost by themselves."""
        return sum(self.people[person].plain(row) + self.people[person].aside(row) for person, row in rows)

    def cost(self, roster: Roster | Sequence[Row]) -> float:
        """Return what a roster costs."""
        rows = list(enumerate(roster))
        return self.own(rows) + self.links.cost(self.sums(rows))
