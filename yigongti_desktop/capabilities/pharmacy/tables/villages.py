"""The table of what villages ask for."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

village_requests = record_table(
    "village_requests",
    text("number"),
    text("state"),
    text("institution"),
    text("village"),
    structure("lines"),
    text("request"),
    text("requester"),
    text("asked_at"),
    text("issued_at", null=True),
    text("reason"),
    Index("ix_village_requests_state", "state"),
)
