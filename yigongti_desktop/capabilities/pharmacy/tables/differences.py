"""The table of differences of deliveries."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

difference_cases = record_table(
    "difference_cases",
    text("state"),
    text("request"),
    text("number"),
    text("delivery"),
    text("institution"),
    text("institution_name"),
    text("supplier"),
    text("supplier_name"),
    structure("lines"),
    text("raised_by"),
    text("raised_at"),
    text("answered_by"),
    text("answered_at", null=True),
    text("dispute"),
    text("settled_by"),
    text("settled_at", null=True),
    Index("ix_difference_cases_state", "state"),
)
