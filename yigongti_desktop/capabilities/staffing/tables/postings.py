"""The table of postings."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

staff_postings = record_table(
    "staff_postings",
    text("state"),
    text("kind"),
    text("unit"),
    text("unit_name"),
    text("lead"),
    text("lead_name"),
    text("host"),
    structure("wish", empty="{}"),
    text("asked_by"),
    text("asked_at", null=True),
    structure("person", empty="null"),
    structure("formerly"),
    text("since"),
    text("until"),
    text("department"),
    text("approval"),
    text("why_short"),
    text("arrived_on", null=True),
    text("ended_on", null=True),
    text("reason"),
    structure("months"),
    Index("ix_staff_postings_state", "state"),
    Index("ix_staff_postings_until", "until"),
)
