"""The table of agreements between institutions."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

staff_agreements = record_table(
    "staff_agreements",
    text("kind"),
    text("lead"),
    text("sender"),
    text("sender_name"),
    text("receiver"),
    text("receiver_name"),
    structure("covers"),
    structure("departments"),
    text("since"),
    text("until"),
    text("number"),
    text("signed_by"),
    text("reason"),
    Index("ix_staff_agreements_receiver", "receiver"),
)
