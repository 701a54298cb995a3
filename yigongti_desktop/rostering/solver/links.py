"""What stays have to do with each other: rows of the programme, and what each costs that is not kept."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.stays import Bools
from yigongti_desktop.rostering.solver.stays import Floats
from yigongti_desktop.rostering.solver.stays import Ints
from yigongti_desktop.rostering.solver.stays import Stays


@dataclass(frozen=True)
class Entries:
    """Some figures of a matrix."""

    columns: Ints
    rows: Ints
    values: Floats


class Links:
    """The rows, and the columns that are no stays."""

    def __init__(self, stays: Stays) -> None:
        self._stays, task = stays, stays.task
        self._lower: list[float] = []
        self._upper: list[float] = []
        #: What one unit of each column that is no stay costs, its most, and where it counts.
        self.slack_costs: list[float] = []
        self.slack_most: list[float] = []
        self.slack_entries: list[list[tuple[int, float]]] = []
        counts = [[need.counts(doctor) for need in task.needs] for doctor in task.doctors]
        #: Who counts in which need, which need is where, and who is in which limit.
        self._counts = np.array(counts, np.bool_).reshape(len(task.doctors), len(task.needs))
        where = np.zeros((len(task.needs), len(task.units)), np.bool_)
        for place, need in enumerate(task.needs):
            where[place, list(need.units)] = True
        self._where = where[:, stays.units]
        self._within = np.zeros((len(task.doctors), len(task.limits)), np.bool_)
        for place, limit in enumerate(task.limits):
            self._within[list(limit.doctors), place] = True
        self._once()
        self._needs()
        self._limits()
        self._handovers()
        self._shares()

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Return between which two figures each row lies."""
        return np.array(self._lower, np.float64), np.array(self._upper, np.float64)

    def reduced(self, prices: Floats) -> Floats:
        """Return what each stay costs beyond what the rows pay for it; infinite where it may not be."""
        stays, found = self._stays, self._stays.costs.copy()
        cover, padded = stays.patterns.cover, np.append(prices, 0.0)
        paid_needs = self._where[:, :, None] * padded[self._need_rows][:, None, :]
        months = np.tensordot(self._counts.astype(np.float64), paid_needs, axes=1)
        months += (self._within.astype(np.float64) @ padded[self._limit_rows])[:, None, :]
        found -= months @ cover.T
        found -= padded[self._handover_rows[stays.units]] @ stays.patterns.passing.T
        once = np.einsum("dm,pdm->dp", padded[self._once_rows], self._busy)
        once += padded[self._sum_rows][:, None] * stays.months + padded[self._pair_rows][:, None] * self._gains
        found -= once[:, None, :]
        found[~stays.allowed] = np.inf
        return found

    def entries(self, doctors: Ints, units: Ints, kinds: Ints) -> Entries:
        """Return what some stays count in which rows."""
        cover = self._stays.patterns.cover[kinds]
        parts = [
            _part(self._once_rows[doctors], self._busy[kinds, doctors]),
            _part(self._handover_rows[self._stays.units[units]], self._stays.patterns.passing[kinds]),
            _part(self._sum_rows[doctors][:, None], self._stays.months[kinds][:, None].astype(np.float64)),
            _part(self._pair_rows[doctors][:, None], self._gains[doctors, kinds][:, None]),
        ]
        for rows, chosen in (
            *zip(self._need_rows, (self._counts[doctors] & self._where[:, units].T).T, strict=True),
            *zip(self._limit_rows, self._within[doctors].T, strict=True),
        ):
            some = np.flatnonzero(chosen)
            parts.append(_part(np.broadcast_to(rows, (len(some), len(rows))), cover[some], some))
        columns, rows_, values = (np.concatenate(one) for one in zip(*parts, strict=True))
        order = np.argsort(columns, kind="stable")
        return Entries(columns[order], rows_[order], values[order])

    def _row(self, lower: float, upper: float) -> int:
        self._lower.append(lower)
        self._upper.append(upper)
        return len(self._lower) - 1

    def _slack(self, price: float, *entries: tuple[int, float], most: float = math.inf) -> None:
        self.slack_costs.append(price)
        self.slack_most.append(most)
        self.slack_entries.append(list(entries))

    def _once(self) -> None:
        """Nobody is at two units, or rests at one: a row for each month that no other month says more of."""
        stays, months = self._stays, np.arange(self._stays.task.months)
        rests = np.array([doctor.rest for doctor in stays.task.doctors])
        ends = stays.patterns.ends[:, None] + rests
        #: Patterns, doctors and months.
        self._busy = (
            (months >= stays.patterns.starts[:, None, None]) & (months < ends[:, :, None]) & stays.open.T[:, :, None]
        ).astype(np.float64)
        self._once_rows = np.full((len(rests), len(months)), -1)
        for doctor in range(len(rests)):
            for month in _largest(self._busy[:, doctor] > 0):
                self._once_rows[doctor, month] = self._row(-math.inf, 1.0)

    def _needs(self) -> None:
        there = self._fixed_there()
        self._need_rows = np.full((len(self._stays.task.needs), self._stays.task.months), -1)
        for place, need in enumerate(self._stays.task.needs):
            known = (self._counts[:, place, None, None] * there)[:, list(need.units)].sum(axis=(0, 1))
            for month in need.months:
                lower = need.least - known[month] if need.under else -math.inf
                upper = need.most - known[month] if need.most is not None and need.over else math.inf
                row = self._need_rows[place, month] = self._row(lower, upper)
                if need.under:
                    self._slack(need.under, (row, 1.0))
                if need.over and need.most is not None:
                    self._slack(need.over, (row, -1.0))

    def _limits(self) -> None:
        posted = self._fixed_there().sum(axis=1)
        self._limit_rows = np.full((len(self._stays.task.limits), self._stays.task.months), -1)
        for place, limit in enumerate(self._stays.task.limits):
            if not limit.over:
                continue
            for month in limit.months:
                known = posted[list(limit.doctors), month].sum()
                row = self._limit_rows[place, month] = self._row(-math.inf, limit.most - known)
                self._slack(limit.over, (row, -1.0))

    def _handovers(self) -> None:
        task = self._stays.task
        self._handover_rows = np.full((len(task.units), task.months), -1)
        for place, unit in enumerate(task.units):
            stays = [stay for doctor in task.doctors for stay in doctor.fixed if stay.unit == place]
            for month in range(1, task.months) if unit.handover else ():
                known = sum((stay.start == month) - (stay.start < month < stay.end) for stay in stays)
                row = self._handover_rows[place, month] = self._row(known, math.inf)
                self._slack(unit.handover, (row, 1.0))

    def _shares(self) -> None:
        """Two stays of a doctor cost more together than each alone would: the rest is what this adds."""
        stays = self._stays
        self._gains = stays.shares[:, stays.months] - stays.shares[:, :1]
        self._sum_rows = np.full(len(stays.shares), -1)
        self._pair_rows = np.full(len(stays.shares), -1)
        steps = np.diff(stays.shares, axis=1)
        for doctor in range(len(steps)):
            is_straight = bool((steps[doctor] == steps[doctor, 0]).all())
            if is_straight or (self._once_rows[doctor] >= 0).sum() <= 1:
                continue
            months = self._sum_rows[doctor] = self._row(0.0, 0.0)
            pair = self._pair_rows[doctor] = self._row(0.0, math.inf)
            self._slack(1.0, (pair, 1.0))
            for step, count in zip(*np.unique(steps[doctor], return_counts=True), strict=True):
                self._slack(0.0, (months, -1.0), (pair, -float(step)), most=float(count))

    def _fixed_there(self) -> Ints:
        """Return where fixed stays are: doctors, units and months."""
        task = self._stays.task
        found = np.zeros((len(task.doctors), len(task.units), task.months), np.int64)
        for place, doctor in enumerate(task.doctors):
            for stay in doctor.fixed:
                found[place, stay.unit, list(stay.within(task.months))] += 1
        return found


def _part(rows: Ints, values: Floats, columns: Ints | None = None) -> tuple[Ints, Ints, Floats]:
    """Return the places of what counts, of columns and months."""
    at, month = np.nonzero((rows >= 0) & (values != 0))
    return (at if columns is None else columns[at]), rows[at, month], values[at, month]


def _largest(busy: Bools) -> list[int]:
    """Return months of which no other one is busy by as much and more."""
    figures = busy[busy.any(axis=1)].astype(np.float64)  # whole ones, which a processor multiplies far quicker so
    shared = figures.T @ figures
    own = np.diag(shared)
    found = []
    for month in np.flatnonzero(own):
        over = (shared[month] == own[month]) & (own > own[month])
        same = (shared[month] == own[month]) & (own == own[month])
        if not over.any() and np.flatnonzero(same)[0] == month:
            found.append(int(month))
    return found
