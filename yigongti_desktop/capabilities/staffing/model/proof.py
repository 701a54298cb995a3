"""Why a duty cannot be covered, proven by counting, with the few kinds of rules that force it: none of them can go.

A kind of rule is left out where what people could do without it is still too little; what is left at the end is enough
for the proof, and each part of it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.counting import Shortage
from yigongti_desktop.capabilities.staffing.model.counting import shortages
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.room import Room
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import PersonRule

#: What people can change soonest comes first to be left out last: leave rather than the law.
_KEPT_LAST = ("leave", "elsewhere", "licence", "title", "skill", "pin")


class Proof(Struct, frozen=True, kw_only=True):
    """A shortage that no roster can avoid."""

    shortage: Shortage
    #: The rules that force it, as few as may be.
    forced_by: tuple[AnyRule, ...]

    @property
    def text(self) -> str:
        """Return it in words, with the rules by name."""
        names = "、".join(f"“{rule.name}”" for rule in self.forced_by)
        return f"{self.shortage.text}。{f'由{names}决定。' if names else ''}"


def proof_of(asked: Asked, day: date, duty: str, known: Iterable[Shortage] | None = None) -> Proof | None:
    """Return what proves that a duty lacks somebody on a day, or on some days around it; None where nothing does.

    Args:
        asked: the month.
        day: of the duty.
        duty: its code.
        known: what `counting.shortages` has found; counted anew where it is not given.
    """
    found = [
        one
        for one in (shortages(asked) if known is None else known)
        if duty in one.duties and one.first <= day <= one.last
    ]
    if not found:
        return None
    best = min(found, key=lambda one: (one.last - one.first, len(one.duties)))
    return Proof(shortage=best, forced_by=_needed(asked, best))


def _needed(asked: Asked, shortage: Shortage) -> tuple[AnyRule, ...]:
    """Return the rules without any of which there would be room enough."""
    duties = frozenset(place for place, duty in enumerate(asked.duties, 1) if duty.code in shortage.duties)
    begin, end = ((day - asked.month.first).days for day in (shortage.first, shortage.last))
    people = _members(asked, shortage, duties, begin, end)
    kinds = {asked.why[rule.id].rule.id: asked.why[rule.id].rule for one in people for rule in _musts(asked, one)}
    kept = set(kinds)
    if _capacity(asked, people, duties, (begin, end), kept) >= shortage.demand:
        return ()
    order = sorted(kinds, key=lambda kind: _KEPT_LAST.index(kind) + 1 if kind in _KEPT_LAST else 0)
    for kind in order:
        if _capacity(asked, people, duties, (begin, end), kept - {kind}) < shortage.demand:
            kept.discard(kind)
    return tuple(kinds[kind] for kind in reversed(order) if kind in kept)


def _musts(asked: Asked, person: int) -> list[PersonRule]:
    return [rule for rule in asked.task.people[person].rules if rule.is_must]


def _members(asked: Asked, shortage: Shortage, duties: frozenset[int], begin: int, end: int) -> tuple[int, ...]:
    """Return who may count for what is short: everybody, or those whom a need asks for."""
    for rule in asked.task.rules:
        is_within = isinstance(rule, Cover) and begin <= rule.day <= end and set(rule.duties) <= duties
        if is_within and shortage.who and asked.why[rule.id].facts.get("who", "") == shortage.who:
            return rule.people or ()
    return tuple(range(len(asked.task.people)))


def _capacity(
    asked: Asked, people: tuple[int, ...], duties: frozenset[int], between: tuple[int, int], kept: set[str]
) -> int:
    """Return how many duties people could have at most if only some kinds of rules were kept."""
    begin, end = between
    total = 0
    for one in people:
        worker = asked.task.people[one]
        rules = tuple(rule for rule in worker.rules if rule.is_must and asked.why[rule.id].rule.id in kept)
        total += Room(asked.task, replace(worker, rules=rules)).most(duties, begin)[end - begin]
    return total
