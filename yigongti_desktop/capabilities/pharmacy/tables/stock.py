"""The tables of the store: its entries, its counts, the lots that may not be used."""

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
    number("is_blind"),
    text("note"),
    structure("lines"),
    text("opener"),
    text("opened_at"),
    structure("counters"),
    text("confirmer"),
    text("confirmed_at", null=True),
    text("reason"),
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
