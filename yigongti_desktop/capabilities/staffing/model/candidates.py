"""Who else could have a duty on a day, ranked by what the roster would cost more; each cost is the checker's.

Only changes are proposed that break nothing which must be kept, leave pins alone, and touch no day before a first one.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.model.worth import Effect
from yigongti_desktop.capabilities.staffing.model.worth import effects
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales

#: People who take over first are looked at for chains: their old duty goes to a third one.
_LINKS = 8


class Step(Struct, frozen=True, kw_only=True):
    """A cell that changes."""

    person: str
    day: date
    before: str
    after: str


class Candidate(Struct, frozen=True, kw_only=True):
    """A change that is proposed."""

    steps: tuple[Step, ...]
    #: 换 鲁学平, and the particulars: 夜班对调.
    title: str
    detail: str
    #: By how much the roster costs more.
    cost: int
    effects: tuple[Effect, ...]


def for_cell(
    asked: Asked, scales: Scales, roster: Roster, person: int, day: int, *, most: int = 9, since: int = 0
) -> tuple[Candidate, ...]:
    """Return what could be done about a cell: another duty, another person, an exchange; the cheapest first.

    Args:
        asked: the month.
        scales: of its task.
        roster: as it is.
        person: place of whose cell it is.
        day: of the cell.
        most: how many are returned.
        since: days before this one never change.
    """
    seeking = _Seeking(asked, scales, roster, since, person)
    return seeking.ranked(seeking.about_cell(person, day), most)


def for_gap(
    asked: Asked, scales: Scales, roster: Roster, day: int, duty: int, *, most: int = 9, since: int = 0
) -> tuple[Candidate, ...]:
    """Return who could have a duty that lacks somebody on a day, the cheapest first.

    Args:
        asked: the month.
        scales: of its task.
        roster: as it is.
        day: that lacks somebody.
        duty: that lacks somebody.
        most: how many are returned.
        since: days before this one never change.
    """
    seeking = _Seeking(asked, scales, roster, since)
    return seeking.ranked(seeking.about_gap(day, duty), most)


class _Seeking:
    def __init__(self, asked: Asked, scales: Scales, roster: Roster, since: int, owner: int = -1) -> None:
        self._asked, self._scales, self._roster, self._since = asked, scales, roster, since
        self._owner = owner
        self._everybody = range(len(roster))
        self._nights = {place for place, duty in enumerate(asked.duties, 1) if duty.is_night}

    def ranked(self, found: Iterable[dict[tuple[int, int], int]], most: int) -> tuple[Candidate, ...]:
        """Return the cheapest changes that break nothing more than is broken; of the same cost the smallest."""
        weighed: dict[frozenset[tuple[tuple[int, int], int]], tuple[int, int]] = {}
        for cells in found:
            key = frozenset(cells.items())
            if cells and key not in weighed and (cost := self._cost(cells)) is not None:
                weighed[key] = cost, len(cells)
        best = sorted(weighed, key=lambda key: (*weighed[key], sorted(key)))[:most]
        return tuple(self._made(dict(key), weighed[key][0]) for key in best)

    def about_cell(self, person: int, day: int) -> Iterator[dict[tuple[int, int], int]]:
        """Return changes after which somebody no longer has what they have on a day."""
        own = self._roster[person][day]
        if day < self._since:
            return
        for duty in range(len(self._asked.task.duties)):
            if duty != own:
                yield {(person, day): duty}
        for other in self._everybody:
            theirs = self._roster[other][day]
            if theirs == own:
                continue
            if own != OFF:
                yield from self._with_day_after({(person, day): OFF, (other, day): own})
            yield from self._with_day_after({(person, day): theirs, (other, day): own})
            if day + 1 < self._asked.task.days:
                both = {(person, day): theirs, (other, day): own}
                both[person, day + 1], both[other, day + 1] = (
                    self._roster[other][day + 1],
                    self._roster[person][day + 1],
                )
                yield self._real(both)

    def about_gap(self, day: int, duty: int) -> Iterator[dict[tuple[int, int], int]]:
        """Return changes after which one more has a duty on a day."""
        if day < self._since:
            return
        takers = [one for one in self._everybody if self._roster[one][day] != duty]
        for taker in takers:
            yield from self._with_day_after({(taker, day): duty})
        able = ((cost, one) for one in takers if (cost := self._own_cost(one, day, duty)) is not None)
        for _, taker in sorted(able)[:_LINKS]:
            old = self._roster[taker][day]
            if old != OFF:
                for third in takers:
                    if third != taker and self._roster[third][day] != old:
                        yield from self._with_day_after({(taker, day): duty, (third, day): old})

    def _with_day_after(self, cells: dict[tuple[int, int], int]) -> Iterator[dict[tuple[int, int], int]]:
        """Return a change, and the same with a day off after each night that begins by it."""
        yield cells
        after = {
            (person, day + 1): OFF
            for (person, day), duty in cells.items()
            if duty in self._nights and day + 1 < self._asked.task.days and self._roster[person][day + 1] != OFF
        }
        if after:
            yield cells | after

    def _real(self, cells: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
        return {(person, day): duty for (person, day), duty in cells.items() if self._roster[person][day] != duty}

    def _own_cost(self, person: int, day: int, duty: int) -> int | None:
        """Return what a duty costs one person's row more; None where it breaks what must be kept."""
        row = self._roster[person]
        after = (*row[:day], duty, *row[day + 1 :])
        if self._scales.breaks_more(person, row, after):
            return None
        return self._scales.row(person, after).cost - self._scales.row(person, row).cost

    def _cost(self, cells: Cells) -> int | None:
        """Return what a change costs more; None where it breaks what must be kept."""
        rows = {person: list(self._roster[person]) for person, _ in cells}
        for (person, day), duty in cells.items():
            rows[person][day] = duty
        for person, row in rows.items():
            if self._scales.breaks_more(person, self._roster[person], tuple(row)):
                return None
        return self._scales.difference(self._roster, cells).cost

    def _made(self, cells: dict[tuple[int, int], int], cost: int) -> Candidate:
        codes = (OFF_CODE, *(duty.code for duty in self._asked.duties))
        dates = tuple(self._asked.month.dates())
        steps = tuple(
            Step(
                person=self._asked.month.people[person].id,
                day=dates[day],
                before=codes[self._roster[person][day]],
                after=codes[duty],
            )
            for (person, day), duty in sorted(cells.items(), key=lambda one: (one[0][1], one[0][0]))
        )
        title, detail = self._words(cells)
        found = effects(self._asked, self._scales, self._roster, cells)
        return Candidate(steps=steps, title=title, detail=detail, cost=cost, effects=found)

    def _words(self, cells: dict[tuple[int, int], int]) -> tuple[str, str]:
        """Return who, and what changes: 换 鲁学平 — 14 日夜班换白班; 孟祥林 — 14 日休息改夜班，15 日白班改休息."""
        people = sorted({person for person, _ in cells}, key=lambda one: (one != self._owner, one))
        names = [self._asked.month.people[person].staff.name for person in people]
        turns = {
            person: "，".join(
                self._turn(person, day, duty, "改") for (one, day), duty in sorted(cells.items()) if one == person
            )
            for person in people
        }
        if len(people) == 1:
            return ("自己改班" if people[0] == self._owner else names[0]), turns[people[0]]
        if self._owner not in people:
            return "、".join(names), "；".join(f"{name} {turns[one]}" for one, name in zip(people, names, strict=True))
        title = f"换 {'、'.join(names[1:])}"
        if self._is_exchange(cells, people):
            own = (self._turn(one, day, duty, "换") for (one, day), duty in sorted(cells.items()) if one == self._owner)
            return title, "，".join(own)
        return title, "；".join(f"{name} {turns[one]}" for one, name in zip(people, names, strict=True))

    def _turn(self, person: int, day: int, duty: int, verb: str) -> str:
        names, on = self._asked.task.duties, self._asked.month.first + timedelta(day)
        return f"{spoken([on], self._asked.month.first)}{names[self._roster[person][day]]}{verb}{names[duty]}"

    def _is_exchange(self, cells: dict[tuple[int, int], int], people: list[int]) -> bool:
        """Say whether two people exchange what they have, and nothing else changes."""
        if len(people) > 2:  # noqa: PLR2004 # two exchange
            return False
        one, other = people
        return all(
            cells.get((there, day)) == self._roster[here][day]
            for here, there in ((one, other), (other, one))
            for day in {day for _, day in cells}
        )
