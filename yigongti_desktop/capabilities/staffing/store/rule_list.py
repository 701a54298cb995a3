"""The rules of a unit's rosters, as its screens ask for them."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model import unit_rules as model
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.store.register import Register
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE
from yigongti_desktop.storage import pending


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

    @property
    def is_changed(self) -> bool:
        """Say whether the unit has made something else of it."""
        return self.own != self.county


def rules(connection: Connection, unit: str, on: date) -> list[RuleRow]:
    """Return all rules, in the order of their file, as they are on a day."""
    register = Register(connection)
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
