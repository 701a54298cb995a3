"""The tables of files put to records: what is known of each in one, its bytes in another that no list reads."""

from __future__ import annotations

from sqlalchemy import Column
from sqlalchemy import Index
from sqlalchemy import LargeBinary

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

attachments = record_table(
    "attachments",
    text("owner_kind"),
    text("owner"),
    text("line"),
    text("media_type"),
    text("name"),
    number("size"),
    text("sha256"),
    structure("digests"),
    structure("streams"),
    text("institution"),
    text("account"),
    text("person"),
    text("at"),
    Index("ix_attachments_owner", "owner"),
)

attachment_pieces = record_table(
    "attachment_pieces",
    text("attachment"),
    number("place"),
    Column("content", LargeBinary, nullable=False),
    structure("streams"),
    Index("ix_attachment_pieces_attachment", "attachment"),
)
