"""The table of shortages."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import text

shortages = record_table(
    "shortages",
    text("state"),
    text("kind"),
    text("institution"),
    text("institution_name"),
    text("lead"),
    text("drug"),
    text("name"),
    text("strength"),
    number("quantity"),
    text("unit"),
    text("resident"),
    text("patient"),
    text("phone"),
    text("needed_by"),
    text("remark"),
    text("registrar"),
    text("registered_at"),
    text("request"),
    text("request_number"),
    text("asked_at", null=True),
    text("answer"),
    text("answer_words"),
    text("answerer"),
    text("answered_at", null=True),
    text("arrived_at", null=True),
    text("call_result"),
    text("call_note"),
    text("caller"),
    text("called_at", null=True),
    text("fetched_at", null=True),
    text("reason"),
    text("source_kind"),
    text("source"),
    text("source_number"),
    text("source_outcome"),
    number("wanted"),
    Index("ix_shortages_state_needed_by", "state", "needed_by"),
    Index("ix_shortages_registered_at", "registered_at"),
)
