"""The tables of reserved capacity and of holds."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

capacity_lines = record_table(
    "capacity_lines",
    text("community"),
    text("institution"),
    text("institution_name"),
    text("kind"),
    text("department"),
    text("name"),
    text("day"),
    text("time"),
    text("place"),
    number("total"),
    number("reserved"),
    number("held"),
    number("used"),
    number("returned"),
    text("state"),
    text("returns_at"),
    text("reason"),
    text("source"),
    text("opened_by"),
    text("opened_by_name"),
    text("opened_at"),
    Index("ix_capacity_lines_institution_day", "institution", "day"),
    Index("ix_capacity_lines_state_returns_at", "state", "returns_at"),
)
slot_holds = record_table(
    "slot_holds",
    text("referral"),
    text("referral_number"),
    text("origin"),
    text("origin_name"),
    text("institution"),
    text("kind"),
    text("state"),
    text("line"),
    structure("slot", empty="{}"),
    text("why"),
    structure("missed", empty="null"),
    structure("alternatives"),
    text("asked_by"),
    text("asked_by_name"),
    text("asked_at"),
    text("decided_at", null=True),
    text("lapses_at", null=True),
    number("known"),
    Index("ix_slot_holds_referral", "referral"),
    Index("ix_slot_holds_line", "line"),
    Index("ix_slot_holds_state_lapses_at", "state", "lapses_at"),
)
