"""Counts sums that are kept outside of graphs along what is near the bound: the programme knows then what rows cost."""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.aims import SOME
from yigongti_desktop.rostering.solver.counting import Count
from yigongti_desktop.rostering.solver.generation import EXACT
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.generation import leave_near
from yigongti_desktop.rostering.solver.generation import solve
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Column
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.root import Root
from yigongti_desktop.rostering.solver.state import State
from yigongti_desktop.rostering.solver.state import joined

#: States of each person from which on no other sum is counted, and of all people at most.
_FEW, _MANY = 7_000, 1_500_000
#: By person: a sum of theirs, and which of their sides it is.
_Sums = Mapping[int, tuple[int, Count]]


@dataclass(frozen=True)
class Sharp:
    """What is left to people where rosters cost no more than so much, and what the programme says of it."""

    most: float
    #: In which the sums that are counted ask for nothing.
    problem: Problem
    state: State
    #: Rows that the programme has come upon, with what each costs by itself, and by the sums that are counted.
    rows: list[Column]
    #: What rosters cost at least, if any cost no more than `most`.
    bound: Bound
    #: What the programme costs; infinite where it need not be solved to the end.
    value: float
    #: What one in a link need cost no more than for this.
    dearest: float

    @property
    def is_refuted(self) -> bool:
        """Say whether every roster costs more."""
        return self.bound.value > self.most + SOME


def sharpened(
    problem: Problem, root: Root, most: float, is_over: Callable[[], bool], former: Sharp | None = None
) -> Sharp:
    """Leave people what is near, count sums along it as long as it is small, and solve the programme again.

    Args:
        problem: in which nothing is counted.
        root: its programme, solved.
        most: what rosters may cost.
        is_over: asked while the programme is solved.
        former: what was found for less; it is gone on from.
    """
    people = tuple(range(len(problem.people)))
    pricer, master, now, limit = Pricer(problem, people), Master(problem, people), problem, most + SOME
    prices, least = root.prices, leave_near(master, pricer, root.prices, limit)
    pricer.restore(joined(pricer.state()))
    for sums in _by_turns(problem):
        if least > limit or pricer.states > _FEW * len(people):
            break
        if not _is_counted(pricer, now, prices, sums, limit - least):
            break
        now = _without(now, sums)
        master = Master(now, people)
        prices = master.payable(prices)
        least = leave_near(master, pricer, prices, limit)
        pricer.restore(joined(pricer.state()))
    master.dearest, master.prices = root.dearest, prices
    bound, value = Bound(least, prices), math.inf
    if least <= limit:
        master.add(_priced(problem, now, pricer.open_rows(root.rows)))
        if former is not None and former.bound.prices is not None:
            known = pricer.open_rows(former.rows)
            plain = ((person, row, problem.people[person].plain(row)) for person, row, _ in known)
            master.add(_priced(problem, now, plain))
            master.prices = master.payable(former.bound.prices)
        bound = solve(master, pricer, EXACT, is_over, limit)
        value = math.inf if master.is_lessened else master.value
    return Sharp(most, now, pricer.state(), master.rows, bound, value, master.dearest)


def _is_counted(pricer: Pricer, problem: Problem, prices: Prices, sums: _Sums, room: float) -> bool:
    """Count a sum of some people along what is near; say whether that was possible."""
    firsts = np.cumsum([0, *(len(person.sides) for person in problem.people)])
    asked: list[tuple[Count, float] | None] = [None] * len(pricer.people)
    for person, (place, count) in sums.items():
        asked[person] = count, float(prices.sides[firsts[person] + place])
    return pricer.count(asked, pricer.paid(prices), room, _MANY)


def _priced(problem: Problem, now: Problem, columns: Iterable[Column]) -> Iterator[Column]:
    """Return rows with what each costs by itself where sums are counted; none that breaks one.

    Args:
        problem: in which nothing is counted.
        now: in which the sums that are counted ask for nothing.
        columns: as they are in that problem.
    """
    for person, row, plain in columns:
        sides = zip(problem.people[person].sides, now.people[person].sides, strict=True)
        cost = plain + sum(side.cost(row) for side, left in sides if left is not side)
        if math.isfinite(cost):
            yield person, row, cost


def _without(problem: Problem, sums: _Sums) -> Problem:
    """Return a problem in which sums of some people ask for nothing."""
    people = list(problem.people)
    for person, (place, _) in sums.items():
        sides = list(people[person].sides)
        sides[place] = dataclasses.replace(sides[place], least=-math.inf, most=math.inf)
        people[person] = dataclasses.replace(people[person], sides=tuple(sides))
    return dataclasses.replace(problem, people=tuple(people))


def _by_turns(problem: Problem) -> Iterator[_Sums]:
    """Return sums that can be counted, one of each person at a time, the shortest of each first."""
    left = [_countable(person) for person in problem.people]
    for turn in range(max(map(len, left), default=0)):
        yield {person: own[turn] for person, own in enumerate(left) if turn < len(own)}


def _countable(person: Person) -> list[tuple[int, Count]]:
    """Return sums of somebody that can be counted, and which of theirs they are, the shortest first."""
    found = []
    for place, side in enumerate(person.sides):
        with contextlib.suppress(ValueError):
            found.append((place, Count(side)))
    return sorted(found, key=lambda one: one[1].last)
