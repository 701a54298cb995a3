"""Makes of a task what can be solved."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.solver.automata import automaton
from yigongti_desktop.rostering.solver.automata import reach
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Graph
from yigongti_desktop.rostering.solver.graph import extended
from yigongti_desktop.rostering.solver.graph import free
from yigongti_desktop.rostering.solver.problem import Links
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.problem import Side
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

#: States of a graph from which on a sum is kept outside of it.
MANY_STATES = 25_000
#: States of all graphs together up to which sums of which something must be had are kept inside, and how many times
#: more states than a graph may have are made small.
_ALL, _TRIED = 3_000_000, 20
#: All but `Only`, and the days before.
_Habit = tuple[tuple[PersonRule, ...], Row]


class NoRow(Exception):  # noqa: N818 # it is an answer
    """Nothing that a person may do keeps all rules that must be kept."""

    def __init__(self, person: int) -> None:
        super().__init__(person)
        self.person = person


def compiled(task: Task, most_states: int = MANY_STATES) -> Problem:
    """Return the problem of a task.

    Args:
        task: what is asked.
        most_states: of a graph, from which on a limit is kept outside of it. With fewer, the problem is there sooner,
            and its bound is weaker.

    Raises:
        NoRow: when a person's own rules contradict each other.
    """
    links = _Linked(task)
    habits: dict[_Habit, tuple[Graph, tuple[Side, ...]]] = {}
    people = []
    for place, worker in enumerate(task.people):
        habit = _habit(worker)
        try:
            if habit not in habits:
                habits[habit] = _graph(task, habit, most_states)
        except ValueError as nothing:
            raise NoRow(place) from nothing
        graph, sides = habits[habit]
        costs = _wishes(task, worker)
        if not np.isfinite(graph.values(costs[None])[0][0, 0]):
            raise NoRow(place)
        people.append(Person(graph, costs, sides, links.kinds[place]))
    return Problem(tuple(people), links.made())


def _habit(worker: Worker) -> _Habit:
    """Return what decides a graph, without names, so that all who live alike share it."""
    rules = (msgspec.structs.replace(rule, id="") for rule in worker.rules if not isinstance(rule, Only))
    return tuple(rules), worker.before


def _graph(task: Task, habit: _Habit, most_states: int) -> tuple[Graph, tuple[Side, ...]]:
    """Put rules into one graph, sums last; a sum that would make it too wide stays outside."""
    rules, before = habit
    size = (task.days, len(task.duties))
    graph, sides = free(*size), list[Side]()
    for rule in sorted(rules, key=_place):
        if not isinstance(rule, Total):
            graph = extended(graph, automaton(rule, *size, before))
            continue
        most = max(most_states, _ALL // len(task.people)) if rule.least and rule.is_must else most_states
        is_wide = graph.size * (reach(rule, task.days) + 1) > _TRIED * most
        tried = None if is_wide else extended(graph, automaton(rule, *size, before))
        if tried is None or tried.size > most:
            sides.append(_side(rule, size))
        else:
            graph = tried
    return graph, tuple(sides)


def _place(rule: PersonRule) -> tuple[bool, bool, bool]:
    """Sums come last, those that must be kept before others, and those that ask for something before mere limits."""
    is_sum = isinstance(rule, Total)
    return is_sum, is_sum and not rule.is_must, isinstance(rule, Total) and not rule.least


def _side(rule: Total, size: tuple[int, int]) -> Side:
    counts = np.zeros(size)
    counts[list(range(size[0]) if rule.days is None else rule.days)] = rule.counts
    most = math.inf if rule.most is None else float(rule.most - rule.carried)
    weight = math.inf if rule.is_must else float(rule.weight)
    return Side(counts, float(rule.least - rule.carried), most, weight, rule.rises)


def _wishes(task: Task, worker: Worker) -> Floats:
    costs = np.zeros((task.days, len(task.duties)))
    for rule in worker.rules:
        if isinstance(rule, Only):
            others = [duty for duty in range(len(task.duties)) if duty not in rule.duties]
            costs[np.ix_(rule.days, others)] += math.inf if rule.is_must else rule.weight
    return costs


class _Linked:
    """Gathers the rules about days."""

    def __init__(self, task: Task) -> None:
        self._task = task
        everybody = frozenset(range(len(task.people)))
        self._groups: list[tuple[frozenset[int], frozenset[int]]] = []
        for rule in task.rules:
            if isinstance(rule, Cover):
                self._groups.append((everybody if rule.people is None else frozenset(rule.people), frozenset()))
            else:
                self._groups.append((frozenset(rule.leaders), frozenset(rule.people)))
        different = list(dict.fromkeys(self._groups))
        known: dict[tuple[int, ...], int] = {}
        #: Of each person.
        self.kinds: list[int] = []
        for person in range(len(task.people)):
            signs = tuple((person in plus) - (person in minus) for plus, minus in different)
            self.kinds.append(known.setdefault(signs, len(known)))
        self._signs = [dict(zip(different, signs, strict=True)) for signs in known]

    def made(self) -> Links:
        """Return them."""
        least, most, under, over = np.array([_bounds(rule) for rule in self._task.rules]).reshape(-1, 4).T
        duties = len(self._task.duties)
        parts = []
        for signs in self._signs:
            found = [
                (link, rule.day * duties + duty, float(signs[group]))
                for link, (rule, group) in enumerate(zip(self._task.rules, self._groups, strict=True))
                if signs[group]
                for duty in rule.duties
            ]
            parts.append(found)
        return Links(
            least,
            most,
            under,
            over,
            links=tuple(np.array([link for link, _, _ in part], np.int64) for part in parts),
            cells=tuple(np.array([cell for _, cell, _ in part], np.int64) for part in parts),
            signs=tuple(np.array([sign for _, _, sign in part], np.float64) for part in parts),
            shape=(self._task.days, duties),
        )


def _bounds(rule: Cover | Beside) -> tuple[float, float, float, float]:
    if isinstance(rule, Cover):
        return float(rule.least), float(rule.most), float(rule.under), float(rule.over)
    return 0.0, math.inf, float(rule.weight), 0.0
