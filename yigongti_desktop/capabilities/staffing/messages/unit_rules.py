"""What people change of the rules of their unit's rosters, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.capabilities.staffing.model.amending import RuleChange

#: By first day, as 2026-12-01: the change that was seen and the one that is wanted.
RuleChanges = dict[str, tuple[RuleChange | None, RuleChange]]


class SetRosterRule(msgspec.Struct, frozen=True, kw_only=True):
    """Change a rule from a day on; an empty change is the rule as it is without the unit."""

    #: Id of the rule.
    rule: str
    changes: RuleChanges
    #: The refused act that this one answers.
    answers: str = ""


class RosterRuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """A rule was changed from a day on."""

    rule: str
    changes: RuleChanges
