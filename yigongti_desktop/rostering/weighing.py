"""Weighs single changes of a roster: the checker is asked only for the rows and days that they touch.

What it says is what the checker says of the whole roster, with the parts that stay the same left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.checker import check_day
from yigongti_desktop.rostering.checker import check_row
from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task

#: Place of a person, and day.
Cell = tuple[int, int]
#: Duties that cells get.
Cells = Mapping[Cell, int]


class Weight(Struct, frozen=True):
    """What is not kept, in two sums."""

    #: By how much rules are broken that must be kept.
    broken: int = 0
    #: What all others cost that are not kept.
    cost: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.broken + other.broken, self.cost + other.cost)

    def __sub__(self, other: Weight) -> Weight:
        return Weight(self.broken - other.broken, self.cost - other.cost)


def weight(findings: Iterable[Finding]) -> Weight:
    """Return what findings weigh together."""
    broken = cost = 0
    for finding in findings:
        broken += abs(finding.amount) if finding.is_must else 0
        cost += finding.cost
    return Weight(broken, cost)


def changed(roster: Roster, cells: Cells) -> Roster:
    """Return a roster in which some cells have other duties."""
    rows = list(roster)
    for (person, day), duty in cells.items():
        rows[person] = (*rows[person][:day], duty, *rows[person][day + 1 :])
    return tuple(rows)


class Scales:
    """Weighs rows and days of one task; a row that was weighed is not weighed again."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._rows: dict[tuple[int, Row], Weight] = {}
        self._broken: dict[tuple[int, Row], int] = {}
        musts = (replace(one, rules=tuple(rule for rule in one.rules if rule.is_must)) for one in task.people)
        self._musts = replace(task, people=tuple(musts), rules=())
        by_day: list[list[DayRule]] = [[] for _ in range(task.days)]
        for rule in task.rules:
            by_day[rule.day].append(rule)
        self._days = [replace(task, people=(), rules=tuple(rules)) for rules in by_day]

    def row(self, person: int, row: Row) -> Weight:
        """Return what a row weighs."""
        known = self._rows.get((person, row))
        if known is None:
            known = self._rows[person, row] = weight(check_row(self.task, person, row))
        return known

    def broken(self, person: int, row: Row) -> int:
        """Return by how much a row breaks what must be kept; sooner than all that it weighs."""
        known = self._broken.get((person, row))
        if known is None:
            known = self._broken[person, row] = weight(check_row(self._musts, person, row)).broken
        return known

    def breaks_more(self, person: int, before: Row, after: Row) -> bool:
        """Say whether a row breaks any rule that must be kept, and breaks it more than another row did."""
        return bool(self.broken(person, after)) and bool(self.broken_more(person, before, after))

    def broken_more(self, person: int, before: Row, after: Row) -> list[Finding]:
        """Return what of all that must be kept a row does not keep, by rules that another row broke less."""
        found, was = self.broken_by(person, after), _by_rule(self.broken_by(person, before))
        now = _by_rule(found)
        return [one for one in found if now[one.rule.id] > was.get(one.rule.id, 0)]

    def broken_by(self, person: int, row: Row) -> list[Finding]:
        """Return what of all that must be kept a row does not keep."""
        return list(check_row(self._musts, person, row))

    def day(self, day: int, roster: Roster) -> Weight:
        """Return what a day weighs."""
        return weight(check_day(self._days[day], roster, day))

    def rules_of(self, day: int) -> tuple[DayRule, ...]:
        """Return what is asked of a day."""
        return self._days[day].rules

    def whole(self, roster: Roster) -> Weight:
        """Return what a roster weighs."""
        found = sum((self.row(person, row) for person, row in enumerate(roster)), Weight())
        return sum((self.day(day, roster) for day in range(self.task.days)), found)

    def found(self, roster: Roster, people: Iterable[int], days: Iterable[int]) -> list[Finding]:
        """Return what some rows and some days do not keep."""
        rows = [finding for person in people for finding in check_row(self.task, person, roster[person])]
        return [*rows, *(finding for day in days for finding in check_day(self._days[day], roster, day))]

    def difference(self, roster: Roster, cells: Cells) -> Weight:
        """Return by how much a roster weighs more once some cells have other duties."""
        after, found = changed(roster, cells), Weight()
        for person in {person for person, _ in cells}:
            found += self.row(person, after[person]) - self.row(person, roster[person])
        for day in {day for _, day in cells}:
            found += self.day(day, after) - self.day(day, roster)
        return found


def _by_rule(findings: Iterable[Finding]) -> dict[str, int]:
    found: dict[str, int] = {}
    for finding in findings:
        found[finding.rule.id] = found.get(finding.rule.id, 0) + abs(finding.amount)
    return found
