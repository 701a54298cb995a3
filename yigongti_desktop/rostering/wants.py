"""How many people each duty of a roster lacks, day by day, that it had before; and how many it can spare."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

from msgspec import Struct

from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task

#: Day, and duties one of which is asked for: rules about the same are filled by the same cells.
Unit = tuple[int, frozenset[int]]


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
        self._about: dict[tuple[int, int], list[Gap]] = {}
        for rule in task.rules:
            if not isinstance(rule, Cover) or not rule.under:
                continue
            people = None if rule.people is None else frozenset(rule.people)
            gap = Gap(len(self._rules), rule.day, frozenset(rule.duties), people)
            self._rules.append(gap)
            for duty in gap.duties:
                self._about.setdefault((rule.day, duty), []).append(gap)
            had, has = (
                sum(roster[one][rule.day] in gap.duties for one in gap.among(len(roster))) for roster in (before, now)
            )
            self._lack.append(min(rule.least, had) - has)
        self._first = tuple(self._lack)
        self._units: dict[Unit, list[int]] = {}
        for gap in self._rules:
            self._units.setdefault((gap.day, gap.duties), []).append(gap.place)
        #: Whether one cell never fills two units, so that they only need to be added up.
        self._is_plain = all(
            one[1] == other[1] or one[1].isdisjoint(other[1])
            for some in _by_day(self._units)
            for one, other in combinations(some, 2)
        )
        self._lacking: set[int] = set()
        self.restore()

    def restore(self) -> None:
        """Go back to where it began."""
        self._lack = list(self._first)
        self._lacking = {place for place, lack in enumerate(self._lack) if lack > 0}
        self._open = {unit: lack for unit, places in self._units.items() if (lack := self._most(places)) > 0}
        self._needed = sum(self._open.values())

    def change(self, person: int, day: int, old: int, new: int) -> None:
        """Count another duty of somebody on a day."""
        for duty, by in ((old, 1), (new, -1)):
            for rule in self._about.get((day, duty), ()):
                if rule.people is None or person in rule.people:
                    self._add(rule, by)

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
        return self._needed if self._is_plain else sum(count for _, count in self.open_units())

    def is_one_a_day(self) -> bool:
        """Say whether no day lacks more than one cell."""
        days = [day for day, _ in self._open]
        return self._is_plain and len(set(days)) == len(days) and all(lack == 1 for lack in self._open.values())

    def needed_on(self, day: int) -> int:
        """Return how many cells of a day have to change at least."""
        return sum(count for (on, _), count in self.open_units() if on == day)

    def open_units(self) -> list[tuple[Unit, int]]:
        """Return by day and duties how many lack; of rules that one person fills together the one that lacks most."""
        return list(self._open.items()) if self._is_plain else _apart(self._open)

    def narrowest(self) -> list[Gap]:
        """Return one rule for each day and duties that lack somebody: the one for which the fewest people count."""
        found: dict[Unit, Gap] = {}
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
        """Count one more, or one fewer, who lacks."""
        lack = self._lack[rule.place] = self._lack[rule.place] + by
        if lack <= 0 and lack <= by:
            return
        (self._lacking.add if lack > 0 else self._lacking.discard)(rule.place)
        unit = rule.day, rule.duties
        was, now = self._open.get(unit, 0), max(self._most(self._units[unit]), 0)
        self._needed += now - was
        if now:
            self._open[unit] = now
        else:
            self._open.pop(unit, None)

    def _most(self, places: list[int]) -> int:
        return max(self._lack[place] for place in places)


def _by_day(units: Iterable[Unit]) -> Iterable[list[Unit]]:
    found: dict[int, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit[0], []).append(unit)
    return found.values()


def _apart(found: dict[Unit, int]) -> list[tuple[Unit, int]]:
    """Return those that no one cell fills two of."""
    kept: list[tuple[Unit, int]] = []
    for (day, duties), lack in sorted(found.items(), key=lambda one: (-one[1], len(one[0][1]), sorted(one[0][1]))):
        if all(day != on or duties.isdisjoint(others) for (on, others), _ in kept):
            kept.append(((day, duties), lack))
    return kept


def _any_open(is_open: Callable[[int, int, int], bool], person: int, rule: Gap) -> bool:
    return any(is_open(person, rule.day, duty) for duty in rule.duties)
