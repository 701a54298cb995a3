"""The table of referrals."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

referrals = record_table(
    "referrals",
    text("number"),
    text("state"),
    text("origin"),
    text("origin_name"),
    structure("slip", empty="{}"),
    text("target"),
    text("target_name"),
    structure("asked"),
    number("incomplete"),
    text("complete_by", null=True),
    text("sent_at", null=True),
    text("reached_at", null=True),
    text("answer_by", null=True),
    text("valid_until", null=True),
    text("reception"),
    text("booked"),
    text("reason"),
    text("arrived_at", null=True),
    structure("return_slip", empty="null"),
    structure("return_drugs"),
    text("returned_at", null=True),
    text("follow_up_by", null=True),
    text("outcome"),
    number("prints"),
    number("return_prints"),
    structure("advice", empty="null"),
    structure("owed"),
    structure("approval", empty="null"),
    number("is_down"),
    text("down_class"),
    text("tracker"),
    text("tracker_name"),
    text("next_contact", null=True),
    text("contact_result"),
    text("contacted_at", null=True),
    text("escalate_at", null=True),
    text("arrive_by", null=True),
    structure("passed"),
    text("decline_code"),
    text("found_at"),
    text("gone_to"),
    text("ended_from"),
    text("contract_unit"),
    text("contract_number"),
    structure("carried"),
    Index("ix_referrals_next_contact", "next_contact"),
    Index("ix_referrals_state", "state"),
    Index("ix_referrals_sent_at", "sent_at"),
    Index("ix_referrals_number", "number"),
)
