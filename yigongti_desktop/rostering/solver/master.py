"""The master: which rows are taken, so that each person has one and the links cost as little as may be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.solver.pricing import Column
from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.solver.sides import Stack
from yigongti_desktop.rostering.task import Row

_INFINITE = highspy.kHighsInf
#: What a person without a row costs: more than any row that a rule of weight may ask for.
_NO_ROW = 1e6
#: Of the choice of whole rows.
_WHOLE = {"mip_rel_gap": 0.0, "mip_detect_symmetry": False}
#: Of the way into the midst of all solutions; as far as is of use.
_INNER: dict[str, str | float] = {"solver": "ipm", "run_crossover": "off", "ipm_optimality_tolerance": 1e-4}
#: Less is nothing.
_SOME = 1e-6


class Master:
    """A linear programme over the rows known so far."""

    def __init__(self, problem: Problem, people: Sequence[int], there: Floats | None = None) -> None:
        """Begin.

        Args:
            problem: to be solved.
            people: whose rows are looked for.
            there: what the rows of all others sum up to in each link.
        """
        self.problem = problem
        self.people = tuple(people)
        gone = np.zeros(len(problem.links.least)) if there is None else there
        self._least, self._most = problem.links.least - gone, problem.links.most - gone
        #: Person and row of each column.
        self.columns: list[tuple[int, Row]] = []
        #: What each costs without the sides.
        self.costs: list[float] = []
        self._sides = Stack([problem.people[person].sides for person in self.people], problem.links.shape)
        self.taken: Floats = np.empty(0)
        #: What the one row of each person is worth.
        self.worth: Floats = np.full(len(self.people), np.inf)
        #: What no choice of whole rows among those known costs less than, as the last one found.
        self.least_whole = -np.inf
        self._known: set[tuple[int, Row]] = set()
        #: What the rows of others sum up to.
        self._there = there
        #: What the last solution pays; nothing before the first.
        self.prices = Prices(np.zeros(len(problem.links.least)), np.zeros(len(self._sides.sides)))
        #: Cells of each column, among those of all people; and whether it may be taken.
        self._cells: Ints = np.empty((0, problem.links.shape[0]), np.int64)
        self._is_kept: NDArray[np.bool_] = np.empty(0, np.bool_)
        #: What the last solution costs.
        self.value = math.inf
        self._dearest = math.inf
        self._lp = _highs()
        self._set_out()

    def add(self, columns: Iterable[Column]) -> int:
        """Add rows; return how many of them are new."""
        new = [column for column in columns if self._is_new(column)]
        if not new:
            return 0
        rows = np.array([row for _, row, _ in new])
        cells = rows + np.arange(rows.shape[1]) * self.problem.links.shape[1]
        owners = np.array([self._rows[person] for person, _, _ in new])
        self._cells = np.concatenate([self._cells, cells + owners[:, None] * math.prod(self.problem.links.shape)])
        self._is_kept = np.append(self._is_kept, np.ones(len(new), np.bool_))
        parts = [(np.arange(len(new)), owners, np.ones(len(new)))]
        kinds = np.array([self.problem.people[person].kind for person, _, _ in new])
        for kind in np.unique(kinds).tolist():
            which = np.flatnonzero(kinds == kind)
            links, worth = (table[cells[which]] for table in self.problem.links.tables[kind])
            there = links >= 0
            parts.append((which[np.nonzero(there)[0]], links[there] + len(self.people), worth[there]))
        places, sides, totals = self._sides.totals(owners, cells)
        parts.append((places, sides + self._first_side, totals))
        self._put([cost for _, _, cost in new], *(np.concatenate(some) for some in zip(*parts, strict=True)))
        return len(new)

    def _is_new(self, column: Column) -> bool:
        person, row, cost = column
        if (person, row) in self._known:
            return False
        self._known.add((person, row))
        self.columns.append((person, row))
        self.costs.append(cost)
        return True

    def _put(self, costs: Sequence[float], columns: Ints, places: Ints, values: Floats) -> None:
        """Put columns into the programme: where each has which value."""
        order = np.argsort(columns, kind="stable")
        counts = np.bincount(columns, minlength=len(costs))
        starts = np.cumsum(counts) - counts
        self._lp.addCols(
            len(costs),
            np.array(costs),
            np.zeros(len(costs)),
            np.full(len(costs), _INFINITE),
            len(values),
            starts.astype(np.int32),
            places[order].astype(np.int32),
            values[order],
        )

    def solve(self) -> Prices:
        """Solve, and return the prices."""
        self._lp.run()
        self.value = float(self._lp.getInfo().objective_function_value)
        solution = self._lp.getSolution()
        duals = np.array(solution.row_dual)
        self.taken = np.array(solution.col_value)[self._slacks :]
        self.worth = duals[: len(self.people)]
        links = duals[len(self.people) : self._first_side]
        self.prices = self.payable(Prices(links, duals[self._first_side :]))
        return self.prices

    def payable(self, prices: Prices) -> Prices:
        """Return prices that are no higher than what it costs that something is lacking."""
        under, over = self._dear()
        return Prices(np.clip(prices.links, -over, under), self._sides.within_limits(prices.sides))

    def bound(self, values: Floats, prices: Prices) -> float:
        """Return what no solution can cost less than.

        Args:
            values: of the cheapest rows of all people.
            prices: at which they are the cheapest.
        """
        return float(values.sum()) + _least(prices.links, self._least, self._most) + self._sides.bound(prices.sides)

    @property
    def dearest(self) -> float:
        """Return what one in a link costs at most, for now: a bound holds all the same."""
        return self._dearest

    @dearest.setter
    def dearest(self, most: float) -> None:
        self._dearest = most
        costs = np.stack(self._dear(), axis=1).ravel()
        self._lp.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _dear(self) -> tuple[Floats, Floats]:
        """Return what one too few in each link costs now, and one too many."""
        links = self.problem.links
        return np.minimum(links.under, self._dearest), np.minimum(links.over, self._dearest)

    @property
    def is_lessened(self) -> bool:
        """Say whether the last solution would cost more if all links cost what they do."""
        slacks = np.array(self._lp.getSolution().col_value)[: 2 * len(self._least)].reshape(-1, 2)
        true = np.stack([self.problem.links.under, self.problem.links.over], axis=1)
        return bool((slacks[true > self._dearest] > _SOME).any())

    def keep(self, is_open: NDArray[np.bool_]) -> None:
        """Take only rows that are open in each cell, once it is solved again: people, days and duties."""
        kept: NDArray[np.bool_] = np.all(is_open.ravel()[self._cells], axis=1)
        changed = np.flatnonzero(kept != self._is_kept)
        most = np.where(kept[changed], _INFINITE, 0.0)
        self._lp.changeColsBounds(len(changed), (changed + self._slacks).astype(np.int32), np.zeros(len(changed)), most)
        self._is_kept = kept

    def slim(self) -> Master:
        """Return one that knows only the rows that it keeps, solved: closed ones cost as much time as open ones."""
        made = Master(self.problem, self.people, self._there)
        made.dearest = self.dearest
        made.add((*self.columns[place], self.costs[place]) for place in np.flatnonzero(self._is_kept))
        made.solve()
        return made

    @property
    def rows(self) -> list[Column]:
        """Return all rows that it knows, with what each costs without the sides."""
        return [(*column, cost) for column, cost in zip(self.columns, self.costs, strict=True)]

    @property
    def kept(self) -> int:
        """Return how many rows it may take."""
        return int(self._is_kept.sum())

    def shares(self) -> Iterator[tuple[int, float, Row]]:
        """Return what is taken of which row, with the place of its person."""
        for column in np.flatnonzero(self.taken > _SOME):
            person, row = self.columns[column]
            yield self._rows[person], float(self.taken[column]), row

    def cells(self) -> Floats:
        """Return what is taken of each cell: people, days and duties."""
        return self._summed(self.taken)

    def central(self) -> Floats:
        """Return what is taken of each cell in the midst of all solutions that cost no more than this one.

        Where many cost the same, which of them the simplex method ends at says little about what can be settled; an
        interior point method that does not go on to a corner ends between all of them.
        """
        inner = _highs()
        for option, value in _INNER.items():
            inner.setOptionValue(option, value)
        inner.passModel(self._lp.getLp())
        inner.run()
        found = np.array(inner.getSolution().col_value)[self._slacks :]
        return self._summed(found if len(found) else self.taken)

    def _summed(self, taken: Floats) -> Floats:
        found = np.zeros(len(self.people) * math.prod(self.problem.links.shape))
        some = np.flatnonzero(taken > _SOME)
        np.add.at(found, self._cells[some], taken[some, None])
        return found.reshape(len(self.people), *self.problem.links.shape)

    def whole(self, seconds: float, start: Mapping[int, Row] | None = None) -> dict[int, Row]:
        """Return the cheapest choice of whole rows among those known that is found in time; nothing when none is.

        Args:
            seconds: that it may take.
            start: a choice that is to be bettered, by one unit at least.
        """
        exact = _highs()
        for option, value in _WHOLE.items():
            exact.setOptionValue(option, value)
        exact.setOptionValue("mip_abs_gap", 0.99 * self.problem.unit)
        exact.setOptionValue("time_limit", seconds)
        exact.passModel(self._lp.getLp())
        places = np.arange(self._slacks, self._slacks + len(self.columns), dtype=np.int32)
        exact.changeColsIntegrality(len(places), places, np.full(len(places), highspy.HighsVarType.kInteger))
        if start is not None:
            taken = [column for column, (person, row) in enumerate(self.columns) if start[person] == row]
            columns = np.array([self._slacks + column for column in taken], np.int32)
            exact.setSolution(len(columns), columns, np.ones(len(columns)))
        exact.run()
        self.least_whole = float(exact.getInfo().mip_dual_bound)
        values = exact.getSolution().col_value
        if len(values) < self._slacks + len(self.columns):
            return {}
        chosen = zip(self.columns, values[self._slacks :], strict=True)
        return {person: row for (person, row), value in chosen if value > 0.5}  # noqa: PLR2004 # whole or not at all

    def _set_out(self) -> None:
        links = self.problem.links
        self._rows = {person: place for place, person in enumerate(self.people)}
        for _ in self.people:
            self._lp.addRow(1, 1, 0, [], [])
        for least, most in zip(self._least.tolist(), self._most.tolist(), strict=True):
            self._lp.addRow(least, min(most, _INFINITE), 0, [], [])
        self._first_side = self._lp.getNumRow()
        for side in self._sides.sides:
            self._lp.addRow(max(side.least, -_INFINITE), min(side.most, _INFINITE), 0, [], [])
        for place, (under, over) in enumerate(zip(links.under.tolist(), links.over.tolist(), strict=True)):
            self._lp.addCol(under, 0, _INFINITE, 1, [len(self.people) + place], [1.0])
            self._lp.addCol(over, 0, _INFINITE, 1, [len(self.people) + place], [-1.0])
        for place, side in enumerate(self._sides.sides, self._first_side):
            self._slacken(side, place)
        first = self._first_side
        for row, person in enumerate(self.people):
            own = enumerate(self.problem.people[person].sides, first)
            asked = {place: side.least for place, side in own if side.least > 0}
            self._lp.addCol(_NO_ROW, 0, _INFINITE, 1 + len(asked), [row, *asked], [1.0, *asked.values()])
            first += len(self.problem.people[person].sides)
        self._slacks = self._lp.getNumCol()

    def _slacken(self, side: Side, place: int) -> None:
        if not np.isfinite(side.weight):
            return
        signs = [sign for sign, is_asked in ((1.0, side.least > 0), (-1.0, np.isfinite(side.most))) if is_asked]
        for sign in signs:
            for step in range(1, side.steps + 1):
                most = _INFINITE if step == side.steps else 1.0
                self._lp.addCol(side.weight * step, 0, most, 1, [place], [sign])


def _highs() -> highspy.Highs:
    """Return a solver that says nothing and uses one core."""
    made = highspy.Highs()  # type: ignore[no-untyped-call] # it has no types
    for option, value in {"output_flag": False, "log_to_console": False, "threads": 1, "simplex_strategy": 4}.items():
        made.setOptionValue(option, value)
    return made


def _least(prices: Floats, least: Floats, most: Floats) -> float:
    """Return what prices are worth at the bounds they pull to."""
    low, high = prices > 0, prices < 0
    return float((prices[low] * least[low]).sum() + (prices[high] * most[high]).sum())
