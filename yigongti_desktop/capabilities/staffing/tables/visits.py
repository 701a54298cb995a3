"""The table of sessions away from home: a row for each plan, what became of its sessions within it."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

staff_visits = record_table(
    "staff_visits",
    text("planner"),
    text("planner_name"),
    text("lead"),
    text("unit"),
    text("unit_name"),
    text("person"),
    text("person_name"),
    text("home_name"),
    text("level"),
    text("title"),
    text("since"),
    text("until"),
    structure("plan", empty="{}"),
    structure("outcomes"),
    text("ended_on", null=True),
    text("reason"),
    text("planned_by"),
    Index("ix_staff_visits_unit_until", "unit", "until"),
    Index("ix_staff_visits_until", "until"),
)
