"""Files put to records, in the database; a list of them never reads their bytes."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.attachments import tables
from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.attachments.messages import AttachmentPieceAdded
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model import attachment
from yigongti_desktop.attachments.model import piece
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.attachments.model.piece import Piece
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

ATTACHMENT = RecordKind(
    name="attachment",
    record=Attachment,
    table=tables.attachments,
    streams=lambda one: frozenset(one.streams),
    topic="attachments",
    postings=attachment.postings,
    called=lambda one: one.name,
)
PIECE = RecordKind(
    name="attachment_piece",
    record=Piece,
    table=tables.attachment_pieces,
    streams=lambda one: frozenset(one.streams),
    topic="attachments",
    is_bulky=True,
    is_heavy=True,
)
KINDS = (ATTACHMENT, PIECE)


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a record in a list."""

    attachment: Attachment
    #: Whether all of its bytes are on this desk.
    is_here: bool
    #: Whether this desk still has something of it to send.
    is_waiting: bool


def of_record(connection: Connection, kind: str, record: str) -> list[Attached]:
    """Return the files of a record, line by line in the order in which they were put there."""
    table = tables.attachments
    query = select(table).where(table.c.owner == record, table.c.owner_kind == kind).order_by(table.c.id)
    found = [records.from_row(ATTACHMENT, row) for row in connection.execute(query)]
    if not found:
        return []
    here = _pieces_here(connection, [one.id for one in found])
    waiting, pieces = (pending.waiting(connection, of.name) for of in KINDS)
    return [
        Attached(
            attachment=one,
            is_here=here.get(one.id, 0) == len(one.digests),
            is_waiting=one.id in waiting or any(piece_id(one.id, at) in pieces for at in range(len(one.digests))),
        )
        for one in sorted(found, key=lambda one: one.line)
    ]


def content(connection: Connection, record: str) -> bytes | None:
    """Return the bytes of a file; None when it is not here, or not all of it."""
    found = records.load(connection, ATTACHMENT, record)
    if found is None:
        return None
    ids = [piece_id(record, place) for place in range(len(found.digests))]
    return piece.whole(found, list(records.load_many(connection, PIECE, ids).values()))


def sent(connection: Connection, record: str) -> File | None:
    """Return a file as it was put to a record at this desk, taken or refused; None when it was put there elsewhere."""
    acts = outbox.of_record(connection, ATTACHMENT.name, record)
    if not acts:
        return None
    added = msgspec.json.decode(acts[-1].body, type=AttachmentAdded)
    pieces = []
    for place in range(len(added.digests)):
        its = outbox.of_record(connection, PIECE.name, piece_id(record, place))
        pieces += [msgspec.json.decode(one.body, type=AttachmentPieceAdded).content for one in its[-1:]]
    content = b"".join(pieces)
    if digest_of(content) != added.sha256:
        return None
    return File(line=added.line, media_type=added.media_type, name=added.name, content=content)


def keep_file(connection: Connection, form: str, account: str, record: str, key: str, file: File, at: datetime) -> None:
    """Keep a file that was put to a form and is not sent yet; the draft of the form takes it along when it goes."""
    drafts.keep_file(
        connection,
        drafts.DraftFile(
            form=form,
            account=account,
            record=record,
            id=key,
            line=file.line,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            saved_at=at,
        ),
    )


def kept_files(connection: Connection, form: str, account: str, record: str) -> dict[str, File]:
    """Return the files that were put to a form, by key, in the order in which they were."""
    found = drafts.files(connection, form, account, record)
    return {one.id: File(line=one.line, media_type=one.media_type, name=one.name, content=one.content) for one in found}


def drop_file(connection: Connection, form: str, account: str, record: str, key: str) -> None:
    """Take a file out of a form again."""
    drafts.drop_file(connection, form, account, record, key)


def _pieces_here(connection: Connection, ids: list[str]) -> dict[str, int]:
    table = tables.attachment_pieces
    its = records.among(connection, table.c.attachment, ids)
    query = select(table.c.attachment, func.count()).where(its).group_by(table.c.attachment)
    return dict(connection.execute(query).all())
