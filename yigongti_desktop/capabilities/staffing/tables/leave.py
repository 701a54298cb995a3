"""The table of leave."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import text

leave_slips = record_table(
    "leave_slips",
    text("state"),
    text("institution"),
    text("person"),
    text("person_name"),
    text("account"),
    text("kind"),
    text("first"),
    text("last"),
    number("from_noon"),
    number("until_noon"),
    text("reason"),
    text("asked_by"),
    text("asked_at"),
    text("decided_by"),
    text("decided_at", null=True),
    text("answer"),
    Index("ix_leave_slips_institution_last", "institution", "last"),
    Index("ix_leave_slips_person", "person"),
)
