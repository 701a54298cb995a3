"""The tables of the store: its entries, its counts, its rooms, the lots that may not be used and where they are."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

stock_entries = record_table(
    "stock_entries",
    text("number"),
    text("kind"),
    text("institution"),
    text("room"),
    text("other_room"),
    text("partner"),
    text("partner_name"),
    text("reason"),
    text("document"),
    text("source"),
    structure("lines"),
    text("person"),
    text("account"),
    text("at"),
    text("reverses"),
    Index("ix_stock_entries_at", "at"),
)
stock_counts = record_table(
    "stock_counts",
    text("number"),
    text("state"),
    text("institution"),
    text("institution_name"),
    text("room"),
    text("room_name"),
    number("is_blind"),
    text("note"),
    structure("lines"),
    text("opener"),
    text("opened_at"),
    structure("counters"),
    text("confirmer"),
    text("confirmed_at", null=True),
    text("reason"),
    text("back_reason"),
    text("back_by"),
    text("back_at", null=True),
    text("back_answer"),
    Index("ix_stock_counts_opened_at", "opened_at"),
)
lot_holds = record_table(
    "lot_holds",
    text("community"),
    text("drug"),
    text("name"),
    text("lot"),
    number("is_held"),
    text("reason"),
    text("institution"),
    text("person"),
    text("at"),
)
store_rooms = record_table(
    "store_rooms",
    text("institution"),
    text("room"),
    text("name"),
    number("is_closed"),
    text("person"),
    text("at"),
)
lot_reports = record_table(
    "lot_reports",
    text("hold"),
    text("drug"),
    text("name"),
    text("strength"),
    text("unit"),
    text("lot"),
    text("institution"),
    text("institution_name"),
    text("lead"),
    number("came"),
    number("there"),
    structure("went"),
    text("at"),
    Index("ix_lot_reports_hold", "hold"),
)
