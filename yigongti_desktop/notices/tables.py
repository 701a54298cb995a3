"""The table of notices."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

notices = record_table(
    "notices",
    text("state"),
    text("known"),
    text("record_kind"),
    text("record"),
    text("part"),
    text("institution"),
    text("account"),
    text("event"),
    structure("rival", empty="{}"),
    text("asked_at"),
    text("ended_at", null=True),
    Index("ix_notices_record", "record"),
)
