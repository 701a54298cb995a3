"""Refused acts on files put to records: what stands in them, and how the files come back into a form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.attachments.messages import AttachmentPieceAdded
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.kit.words import size
from yigongti_desktop.storage import outbox


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a file; a piece of one says only which piece it is."""
    if act.kind == "attachment.added":
        added = msgspec.json.decode(act.body, type=AttachmentAdded)
        return [("照片", added.name), ("大小", size(added.size))]
    if act.kind == "attachment_piece.added":
        return [("照片", "其中一部分")]
    return None


def take_up(connection: Any, draft: tuple[str, str, str], attachments: Iterable[str], now: datetime) -> None:
    """Put files that followed a refused act back into its form; what was refused of them needs nobody any more.

    Args:
        connection: to the desk's database.
        draft: form, account and record under which they are kept.
        attachments: ids of the files.
        now: when that is.
    """
    for attachment in attachments:
        acts = outbox.of_record(connection, store.ATTACHMENT.name, attachment)
        file = _file(connection, acts[-1]) if acts else None
        if file is None:
            continue
        key = digest_of(file.line.encode() + file.content)
        store.keep_file(connection, *draft, key, file, now)
        for act in acts:
            outbox.settle(connection, act.event)


def _file(connection: Any, act: Any) -> File | None:
    """Return a file as its acts bear it; None where one of its pieces is not kept any more."""
    added = msgspec.json.decode(act.body, type=AttachmentAdded)
    content = b""
    for place in range(len(added.digests)):
        pieces = outbox.of_record(connection, store.PIECE.name, piece_id(act.record, place))
        if not pieces:
            return None
        content += msgspec.json.decode(pieces[-1].body, type=AttachmentPieceAdded).content
    return File(line=added.line, media_type=added.media_type, name=added.name, content=content)
