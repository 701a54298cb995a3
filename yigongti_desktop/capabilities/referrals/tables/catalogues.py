"""The tables of catalogues and of designated places."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

referral_catalogues = record_table(
    "referral_catalogues",
    text("level"),
    text("owner"),
    text("owner_name"),
    text("community"),
    text("title"),
    text("document"),
    text("issuer"),
    text("since"),
    structure("lines"),
    text("published_by"),
    text("published_at"),
    text("withdrawn"),
    Index("ix_referral_catalogues_owner_since", "owner", "since"),
)

referral_places = record_table(
    "referral_places",
    text("community"),
    text("lead"),
    structure("agreed", empty="{}"),
    text("name"),
    text("reason"),
    Index("ix_referral_places_community", "community"),
)
