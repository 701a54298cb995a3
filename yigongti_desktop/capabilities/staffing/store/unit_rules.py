"""What units have changed of the rules of rosters, in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model import unit_rules as model
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.tables.unit_rules import unit_rules as table
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.storage import pending
from yigongti_desktop.storage.catalogue import RecordKind

UNIT_RULE = RecordKind(
    name=model.KIND,
    record=UnitRule,
    table=table,
    streams=model.streams,
    topic="staffing.rules",
    postings=model.posted,
    has_trail=True,
)


class RuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in a list: as it is for the nation, for the county, and here."""

    national: AnyRule
    #: None where the county has switched it off.
    county: AnyRule | None
    #: None where it is switched off.
    own: AnyRule | None
    #: What the unit has made of it; None where it never changed it.
    kept: UnitRule | None
    is_waiting: bool

    @property
    def id(self) -> str:
        """Return the id of the rule."""
        return self.national.id


def rules(connection: Connection, register: Books, unit: str, on: date) -> list[RuleRow]:
    """Return all rules, in the order of their file, as they are on a day."""
    county = {one.id: one for one in model.of_county(register, on)}
    own = {one.id: one for one in model.rules_on(register, unit, on)}
    known = model.of_unit(register, unit)
    waiting = pending.waiting(connection, UNIT_RULE.name)
    return [
        RuleRow(
            national=rule,
            county=county.get(rule.id),
            own=own.get(rule.id),
            kept=(kept := known.get(rule.id)),
            is_waiting=kept is not None and kept.id in waiting,
        )
        for rule in national()
    ]
