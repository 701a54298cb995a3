"""A roster that somebody drops out of is mended with as few changes as there can be, and as cheaply."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rostering.tasks import DUTIES
from tests.rostering.tasks import workers
from yigongti_desktop.rostering.mending import Mended
from yigongti_desktop.rostering.mending import mend
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed

_ALL_TIME = 60.0


def cover(day: int, duty: int, least: int = 1, people: tuple[int, ...] | None = None) -> Cover:
    return Cover(id="cover", day=day, duties=(duty,), least=least, most=9, under=50, over=0, people=people)


def ways(task: Task, roster: Roster, forced: dict[Cell, int], since: int = 0) -> tuple[Mended, ...]:
    return mend(Scales(task), roster, forced, since, lambda: _ALL_TIME)


def people(*rules: tuple[PersonRule, ...]) -> tuple[Worker, ...]:
    return tuple(Worker(str(place), some) for place, some in enumerate(rules))


def test_the_cheapest_of_those_who_are_free_takes_the_duty_and_others_are_proposed_too() -> None:
    wish = Only(id="wish", weight=3, days=(0,), duties=(OFF,))
    task = Task(1, DUTIES, people((), (wish,), ()), (cover(0, 1),))
    found = ways(task, ((1,), (0,), (0,)), {(0, 0): OFF})
    assert [one.cells for one in found] == [(((2, 0), 1),), (((1, 0), 1),)]
    assert [(one.cost, one.left, one.is_fewest, one.is_cheapest) for one in found] == [
        (-50, 0, True, True),
        (-47, 0, True, False),
    ]


def test_who_takes_a_night_has_the_next_day_off_and_their_duty_is_taken_by_a_third_one() -> None:
    rest = Follow(id="rest", duty=2, barred=(1, 2))
    no_night = Only(id="papers", days=(0, 1), duties=(0, 1))
    task = Task(2, DUTIES, people((rest,), (rest,), (no_night,)), (cover(0, 2), cover(1, 1)))
    (found, *_) = ways(task, ((2, 0), (0, 1), (0, 0)), {(0, 0): OFF, (0, 1): OFF})
    assert found.cells == (((1, 0), 2), ((1, 1), OFF), ((2, 1), 1))
    assert found.is_fewest


def test_what_nobody_can_have_is_left_and_the_rest_is_covered() -> None:
    no_night = Only(id="papers", days=(0, 1), duties=(0, 1))
    task = Task(2, DUTIES, people((), (no_night,)), (cover(0, 2), cover(1, 1)))
    (found,) = ways(task, ((2, 1), (0, 0)), {(0, 0): OFF, (0, 1): OFF})
    assert (found.cells, found.left, found.is_fewest) == ((((1, 1), 1),), 1, True)


def test_days_that_have_gone_by_and_gaps_that_were_there_before_are_left_alone() -> None:
    task = Task(3, DUTIES, people((), ()), (cover(0, 1), cover(1, 1), cover(2, 1, least=2)))
    (found,) = ways(task, ((1, 1, 1), (0, 0, 0)), {(0, 1): OFF, (0, 2): OFF}, since=1)
    assert found.cells == (((1, 1), 1), ((1, 2), 1))
    assert found.left == 0


def test_where_nothing_lacks_nothing_changes() -> None:
    task = Task(1, DUTIES, people((), ()), (cover(0, 1),))
    (found,) = ways(task, ((1,), (1,)), {(0, 0): OFF})
    assert found == Mended(cells=(), left=0, cost=0, is_fewest=True, is_cheapest=True)


def test_where_there_is_no_time_nothing_is_called_proven() -> None:
    task = Task(1, DUTIES, people((), ()), (cover(0, 1),))
    found = mend(Scales(task), ((1,), (0,)), {(0, 0): OFF}, 0, lambda: 0.0)
    assert found == (Mended(cells=(), left=1, cost=0, is_fewest=False, is_cheapest=False),)


@st.composite
def dropouts(draw: st.DrawFn) -> tuple[Task, Roster, dict[Cell, int]]:
    """Return a roster most of whose rows keep what they must, and days on which its first person drops out."""
    days, count = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    staff = [draw(workers(days)) for _ in range(count)]
    rows = list(product(range(len(DUTIES)), repeat=days))
    rules: list[DayRule] = []
    for day in range(days):
        for duty in (1, 2):
            titled = st.sets(st.integers(0, count - 1), min_size=1).map(lambda one: tuple(sorted(one)))
            groups: list[tuple[int, ...] | None] = (
                [None, draw(titled)] if draw(st.booleans()) else [draw(st.none() | titled)]
            )
            rules.extend(
                Cover(
                    id="cover", day=day, duties=(duty,), least=draw(st.integers(0, 2)), most=draw(st.integers(1, 3)),
                    under=50, over=draw(st.integers(0, 3)), people=some,
                )
                for some in groups
            )  # fmt: skip
    task = Task(days, DUTIES, tuple(staff), tuple(rules))
    scales = Scales(task)
    roster = []
    for person in range(count):
        kept = [row for row in rows if not scales.broken(person, row)]
        is_kept = bool(kept) and draw(st.integers(0, 4)) > 0
        roster.append(draw(st.sampled_from(kept if is_kept else rows)))
    first = draw(st.integers(0, days - 1))
    return task, tuple(roster), {(0, day): OFF for day in range(first, days)}


@settings(max_examples=150, deadline=None)
@given(dropouts())
def test_no_other_change_leaves_fewer_gaps_or_needs_fewer_cells_or_costs_less(
    given: tuple[Task, Roster, dict[Cell, int]],
) -> None:
    task, roster, forced = given
    scales, base = Scales(task), changed(roster, forced)
    found = ways(task, roster, forced)
    assert found
    best = found[0]
    for one in found:
        after = changed(base, dict(one.cells))
        assert all(cell not in forced for cell, _ in one.cells)
        assert not any(scales.breaks_more(place, base[place], row) for place, row in enumerate(after))
        assert _lacking(task, roster, after) == one.left
        assert scales.whole(after).cost - scales.whole(base).cost == one.cost
        assert one.is_fewest <= ((one.left, len(one.cells)) == (best.left, len(best.cells)))
        assert one.is_cheapest <= (one.cost == best.cost)
    if not best.is_cheapest:
        return
    for every in product(*(_others(task, base, forced, person) for person in range(len(base)))):
        if not any(scales.breaks_more(place, base[place], row) for place, row in enumerate(every)):
            count = sum(row[day] != base[place][day] for place, row in enumerate(every) for day in range(task.days))
            value = _lacking(task, roster, every), count, scales.whole(every).cost - scales.whole(base).cost
            assert value >= (best.left, len(best.cells), best.cost)


def _others(task: Task, base: Roster, forced: dict[Cell, int], person: int) -> list[tuple[int, ...]]:
    every = product(range(len(DUTIES)), repeat=task.days)
    return [row for row in every if all(row[day] == base[one][day] for one, day in forced if one == person)]


def _lacking(task: Task, before: Roster, after: Roster) -> int:
    """Return how many are lacking, rule by rule, who were there before."""
    found = 0
    for rule in task.rules:
        if isinstance(rule, Cover):
            among = range(len(after)) if rule.people is None else rule.people
            had, has = (sum(some[one][rule.day] in rule.duties for one in among) for some in (before, after))
            found += max(min(rule.least, had) - has, 0)
    return found
