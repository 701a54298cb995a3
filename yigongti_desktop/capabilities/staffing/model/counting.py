"""What nobody could cover, found by counting before anything is drawn; instant, and never a false "impossible".

Demand of some duties between two days is held against the most that all people could have (`room`). What is found is
a lower bound of the gaps that every roster has; what is not found may still turn out to be short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from itertools import combinations

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.room import Room
from yigongti_desktop.capabilities.staffing.model.room import open_duties
from yigongti_desktop.capabilities.staffing.model.rules import Elsewhere
from yigongti_desktop.capabilities.staffing.model.rules import OnLeave
from yigongti_desktop.capabilities.staffing.model.rules import Pinned
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Only

#: Duties for which all their combinations are counted on single days.
_FEW = 6


class Shortage(Struct, frozen=True, kw_only=True):
    """Duties that cannot be covered between two days."""

    #: Codes.
    duties: tuple[str, ...]
    #: First and last day.
    first: date
    last: date
    #: Who is asked for beside what the duty itself asks, in words: （中级及以上）; empty for anybody.
    who: str
    #: Who may have them by papers, and who of those is on leave or elsewhere all the time.
    people: int
    away: int
    demand: int
    #: What could be covered at most.
    capacity: int
    text: str

    @property
    def short(self) -> int:
        """Return how many duties lack somebody at least."""
        return self.demand - self.capacity


class Stuck(Struct, frozen=True, kw_only=True):
    """Somebody for whom what must be kept leaves nothing on a day: no roster can be drawn until that is settled."""

    person: str
    day: date
    #: Ids of the rules.
    rules: tuple[str, ...]
    text: str


class _Group(Struct, frozen=True):
    """Duties, and of whom; None for everybody."""

    duties: frozenset[int]
    people: tuple[int, ...] | None
    #: By day.
    demand: tuple[int, ...]
    #: Who is asked for, in words.
    who: str


def shortages(asked: Asked) -> tuple[Shortage, ...]:
    """Return what cannot be covered, the greatest first; what follows from a smaller part of it is not said again."""
    counting = _Counting(asked)
    found = list(counting.between())
    anybody = [one for one in found if not one.who]
    found.extend(
        one for one in counting.on_single_days() if not any(wider.first <= one.first <= wider.last for wider in anybody)
    )
    found.sort(key=lambda one: (-one.short, one.last - one.first, len(one.duties), one.first))
    kept: list[Shortage] = []
    for one in found:
        if not any(_says(other, one) for other in kept):
            kept.append(one)
    return tuple(kept)


def stuck(asked: Asked) -> tuple[Stuck, ...]:
    """Return who has nothing left on a day, with the rules that contradict each other: a pin in a leave."""
    found = []
    for place, worker in enumerate(asked.task.people):
        for day, duties in enumerate(open_duties(asked.task, worker.rules)):
            if duties:
                continue
            rules = [rule for rule in worker.rules if isinstance(rule, Only) and rule.is_must and day in rule.days]
            named = dict.fromkeys(asked.why[rule.id].rule for rule in rules)
            on, name = asked.month.first + timedelta(day), asked.month.people[place].staff.name
            between = "、".join(dict.fromkeys(f"“{rule.name}”" for rule in named))
            text = f"{name} {spoken([on], asked.month.first)}没有可排的班：{between}互相矛盾，请先改其中一条"
            found.append(Stuck(person=worker.id, day=on, rules=tuple(rule.id for rule in named), text=text))
    return tuple(found)


def _says(one: Shortage, other: Shortage) -> bool:
    """Say whether one shortage says all that another one of the same people does, and more closely."""
    is_within = set(one.duties) <= set(other.duties) and other.first <= one.first and one.last <= other.last
    return is_within and one.who == other.who and one.short >= other.short


class _Counting:
    def __init__(self, asked: Asked) -> None:
        self._asked, self._task = asked, asked.task
        self._rooms = [Room(asked.task, worker) for worker in asked.task.people]
        passing = (OnLeave, Elsewhere, Pinned)
        #: Duties of each person by day, leave aside.
        self._able = [
            open_duties(asked.task, (rule for rule in worker.rules if not isinstance(asked.why[rule.id].rule, passing)))
            for worker in asked.task.people
        ]
        self._needs = self._gathered()
        self._demand = self._by_duty()

    def between(self) -> Iterator[Shortage]:
        """Return what is short of each need, and of all duties together, between two days."""
        groups = [_Group(frozenset({duty}), people, demand, who) for (duty, people, who), demand in self._needs.items()]
        everything = tuple(sum(demand[day] for demand in self._demand.values()) for day in range(self._task.days))
        if len(self._demand) > 1:
            groups.append(_Group(frozenset(self._demand), None, everything, ""))
        for group in groups:
            most = self._most(group)
            yield from self._found(group, most, 0, self._task.days - 1)

    def on_single_days(self) -> Iterator[Shortage]:
        """Return for each day the fewest duties of which together most are short."""
        duties = sorted(self._demand)
        if len(duties) > _FEW:
            return
        parts = [part for size in range(2, len(duties)) for part in combinations(duties, size)]
        for day in range(self._task.days):
            worst = max(parts, key=lambda part: self._short(part, day), default=())
            if worst and (short := self._short(worst, day)) > 0:
                demand = tuple(sum(self._demand[one][on] for one in worst) for on in range(self._task.days))
                yield self._shortage(_Group(frozenset(worst), None, demand, ""), day, day, demand[day] - short)

    def _short(self, part: Sequence[int], day: int) -> int:
        there = sum(not room.open[day].isdisjoint(part) for room in self._rooms)
        return sum(self._demand[one][day] for one in part) - there

    def _gathered(self) -> dict[tuple[int, tuple[int, ...] | None, str], tuple[int, ...]]:
        """Return by duty and group of people how many are needed on each day; the same people on different days."""
        found: dict[tuple[int, tuple[int, ...] | None, str], list[int]] = {}
        for rule in self._task.rules:
            if isinstance(rule, Cover) and rule.least and len(rule.duties) == 1:
                who = str(self._asked.why[rule.id].facts.get("who", ""))
                days = found.setdefault((rule.duties[0], rule.people, who), [0] * self._task.days)
                days[rule.day] = max(days[rule.day], rule.least)
        return {key: tuple(days) for key, days in found.items()}

    def _by_duty(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for (duty, _, _), demand in self._needs.items():
            known = found.get(duty, (0,) * self._task.days)
            found[duty] = tuple(map(max, known, demand))
        return found

    def _members(self, group: _Group) -> Sequence[int]:
        return range(len(self._rooms)) if group.people is None else group.people

    def _most(self, group: _Group) -> list[list[int]]:
        """Return what all people together could have at most, from each day until each later one."""
        counted = Counter(self._rooms[one].key(group.duties) for one in self._members(group))
        rooms = {self._rooms[one].key(group.duties): self._rooms[one] for one in self._members(group)}
        found = []
        for first in range(self._task.days):
            total = [0] * (self._task.days - first)
            for key, room in rooms.items():
                for place, most in enumerate(room.most(group.duties, first)):
                    total[place] += most * counted[key]
            found.append(total)
        return found

    def _found(self, group: _Group, most: list[list[int]], first: int, last: int) -> Iterator[Shortage]:
        """Return the greatest shortage between two days, of several the shortest, and then those beside it."""
        worst, where = 0, (0, 0)
        for begin in range(first, last + 1):
            demand = 0
            for end in range(begin, last + 1):
                demand += group.demand[end]
                short = demand - most[begin][end - begin]
                if short > worst or (short == worst > 0 and end - begin < where[1] - where[0]):
                    worst, where = short, (begin, end)
        if worst:
            begin, end = where
            yield self._shortage(group, begin, end, most[begin][end - begin])
            yield from self._found(group, most, first, begin - 1)
            yield from self._found(group, most, end + 1, last)

    def _shortage(self, group: _Group, begin: int, end: int, capacity: int) -> Shortage:
        days = range(begin, end + 1)
        able = [one for one in self._members(group) if any(self._able[one][day] & group.duties - {OFF} for day in days)]
        away = sum(not any(self._rooms[one].open[day] & group.duties for day in days) for one in able)
        demands = group.demand[begin : end + 1]
        first, last = (self._asked.month.first + timedelta(day) for day in (begin, end))
        is_all = len(group.duties) == len(self._demand) > 1
        names = "各班" if is_all else "、".join(self._asked.duties[duty - 1].name for duty in sorted(group.duties))
        dates = spoken([self._asked.month.first + timedelta(day) for day in days], self._asked.month.first)
        each = f"每天 {demands[0]} 人" if len(set(demands)) == 1 and begin < end else ""
        gone = f"，其中 {away} 人请假或排不上" if away else ""
        text = (
            f"{dates}能上{names}{group.who}的有 {len(able)} 人{gone}；{each}共要 {sum(demands)} 个班，"
            f"最多排得出 {capacity} 个，还差 {sum(demands) - capacity} 个"
        )
        return Shortage(
            duties=tuple(self._asked.duties[duty - 1].code for duty in sorted(group.duties)),
            first=first,
            last=last,
            who=group.who,
            people=len(able),
            away=away,
            demand=sum(demands),
            capacity=capacity,
            text=text,
        )
