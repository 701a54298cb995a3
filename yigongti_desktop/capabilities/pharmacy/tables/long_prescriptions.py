"""The table of long prescriptions."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

long_prescriptions = record_table(
    "long_prescriptions",
    text("number"),
    text("state"),
    text("institution"),
    text("resident"),
    text("name"),
    text("phone"),
    text("disease"),
    number("is_contracted"),
    text("drug"),
    text("drug_name"),
    text("strength"),
    text("unit"),
    number("per_pack"),
    text("piece"),
    structure("dose", empty="{}"),
    number("days"),
    number("packs"),
    number("is_signed"),
    text("doctor"),
    text("next_date"),
    text("keep_until"),
    text("remark"),
    text("person"),
    text("at"),
    text("fetcher"),
    text("fetched_at", null=True),
    text("reason"),
    structure("taken"),
    Index("ix_long_prescriptions_state_next", "state", "next_date"),
)
