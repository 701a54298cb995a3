"""The table of drug requests."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

drug_requests = record_table(
    "drug_requests",
    text("number"),
    text("state"),
    text("institution"),
    text("institution_name"),
    text("supplier"),
    text("supplier_name"),
    text("urgency"),
    text("note"),
    structure("lines"),
    text("back_order_of"),
    text("requester"),
    text("requested_by"),
    text("endorser"),
    text("endorsed_at", null=True),
    text("submitted_at", null=True),
    text("reached_at", null=True),
    text("reviewer"),
    text("reviewed_at", null=True),
    text("reason"),
    text("delivery"),
    text("dispatcher"),
    text("dispatched_at", null=True),
    text("receiver"),
    text("received_at", null=True),
    number("prints"),
    Index("ix_drug_requests_state", "state"),
    Index("ix_drug_requests_submitted_at", "submitted_at"),
    Index("ix_drug_requests_number", "number"),
)
