"""The tables of the floor itself; capabilities add theirs to the same metadata.

Values are text and integers only, so that a row travels as it lies: days as 2026-09-28, moments as
UTC with milliseconds, lists and small structures as JSON.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy import Column
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import MetaData
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy import UniqueConstraint
from sqlalchemy import text as sql_text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, null: bool = False, key: bool = False) -> Column[Any]:
    """Return a text column; an empty string stands where nothing is known."""
    return Column(name, Text, nullable=null, primary_key=key, server_default=None if null or key else "")


def number(name: str, *, null: bool = False) -> Column[Any]:
    """Return an integer column."""
    return Column(name, BigInteger, nullable=null, server_default=None if null else "0")


def structure(name: str, *, empty: str = "[]") -> Column[Any]:
    """Return a column of JSON text."""
    return Column(name, Text, nullable=False, server_default=empty, info={"json": True})


def record_table(name: str, *columns: Column[Any] | Index) -> Table:
    """Return a table of records: the capability's columns between the two that every record has."""
    return Table(name, METADATA, text("id", key=True), number("revision"), *columns, structure("extra", empty="{}"))


#: Facts about this database: who the device is, where the hub is, marks of the clock.
facts = Table("facts", METADATA, text("name", key=True), text("value"))

_OPEN = sql_text("state IN ('waiting', 'refused', 'quarantined')")

#: Acts done here, in order; the row stays after the hub's answer for as long as people may ask.
outbox = Table(
    "outbox",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    text("event"),
    text("kind"),
    text("record_kind"),
    text("record"),
    number("seen"),
    Column("body", LargeBinary, nullable=False),
    text("account"),
    text("at"),
    text("answers"),
    text("cause"),
    #: Digest of the record as this desk shows it after the act: the hub says whether it has the same.
    Column("forecast", LargeBinary, nullable=True),
    #: 1 for an act on a heavy kind of record: it goes when nothing else waits.
    number("heavy"),
    #: waiting, accepted, refused, quarantined, settled (a refused one that a person has dealt with)
    text("state"),
    number("revision"),
    text("code"),
    structure("facts", empty="{}"),
    text("answered_at", null=True),
    UniqueConstraint("event"),
    Index("ix_outbox_record_kind_record", "record_kind", "record"),
    #: Of the few that are not done with: a hundred thousand accepted acts cost nothing.
    Index("ix_outbox_open", "state", "seq", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

#: Batches made here: kept byte for byte until the receipt is in, since a repeat must be the same batch.
sent_batches = Table(
    "sent_batches",
    METADATA,
    text("id", key=True),
    number("epoch"),
    number("number"),
    #: 1 when its acts are heavy; those between its places that are not are in other batches, and the other way round.
    number("heavy"),
    number("first_seq"),
    number("last_seq"),
    #: Ids of its acts in order, 16 bytes each or one a line: a receipt names them by their place.
    Column("events", LargeBinary, nullable=True),
    Column("payload", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    text("made_at"),
    Column("receipt", LargeBinary, nullable=True),
    Column("receipt_signature", LargeBinary, nullable=True),
    text("receipt_number"),
    text("confirmed_at", null=True),
    UniqueConstraint("epoch", "number"),
)

#: Confirmed image of each record that has acts waiting; NULL when the hub has no such record yet.
unconfirmed = Table("unconfirmed", METADATA, text("kind", key=True), text("record", key=True), text("image", null=True))

#: Streams of this desk and how far each is saved.
cursors = Table("cursors", METADATA, text("stream", key=True), number("position"))

#: Rows from the hub that could not be taken in.
set_aside = Table(
    "set_aside",
    METADATA,
    text("kind", key=True),
    text("record", key=True),
    text("content"),
    text("code"),
    text("at"),
)

#: The last talks with the hub, good and bad.
contacts = Table(
    "contacts",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    text("at"),
    text("outcome"),
    text("code"),
    number("sent"),
    number("received"),
    number("milliseconds"),
)

#: Counters of document numbers, by day.
counters = Table("counters", METADATA, text("day", key=True), number("last"))

#: Forms as people left them, so that a lock, a crash or a power cut costs nothing.
drafts = Table(
    "drafts",
    METADATA,
    text("form", key=True),
    text("account", key=True),
    text("record", key=True),
    text("content"),
    text("saved_at"),
)

#: Files that were put to a form, as they will be sent: kept apart, so that what is typed is saved without them.
draft_files = Table(
    "draft_files",
    METADATA,
    text("form", key=True),
    text("account", key=True),
    text("record", key=True),
    text("id", key=True),
    text("line"),
    text("name"),
    text("media_type"),
    Column("content", LargeBinary, nullable=False),
    text("saved_at"),
)

#: Names of records that have left this desk while somebody still had something to settle about them.
departed = Table("departed", METADATA, text("kind", key=True), text("record", key=True), text("name"))

#: Spellings by which a record is found.
search_keys = Table(
    "search_keys",
    METADATA,
    text("kind", key=True),
    text("spelling", key=True),
    text("record", key=True),
    Index("ix_search_keys_record", "record"),
)

#: Records that were written since somebody last looked, each under the mark of its last writing.
touched = Table("touched", METADATA, text("kind", key=True), text("record", key=True), text("mark"))

#: Amounts that records add to balances.
postings = Table(
    "postings",
    METADATA,
    text("account", key=True),
    text("record", key=True),
    number("amount"),
    Index("ix_postings_record", "record"),
    #: A server's language may order accounts otherwise; the beginning of one is looked up letter by letter.
    Index("ix_postings_account_begins", "account", postgresql_ops={"account": "text_pattern_ops"}).ddl_if(
        dialect="postgresql"
    ),
    sqlite_with_rowid=False,  # a balance is summed where its rows lie, without another look for each
)

#: Failed log-ins of an account since its last good one.
log_ins = Table(
    "log_ins",
    METADATA,
    text("account", key=True),
    number("failures"),
    text("locked_until", null=True),
    text("last_at", null=True),
)

#: Who did what at this machine, chained by hashes (等保 8.1.4.3).
audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    text("at"),
    text("account"),
    text("act"),
    text("subject"),
    text("outcome"),
    text("chain"),
)

#: Steps of documents.
trail = Table(
    "trail",
    METADATA,
    text("id", key=True),
    text("kind"),
    text("record"),
    text("act"),
    text("state"),
    text("account"),
    text("person"),
    text("institution"),
    text("place"),
    text("letter"),
    text("at"),
    text("hub_at", null=True),
    number("revision"),
    text("receipt"),
    text("note"),
    text("code"),
    Index("ix_trail_record", "record"),
)
