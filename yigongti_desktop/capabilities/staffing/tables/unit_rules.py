"""The table of what units have changed of the rules of rosters."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

unit_rules = record_table(
    "roster_rules",
    text("unit"),
    text("rule"),
    structure("history"),
    Index("ix_roster_rules_unit", "unit"),
)
