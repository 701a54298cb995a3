"""What units have changed of the rules of rosters, in the database."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.model import unit_rules as model
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.tables.unit_rules import unit_rules as table
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
