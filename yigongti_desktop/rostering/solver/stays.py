"""All stays that a task allows, side by side: what each costs, and what it counts in each row of the programme.

A stay is a doctor, a unit where anybody may go, and a pattern: a start and a length. Those that go on after the last
planned month are as short as may be, since nothing that is counted changes by their being longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Months of doctors and their places, one row for each.
_NOBODY = -1


@dataclass(frozen=True)
class Patterns:
    """Starts and lengths, and the months that they cover."""

    starts: Ints
    lengths: Ints
    #: Patterns and months.
    cover: Floats
    #: What each counts in hand-overs: one for whoever stays on, minus one for whoever comes.
    passing: Floats

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """Return the place of each, by start and length."""
        return {pair: place for place, pair in enumerate(zip(self.starts.tolist(), self.lengths.tolist(), strict=True))}

    @property
    def ends(self) -> Ints:
        """Return the first month after each."""
        return self.starts + self.lengths


def patterns(task: Task) -> Patterns:
    """Return those that any doctor may have."""
    least = {doctor.least for doctor in task.doctors}
    lengths = sorted({length for doctor in task.doctors for length in range(doctor.least, doctor.most + 1)})
    found = [
        (start, length)
        for start in range(task.months)
        for length in lengths
        if start + length <= task.months or length in least
    ]
    starts, sizes = np.array(found, np.int64).reshape(-1, 2).T
    months = np.arange(task.months)
    cover = (months >= starts[:, None]) & (months < (starts + sizes)[:, None])
    passing = cover.astype(np.float64) - 2.0 * (months == starts[:, None])
    passing[:, :1] = 0.0
    return Patterns(starts, sizes, cover.astype(np.float64), passing)


class Stays:
    """The stays of one task."""

    def __init__(self, task: Task) -> None:
        self.task, self.patterns = task, patterns(task)
        barred = np.zeros((len(task.doctors), len(task.units)), np.bool_)
        for place, doctor in enumerate(task.doctors):
            barred[place, list(doctor.barred)] = True
        #: Units where anybody may go; all that is had by unit is had of these.
        closed = self._closed()
        is_open = ~barred.all(axis=0) & ~closed.all(axis=1)
        self.units: Ints = np.flatnonzero(is_open) if task.doctors else np.arange(len(task.units))
        shape = (len(task.doctors), len(self.units), len(self.patterns.starts))
        #: Doctors and patterns.
        self.open = np.array([self._open(doctor) for doctor in task.doctors]).reshape(shape[0], shape[2])
        #: Doctors, units and patterns that may be.
        self.allowed: Bools = self.open[:, None, :] & ~barred[:, self.units, None] & ~closed[self.units]
        #: Planned months of each pattern.
        self.months: Ints = self.patterns.cover.sum(axis=1).astype(np.int64)
        #: Of each doctor, what each number of new months costs beside those that are fixed.
        self.shares = self._shares()
        #: What each costs by itself; and what the fixed ones cost.
        self.costs, self.base = self._costs()
        #: Stays that one doctor may have, beside those that are fixed.
        self.most = np.array([(task.months - 1) // (one.least + one.rest) + 1 for one in task.doctors])

    def beside(self, doctors: Ints, kinds: Ints) -> Bools:
        """Return which of all stays may be beside some that are taken: doctors and patterns."""
        found, ends = self.open.copy(), self.patterns.ends
        for doctor, kind in zip(doctors.tolist(), kinds.tolist(), strict=True):
            rest = self.task.doctors[doctor].rest
            after = self.patterns.starts - ends[kind] >= rest
            found[doctor] &= after | (self.patterns.starts[kind] - ends >= rest)
        return found

    def plan(self, doctors: Ints, units: Ints, kinds: Ints) -> Plan:
        """Return the plan of some stays and the fixed ones."""
        found = [list(doctor.fixed) for doctor in self.task.doctors]
        for doctor, unit, kind in zip(doctors.tolist(), self.units[units].tolist(), kinds.tolist(), strict=True):
            found[doctor].append(Stay(int(self.patterns.starts[kind]), int(self.patterns.lengths[kind]), unit))
        return tuple(tuple(sorted(stays)) for stays in found)

    def fixed(self) -> Plan:
        """Return the plan of the fixed ones alone."""
        nothing = np.empty(0, np.int64)
        return self.plan(nothing, nothing, nothing)

    def _open(self, doctor: Doctor) -> Bools:
        starts, lengths, ends = self.patterns.starts, self.patterns.lengths, self.patterns.ends
        found = (lengths >= doctor.least) & (lengths <= doctor.most)
        found &= (ends <= self.task.months) | (lengths == doctor.least)
        for month in doctor.away:
            found &= (month < starts) | (month >= ends)
        for stay in doctor.fixed:
            found &= (starts - stay.end >= doctor.rest) | (stay.start - ends >= doctor.rest)
        return np.asarray(found, np.bool_)

    def _closed(self) -> Bools:
        """Return which patterns touch a month in which a unit is closed: units and patterns."""
        starts, ends = self.patterns.starts, self.patterns.ends
        found = np.zeros((len(self.task.units), len(starts)), np.bool_)
        for place, unit in enumerate(self.task.units):
            for month in unit.closed:
                found[place] |= (month >= starts) & (month < ends)
        return found

    def _shares(self) -> Floats:
        found = []
        for doctor in self.task.doctors:
            known = doctor.share.served + sum(len(stay.within(self.task.months)) for stay in doctor.fixed)
            found.append([doctor.share.cost(known + more) for more in range(self.task.months + 1)])
        return np.array(found, np.float64).reshape(-1, self.task.months + 1)

    def _costs(self) -> tuple[Floats, float]:
        task = self.task
        prices = np.array([one.prices or (0,) * len(task.units) for one in task.doctors], np.float64)
        prices = prices.reshape(len(task.doctors), len(task.units))
        costs = prices[:, self.units, None] * self.months
        costs += (self.shares[:, self.months] - self.shares[:, :1])[:, None, :]
        base = float(self.shares[:, 0].sum())
        base += sum(prices[place, stay.unit] * len(stay.within(task.months))
                    for place, one in enumerate(task.doctors) for stay in one.fixed)  # fmt: skip
        if task.published and task.change:
            now, before = self._where(self.fixed()), self._where(task.published)
            changed = now != before
            after = self.units[:, None] != before[:, None, :]
            more = task.change * (after.astype(np.float64) - changed[:, None, :])
            costs += more @ self.patterns.cover.T
            base += task.change * float(changed.sum())
        return costs, base

    def _where(self, plan: Plan) -> Ints:
        found = np.full((len(plan), self.task.months), _NOBODY)
        for doctor, stays in enumerate(plan):
            for stay in stays:
                found[doctor, list(stay.within(self.task.months))] = stay.unit
        return found
