"""Files as they are handed over, and what then happened."""

from __future__ import annotations

import msgspec


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is to be put to a line of a record, as it will be sent."""

    line: str = ""
    media_type: str
    name: str
    content: bytes


class AttachmentAdded(msgspec.Struct, frozen=True, kw_only=True):
    """A file was put to a record; its pieces follow."""

    owner_kind: str
    owner: str
    line: str = ""
    media_type: str
    name: str
    size: int
    sha256: str
    digests: tuple[str, ...]


class AttachmentPieceAdded(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a file."""

    attachment: str
    place: int
    content: bytes


class AttachmentMoved(msgspec.Struct, frozen=True, kw_only=True):
    """The record of a file is seen elsewhere, too, and so is the file."""

    streams: tuple[str, ...]


class AttachmentPieceMoved(msgspec.Struct, frozen=True, kw_only=True):
    """So is a piece of it."""

    streams: tuple[str, ...]
