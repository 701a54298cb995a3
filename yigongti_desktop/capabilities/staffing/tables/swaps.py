"""The table of swaps."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

swaps = record_table(
    "swaps",
    text("state"),
    text("institution"),
    text("roster"),
    text("giver"),
    text("giver_name"),
    text("giver_account"),
    text("taker"),
    text("taker_name"),
    text("taker_account"),
    text("day"),
    text("duty_name"),
    text("back", null=True),
    text("back_name"),
    structure("cells"),
    text("reason"),
    text("offered_by"),
    text("offered_at"),
    text("agreed_by"),
    text("agreed_at", null=True),
    text("decided_by"),
    text("decided_at", null=True),
    text("answer"),
    Index("ix_swaps_institution_day", "institution", "day"),
)
