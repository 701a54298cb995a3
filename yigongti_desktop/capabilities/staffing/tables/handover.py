"""The table of the hand-over book."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

handovers = record_table(
    "handovers",
    text("state"),
    text("institution"),
    text("day"),
    text("duty"),
    text("duty_name"),
    text("patients"),
    text("critical"),
    text("to_do"),
    text("given_by"),
    text("given_name"),
    text("given_at"),
    text("taken_by"),
    text("taken_name"),
    text("taken_at", null=True),
    structure("notes"),
    Index("ix_handovers_institution_day", "institution", "day"),
)
