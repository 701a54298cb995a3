"""The table of the duties of units."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

duties = record_table(
    "duties",
    text("unit"),
    structure("duty", empty="{}"),
    number("place"),
    text("until", null=True),
    Index("ix_duties_unit", "unit"),
)
