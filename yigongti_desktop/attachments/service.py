"""Put files to records: one act that says what comes, and one for each piece of it, which give way to all others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.attachments.messages import AttachmentMoved
from yigongti_desktop.attachments.messages import AttachmentPieceAdded
from yigongti_desktop.attachments.messages import AttachmentPieceMoved
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model import attachment
from yigongti_desktop.attachments.model import piece
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.attachments.model.attachment import pieces_of
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_PEOPLE = frozenset(Role) - {Role.HUB}
_ADDED = "attachment.added"

PIECE_ADDED = EventKind(
    name="attachment_piece.added",
    body=AttachmentPieceAdded,
    of=store.PIECE,
    decide=lambda now, body, ruling: piece.add(now, body.attachment, body.place, body.content, ruling),
    roles=_PEOPLE,
)
MOVED = EventKind(
    name="attachment.moved",
    body=AttachmentMoved,
    of=store.ATTACHMENT,
    decide=lambda now, body, _ruling: attachment.move(now, body.streams),
    roles=frozenset({Role.HUB}),  # it only ever follows from an act on the record
)
PIECE_MOVED = EventKind(
    name="attachment_piece.moved",
    body=AttachmentPieceMoved,
    of=store.PIECE,
    decide=lambda now, body, _ruling: piece.move(now, body.streams),
    roles=frozenset({Role.HUB}),
)


def attach(uow: UnitOfWork, kind: str, record: str, file: File, attachment: str = "") -> Attachment:
    """Put a file to a record, in the transaction of the act that it belongs to.

    Args:
        uow: that transaction.
        kind: of the record.
        record: its id.
        file: what is put there.
        attachment: the id by which the record knows it; empty for a new one.

    Raises:
        Refused: what `attachment.attach` says.
    """
    pieces = pieces_of(file.content)
    body = AttachmentAdded(
        owner_kind=kind,
        owner=record,
        line=file.line,
        media_type=file.media_type,
        name=file.name,
        size=len(file.content),
        sha256=digest_of(file.content),
        digests=tuple(digest_of(one) for one in pieces),
    )
    added: Attachment = uow.emit(uow.catalogue.event(_ADDED), attachment or uow.ids.new(), body)
    for place, content in enumerate(pieces):
        its = AttachmentPieceAdded(attachment=added.id, place=place, content=content)
        uow.emit(PIECE_ADDED, piece_id(added.id, place), its)
    return added


def slice_of(owners: Iterable[Owner]) -> Slice:
    """Return what a program knows of files, given the kinds of records that they may be put to."""
    known = {owner.kind: owner for owner in owners}

    def decide(now: Attachment | None, body: AttachmentAdded, ruling: Ruling) -> Attachment:
        wanted = Attachment(id=ruling.record, at=ruling.at, **msgspec.structs.asdict(body))
        return attachment.attach(now, wanted, known, ruling)

    added = EventKind(
        name=_ADDED,
        body=AttachmentAdded,
        of=store.ATTACHMENT,
        decide=decide,
        roles=_PEOPLE,
        note=lambda body: body.name,
        again=_send_pieces_again,
    )
    return Slice(records=store.KINDS, events=(added, PIECE_ADDED, MOVED, PIECE_MOVED))


def passed_on(kind: str, record: str, streams: Iterable[str], ruling: Ruling) -> Iterable[Reaction]:
    """Let the files of a record follow it to where it is seen from now on; only the hub does so, which has them all."""
    if ruling.final:
        seen = tuple(sorted(streams))
        for file in ruling.register.posted(attachment.account_of(kind, record, "")):
            yield Reaction(kind=MOVED.name, record=file, body=AttachmentMoved(streams=seen))


def follow(after: Any, body: msgspec.Struct) -> Iterable[Reaction]:
    """Let the pieces of a file follow it."""
    if isinstance(after, Attachment) and isinstance(body, AttachmentMoved):
        for place in range(len(after.digests)):
            moved = AttachmentPieceMoved(streams=body.streams)
            yield Reaction(kind=PIECE_MOVED.name, record=piece_id(after.id, place), body=moved)


def _send_pieces_again(uow: UnitOfWork, added: Any) -> None:
    """Send the pieces of a file that was refused and is sent once more: they are still in the acts of that time."""
    for place in range(len(added.digests)):
        record = piece_id(added.id, place)
        acts = outbox.of_record(uow.connection, store.PIECE.name, record)
        if acts and uow.find(store.PIECE, record) is None:
            uow.emit(PIECE_ADDED, record, msgspec.json.decode(acts[-1].body, type=AttachmentPieceAdded))
