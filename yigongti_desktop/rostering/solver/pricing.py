"""The cheapest row of each person at prices of the master: all graphs lie side by side and are gone through at once."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.counting import Count
from yigongti_desktop.rostering.solver.counting import Near
from yigongti_desktop.rostering.solver.counting import counted
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.sides import Stack
from yigongti_desktop.rostering.solver.state import State
from yigongti_desktop.rostering.task import Row

#: Person, row, and what it costs by itself without the sides.
Column = tuple[int, Row, float]


@dataclass(frozen=True)
class Prices:
    """What the master pays."""

    #: For one more in each link.
    links: Floats
    #: For one more in each person's side, person by person.
    sides: Floats

    def mixed(self, other: Prices, share: float) -> Prices:
        """Return prices between these and others, `share` of these."""
        return Prices(share * self.links + (1 - share) * other.links, share * self.sides + (1 - share) * other.sides)


@dataclass(frozen=True)
class Priced:
    """The cheapest rows of some people, in their order."""

    #: People and days.
    rows: Ints
    #: At the prices, without what the person's one row is worth.
    values: Floats
    #: What the rows cost by themselves, without the sides.
    plain: Floats


class Pricer:
    """Prices some people of a problem."""

    def __init__(self, problem: Problem, people: Sequence[int]) -> None:
        self.people = tuple(people)
        self._problem = problem
        self._own = [problem.people[person] for person in self.people]
        self._kinds = np.array([own.kind for own in self._own], np.int64)
        self._sides = Stack([own.sides for own in self._own], problem.links.shape)
        self._costs = np.stack([own.costs for own in self._own])
        #: Days and duties.
        self.size = problem.links.shape
        self._days = self.size[0]
        #: What it costs to end, by state of the last layer and its end.
        self._last: Floats = np.empty(0)
        #: By day: next state by duty and state, and what a step costs by itself; None where none does.
        self._steps: list[Ints] = []
        self._prices: list[Floats | None] = []
        #: By day: place of the person of each state.
        self._owners: list[Ints] = []
        self._lay()

    def only(self, cells: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Leave people no other duty in these cells; return the cells that were settled.

        Of a person to whom all of their cells together would leave no row, only the first is.

        Args:
            cells: places of people among these, days and duties; each first one of a person leaves them a row.
        """
        asked: dict[int, list[tuple[int, int, int]]] = {}
        for cell in cells:
            asked.setdefault(cell[0], []).append(cell)
        before = {place: self._costs[place].copy() for place in asked}
        for own in asked.values():
            self._settle(own)
        for place in self.stuck():
            self._costs[place] = before[place]
            asked[place] = asked[place][:1]
            self._settle(asked[place])
        self._narrow()
        return [cell for own in asked.values() for cell in own]

    def without(self, cell: tuple[int, int, int]) -> None:
        """Take a duty from a person in a cell that has several: place among these people, day and duty."""
        self._costs[cell] = np.inf
        self._narrow()

    def leave(self, is_open: NDArray[np.bool_]) -> None:
        """Leave people nothing else than this: people, days and duties."""
        self._costs = np.where(is_open, self._costs, np.inf)
        self._narrow()

    def near(self, paid: Floats, most: Floats) -> None:
        """Leave people only the steps that rows take whose value is no more than so much.

        Args:
            paid: for each cell of each person.
            most: value of each person's rows; where none is so cheap, no row is left.
        """
        costs = self._costs - paid
        rest, gone = self._values(costs), np.zeros(len(self.people))
        states, is_near = np.arange(len(self.people)), np.zeros(costs.shape, bool)
        for day in range(self._days):
            own, price = self._owners[day][states], self._prices[day]
            reached = gone + np.take(costs[:, day].T, own, axis=1)
            if price is not None:
                reached += price[:, states]
            fits = reached + np.take(rest[day + 1], self._steps[day][:, states]) <= most[own]
            duties, places = np.nonzero(fits)
            is_near[own[places], day, duties] = True
            states, places = self._leave(day, states, fits)
            gone = np.full(len(states), np.inf)
            np.minimum.at(gone, places, reached[fits])
        self._costs = np.where(is_near, self._costs, np.inf)
        self._last = np.append(self._last[states], np.inf)

    def count(self, sums: Sequence[tuple[Count, float] | None], paid: Floats, room: float, limit: int) -> bool:
        """Count a sum of each along ways that are no dearer than the cheapest by more than so much, if they are few.

        Args:
            sums: and at what price each is among what is paid; None where there is nothing to count.
            paid: for each cell of each person.
            room: by which the value of a person's rows may be more than that of the cheapest.
            limit: of states, from which on nothing is done.

        Returns:
            Whether it was done.
        """
        costs = self._costs - paid
        rest = self._values(costs)
        near = Near(costs, rest, rest[0][: len(self.people)] + room)
        state = counted(self.state(), sums, near, limit)
        if state is not None:
            self.restore(state)
        return state is not None

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Return what is left to people: people, days and duties."""
        return np.isfinite(self._costs)

    def open_rows(self, columns: Iterable[Column]) -> Iterator[Column]:
        """Return rows all of whose cells are left to their person."""
        is_open, places = self.is_open, {person: place for place, person in enumerate(self.people)}
        days = np.arange(self._days)
        return (column for column in columns if is_open[places[column[0]], days, column[1]].all())

    def state(self) -> State:
        """Return what is left to people now, to come back to."""
        return State(self._costs.copy(), self._steps[:], self._owners[:], self._prices[:], self._last)

    def restore(self, state: State) -> None:
        """Leave people again what was left to them then."""
        self._costs, self._last = state.costs.copy(), state.last
        self._steps, self._owners, self._prices = state.steps[:], state.owners[:], state.prices[:]

    @property
    def states(self) -> int:
        """Return how many states there are in what is left."""
        return sum(map(len, self._owners))

    def stuck(self) -> list[int]:
        """Return the places of those to whom nothing is left."""
        return np.flatnonzero(np.isinf(self._values(self._costs)[0][: len(self.people)])).tolist()

    def _settle(self, cells: Iterable[tuple[int, int, int]]) -> None:
        for place, day, duty in cells:
            cost = self._costs[place, day, duty]
            self._costs[place, day] = np.inf
            self._costs[place, day, duty] = cost

    def paid(self, prices: Prices) -> Floats:
        """Return what each cell of each person is paid."""
        return self._problem.links.priced(prices.links)[self._kinds] + self._sides.paid(prices.sides)

    def cheapest(self, paid: Floats) -> Priced | None:
        """Return the cheapest row of each person, or None when somebody has none left.

        Args:
            paid: for each cell of each person.
        """
        costs = self._costs - paid
        values = self._values(costs)
        count = len(self.people)
        if not np.isfinite(values[0][:count]).all():
            return None
        people, states = np.arange(count), np.arange(count)
        rows, plain = np.empty((count, self._days), np.int64), np.zeros(count)
        for day in range(self._days):
            following = self._steps[day][:, states]
            ways = values[day + 1][following]
            ways += costs[:, day].T
            own = self._prices[day]
            if own is not None:
                ways += own[:, states]
            duties = ways.argmin(axis=0)
            rows[:, day] = duties
            plain += self._costs[people, day, duties]
            if own is not None:
                plain += own[duties, states]
            states = following[duties, people]
        plain += self._last[states]
        return Priced(rows, values[0][:count], plain)

    def within(self, paid: Floats, most: Floats, limit: int) -> list[Column] | None:
        """Return all rows whose value is no more than so much, or None when there are more than a limit.

        Args:
            paid: for each cell of each person.
            most: value of each person's rows.
            limit: of all rows together.
        """
        costs = self._costs - paid
        values = self._values(costs)
        owners = np.flatnonzero(values[0][: len(self.people)] <= most)
        states, gone, plain = owners, np.zeros(len(owners)), np.zeros(len(owners))
        rows = np.empty((len(owners), 0), np.int64)
        for day in range(self._days):
            following = self._steps[day][:, states]
            reached = costs[owners, day].T + gone
            price = self._prices[day]
            if price is not None:
                reached += price[:, states]
            duties, fit = np.nonzero(reached + values[day + 1][following] <= most[owners])
            if len(fit) > limit:
                return None
            plain = plain[fit] + price[duties, states[fit]] if price is not None else plain[fit]
            owners, states, gone = owners[fit], following[duties, fit], reached[duties, fit]
            plain += self._costs[owners, day, duties]
            rows = np.hstack([rows[fit], duties[:, None]])
        plain += self._last[states]
        people = (self.people[owner] for owner in owners.tolist())
        return list(zip(people, map(tuple, rows.tolist()), plain.tolist(), strict=True))

    def _values(self, costs: Floats) -> list[Floats]:
        """Return what the cheapest rest of a row costs, by layer and state."""
        found = [self._last] * (self._days + 1)
        for day in range(self._days - 1, -1, -1):
            ways = np.take(found[day + 1], self._steps[day])  # twice as quick as by index
            ways += np.take(costs[:, day].T, self._owners[day], axis=1)
            own = self._prices[day]
            if own is not None:
                ways += own
            found[day] = np.append(ways.min(axis=0), np.inf)
        return found

    def _narrow(self) -> None:
        """Leave out the states that nobody can come to any more."""
        states = np.arange(len(self.people))
        for day in range(self._days):
            end = len(self._owners[day + 1]) if day + 1 < self._days else len(self._last) - 1
            is_open = np.isfinite(self._costs[self._owners[day][states], day]).T
            states, _ = self._leave(day, states, is_open & (self._steps[day][:, states] < end))
        self._last = np.append(self._last[states], np.inf)

    def _leave(self, day: int, states: Ints, there: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Leave these states of a layer and these steps; return the states of the next layer, and where each leads.

        Args:
            day: the layer.
            states: by the numbers that they have in the steps of the layer before.
            there: by duty and state.
        """
        following, price = self._steps[day][:, states], self._prices[day]
        self._owners[day] = self._owners[day][states]
        self._prices[day] = None if price is None else price[:, states]
        left, places = np.unique(following[there], return_inverse=True)
        self._steps[day] = np.full(following.shape, len(left))
        self._steps[day][there] = places
        return left, places

    def _lay(self) -> None:
        """Lay all graphs side by side: a state has a number among those of all people in its layer.

        The first layer has but the state in which each person starts.
        """
        graphs = [own.graph for own in self._own]
        sizes = [[1] * len(graphs)]
        sizes += [[len(graph.steps[day]) for graph in graphs] for day in range(1, self._days)]
        sizes.append([len(graph.last) for graph in graphs])
        self._owners = [np.repeat(np.arange(len(graphs)), size) for size in sizes[:-1]]
        for day in range(self._days):
            firsts = np.concatenate([[0], np.cumsum(sizes[day + 1])])
            parts, prices = [], []
            for own, first, size in zip(self._own, firsts, sizes[day + 1], strict=False):
                states = slice(None) if day else slice(own.start, own.start + 1)
                step = own.graph.steps[day][states]
                parts.append(np.where(step < size, step + first, firsts[-1]))
                price = own.graph.costs[day]
                prices.append(np.zeros(step.shape) if price is None else price[states])
            self._steps.append(np.ascontiguousarray(np.concatenate(parts).T))
            price = np.ascontiguousarray(np.concatenate(prices).T)
            self._prices.append(price if price.any() else None)
        self._last = np.append(np.concatenate([graph.last for graph in graphs]), np.inf)
