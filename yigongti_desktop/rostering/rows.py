"""How one person's row could change so that it fills a gap and keeps what it must: all ways, with what each costs.

A way has a cell that fills the gap, others that fill further gaps, and a few more at most, without which a rule that
must be kept would be broken.
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
Turn = tuple[int, int]
Turns = tuple[Turn, ...]


class Column(Struct, frozen=True):
    """A change of one person's row."""

    person: int
    turns: Turns
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
        self._mended: dict[tuple[int, Turns, int], tuple[Turns, ...]] = {}

    def columns(self, wants: Wants, gap: Gap, person: int, old: Turns, more: int) -> tuple[Column, ...]:
        """Return all changes of a row that fill a gap.

        Args:
            wants: what is lacking now.
            gap: to be filled.
            person: whose row it is.
            old: what has changed in it already, and stays.
            more: cells that may change beside those that fill gaps.
        """
        row = self._roster[person]
        taken = {day for day, _ in old}
        if gap.day in taken or row[gap.day] in gap.duties or not self._is_free(person, gap.day):
            return ()
        turns = {
            (rule.day, duty)
            for rule in wants.gaps()
            if rule.day != gap.day and rule.day not in taken and self._is_free(person, rule.day)
            if (rule.people is None or person in rule.people) and row[rule.day] not in rule.duties
            for duty in rule.duties
        }
        others = tuple(sorted(turns))
        return tuple(
            column for duty in gap.duties for column in self._of(person, (*old, (gap.day, duty)), others, more)
        )

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

    def _of(self, person: int, first: Turns, others: Turns, more: int) -> tuple[Column, ...]:
        """Return changes that have some turns, any part of some others, and what these need."""
        key = person, first, others, more
        known = self._known.get(key)
        if known is None:
            row = self._roster[person]
            own = self._scales.row(person, row).cost
            ways = {
                way: None
                for count in range(len(others) + 1)
                for some in combinations(others, count)
                if len({day for day, _ in some}) == count
                for way in self._mend(person, tuple(sorted((*first, *some))), more)
            }
            known = self._known[key] = tuple(
                Column(person, way, self._scales.row(person, _changed(row, way)).cost - own) for way in ways
            )
        return known

    def _mend(self, person: int, way: Turns, extra: int) -> tuple[Turns, ...]:
        """Return a change together with what has to change so that what must be kept is."""
        row = self._roster[person]
        key = person, way, extra
        known = self._mended.get(key)
        if known is None:
            self._look()
            after = _changed(row, way)
            if not self._scales.breaks_more(person, row, after):
                known = (way,)
            elif extra:
                taken = {day for day, _ in way}
                found: dict[Turns, None] = {}
                for day, duty in self._remedies(person, row, after):
                    if day not in taken and self._is_free(person, day):
                        found |= dict.fromkeys(self._mend(person, tuple(sorted((*way, (day, duty)))), extra - 1))
                known = tuple(found)
            else:
                known = ()
            self._mended[key] = known
        return known

    def _remedies(self, person: int, before: Row, row: Row) -> Iterator[Turn]:
        """Return all turns one of which must be among those by which a row comes to keep what it breaks now."""
        broken = self._scales.broken_more(person, before, row)
        rule = broken[0].rule.id
        was = {one.rule.id for one in self._scales.broken_by(person, before)}
        duties = range(len(self._scales.task.duties))
        for finding in [one for one in broken if one.rule.id == rule] if rule in was else broken[:1]:
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


def _changed(row: Row, turns: Iterable[Turn]) -> Row:
    found = list(row)
    for day, duty in turns:
        found[day] = duty
    return tuple(found)
