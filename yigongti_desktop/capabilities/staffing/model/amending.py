"""A rule of rosters made stricter or looser: its level, weight and figures; what may not be made looser is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import RosterRule
from yigongti_desktop.capabilities.staffing.model.rules import Staffed
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.kernel.errors import Refused

#: Name of the county's rule in which it says its own of rosters: a table by id of the rule.
COUNTY = "roster.rules"
_HEAVIEST = 100_000
#: Least and most of each figure; of others nothing may be changed.
LIMITS: Mapping[str, tuple[int, int]] = {
    "most": (0, 31),
    "least": (0, 31),
    "length": (1, 31),
    "less": (0, 31),
    "more": (0, 31),
    "catch_up": (0, 31),
    "least_hours": (0, 48),
    "most_hours": (0, 300),
    "day_hours": (1, 24),
    "late_days": (0, 280),
    "over": (0, _HEAVIEST),
    "nights_only": (0, 1),
}
#: Which way a figure makes a rule stricter, of the rules that may only be made so.
_STRICTER: Mapping[str, int] = {
    "least": 1,
    "late_days": 1,
    "most": -1,
    "most_hours": -1,
    "day_hours": -1,
    "length": -1,
}


class RuleChange(Struct, frozen=True, kw_only=True):
    """What is changed of a rule; what is not named stays as it is."""

    level: Strength | None = None
    #: Cost of each unit by which a rule of the level should is not kept.
    weight: int | None = None
    #: By name; yes and no are 1 and 0.
    figures: Mapping[str, int] = {}
    is_off: bool = False
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Say whether it leaves the rule as it is."""
        return not (self.is_off or self.level or self.figures) and self.weight is None


def figures_of(rule: RosterRule) -> dict[str, int]:
    """Return the figures of a rule that may be changed; yes and no are 1 and 0."""
    return {name: int(value) for name, value in rule.figures().items() if name in LIMITS}


def amended(rule: AnyRule, change: RuleChange) -> AnyRule | None:
    """Return a rule with a change; None when it is switched off.

    Raises:
        Refused: rule_needed for what cannot be switched off, rule_weaker for what can only be made stricter,
            rule_weight, rule_figure, rule_soft for what can only be a should, rule_length.
    """
    if change.is_off:
        if rule.is_floor:
            raise Refused("rule_weaker", name=rule.name, source=rule.source)
        if isinstance(rule, Staffed):
            raise Refused("rule_needed", name=rule.name)
        return None
    figures = _figures(rule, change.figures)
    level = change.level or rule.level
    weight = 0 if level is Strength.MUST else rule.weight if change.weight is None else change.weight
    if level is Strength.SHOULD and not 0 < weight <= _HEAVIEST:
        raise Refused("rule_weight", name=rule.name, most=_HEAVIEST)
    if rule.is_floor and _is_weaker(rule, level, weight, figures):
        raise Refused("rule_weaker", name=rule.name, source=rule.source)
    try:
        return replace(rule, level=level, weight=weight, **figures)
    except ValueError:
        raise Refused("rule_soft", name=rule.name) from None


def _figures(rule: AnyRule, wanted: Mapping[str, int]) -> dict[str, Any]:
    """Return the figures that are changed, as the rule has them."""
    known = rule.figures()
    for name, value in wanted.items():
        low, high = LIMITS.get(name, (0, -1))
        if name not in known or not low <= value <= high:
            raise Refused("rule_figure", name=rule.name, figure=name[:40], least=low, most=high)
    after = {name: bool(value) if isinstance(known[name], bool) else value for name, value in wanted.items()}
    whole = known | after
    if "length" in whole and int(whole.get("least", whole.get("most", 0))) > int(whole["length"]):
        raise Refused("rule_length", name=rule.name)
    return after


def _is_weaker(rule: AnyRule, level: Strength, weight: int, figures: Mapping[str, Any]) -> bool:
    known = rule.figures()
    if rule.level is Strength.MUST and level is Strength.SHOULD:
        return True
    if level is Strength.SHOULD and weight < rule.weight:
        return True
    return any((value - int(known[name])) * _STRICTER.get(name, 0) < 0 for name, value in figures.items())
