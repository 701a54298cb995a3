"""Tables that only a hub fills."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy import Column
from sqlalchemy import Index
from sqlalchemy import LargeBinary
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy import UniqueConstraint

from yigongti_desktop.storage.tables import METADATA
from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

#: Devices of institutions, their keys and how far their chain of batches has come.
devices = Table(
    "devices",
    METADATA,
    text("id", key=True),
    text("institution"),
    text("letter"),
    text("machine"),
    Column("public_key", LargeBinary, nullable=False),
    #: Key by which packages for the device are sealed; unknown until it has told.
    Column("sealing_key", LargeBinary, nullable=True),
    #: active, revoked
    text("status"),
    number("epoch"),
    number("last_number"),
    Column("last_hash", LargeBinary, nullable=False),
    text("program"),
    text("enrolled_at"),
    text("seen_at", null=True),
    text("revoked_at", null=True),
    text("revoked_why"),
    UniqueConstraint("institution", "letter"),
)

#: One-time codes, known by the hash of their secret only.
enrolment_codes = Table(
    "enrolment_codes",
    METADATA,
    text("hash", key=True),
    text("institution"),
    text("issued_at"),
    text("expires_at"),
    text("used_at", null=True),
    text("device", null=True),
)

#: Every act that ever arrived, with what became of it. A line is never changed but once: an act that was kept
#: unjudged gets its verdict; what was said before stands in the receipt of its first batch. What the signed payload
#: of the act's batch says (who, when, with which body) is not written a second time; `journal.entries` reads both.
journal = Table(
    "journal",
    METADATA,
    text("id", key=True),
    text("batch"),
    #: Place in the batch, from 0.
    number("place"),
    text("device"),
    text("account"),
    text("institution"),
    text("kind"),
    text("record_kind"),
    text("record"),
    number("seen"),
    #: NULL when the batch's own payload holds it.
    Column("body", LargeBinary, nullable=True),
    text("at"),
    text("hub_at"),
    text("answers"),
    text("cause"),
    number("revision"),
    text("code"),
    structure("facts", empty="{}"),
    number("quarantined"),
)

#: Batches taken in, with their receipts.
batches = Table(
    "batches",
    METADATA,
    text("id", key=True),
    text("device"),
    number("epoch"),
    number("number"),
    Column("hash", LargeBinary, nullable=False),
    text("hub_at"),
    #: What the device has signed, byte for byte, and its signature; NULL for batches of the first version.
    Column("payload", LargeBinary, nullable=True),
    Column("payload_signature", LargeBinary, nullable=True),
    text("receipt_number"),
    Column("receipt", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    UniqueConstraint("device", "epoch", "number"),
)

#: Counters: the last position given, the last receipt number of a day.
marks = Table("marks", METADATA, text("name", key=True), number("last"))

#: Which record stands in which stream, at the position of its last change.
stream_entries = Table(
    "stream_entries",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    number("gone"),
    #: Position before this one, and what has changed since then: "7 phone,address" upon revision 7; empty: all of it.
    number("previous"),
    text("changed"),
    #: Device and epoch that foresaw the record as it is, and need not be sent it.
    text("origin"),
    Index("ix_stream_entries_stream_position", "stream", "position"),
)

#: Records that an institution's desk must still fetch before they count as received there.
awaited = Table(
    "awaited",
    METADATA,
    text("kind", key=True),
    text("record", key=True),
    text("institution"),
    number("position"),
    Index("ix_awaited_institution", "institution"),
)

#: Lists of the hub's own that are too long for one transaction, each of one kind of record, until they are in place.
laid_lists = Table(
    "laid_lists",
    METADATA,
    text("id", key=True),
    text("kind"),
    #: laying: nobody sees it; in_force: it counts, and is being put in place.
    text("state"),
    text("touched_at"),
)

#: Records of such a list as they are to be.
laid_records = Table(
    "laid_records",
    METADATA,
    Column("list", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    #: JSON.
    Column("body", LargeBinary, nullable=False),
)
