"""What a change of a roster costs, in a few short words: 无影响, 工时 +6, 周末 +1, 缺 1 班."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model import rules as r
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed

_MEASURES = {r.Measure.NIGHTS: "夜班", r.Measure.HOLIDAYS: "节假日", r.Measure.WEEKENDS: "周末"}


class Effect(Struct, frozen=True, kw_only=True):
    """One thing that gets worse or better."""

    text: str
    #: By how much the roster costs more by it; less than nought where it gets better.
    cost: int
    #: Whether it breaks, or mends, what must be kept.
    is_must: bool = False

    @property
    def is_worse(self) -> bool:
        """Say whether it is a harm."""
        return self.cost > 0


def effects(asked: Asked, scales: Scales, roster: Roster, cells: Cells) -> tuple[Effect, ...]:
    """Return what gets worse once some cells have other duties, the worst first; then what gets better."""
    after = changed(roster, cells)
    people, days = {person for person, _ in cells}, {day for _, day in cells}
    found: defaultdict[tuple[str, bool, bool], list[int]] = defaultdict(lambda: [0, 0])
    for sign, findings in ((1, scales.found(after, people, days)), (-1, scales.found(roster, people, days))):
        for (rule, is_less, is_must, _), (amount, cost) in _summed(asked, findings).items():
            sums = found[rule, is_less, is_must]
            sums[0] += sign * amount
            sums[1] += sign * cost
    named = {why.rule.id: why.rule for why in asked.why.values()}
    made = [
        Effect(
            text=_words(named[key], amount, cost, is_less=is_less), cost=amount if is_must else cost, is_must=is_must
        )
        for (key, is_less, is_must), (amount, cost) in found.items()
        if (amount if is_must else cost)
    ]
    return tuple(sorted(made, key=lambda one: (not one.is_worse, not one.is_must, -abs(one.cost))))


def told(found: Iterable[Effect]) -> str:
    """Return what gets worse in one line; 无影响 where nothing does."""
    return "、".join(one.text for one in found if one.is_worse) or "无影响"


def _summed(asked: Asked, findings: Iterable[Finding]) -> dict[tuple[str, bool, bool, object], tuple[int, int]]:
    """Return amounts and costs by rule; who lacks on a day as one more, and as one with a title, lacks once."""
    found: dict[tuple[str, bool, bool, object], tuple[int, int]] = {}
    for finding in findings:
        rule, is_cover = asked.why[finding.rule.id].rule, isinstance(finding.rule, Cover)
        place = (finding.days, finding.rule.duties) if isinstance(finding.rule, Cover) else None
        key = (rule.id, finding.amount < 0, finding.is_must, place)
        amount, cost = found.get(key, (0, 0))
        added = abs(finding.amount)
        found[key] = max(amount, added) if is_cover else amount + added, cost + finding.cost
    return found


def _words(rule: r.AnyRule, amount: int, cost: int, *, is_less: bool) -> str:
    signed = f"+{amount}" if amount > 0 else f"−{-amount}"  # noqa: RUF001 # a minus sign
    if isinstance(rule, r.Staffed) and not amount:
        return "缺有资质的人" if cost > 0 else "资质补上了"
    if isinstance(rule, r.Fair) and amount * cost <= 0:
        return f"{_MEASURES[rule.of]}{'更不匀' if cost > 0 else '更匀'}"
    if isinstance(rule, r.Staffed):
        return f"{'缺人' if is_less else '多人'} {signed}"
    if isinstance(rule, r.Fair):
        return f"{_MEASURES[rule.of]} {signed}"
    if isinstance(rule, r.DaysOff):
        return f"{'少休' if is_less else '多休'} {signed} 天"
    if isinstance(rule, r.WeeklyHours | r.Overtime | r.ProtectedOvertime):
        return f"工时 {'+' if amount > 0 else '−'}{abs(amount) / 60:g}"  # noqa: RUF001 # a minus sign
    if not amount:
        return rule.name
    words = _SHORT.get(type(rule))
    return words(signed) if words else f"{rule.name} {signed}"


_SHORT: Mapping[type, Callable[[str], str]] = {
    r.WeekendsWorked: lambda signed: f"周末 {signed}",
    r.WorkRun: lambda signed: f"连班 {signed} 天",
    r.OffRun: lambda signed: f"单休 {signed}",
    r.Interval: lambda signed: f"间隔不够 {signed}",
    r.Wished: lambda signed: f"不合意愿 {signed}",
    r.Pattern: lambda signed: f"不合固定班 {signed}",
    r.Together: lambda signed: f"带教不同班 {signed}",
    r.Apart: lambda signed: f"两人同班 {signed}",
}
