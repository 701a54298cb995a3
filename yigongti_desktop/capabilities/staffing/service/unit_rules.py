"""What people change of the rules of their unit's rosters, and which rule judges it."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import unit_rules as m
from yigongti_desktop.capabilities.staffing.model import unit_rules
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.model.unit_rules import unit_rule_id
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

RULE_SET = EventKind(
    name="roster_rule.set",
    body=m.RosterRuleSet,
    of=UNIT_RULE,
    decide=lambda now, body, ruling: unit_rules.set_rule(now, body.rule, body.changes, ruling),
    roles=DRAWERS,
    note=lambda body: " ".join(body.changes),
)


def set_roster_rule(uow: UnitOfWork, command: m.SetRosterRule) -> UnitRule:
    """Change a rule from a day on; an answered refusal leaves the list."""
    record = unit_rule_id(uow.actor.institution, command.rule)
    body = m.RosterRuleSet(rule=command.rule, changes=command.changes)
    after = uow.emit(RULE_SET, record, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


SLICE = Slice(
    records=(UNIT_RULE,),
    events=(RULE_SET,),
    commands=(CommandKind(command=m.SetRosterRule, handle=set_roster_rule, roles=DRAWERS),),
)
