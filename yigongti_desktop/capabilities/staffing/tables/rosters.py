"""The table of rosters: a row for each, its lines within it."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

rosters = record_table(
    "rosters",
    text("unit"),
    text("group"),
    text("first"),
    number("days"),
    text("state"),
    structure("lines"),
    structure("changes"),
    text("lead"),
    structure("duties"),
    structure("findings"),
    text("reason"),
    text("withdrawn_for"),
    text("published_at", null=True),
    text("published_by"),
    Index("ix_rosters_unit_first", "unit", "first"),
)
