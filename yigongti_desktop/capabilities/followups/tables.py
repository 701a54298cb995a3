"""The table of owed visits."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

follow_ups = record_table(
    "follow_ups",
    text("state"),
    text("institution"),
    structure("who", empty="{}"),
    text("source_kind"),
    text("source"),
    text("source_number"),
    text("about"),
    text("advice"),
    text("due"),
    text("assignee"),
    text("assignee_name"),
    text("way"),
    text("condition"),
    text("result"),
    text("done_by"),
    text("done_at", null=True),
    Index("ix_follow_ups_state_due", "state", "due"),
    Index("ix_follow_ups_source", "source"),
)
