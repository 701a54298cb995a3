"""The tables of teaching: its sessions, and who of each unit took part."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

teachings = record_table(
    "teachings",
    text("state"),
    text("kind"),
    text("title"),
    text("first"),
    text("last"),
    number("minutes"),
    text("teacher"),
    text("teacher_home"),
    text("host"),
    text("host_name"),
    structure("units"),
    text("reason"),
    text("announced_by"),
    Index("ix_teachings_first", "first"),
)
attendances = record_table(
    "attendances",
    text("teaching"),
    text("unit"),
    text("unit_name"),
    text("host"),
    text("kind"),
    text("title"),
    text("first"),
    structure("people"),
    Index("ix_attendances_teaching", "teaching"),
    Index("ix_attendances_first", "first"),
)
