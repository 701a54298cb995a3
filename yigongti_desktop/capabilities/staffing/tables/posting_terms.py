"""The tables of what a staffing office settles for its postings."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

posting_ways = record_table(
    "posting_ways",
    text("lead"),
    text("unit"),
    number("kilometres"),
    Index("ix_posting_ways_lead", "lead"),
)
posting_terms = record_table(
    "posting_terms",
    text("lead"),
    text("person"),
    text("near"),
    structure("barred"),
    structure("away"),
    text("apart"),
    Index("ix_posting_terms_lead", "lead"),
)
