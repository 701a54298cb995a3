"""为什么？ — the few rules that force a gap or a cell, grouped for people; 排不出 only where counting proves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.counting import Shortage
from yigongti_desktop.capabilities.staffing.model.grounds import Against
from yigongti_desktop.capabilities.staffing.model.grounds import Group
from yigongti_desktop.capabilities.staffing.model.grounds import against
from yigongti_desktop.capabilities.staffing.model.grounds import grouped
from yigongti_desktop.capabilities.staffing.model.grounds import listed
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.proof import Proof
from yigongti_desktop.capabilities.staffing.model.proof import proof_of
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import sentence
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.model.worth import told
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales


class Cost(Struct, frozen=True, kw_only=True):
    """Somebody who could have the duty, and at what cost."""

    person: str
    name: str
    cost: int
    #: 工时 +6、周末 +1; 无影响.
    words: str


class Reasons(Struct, frozen=True, kw_only=True):
    """An answer."""

    #: 24 日急诊为什么缺 1 人.
    title: str
    #: What it comes to: 排不出 …, 换谁都会 …, 只改这一格谁都不行 ….
    verdict: str
    #: What proves that no roster covers it; None where nothing does, and then nothing says that it cannot be.
    proof: Proof | None = None
    #: Whom a rule that must be kept bars, rule by rule.
    barred: tuple[Group, ...] = ()
    #: Who could have it at a cost, the cheapest first; what is no harm at all is among them.
    could: tuple[Cost, ...] = ()
    #: What is not kept at the cell itself.
    broken: tuple[Sentence, ...] = ()

    @property
    def is_impossible(self) -> bool:
        """Say whether it is proven that no roster has it."""
        return self.proof is not None


def of_gap(
    asked: Asked, scales: Scales, roster: Roster, day: int, duty: int, known: Iterable[Shortage] | None = None
) -> Reasons:
    """Return why a duty lacks somebody on a day.

    Args:
        asked: the month.
        scales: of its task.
        roster: as it is.
        day: that lacks somebody.
        duty: that lacks somebody.
        known: what `counting.shortages` has found; counted anew where it is not given.
    """
    on = asked.month.first + timedelta(day)
    there = [one for one in range(len(roster)) if roster[one][day] == duty]
    found = [against(asked, scales, roster, one, {(one, day): duty}) for one in range(len(roster)) if one not in there]
    proof = proof_of(asked, on, asked.duties[duty - 1].code, known)
    could = _could(asked, found)
    return Reasons(
        title=f"{spoken([on], asked.month.first)}{asked.task.duties[duty]}为什么缺人",
        verdict=_verdict(proof, found, could),
        proof=proof,
        barred=grouped(asked, roster, found, day, duty),
        could=could,
    )


def of_cell(asked: Asked, scales: Scales, roster: Roster, person: int, day: int) -> Reasons:
    """Return why somebody has what they have on a day: what stands against each of the others having it instead."""
    duty, on = roster[person][day], asked.month.first + timedelta(day)
    name = asked.month.people[person].staff.name
    title = f"{spoken([on], asked.month.first)}{asked.task.duties[duty]}为什么是{name}"
    broken = tuple(
        sentence(asked, roster, finding)
        for finding in scales.found(roster, [person], [])
        if day in finding.days and (finding.is_must or len(finding.days) < asked.task.days // 2)
    )
    if duty == OFF:
        return _why_off(asked, scales, roster, person, day, broken)
    found = [
        against(asked, scales, roster, one, _instead(roster, person, one, day))
        for one in range(len(roster))
        if roster[one][day] != duty
    ]
    could = _could(asked, found)
    return Reasons(
        title=title,
        verdict=_verdict(None, found, could),
        barred=grouped(asked, roster, found, day, duty),
        could=could,
        broken=broken,
    )


def of_wish(asked: Asked, scales: Scales, roster: Roster, person: int, day: int, duty: int) -> Reasons:
    """Return why somebody does not have a duty on a day: what it would break, or cost."""
    on, name = asked.month.first + timedelta(day), asked.month.people[person].staff.name
    found = against(asked, scales, roster, person, {(person, day): duty})
    could = _could(asked, [found])
    verdict = "只改这一格不行" if found.is_barred else f"可以改：{could[0].words}" if could else "只改这一格不行"
    return Reasons(
        title=f"{name} {spoken([on], asked.month.first)}能不能排{asked.task.duties[duty]}",
        verdict=verdict,
        barred=grouped(asked, roster, [found], day, duty),
        could=could,
    )


def _why_off(
    asked: Asked, scales: Scales, roster: Roster, person: int, day: int, broken: tuple[Sentence, ...]
) -> Reasons:
    """Return why somebody is off: what stands against each duty."""
    on, name = asked.month.first + timedelta(day), asked.month.people[person].staff.name
    duties = [place for place in range(len(asked.task.duties)) if place != OFF]
    found = {place: against(asked, scales, roster, person, {(person, day): place}) for place in duties}
    barred: dict[tuple[str, str], Group] = {}
    for place, one in found.items():
        for group in grouped(asked, roster, [one], day, place):
            barred.setdefault((group.rule, group.text), group)
    could = [
        Cost(
            person=asked.month.people[person].id,
            name=asked.task.duties[place],
            cost=one.cost,
            words=told(one.effects),
        )
        for place, one in found.items()
        if not one.is_barred
    ]
    could.sort(key=lambda one: one.cost)
    verdict = f"可以排{could[0].name}：{could[0].words}" if could else "只改这一格，什么班都不能排"
    return Reasons(
        title=f"{name} {spoken([on], asked.month.first)}为什么休息",
        verdict=verdict,
        barred=tuple(barred.values()),
        could=tuple(could),
        broken=broken,
    )


def _instead(roster: Roster, person: int, other: int, day: int) -> Cells:
    """Return the change after which another one has somebody's duty, and they what that one had."""
    return {(person, day): roster[other][day], (other, day): roster[person][day]}


def _could(asked: Asked, found: Iterable[Against]) -> tuple[Cost, ...]:
    people = asked.month.people
    made = [
        Cost(
            person=people[one.person].id,
            name=people[one.person].staff.name,
            cost=one.cost,
            words=told(one.effects),
        )
        for one in found
        if not one.is_barred
    ]
    return tuple(sorted(made, key=lambda one: (one.cost, one.person)))


def _verdict(proof: Proof | None, found: list[Against], could: tuple[Cost, ...]) -> str:
    """Return what it comes to; that nothing can be done is only said where it is proven."""
    if proof is not None:
        return f"排不出：{proof.text}"
    if not found:
        return "没有别人可以换"
    if not could:
        return "只改这一格，换谁都会违反必须遵守的规则；要连着改别的格，见“怎样改”"
    if could[0].cost <= 0:
        free = [one.name for one in could if one.cost <= 0]
        return f"{listed(free)}可以换，不添新的问题"
    return f"换谁都会添问题，最少的是{could[0].name}：{could[0].words}"
