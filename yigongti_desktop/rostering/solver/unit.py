"""What every roster of a task costs a multiple of: a bound that is between two multiples is the next one."""

from __future__ import annotations

import math
from collections.abc import Iterator

from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.task import Task


def unit(task: Task) -> int:
    """Return the greatest figure of which every roster costs a multiple."""
    return math.gcd(*_prices(task)) or 1


def _prices(task: Task) -> Iterator[int]:
    for worker in task.people:
        yield from map(_price, worker.rules)
    for rule in task.rules:
        yield from (rule.weight,) if isinstance(rule, Beside) else (rule.under, rule.over)


def _price(rule: PersonRule) -> int:
    """Return what it costs a multiple of to break a rule; 0 for one that must be kept."""
    if not isinstance(rule, Total) or rule.rises:
        return rule.weight
    edges = [rule.least - rule.carried] if rule.least else []
    if rule.most is not None:
        edges.append(rule.most - rule.carried)
    return rule.weight * math.gcd(*rule.counts, *edges)
