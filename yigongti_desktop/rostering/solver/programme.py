"""The linear programme over some stays, to which those are added that its prices make worth while."""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np

from yigongti_desktop.rostering.solver.links import Links
from yigongti_desktop.rostering.solver.stays import Bools
from yigongti_desktop.rostering.solver.stays import Floats
from yigongti_desktop.rostering.solver.stays import Ints
from yigongti_desktop.rostering.solver.stays import Stays

_INFINITE = highspy.kHighsInf
#: Less than nothing.
_SOME = 1e-6
#: Stays that each doctor, and each unit, brings in at once at most.
_EACH = 6
#: Strategies of HiGHS: after bounds were changed, and after stays were added.
_DUAL, _PRIMAL = 1, 4


class Programme:
    """Rows, the columns that are no stays, and stays as they are added."""

    def __init__(self, stays: Stays, links: Links) -> None:
        self._stays, self._links = stays, links
        self._shape = stays.allowed.shape
        self.highs = highs()
        #: Places of the stays that are in it.
        self.columns: Ints = np.empty(0, np.int64)
        self.slacks = len(links.slack_costs)
        lower, upper = links.bounds
        nothing = np.empty(0, np.int32)
        self.highs.addRows(len(lower), _finite(lower), _finite(upper), 0, nothing, nothing, np.empty(0))
        flat = [one for entries in links.slack_entries for one in entries]
        starts = np.cumsum([0, *map(len, links.slack_entries)])[:-1].astype(np.int32)
        self.highs.addCols(
            self.slacks, np.array(links.slack_costs), np.zeros(self.slacks), _finite(np.array(links.slack_most)),
            len(flat), starts, np.array([row for row, _ in flat], np.int32), np.array([value for _, value in flat]),
        )  # fmt: skip

    def add(self, places: Ints) -> None:
        """Add stays by their places among all."""
        doctors, units, kinds = np.unravel_index(places, self._shape)
        entries = self._links.entries(doctors, units, kinds)
        starts = np.searchsorted(entries.columns, np.arange(len(places))).astype(np.int32)
        count, costs = len(places), self._stays.costs.ravel()[places]
        self.highs.addCols(
            count, costs, np.zeros(count), np.full(count, _INFINITE),
            len(entries.rows), starts, entries.rows.astype(np.int32), entries.values,
        )  # fmt: skip
        self.columns = np.concatenate([self.columns, places])

    @property
    def value(self) -> float:
        """Return what the present solution costs."""
        return float(self.highs.getInfo().objective_function_value)

    def taken(self) -> Floats:
        """Return what is taken of each stay in it."""
        return np.array(self.highs.getSolution().col_value)[self.slacks :]

    def hold(self, places: Ints, lower: float, upper: float) -> None:
        """Let so much be taken of each of some stays that are in it, by their order there."""
        columns = (self.slacks + places).astype(np.int32)
        self.highs.changeColsBounds(len(columns), columns, np.full(len(columns), lower), np.full(len(columns), upper))

    def priced(self, is_over: Callable[[], bool], allowed: Bools, rounds: int = 1000) -> tuple[Floats, float]:
        """Add stays until none is worth while, or time is over.

        Args:
            is_over: asked each time.
            allowed: of all stays, those that may be added.
            rounds: at most.

        Returns:
            What each of all stays costs beyond what it is paid, and what no plan can cost less than, without what the
            fixed stays cost.
        """
        best, bound = np.zeros(self._shape), -np.inf
        for turn in range(rounds):
            self.highs.setOptionValue("simplex_strategy", _PRIMAL if turn else _DUAL)
            self.highs.run()
            solution = self.highs.getSolution()
            reduced = self._links.reduced(np.array(solution.row_dual))
            reduced[~allowed] = np.inf
            least = np.minimum(reduced.min(axis=(1, 2), initial=np.inf), 0.0)
            reached = self.value + float((least * self._stays.most).sum())
            if reached > bound:
                best, bound = np.maximum(reduced, 0.0), reached
            worth = self._worth(reduced)
            if not len(worth) or is_over():
                break
            self.add(worth)
        return best, bound

    def _worth(self, reduced: Floats) -> Ints:
        """Return the cheapest stays of each doctor and of each unit that cost less than they are paid."""
        flat = reduced.ravel()
        places = np.flatnonzero(flat < -_SOME)
        order = places[np.argsort(flat[places], kind="stable")]
        doctors, units, _ = np.unravel_index(order, self._shape)
        chosen = _first(doctors, _EACH) | _first(units, _EACH * 2)
        return np.sort(order[chosen])


def highs() -> highspy.Highs:
    """Return a solver that says nothing and uses one core."""
    made = highspy.Highs()  # type: ignore[no-untyped-call] # it has no types
    for option, value in {"output_flag": False, "log_to_console": False, "threads": 1}.items():
        made.setOptionValue(option, value)
    return made


def _finite(bounds: Floats) -> Floats:
    return np.clip(bounds, -_INFINITE, _INFINITE)


def _first(groups: Ints, count: int) -> Bools:
    """Mark the first so many of each group."""
    order = np.argsort(groups, kind="stable")
    ranked = groups[order]
    begins = np.searchsorted(ranked, ranked)
    found = np.zeros(len(groups), np.bool_)
    found[order] = np.arange(len(groups)) - begins < count
    return found
