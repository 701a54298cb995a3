"""Somebody falls ill, is called away, or loses a licence: the published roster is mended with the fewest changes.

Days before today never change. What lacks afterwards is named, and what is proven is said.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.candidates import Step
from yigongti_desktop.capabilities.staffing.model.counting import Shortage
from yigongti_desktop.capabilities.staffing.model.counting import shortages
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.room import open_duties
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.summary import summary
from yigongti_desktop.capabilities.staffing.model.worth import Effect
from yigongti_desktop.capabilities.staffing.model.worth import effects
from yigongti_desktop.rostering.mending import Mended
from yigongti_desktop.rostering.mending import mend
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed


class Repair(Struct, frozen=True, kw_only=True):
    """One way to mend a roster."""

    #: What has to change, and what changes for it, by day.
    forced: tuple[Step, ...]
    steps: tuple[Step, ...]
    #: What lacks afterwards and did not before.
    gaps: tuple[Sentence, ...]
    effects: tuple[Effect, ...]
    #: By how much the roster costs more than the published one.
    cost: int
    #: No way with as few gaps has fewer changes; of those with as many, none is cheaper.
    is_fewest: bool
    is_cheapest: bool

    @property
    def count(self) -> int:
        """Return how many cells change in all."""
        return len(self.forced) + len(self.steps)

    @property
    def words(self) -> str:
        """Return it in one line: 改 8 格，不缺班（已证明改得最少）."""
        gaps = f"还缺 {len(self.gaps)} 处" if self.gaps else "不缺班"
        proven = "（已证明改得最少）" if self.is_fewest else ""
        return f"改 {self.count} 格，{gaps}{proven}"


def with_leave(month: Month, leave: Leave) -> Month:
    """Return a month in which somebody is on leave; their pins of those days are gone."""
    pins = (one for one in month.pins if one.person != leave.person or not leave.first <= one.day <= leave.last)
    return replace(month, leave=(*month.leave, leave), pins=tuple(pins))


def forced(asked: Asked, roster: Roster, since: int) -> dict[Cell, int]:
    """Return the cells that cannot stay, with the day off in their place: leave, a posting, a licence that is over."""
    found: dict[Cell, int] = {}
    for person, worker in enumerate(asked.task.people):
        for day, duties in enumerate(open_duties(asked.task, worker.rules)):
            if day >= since and roster[person][day] not in duties and OFF in duties:
                found[person, day] = OFF
    return found


def repairs(
    asked: Asked, roster: Roster, since: int, left: Callable[[], float], *, ways: int = 3
) -> tuple[Repair, ...]:
    """Return ways to mend a roster, the best one first: fewest gaps, then fewest changes, then cost.

    Args:
        asked: the month as it is now, with the leave: see `with_leave`.
        roster: as it was published.
        since: place of today; days before it never change.
        left: returns the seconds that are left for it.
        ways: how many are looked for; the others do without somebody whom the best one needs.

    Raises:
        ValueError: when the roster is not of this month.
    """
    scales, cells = Scales(asked.task), forced(asked, roster, since)
    before = {_place(one) for one in summary(asked, roster).gaps}
    found = mend(scales, roster, cells, since, left, unavoidable=lambda: _unavoidable(asked, roster), ways=ways)
    return tuple(_repair(asked, scales, roster, cells, one, before) for one in found)


def _repair(
    asked: Asked,
    scales: Scales,
    roster: Roster,
    cells: Mapping[Cell, int],
    mended: Mended,
    before: set[tuple[object, ...]],
) -> Repair:
    every = {**cells, **dict(mended.cells)}
    gaps = summary(asked, changed(roster, every)).gaps
    return Repair(
        forced=_steps(asked, roster, cells),
        steps=_steps(asked, roster, dict(mended.cells)),
        gaps=tuple(gap for gap in gaps if _place(gap) not in before),
        effects=effects(asked, scales, roster, every),
        cost=scales.difference(roster, every).cost,
        is_fewest=mended.is_fewest,
        is_cheapest=mended.is_cheapest,
    )


def _place(gap: Sentence) -> tuple[object, ...]:
    return gap.days, gap.text


def _steps(asked: Asked, roster: Roster, cells: Mapping[Cell, int]) -> tuple[Step, ...]:
    codes = (OFF_CODE, *(duty.code for duty in asked.duties))
    return tuple(
        Step(
            person=asked.month.people[person].id,
            day=asked.month.first + timedelta(day),
            before=codes[roster[person][day]],
            after=codes[duty],
        )
        for (person, day), duty in sorted(cells.items(), key=lambda one: (one[0][1], one[0][0]))
    )


def _unavoidable(asked: Asked, roster: Roster) -> int:
    """Return how many are proven by counting to lack in every roster and did not before, rule by rule.

    Each need is counted by itself, between days that do not overlap; what several duties lack together is left out.
    """
    found = 0
    for shortage in shortages(asked):
        if len(shortage.duties) == 1:
            found += max(shortage.short - _lacked(asked, roster, shortage), 0)
    return found


def _lacked(asked: Asked, roster: Roster, shortage: Shortage) -> int:
    """Return how many lacked already of what is short."""
    duty = next(place for place, one in enumerate(asked.duties, 1) if one.code == shortage.duties[0])
    first, last = ((day - asked.month.first).days for day in (shortage.first, shortage.last))
    lacked = 0
    for rule in asked.task.rules:
        is_its = isinstance(rule, Cover) and first <= rule.day <= last and rule.duties == (duty,)
        if isinstance(rule, Cover) and is_its and str(asked.why[rule.id].facts.get("who", "")) == shortage.who:
            among = range(len(roster)) if rule.people is None else rule.people
            lacked += max(rule.least - sum(roster[one][rule.day] == duty for one in among), 0)
    return lacked
