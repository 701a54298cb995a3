"""How many people each duty of a roster lacks, day by day, that it had before; and how many it can spare."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task


class Gap(Struct, frozen=True):
    """A rule that lacks somebody."""

    place: int
    day: int
    duties: frozenset[int]
    #: Who counts; None for everybody.
    people: frozenset[int] | None

    def among(self, count: int) -> Iterable[int]:
        """Return who of so many people counts."""
        return range(count) if self.people is None else sorted(self.people)


class Wants:
    """Counts of a roster that changes, cell by cell.

    A rule wants as many as it asks for, or as many as it had where it had fewer.
    """

    def __init__(self, task: Task, before: Roster, now: Roster) -> None:
        """Make it.

        Args:
            task: whose rules count; those that cost nothing when somebody lacks are left out.
            before: the roster before something had to change.
            now: the roster from which it goes on.
        """
        self._rules: list[Gap] = []
        self._lack: list[int] = []
        self._by_day: list[list[Gap]] = [[] for _ in range(task.days)]
        for rule in task.rules:
            if not isinstance(rule, Cover) or not rule.under:
                continue
            people = None if rule.people is None else frozenset(rule.people)
            gap = Gap(len(self._rules), rule.day, frozenset(rule.duties), people)
            self._rules.append(gap)
            self._by_day[rule.day].append(gap)
            had, has = (
                sum(roster[one][rule.day] in gap.duties for one in gap.among(len(roster))) for roster in (before, now)
            )
            self._lack.append(min(rule.least, had) - has)
        self._first = tuple(self._lack)
        self._lacking: set[int] = set()
        self.restore()

    def restore(self) -> None:
        """Go back to where it began."""
        self._lack = list(self._first)
        self._lacking = {place for place, lack in enumerate(self._lack) if lack > 0}

    def change(self, person: int, day: int, old: int, new: int) -> None:
        """Count another duty of somebody on a day."""
        for rule in self._by_day[day]:
            if rule.people is None or person in rule.people:
                self._add(rule, (old in rule.duties) - (new in rule.duties))

    def gaps(self) -> list[Gap]:
        """Return the rules that lack somebody."""
        return [self._rules[place] for place in sorted(self._lacking)]

    def days(self) -> frozenset[int]:
        """Return the days on which somebody is lacking."""
        return frozenset(rule.day for rule in self.gaps())

    def lacking(self) -> int:
        """Return how many are lacking, rule by rule."""
        return sum(self._lack[place] for place in self._lacking)

    def needed(self) -> int:
        """Return how many cells have to change at least: one fills each duty that lacks somebody once."""
        return sum(count for _, count in self.open_units())

    def needed_on(self, day: int) -> int:
        """Return how many cells of a day have to change at least."""
        return sum(count for (on, _), count in self.open_units() if on == day)

    def open_units(self) -> list[tuple[tuple[int, frozenset[int]], int]]:
        """Return by day and duties how many lack; of rules that one person fills together the one that lacks most."""
        found: dict[tuple[int, frozenset[int]], int] = {}
        for place in self._lacking:
            rule = self._rules[place]
            key = (rule.day, rule.duties)
            found[key] = max(found.get(key, 0), self._lack[place])
        return self._apart(found)

    def narrowest(self) -> list[Gap]:
        """Return one rule for each day and duties that lack somebody: the one for which the fewest people count."""
        found: dict[tuple[int, frozenset[int]], Gap] = {}
        for rule in self.gaps():
            known = found.get((rule.day, rule.duties))
            if known is None or (rule.people is not None and known.people is None):
                found[rule.day, rule.duties] = rule
        return list(found.values())

    def hopeless(self, is_open: Callable[[int, int, int], bool], count: int) -> int:
        """Return for how many of those who are lacking, rule by rule, there is nobody among so many people.

        Args:
            is_open: says whether a person, by place, could have a duty on a day.
            count: of people.
        """
        return sum(
            max(self._lack[rule.place] - sum(_any_open(is_open, one, rule) for one in rule.among(count)), 0)
            for rule in self.gaps()
        )

    @contextmanager
    def without(self, gap: Gap) -> Iterator[None]:
        """Leave one who is lacking; another rule may still ask for somebody without a title."""
        self._add(gap, -1)
        yield
        self._add(gap, 1)

    def _add(self, rule: Gap, by: int) -> None:
        self._lack[rule.place] += by
        if self._lack[rule.place] > 0:
            self._lacking.add(rule.place)
        else:
            self._lacking.discard(rule.place)

    @staticmethod
    def _apart(
        found: dict[tuple[int, frozenset[int]], int],
    ) -> list[tuple[tuple[int, frozenset[int]], int]]:
        """Return those that no one cell fills two of."""
        kept: list[tuple[tuple[int, frozenset[int]], int]] = []
        for (day, duties), lack in sorted(found.items(), key=lambda one: (-one[1], len(one[0][1]), sorted(one[0][1]))):
            if all(day != on or duties.isdisjoint(others) for (on, others), _ in kept):
                kept.append(((day, duties), lack))
        return kept


def _any_open(is_open: Callable[[int, int, int], bool], person: int, rule: Gap) -> bool:
    return any(is_open(person, rule.day, duty) for duty in rule.duties)
