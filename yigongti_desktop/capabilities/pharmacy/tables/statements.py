"""The table of monthly statements."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

statements = record_table(
    "statements",
    text("number"),
    text("state"),
    text("institution"),
    text("institution_name"),
    text("supplier"),
    text("supplier_name"),
    text("month"),
    structure("deliveries"),
    structure("prices"),
    text("opener"),
    text("opened_at"),
    text("confirmer"),
    text("confirmed_at", null=True),
    text("words"),
    text("closer"),
    text("closed_at", null=True),
    number("settled_fen", null=True),
    Index("ix_statements_month", "month"),
)
