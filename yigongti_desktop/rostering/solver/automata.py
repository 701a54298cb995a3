"""Rules about one person's row, each as an automaton that reads the row day by day.

Rules are combined by `graph`; a new kind of rule is a new automaton, and nothing else changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.task import Row

_NONE = -1
#: Kind of the last day of a sum that ends before the row does, and the state after it: what it was is paid, and
#: nobody needs to remember it any more.
_SETTLED, _AFTER = 2, -1
#: What comes after a duty on a day of some kind: the state, and what it costs; None where it is not allowed.
_Step = Callable[[Any, int, int], tuple[Hashable, float] | None]


@dataclass(frozen=True)
class Automaton:
    """One rule."""

    #: Next state by kind of day, state and duty; -1 where a row may not go on so.
    table: NDArray[np.int32]
    #: What it costs, likewise; None where nothing ever does.
    costs: NDArray[np.float64] | None
    #: What it costs to end in a state; infinite where a row may not end.
    last: NDArray[np.float64]
    #: Kind of each day.
    kinds: tuple[int, ...]
    #: State in which it starts, for each of the rows before.
    starts: tuple[int, ...]


def automaton(rule: PersonRule, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    """Return the automaton of a rule.

    Args:
        rule: any but `Only`, which has no memory.
        days: of the row.
        duties: how many there are.
        before: duties of the days before, of all whom the rule is for.
    """
    match rule:
        case Follow():
            return _follow(rule, days, duties, before)
        case Run():
            return _run(rule, days, duties, before)
        case Window():
            return _window(rule, days, duties, before)
        case Total():
            return _total(rule, days, duties, before)
        case Weekends():
            return _weekends(rule, days, duties, before)
    raise TypeError(rule)


def reach(rule: Total, days: int) -> int:
    """Return how many steps of a sum make a difference."""
    unit = math.gcd(*rule.counts) or 1
    if rule.most is None:
        return int(-(-max(rule.least - rule.carried, 0) // unit))  # from here on nothing is too little
    most = (days if rule.days is None else len(rule.days)) * max(rule.counts)
    return max(min(most, rule.most - rule.carried + unit if rule.is_must else most), 0) // unit


def penalty(rule: Total | Weekends, total: int) -> float:
    """Return what a sum costs; infinite where it must not be."""
    least = rule.least if isinstance(rule, Total) else 0
    amount = max(least - total, 0 if rule.most is None else total - rule.most, 0)
    if amount and rule.is_must:
        return math.inf
    return rule.weight * (amount * (amount + 1) / 2 if rule.rises else amount)


def _follow(rule: Follow, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    def step(has_it: bool, _kind: int, duty: int) -> tuple[bool, float] | None:  # noqa: FBT001 # a state
        if has_it and duty in rule.barred:
            return None if rule.is_must else (duty == rule.duty, rule.weight)
        return duty == rule.duty, 0

    return _explored([bool(row) and row[-1] == rule.duty for row in before], step, (0,) * days, duties)


def _run(rule: Run, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    inside = set(rule.duties)
    longest = max(rule.least, rule.most or 0)

    def start(row: Row) -> tuple[int, bool]:
        length = next((gone for gone, duty in enumerate(reversed(row)) if duty not in inside), len(row))
        return min(length, longest), length == len(row)

    def step(state: tuple[int, bool], _kind: int, duty: int) -> tuple[tuple[int, bool], float] | None:
        gone, may_be_longer = state
        if duty not in inside:
            short = 0 if may_be_longer or not gone else max(rule.least - gone, 0)
            return None if short and rule.is_must else ((0, False), rule.weight * short)
        is_over = rule.most is not None and gone + 1 > rule.most
        if is_over and rule.is_must:
            return None
        return (min(gone + 1, longest), may_be_longer), rule.weight * is_over

    return _explored([start(row) for row in before], step, (0,) * days, duties)


def _window(rule: Window, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    kept = rule.length - 1

    def step(state: tuple[bool, ...], _kind: int, duty: int) -> tuple[tuple[bool, ...], float] | None:
        seen = (*state, duty in rule.duties)
        over = max(sum(seen) - rule.most, 0)
        return None if over and rule.is_must else (seen[len(seen) - kept :], rule.weight * over)

    def start(row: Row) -> tuple[bool, ...]:
        known = tuple(duty in rule.duties for duty in row)[-kept or len(row) :]
        return (False,) * (kept - len(known)) + known

    return _explored([start(row) for row in before], step, (0,) * days, duties)


def _total(rule: Total, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    counted = set(range(days) if rule.days is None else rule.days)
    unit = math.gcd(*rule.counts) or 1
    top = reach(rule, days)
    last = max(counted, default=days - 1)
    kinds = tuple(_SETTLED if day == last < days - 1 else int(day in counted) for day in range(days))

    def step(state: int, kind: int, duty: int) -> tuple[int, float] | None:
        total = min(state + rule.counts[duty] // unit * bool(kind), top)
        is_over = rule.most is not None and rule.carried + total * unit > rule.most and rule.is_must
        if kind != _SETTLED:
            return None if is_over else (total, 0)
        cost = end(total)
        return None if math.isinf(cost) else (_AFTER, cost)

    def end(state: int) -> float:
        return 0.0 if state == _AFTER else penalty(rule, rule.carried + state * unit)

    def go(state: int, kind: int, duty: int) -> tuple[int, float] | None:
        return (_AFTER, 0) if state == _AFTER else step(state, kind, duty)

    return _explored([0 for _ in before], go, kinds, duties, end)


def _weekends(rule: Weekends, days: int, duties: int, before: Sequence[Row]) -> Automaton:
    firsts = {weekend[0] for weekend in rule.weekends}
    others = {day for weekend in rule.weekends for day in weekend[1:]}
    kinds = tuple(1 if day in firsts else 2 if day in others else 0 for day in range(days))

    def step(state: tuple[int, bool], kind: int, duty: int) -> tuple[tuple[int, bool], float] | None:
        taken, is_counted = state[0], state[1] and kind == 2  # noqa: PLR2004 # a later day of the same weekend
        if kind and duty in rule.duties and not is_counted:
            taken, is_counted = min(taken + 1, len(rule.weekends)), True
        is_over = rule.carried + taken > rule.most and rule.is_must
        return None if is_over else ((taken, is_counted), 0)

    def end(state: tuple[int, bool]) -> float:
        return penalty(rule, rule.carried + state[0])

    return _explored([(0, False) for _ in before], step, kinds, duties, end)


def _explored(
    starts: Sequence[Hashable],
    step: _Step,
    kinds: tuple[int, ...],
    duties: int,
    end: Callable[[Any], float] = lambda _state: 0.0,
) -> Automaton:
    """Number the states that can be reached, and write down where each leads."""
    order: list[Hashable] = list(dict.fromkeys(starts))
    places: dict[Hashable, int] = {state: place for place, state in enumerate(order)}
    ways: list[list[list[tuple[int, float]]]] = []
    for state in order:  # grows as it goes
        ways.append([])
        for kind in range(max(kinds) + 1):
            ways[-1].append([])
            for duty in range(duties):
                taken = step(state, kind, duty)
                if taken is None:
                    ways[-1][-1].append((_NONE, 0.0))
                    continue
                if taken[0] not in places:
                    places[taken[0]] = len(order)
                    order.append(taken[0])
                ways[-1][-1].append((places[taken[0]], taken[1]))
    found = np.array(ways, np.float64).transpose(1, 0, 2, 3)
    costs = found[..., 1]
    return Automaton(
        found[..., 0].astype(np.int32),
        costs if costs.any() else None,
        np.array([end(state) for state in order]),
        kinds,
        tuple(places[state] for state in starts),
    )
