"""Makes of a task what can be solved."""

from __future__ import annotations

import math
from collections import Counter

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
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Links
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.solver.unit import unit
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

#: States of a graph from which on a sum is kept outside of it.
MANY_STATES = 25_000
#: States of all graphs together up to which sums of which something must be had are kept inside, and how many times
#: more states than a graph may have are made small.
_ALL, _TRIED = 3_000_000, 20
#: What decides a graph, without names, so that all who live alike share it.
_Habit = tuple[PersonRule, ...]


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
    graphs = _Graphs(task, most_states)
    people = []
    for place, worker in enumerate(task.people):
        try:
            graph, start, outside = graphs.of(worker)
        except ValueError as nothing:
            raise NoRow(place) from nothing
        sides = tuple(_side(rule, links.shape) for rule in outside)
        people.append(Person(graph, start, _wishes(task, worker), sides, links.kinds[place]))
    problem = Problem(tuple(people), links.made(), unit(task))
    stuck = Pricer(problem, range(len(people))).stuck()
    if stuck:
        raise NoRow(stuck[0])
    return problem


class _Graphs:
    """Graphs of all people: whoever lives by the same rules shares one, and what comes first is made once for all."""

    def __init__(self, task: Task, most_states: int) -> None:
        self._task, self._most = task, most_states
        self._size = (task.days, len(task.duties))
        self._before = list(dict.fromkeys(worker.before for worker in task.people))
        self._counts = Counter(rule for worker in task.people for rule in set(_habit(worker)))
        #: By rules, in their order: the graph, and the sums that are kept outside of it.
        self._known: dict[_Habit, tuple[Graph, _Habit]] = {(): (free(*self._size, len(self._before)), ())}

    def of(self, worker: Worker) -> tuple[Graph, int, list[Total]]:
        """Return the graph of somebody, the state they start in, and the sums that are kept outside of the graph.

        Raises:
            ValueError: when no row keeps all rules.
        """
        if any(isinstance(rule, Total) and rule.most is not None and rule.least > rule.most for rule in worker.rules):
            raise ValueError("a sum contradicts itself")
        habit = tuple(sorted(_habit(worker), key=self._place))
        graph, outside = self._made(habit)
        start = graph.starts[self._before.index(worker.before)]
        if start == len(graph.steps[0]):
            raise ValueError("no row keeps all rules")
        soft = (rule for rule in worker.rules if isinstance(rule, Total) and _is_price(rule))
        return graph, start, [*(rule for rule in outside if isinstance(rule, Total)), *soft]

    def _made(self, habit: _Habit) -> tuple[Graph, _Habit]:
        if habit in self._known:
            return self._known[habit]
        (graph, outside), rule = self._made(habit[:-1]), habit[-1]
        if not isinstance(rule, Total):
            graph = self._extended(graph, rule)
        else:
            most = max(self._most, _ALL // len(self._task.people)) if rule.least else self._most
            is_wide = graph.size * (reach(rule, self._task.days) + 1) > _TRIED * most
            tried = None if is_wide else self._extended(graph, rule)
            if tried is None or tried.size > most:
                outside = (*outside, rule)
            else:
                graph = tried
        self._known[habit] = graph, outside
        return graph, outside

    def _extended(self, graph: Graph, rule: PersonRule) -> Graph:
        return extended(graph, automaton(rule, *self._size, self._before))

    def _place(self, rule: PersonRule) -> tuple[bool, bool, bool, int]:
        """Sums come last; what most people have comes before what few have."""
        return *_place(rule), -self._counts[rule]


def _habit(worker: Worker) -> _Habit:
    """Return what decides a graph: neither single days, which are costs, nor sums that may be broken at a price."""
    rules = (rule for rule in worker.rules if not isinstance(rule, Only) and not _is_price(rule))
    return tuple(msgspec.structs.replace(rule, id="") for rule in rules)


def _is_price(rule: PersonRule) -> bool:
    """Say whether it is a sum that may be broken, over all days or rising: such ones differ from person to person."""
    return isinstance(rule, Total) and not rule.is_must and (rule.days is None or rule.rises)


def _place(rule: PersonRule) -> tuple[bool, bool, bool]:
    """Sums come last: over few days before others, and those that ask for something before mere limits."""
    is_sum = isinstance(rule, Total)
    return is_sum, is_sum and rule.is_must, isinstance(rule, Total) and not rule.least


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
        #: Days and duties.
        self.shape = (task.days, len(task.duties))
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
            shape=self.shape,
        )


def _bounds(rule: Cover | Beside) -> tuple[float, float, float, float]:
    if isinstance(rule, Cover):
        return float(rule.least), float(rule.most), float(rule.under), float(rule.over)
    return 0.0, math.inf, float(rule.weight), 0.0
