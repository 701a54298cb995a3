"""The table of what units settle of their people for rosters."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

settings = record_table(
    "roster_settings",
    text("unit"),
    text("person"),
    text("group"),
    structure("skills"),
    text("partner"),
    structure("pattern"),
    structure("apart"),
    number("is_out"),
    Index("ix_roster_settings_unit", "unit"),
)
