"""What stands against giving somebody a duty on a day: rules that must be kept, or what it would cost; by counting.

One cell is changed, and the checker is asked. What it says holds for this cell alone: that changes elsewhere would
make room is neither claimed nor denied.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model import rules as r
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.sentences import sentence
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.model.worth import Effect
from yigongti_desktop.capabilities.staffing.model.worth import effects
from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed


class Against(Struct, frozen=True, kw_only=True):
    """What stands against one person."""

    #: Place of the person.
    person: int
    #: Rules that must be kept and would not be, the first the one that weighs most for people: papers, leave, rest.
    musts: tuple[Finding, ...]
    #: By how much the roster would cost more.
    cost: int
    effects: tuple[Effect, ...]

    @property
    def is_barred(self) -> bool:
        """Say whether a rule that must be kept forbids it."""
        return bool(self.musts)


class Group(Struct, frozen=True, kw_only=True):
    """People whom one thing keeps from a duty."""

    #: Id of the rule.
    rule: str
    #: Ids of the people.
    people: tuple[str, ...]
    #: 3 人没有执业医师证照；何秀芳 13 日刚下夜班.
    text: str
    source: str
    is_must: bool


def against(asked: Asked, scales: Scales, roster: Roster, person: int, cells: Cells) -> Against:
    """Return what stands against a change that gives somebody a duty.

    Args:
        asked: the month.
        scales: of its task.
        roster: as it is.
        person: place of who gets the duty.
        cells: what changes; one of them is theirs.
    """
    after = changed(roster, cells)
    if scales.breaks_more(person, roster[person], after[person]):
        known = {(one.rule.id, one.days, one.amount) for one in scales.broken_by(person, roster[person])}
        broken = scales.broken_more(person, roster[person], after[person])
        musts = [one for one in broken if (one.rule.id, one.days, one.amount) not in known] or broken
        musts.sort(key=lambda one: _order(asked.why[one.rule.id].rule))
        return Against(person=person, musts=tuple(musts), cost=0, effects=())
    cost = scales.difference(roster, cells).cost
    return Against(person=person, musts=(), cost=cost, effects=effects(asked, scales, roster, cells))


def grouped(asked: Asked, roster: Roster, found: Iterable[Against], day: int, duty: int) -> tuple[Group, ...]:
    """Return by rule whom it keeps from a duty, papers first, then leave, then the rest; each person once.

    Args:
        asked: the month.
        roster: as it is.
        found: about each person.
        day: of the duty.
        duty: that they would get.
    """
    parts: dict[tuple[str, str], list[tuple[Against, Finding]]] = {}
    for one in found:
        if one.musts:
            first = one.musts[0]
            why = asked.why[first.rule.id]
            parts.setdefault((why.rule.id, str(why.facts.get("lacking", ""))), []).append((one, first))
    groups = [_group(asked, roster, members, (day, duty)) for members in parts.values()]
    return tuple(sorted(groups, key=lambda one: (_order(_rule(asked, one.rule)), -len(one.people))))


def listed(names: Iterable[str], most: int = 3) -> str:
    """Return names: all of a few; of many the first ones and how many they are."""
    known = list(names)
    return "、".join(known) if len(known) <= most else f"{'、'.join(known[:most])}等 {len(known)} 人"


_ORDER = (r.Qualified, r.Elsewhere, r.OnLeave, r.Pinned, r.ProtectedNights, r.AfterNight, r.NightsInDays, r.WeeklyRest)


def _order(rule: r.AnyRule) -> int:
    return _ORDER.index(type(rule)) if type(rule) in _ORDER else len(_ORDER)


def _rule(asked: Asked, rule: str) -> r.AnyRule:
    return next(why.rule for why in asked.why.values() if why.rule.id == rule)


def _group(asked: Asked, roster: Roster, members: list[tuple[Against, Finding]], turn: tuple[int, int]) -> Group:
    findings = [finding for _, finding in members]
    why = asked.why[findings[0].rule.id]
    people = [asked.month.people[one.person] for one, _ in members]
    return Group(
        rule=why.rule.id,
        people=tuple(person.id for person in people),
        text=_text(asked, roster, findings, [person.staff.name for person in people], turn),
        source=why.rule.source,
        is_must=True,
    )


def _text(asked: Asked, roster: Roster, findings: list[Finding], names: list[str], turn: tuple[int, int]) -> str:
    why = asked.why[findings[0].rule.id]
    match why.rule:
        case r.Qualified():
            lacking = f"{why.facts['lacking']}{'证照' if why.rule.lack is r.Lack.LICENCE else ''}"
            return f"{listed(names)}没有{lacking}"
        case r.Elsewhere():
            return f"{listed(names)}不在本单位"
        case r.OnLeave():
            return _on_leave(asked, findings, names)
        case r.Pinned():
            return f"{listed(names)}这一天已锁定"
        case r.ProtectedNights():
            return f"{listed(names)}在孕期或哺乳期，不排夜班"
        case r.AfterNight():
            return _after_night(asked, roster, findings, turn[0])
    if len(findings) == 1:
        after = changed(roster, {(findings[0].person or 0, turn[0]): turn[1]})
        return sentence(asked, after, findings[0]).text
    return f"{listed(names)}会违反“{why.rule.name}”"


def _on_leave(asked: Asked, findings: list[Finding], names: list[str]) -> str:
    """Return who is on leave, with the days that all of them are away together where they are many."""
    leaves = []
    for finding in findings:
        worker = asked.month.people[finding.person or 0]
        day = asked.month.first + timedelta(finding.days[0])
        leaves.append(asked.month.leave_of(worker.id, day))
    known = [one for one in leaves if one is not None]
    kinds = "、".join(dict.fromkeys(one.name for one in known)) or "请假"
    if not known:
        return f"{listed(names)}请假"
    begin, end = max(one.first for one in known), min(one.last for one in known)
    days = spoken((begin + timedelta(day) for day in range((end - begin).days + 1)), asked.month.first)
    return f"{listed(names)} {days}{kinds}"


def _after_night(asked: Asked, roster: Roster, findings: list[Finding], day: int) -> str:
    """Return who comes from a night on that day, and who would go from one into a duty on the next."""
    first, names = asked.month.first, asked.task.duties
    came: list[str] = []
    goes: dict[int, list[str]] = {}
    night = ""
    for finding in findings:
        person, last = finding.person or 0, finding.days[-1]
        name = asked.month.people[person].staff.name
        if last == day:
            night = names[roster[person][day - 1] if day else asked.task.people[person].before[-1]]
            came.append(name)
        else:
            goes.setdefault(roster[person][last], []).append(name)
    before, after = (spoken([first + timedelta(day + by)], first) for by in (-1, 1))
    parts = [f"{listed(came)} {before}刚上完{night}"] if came else []
    duties = "、".join(names[duty] for duty in sorted(goes))
    if goes:
        parts.append(f"{listed(name for them in goes.values() for name in them)} {after}已排{duties}")
    return "，".join(parts)
