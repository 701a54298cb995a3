"""How one person's row could change so that it fills a gap and keeps what it must: all ways, with what each costs.

A way has a cell that fills the gap, others that fill further gaps, and a few more at most: those without which a rule
that must be kept would be broken, and those for which others may leave a duty that they have.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.wants import Gap
from yigongti_desktop.rostering.wants import Wants
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Scales

#: Day and duty.
_Turn = tuple[int, int]


class Column(Struct, frozen=True):
    """A change of one person's row."""

    person: int
    cells: tuple[tuple[Cell, int], ...]
    #: What the row costs more.
    cost: int


class Rows:
    """Changes of the rows of one roster."""

    def __init__(
        self, scales: Scales, roster: Roster, settled: frozenset[Cell], since: int, look: Callable[[], None]
    ) -> None:
        """Make it.

        Args:
            scales: of the task.
            roster: from which rows change.
            settled: cells that do not change.
            since: days before this one do not change.
            look: called now and then; raises what ends it.
        """
        self._look = look
        self._scales, self._roster, self._settled, self._since = scales, roster, settled, since
        self._known: dict[object, tuple[Column, ...]] = {}
        self._mended: dict[tuple[int, Row, tuple[_Turn, ...], int], tuple[tuple[_Turn, ...], ...]] = {}

    def columns(self, wants: Wants, gap: Gap, people: Iterable[int], more: int) -> list[Column]:
        """Return all changes that fill a gap, the cheapest for each cell first.

        Args:
            wants: what is lacking now.
            gap: to be filled.
            people: who may.
            more: cells that may change beside those that fill gaps.
        """
        found = [
            column
            for person in people
            if self._is_free(person, gap.day)
            for duty in gap.duties
            if self._roster[person][gap.day] not in gap.duties
            for column in self._of(
                person, (gap.day, duty), self._turns(wants, person, gap.day), self._more(wants, more)
            )
        ]
        return sorted(found, key=lambda one: (one.cost / len(one.cells), one.person, one.cells))

    def is_open(self, person: int, day: int, duty: int) -> bool:
        """Say whether somebody's cell may change to a duty, as far as single days decide."""
        if not self._is_free(person, day) or self._roster[person][day] == duty:
            return False
        rules = self._scales.task.people[person].rules
        return all(
            duty in rule.duties for rule in rules if isinstance(rule, Only) and rule.is_must and day in rule.days
        )

    def _is_free(self, person: int, day: int) -> bool:
        return day >= self._since and (person, day) not in self._settled

    def _turns(self, wants: Wants, person: int, but: int) -> tuple[_Turn, ...]:
        """Return the turns by which somebody would fill other gaps."""
        found = {
            (rule.day, duty)
            for rule in wants.gaps()
            if rule.day != but and self._is_free(person, rule.day) and (rule.people is None or person in rule.people)
            for duty in rule.duties
            if self._roster[person][rule.day] not in rule.duties
        }
        return tuple(sorted(found))

    def _more(self, wants: Wants, more: int) -> tuple[int, tuple[_Turn, ...]]:
        """Return how many further cells may change, and turns that others may leave for a gap once they are filled.

        Where only one may, whoever leaves one fills a gap on its day; where several may, anything can be left.
        """
        if not more:
            return 0, ()
        days = wants.days() if more == 1 else range(self._since, self._scales.task.days)
        held = set[_Turn]()
        for day in days:
            most = wants.needed_on(day) + more - 1
            for person, row in enumerate(self._roster):
                spare = wants.spare(person, day, row[day]) if self._is_free(person, day) else None
                if spare is not None and spare < most:
                    held.add((day, row[day]))
        return more, tuple(sorted(held))

    def _of(
        self, person: int, first: _Turn, turns: tuple[_Turn, ...], more: tuple[int, tuple[_Turn, ...]]
    ) -> tuple[Column, ...]:
        key = person, first, turns, more
        known = self._known.get(key)
        if known is None:
            row = self._roster[person]
            own = self._scales.row(person, row).cost
            ways = dict.fromkeys(self._ways(person, first, turns, more))
            known = self._known[key] = tuple(
                Column(
                    person,
                    tuple(((person, day), duty) for day, duty in way),
                    self._scales.row(person, _changed(row, way)).cost - own,
                )
                for way in ways
            )
        return known

    def _ways(
        self, person: int, first: _Turn, turns: tuple[_Turn, ...], more: tuple[int, tuple[_Turn, ...]]
    ) -> Iterator[tuple[_Turn, ...]]:
        """Return the cells of each change, in the order of days."""
        extra, held = more
        row = self._roster[person]
        others = [
            turn
            for turn in held
            if turn not in turns and turn[0] != first[0] and self._is_free(person, turn[0]) and row[turn[0]] != turn[1]
        ]
        for count in range(len(turns) + 1):
            for some in combinations(turns, count):
                if len({day for day, _ in some}) < count:
                    continue
                for ahead in range(extra + 1):
                    for those in combinations(others, ahead):
                        way = (first, *some, *those)
                        if len({day for day, _ in way}) == len(way):
                            yield from self._mend(person, tuple(sorted(way)), extra - ahead)

    def _mend(self, person: int, way: tuple[_Turn, ...], extra: int) -> tuple[tuple[_Turn, ...], ...]:
        """Return a change together with what has to change so that what must be kept is."""
        row = self._roster[person]
        key = person, row, way, extra
        known = self._mended.get(key)
        if known is None:
            self._look()
            after = _changed(row, way)
            if self._scales.broken(person, after) <= self._scales.broken(person, row):
                known = (way,)
            elif extra:
                taken = {day for day, _ in way}
                found: dict[tuple[_Turn, ...], None] = {}
                for day, duty in self._remedies(person, row, after):
                    if day not in taken and self._is_free(person, day):
                        found |= dict.fromkeys(self._mend(person, tuple(sorted((*way, (day, duty)))), extra - 1))
                known = tuple(found)
            else:
                known = ()
            self._mended[key] = known
        return known

    def _remedies(self, person: int, before: Row, row: Row) -> Iterator[_Turn]:
        """Return all turns one of which must be among those by which a row comes to keep what it breaks now."""
        known = {(one.rule.id, one.days, one.amount) for one in self._scales.broken_by(person, before)}
        broken = self._scales.broken_by(person, row)
        finding = next(one for one in broken if (one.rule.id, one.days, one.amount) not in known)
        duties = range(len(self._scales.task.duties))
        for day in self._scope(finding):
            for duty in duties:
                if duty != row[day] and _helps(finding, day, row[day], duty):
                    yield day, duty

    def _scope(self, finding: Finding) -> Iterable[int]:
        return finding.days if finding.amount > 0 else range(self._scales.task.days)


def _helps(finding: Finding, day: int, old: int, new: int) -> bool:
    """Say whether a turn may help against what is broken; where that is not easily seen, it may."""
    rule = finding.rule
    match rule:
        case Only():
            return new in rule.duties
        case Follow():
            return new != rule.duty if day != finding.days[-1] else new not in rule.barred
        case Total():
            return rule.counts[new] < rule.counts[old] if finding.amount > 0 else rule.counts[new] > rule.counts[old]
        case Run() | Window() | Weekends() if finding.amount > 0:
            return new not in rule.duties
    return True


def _changed(row: Row, turns: Iterable[_Turn]) -> Row:
    found = list(row)
    for day, duty in turns:
        found[day] = duty
    return tuple(found)
