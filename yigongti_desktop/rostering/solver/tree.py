"""Whether any roster costs no more than so much: tried cell by cell, where dives got stuck, until nothing is left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.aims import SOME
from yigongti_desktop.rostering.solver.dive import Cell
from yigongti_desktop.rostering.solver.dive import Dive
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.task import Row

#: What a share that is as good as whole may be short of it.
_SHORT = 1e-4
#: Part of the most times that dives got stuck in a cell from which on another one is tried first, too.
_OFTEN = 0.3


class Tree:
    """What is still to be looked at, part by part; in each, some cells have one duty and some have not another.

    Most of a month can be placed in any of many ways, and what cannot be done lies in a few cells: wherever a dive
    gets stuck, it is these that are left. They are tried first, before anything else is settled.
    """

    def __init__(self, dive: Dive, stuck: Floats) -> None:
        """Begin.

        Args:
            dive: what it aims at is what a roster may cost; what is left to people in it is looked through.
            stuck: how often dives got stuck in each cell, by person and day; it counts on.
        """
        self._dive, self._stuck = dive, stuck
        self._root = dive.pricer.state()
        self._parts = [dive.pricer.is_open]

    @property
    def aim(self) -> float:
        """Return what a roster may cost."""
        return self._dive.aim

    @property
    def is_over(self) -> bool:
        """Say whether its time is over."""
        return self._dive.is_over()

    @property
    def is_refuted(self) -> bool:
        """Say whether there is no such roster."""
        return not self._parts

    def look(self, otherwise: float) -> dict[int, Row]:
        """Look at the next part; return rows for all people where it leads to any.

        Args:
            otherwise: what a roster may cost that is of use all the same where this part has none.
        """
        dive, pricer = self._dive, self._dive.pricer
        part = self._parts.pop()
        pricer.restore(self._root)
        pricer.leave(part)
        if pricer.stuck():
            return {}
        bound = dive.solve()
        if bound.value > dive.aim + SOME:
            return {}
        if dive.is_over() or bound.prices is None:
            self._parts.append(part)
            return {}
        dive.leave_near(bound)
        if self._has_parted():
            return {}
        if (several := pricer.is_open.sum(axis=2) > 1).any():
            self._parts.append(pricer.is_open)
        return self._dived(bound, several, otherwise)

    def _has_parted(self) -> bool:
        """Part what is left to people by the cells in which dives got stuck; return False where there is none."""
        pricer, taken = self._dive.pricer, self._dive.master.cells()
        while (cell := self._next(taken)) is not None:
            rest = pricer.is_open
            rest[cell] = False
            self._parts.append(rest)
            pricer.only([cell])
            if taken[cell] < 1 - _SHORT:  # else the solution is the same as before
                self._parts.append(pricer.is_open)
                return True
        return False

    def _next(self, taken: Floats) -> Cell | None:
        """Return the cell in which dives got stuck most, with the duty that it has most; None for where none did."""
        is_open = self._dive.pricer.is_open
        often = np.where(is_open.sum(axis=2) > 1, self._stuck, 0.0)
        if not often.any() or often.max() < _OFTEN * self._stuck.max():
            return None
        place, day = divmod(int(often.argmax()), often.shape[1])
        return place, day, int(np.where(is_open[place, day], taken[place, day], -1.0).argmax())

    def _dived(self, bound: Bound, several: NDArray[np.bool_], otherwise: float) -> dict[int, Row]:
        dive = self._dive
        rows = dive.rows(bound)
        stuck = dive.stuck if dive.stuck.any() else several
        self._stuck += stuck / max(stuck.sum(), 1)
        if dive.failed is not None:
            self._stuck[dive.failed[:2]] += 1
        return rows if rows or otherwise <= dive.aim else dive.rest(otherwise)
