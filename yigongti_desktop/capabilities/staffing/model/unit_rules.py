"""What a unit changes of the rules of rosters, by their ids: from a day on, with who and why; nothing is taken away.

The national rules come first, then what the county says in its profile under `roster.rules`, then the unit. What a law
or a policy asks may only be made stricter (`RosterRule.is_floor`), by the county as by the unit. A rule is set as a
whole from a day on: whoever sets its weight has weighed its level too, so of two people who set one rule from one day
the later one is asked. A roster is judged by what is in force on its first day.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.amending import COUNTY
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.amending import amended
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import rule as county_rule
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.tagging import tidy_reason

KIND = "roster_rule"
#: Beginning of the account to which what a unit has changed is posted.
OF_UNIT = "roster_rule.of."
#: Changes of one rule that are kept, and how far from today one may begin.
_MOST = 60
_FAR = timedelta(days=732)


class Dated(Struct, frozen=True, kw_only=True):
    """A change of a rule, from a day on."""

    begins: date
    change: RuleChange
    #: Name of who wrote it, and when.
    by: str
    at: datetime


class UnitRule(Record, frozen=True, kw_only=True):
    """What a unit has made of one rule, the earliest first."""

    unit: str
    #: Id of the rule: work_run.
    rule: str
    history: tuple[Dated, ...] = ()

    def on(self, when: date) -> Dated | None:
        """Return what is in force on a day; None where nothing has been changed yet."""
        begun = [one for one in self.history if one.begins <= when]
        return begun[-1] if begun else None

    def since(self, begins: date) -> RuleChange | None:
        """Return the change that begins on just this day."""
        return next((one.change for one in self.history if one.begins == begins), None)


#: By first day, as 2026-12-01: the change that was seen and the one that is wanted.
RuleChanges = Mapping[str, tuple[RuleChange | None, RuleChange]]


def unit_rule_id(unit: str, rule: str) -> str:
    """Return the one id of what a unit has made of a rule."""
    return derived_id(KIND, unit, rule)


def set_rule(current: UnitRule | None, rule: str, changes: RuleChanges, ruling: Ruling) -> UnitRule:
    """Change a rule for the acting unit from a day on; an empty change is the rule as it is without the unit.

    Raises:
        Refused: institution_unknown, institution_not_working, rule_id_wrong, rule_unknown, field_format, rule_day,
            rules_many, conflict with base, mine, theirs and the rule of a day, field_empty, field_long for the reason,
            and what `amended` says.
    """
    unit = need_institution(ruling.register, ruling.actor.institution).id
    if ruling.record != unit_rule_id(unit, rule):
        raise Refused("rule_id_wrong", rule=rule[:40])
    _asked_of_all(rule, ruling.register, day(ruling.at))
    known = current or UnitRule(id=ruling.record, unit=unit, rule=rule)
    wanted = {_day(begins, ruling): pair for begins, pair in changes.items()}
    _need_seen(known, wanted)
    made = {one.begins: one for one in known.history}
    for begins, (_, change) in wanted.items():
        tidy = replace(change, reason=tidy_reason(change.reason))
        if known.since(begins) == tidy:
            continue
        amended(_asked_of_all(rule, ruling.register, begins), tidy)
        made[begins] = Dated(begins=begins, change=tidy, by=ruling.actor.name, at=ruling.at)
    if len(made) > _MOST:
        raise Refused("rules_many", most=_MOST)
    return replace(known, history=tuple(made[begins] for begins in sorted(made)))


def rules_on(register: Books, unit: str, on: date) -> tuple[AnyRule, ...]:
    """Return the rules by which rosters of a unit that begin on a day are drawn and judged."""
    own = of_unit(register, unit)
    found = []
    for rule in of_county(register, on):
        known = own.get(rule.id)
        stands = known.on(on) if known else None
        after = applied(rule, stands.change) if stands else rule
        if after is not None:
            found.append(after)
    return tuple(found)


def of_county(register: Lookup, on: date) -> tuple[AnyRule, ...]:
    """Return the national rules with what the county says of them on a day."""
    said = county_rule(register, COUNTY, on, dict[str, object]())
    found = (applied(rule, change) if (change := _read(said.get(rule.id))) else rule for rule in national())
    return tuple(rule for rule in found if rule is not None)


def applied(rule: AnyRule, change: RuleChange) -> AnyRule | None:
    """Return a rule with a change; None when it is switched off. A change that does not fit it any more is passed over.

    A later program may know a rule otherwise than the one by which it was changed.
    """
    try:
        return amended(rule, change)
    except Refused:
        return rule


def of_unit(register: Books, unit: str) -> dict[str, UnitRule]:
    """Return what a unit has changed, by id of the rule."""
    found = (register.get(KIND, record) for record in register.posted(f"{OF_UNIT}{unit}"))
    return {one.rule: one for one in found if one is not None}


def streams(rule: UnitRule) -> frozenset[str]:
    """Return who receives it: the unit."""
    return frozenset({f"unit:{rule.unit}"})


def posted(rule: UnitRule) -> tuple[tuple[str, int], ...]:
    """Return the mark by which it is found among those of its unit."""
    return ((f"{OF_UNIT}{rule.unit}", 1),)


def _asked_of_all(rule: str, register: Lookup, on: date) -> AnyRule:
    """Return a rule as it is without the unit; what the county has switched off, as it is for the nation."""
    for rules in (of_county(register, on), national()):
        if found := _of(rules, rule):
            return found
    raise Refused("rule_unknown", rule=rule[:40])


def _of(rules: Iterable[AnyRule], rule: str) -> AnyRule | None:
    return next((one for one in rules if one.id == rule), None)


def _need_seen(known: UnitRule, wanted: Mapping[date, tuple[RuleChange | None, RuleChange]]) -> None:
    """Refuse what was written on something else than what stands there now."""
    conflicts = {
        begins.isoformat(): {
            "base": _plain(seen),
            "mine": _plain(new),
            "theirs": _plain(known.since(begins)),
            "rule": known.rule,
        }
        for begins, (seen, new) in wanted.items()
        if known.since(begins) not in (seen, new)
    }
    if conflicts:
        raise Refused("conflict", fields=conflicts)


def _day(written: str, ruling: Ruling) -> date:
    try:
        begins = date.fromisoformat(written)
    except ValueError:
        raise Refused("field_format", field="begins") from None
    if abs(begins - day(ruling.at)) > _FAR:
        raise Refused("rule_day", day=begins.isoformat())
    return begins


def _read(said: object) -> RuleChange | None:
    """Return what a county's profile says of a rule; None where it says nothing that can be read."""
    try:
        return msgspec.convert(said, RuleChange) if isinstance(said, Mapping) else None
    except msgspec.ValidationError:
        return None


def _plain(change: RuleChange | None) -> object:
    return msgspec.to_builtins(change)
