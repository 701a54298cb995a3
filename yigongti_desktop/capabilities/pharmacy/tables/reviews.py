"""The table of reviews of prescriptions."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

prescription_reviews = record_table(
    "prescription_reviews",
    text("number"),
    text("state"),
    text("institution"),
    text("institution_name"),
    text("lead"),
    text("lead_name"),
    text("month"),
    number("pool"),
    text("seed"),
    structure("lines"),
    text("opener"),
    text("opened_at"),
    text("reviewer"),
    text("returned_at", null=True),
    text("answer"),
    text("answerer"),
    text("answered_at", null=True),
    text("reason"),
    Index("ix_prescription_reviews_month", "month"),
)
