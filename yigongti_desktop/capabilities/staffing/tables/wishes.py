"""The tables of wishes, and of how units take them."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import text

wish_slips = record_table(
    "wish_slips",
    text("state"),
    text("institution"),
    text("person"),
    text("person_name"),
    text("account"),
    text("day"),
    text("duty"),
    text("duty_name"),
    number("is_wanted"),
    text("note"),
    text("written_by"),
    text("written_at"),
    Index("ix_wish_slips_institution_day", "institution", "day"),
)
wish_rules = record_table("wish_rules", text("institution"), number("closing_day"), number("most"))
