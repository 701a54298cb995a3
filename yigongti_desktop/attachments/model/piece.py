"""A piece of an attachment: proven by the digest that the attachment names, whole when all have come."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from msgspec.structs import replace

from yigongti_desktop.attachments.model.attachment import MEDIA
from yigongti_desktop.attachments.model.attachment import PIECE_BYTES
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record


class Piece(Record, frozen=True, kw_only=True):
    """So many bytes of an attachment."""

    attachment: str
    #: From 0.
    place: int
    content: bytes
    streams: tuple[str, ...] = ()


def add(current: Piece | None, attachment: str, place: int, content: bytes, ruling: Ruling) -> Piece:
    """Take a piece in; the one that completes its attachment also proves the whole.

    A piece whose attachment was not taken did not follow from anything, and one that has come has come: nobody has
    to decide anything about either.

    Raises:
        Refused: not_followed, not_holder, attachment_damaged.
    """
    of: Attachment | None = ruling.register.get("attachment", attachment)
    if of is None or current is not None:
        raise Refused("not_followed")
    if of.institution != ruling.actor.institution:
        raise Refused("not_holder")
    is_its_own = ruling.record == piece_id(of.id, place) and 0 <= place < len(of.digests)
    if not is_its_own or len(content) != _size(of, place) or digest_of(content) != of.digests[place]:
        raise Refused("attachment_damaged")
    if place == 0 and not content.startswith(MEDIA[of.media_type]):
        raise Refused("attachment_type")
    others = _others(of, place, ruling.register)
    if others is not None:
        whole = b"".join((*others[:place], content, *others[place:]))
        if digest_of(whole) != of.sha256:
            raise Refused("attachment_damaged")
    return Piece(id=ruling.record, attachment=of.id, place=place, content=content, streams=of.streams)


def move(current: Piece | None, streams: Iterable[str]) -> Piece:
    """Let a piece be seen where its file is seen now.

    Raises:
        Refused: not_followed.
    """
    if current is None:
        raise Refused("not_followed")
    return replace(current, streams=tuple(sorted({*current.streams, *streams})))


def whole(attachment: Attachment, pieces: Sequence[Piece]) -> bytes | None:
    """Return the file when all of its pieces are there and are its own, else None."""
    content = b"".join(piece.content for piece in sorted(pieces, key=lambda piece: piece.place))
    is_it = len(content) == attachment.size and digest_of(content) == attachment.sha256
    return content if is_it else None


def _size(of: Attachment, place: int) -> int:
    return min(PIECE_BYTES, of.size - place * PIECE_BYTES)


def _others(of: Attachment, place: int, register: Lookup) -> list[bytes] | None:
    """Return the other pieces in order, or None while one is lacking; the last, which comes last, is asked first."""
    found: list[bytes] = []
    for other in reversed(range(len(of.digests))):
        if other == place:
            continue
        piece: Piece | None = register.get("attachment_piece", piece_id(of.id, other))
        if piece is None:
            return None
        found.append(piece.content)
    return found[::-1]
