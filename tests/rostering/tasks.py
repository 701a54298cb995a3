"""Invents tasks small enough to try every roster."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from hypothesis import strategies as st

from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

DUTIES = ("休", "白", "夜")
_some = st.sets(st.integers(0, len(DUTIES) - 1), min_size=1, max_size=len(DUTIES) - 1).map(
    lambda one: tuple(sorted(one))
)
_weights = st.sampled_from([0, 0, 1, 3])


def best(task: Task) -> int | None:
    """Return what the best of all rosters costs, by trying them; None when none keeps what must be kept."""
    rows = list(product(range(len(task.duties)), repeat=task.days))
    found = None
    for roster in product(rows, repeat=len(task.people)):
        findings = check(task, roster)
        if not any(finding.is_must for finding in findings):
            found = cost(findings) if found is None else min(found, cost(findings))
    return found


def asked(task: Task) -> tuple[Problem, int] | None:
    """Return a problem and what its best roster costs; None where all agree that somebody has no row."""
    expected = best(task)
    try:
        problem = compiled(task)
    except NoRow:
        assert expected is None
        return None
    assert expected is not None
    return problem, expected


@st.composite
def totals(draw: st.DrawFn, days: int, weights: st.SearchStrategy[int] = _weights) -> Total:
    counts = tuple(draw(st.sampled_from([0, 1, 2, 480])) for _ in DUTIES)
    upper = draw(st.none() | st.integers(0, 4) | st.integers(0, 1000))
    counted = draw(st.none() | st.sets(st.integers(0, days - 1), min_size=1).map(lambda one: tuple(sorted(one))))
    rises = draw(st.booleans()) and max(counts) <= 2  # else it costs too much
    least = draw(st.integers(0, 4 if upper is None else min(upper, 10) if rises else upper))
    return Total(
        id="total", weight=draw(weights), counts=counts, least=least, most=upper, days=counted,
        carried=draw(st.integers(0, 2)), rises=rises,
    )  # fmt: skip


@st.composite
def person_rules(draw: st.DrawFn, days: int) -> PersonRule:
    weight = draw(_weights)
    duties = draw(_some)
    most = draw(st.integers(0, 3))
    match draw(st.integers(0, 5)):
        case 0:
            return Only(id="only", weight=weight, days=(draw(st.integers(0, days - 1)),), duties=duties)
        case 1:
            return Follow(id="follow", weight=weight, duty=draw(st.integers(0, 2)), barred=duties)
        case 2:
            longest = draw(st.none() | st.integers(1, 4))
            least = draw(st.integers(1, longest or 3))
            return Run(id="run", weight=weight, duties=duties, least=least, most=longest)
        case 3:
            return Window(id="window", weight=weight, duties=duties, length=draw(st.integers(1, 4)), most=most)
        case 4:
            return draw(totals(days))
    weekends = tuple((day, day + 1) for day in range(0, days - 1, 3))
    return Weekends(
        id="weekends", weight=weight, weekends=weekends, duties=duties, most=most,
        carried=draw(st.integers(0, 2)), rises=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def workers(draw: st.DrawFn, days: int) -> Worker:
    before = tuple(draw(st.lists(st.integers(0, 2), max_size=4)))
    return Worker("某人", tuple(draw(st.lists(person_rules(days), max_size=4))), before)


@st.composite
def summing(draw: st.DrawFn, days: int) -> Worker:
    """Somebody of whom sums are asked, and little else."""
    rules: list[PersonRule] = draw(st.lists(totals(days, st.sampled_from([0, 1, 3])), min_size=1, max_size=3))
    return Worker("某人", (*rules, *draw(st.lists(person_rules(days), max_size=1))), ())


@st.composite
def tasks(draw: st.DrawFn, worker: Callable[[int], st.SearchStrategy[Worker]] = workers) -> Task:
    days, count = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    people = tuple(draw(worker(days)) for _ in range(count))
    rules: list[DayRule] = []
    for day in range(days):
        least = draw(st.integers(0, 2))
        under, over = draw(st.integers(0, 5)), draw(st.integers(0, 2))
        part = draw(st.none() | st.sets(st.integers(0, count - 1), min_size=1).map(lambda one: tuple(sorted(one))))
        rules.append(
            Cover(
                id="cover",
                day=day,
                duties=draw(_some),
                least=least,
                most=least + draw(st.integers(0, 1)),
                under=under,
                over=over,
                people=part,
            )
        )
        if count > 1 and draw(st.booleans()):
            rules.append(Beside(id="beside", day=day, duties=(2,), leaders=(0,), people=(1,), weight=2))
    return Task(days, DUTIES, people, tuple(rules))


assert DUTIES[OFF] == "休"
