"""Tables of teams and packages."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

teams = record_table(
    "teams",
    text("name"),
    text("institution"),
    text("institution_name"),
    structure("members"),
    structure("villages"),
    text("phone"),
    text("since"),
    text("until", null=True),
    Index("ix_teams_institution", "institution"),
)

packages = record_table(
    "packages",
    text("community"),
    text("name"),
    number("year"),
    text("key_group"),
    structure("items"),
    number("price_fen"),
    number("finance_fen"),
    number("insurance_fen"),
    number("self_fen"),
    text("since"),
    text("until", null=True),
    text("document"),
)
