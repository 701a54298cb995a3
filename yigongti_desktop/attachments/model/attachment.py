"""A file put to a record: what it is, who may put it there, how many; it never changes.

It knows nothing of the records that it belongs to: each capability says so of its own, as an `Owner`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

#: Bytes of one file, and of one of its pieces; the last piece may be shorter.
MOST_BYTES = 200 * 1024
PIECE_BYTES = 16 * 1024
#: Characters of a file's name and of a line's.
LONGEST_NAME, LONGEST_LINE = 120, 80
#: Media types that are taken, each with the bytes that such a file begins with.
MEDIA: Mapping[str, bytes] = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "application/pdf": b"%PDF-",
}
PICTURES = frozenset({"image/jpeg", "image/png"})
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Owner:
    """What a capability says of records of its kind that files may be put to."""

    kind: str
    #: Who puts them there.
    roles: frozenset[Role]
    #: Files of one line at most.
    most: int
    #: Streams of the record: the files belong to the same.
    streams: Callable[[Any], frozenset[str]]
    #: Refuses a line that is none, or a record to which nothing may be put now: (record, line, ruling).
    check: Callable[[Any, str, Ruling], None]
    #: Media types and bytes of one file.
    media: frozenset[str] = PICTURES
    most_bytes: int = MOST_BYTES
    #: Whether the record is always made by an act before: where that was refused, nobody has to decide on the file.
    follows: bool = False


class Attachment(Record, frozen=True, kw_only=True):
    """A file put to a line of a record; its bytes lie in its pieces."""

    owner_kind: str
    owner: str
    #: Names the line; empty for the record as a whole.
    line: str = ""
    media_type: str
    #: As the file was called where it came from.
    name: str
    size: int
    #: Of the whole file, and of each piece in order; hexadecimal.
    sha256: str
    digests: tuple[str, ...]
    #: Where it is seen: the streams of its record when it was put there.
    streams: tuple[str, ...] = ()
    institution: str = ""
    account: str = ""
    person: str = ""
    at: datetime


def pieces_of(content: bytes) -> list[bytes]:
    """Return a file in pieces."""
    return [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file or a piece, as it is written down."""
    return hashlib.sha256(content).hexdigest()


def piece_id(attachment: str, place: int) -> str:
    """Return the one id of a piece, counted from 0."""
    return derived_id("attachment_piece", attachment, str(place))


def account_of(kind: str, owner: str, line: str) -> str:
    """Return the balance in which the files of a line are counted."""
    return f"attachments {kind} {owner} {line}"


def postings(attachment: Attachment) -> Iterable[tuple[str, int]]:
    """Return what a file adds: itself, to the count of its line."""
    return ((account_of(attachment.owner_kind, attachment.owner, attachment.line), 1),)


def attach(current: Attachment | None, wanted: Attachment, owners: Mapping[str, Owner], ruling: Ruling) -> Attachment:
    """Put a file to a record.

    Args:
        current: what stands under its id; nothing may.
        wanted: what the desk says of it; streams and people are filled in here.
        owners: the kinds of records that files may be put to.
        ruling: who, when, and the other records.

    Raises:
        Refused: attachment_there, attachment_owner, not_found, not_followed, role_may_not, attachment_type,
            attachment_big, attachment_damaged, field_long, attachment_many, or what the owner's kind says of the line.
    """
    if current is not None:
        raise Refused("attachment_there")
    owner = owners.get(wanted.owner_kind)
    if owner is None:
        raise Refused("attachment_owner", kind=wanted.owner_kind)
    record = ruling.register.get(owner.kind, wanted.owner)
    if record is None:
        raise Refused("not_followed") if owner.follows else Refused("not_found", kind=owner.kind)
    ruling.actor.need(owner.roles)
    owner.check(record, wanted.line, ruling)
    _check(wanted, owner)
    account = account_of(owner.kind, wanted.owner, wanted.line)
    if ruling.register.total(account, ruling.record) >= owner.most:
        raise Refused("attachment_many", most=owner.most)
    return Attachment(
        id=ruling.record,
        owner_kind=owner.kind,
        owner=wanted.owner,
        line=wanted.line,
        media_type=wanted.media_type,
        name=clean_line(wanted.name),
        size=wanted.size,
        sha256=wanted.sha256,
        digests=wanted.digests,
        streams=tuple(sorted(owner.streams(record))),
        institution=ruling.actor.institution,
        account=ruling.actor.account,
        person=ruling.actor.name,
        at=ruling.at,
    )


def move(current: Attachment | None, streams: Iterable[str]) -> Attachment:
    """Let a file be seen where its record is seen now.

    Raises:
        Refused: not_followed.
    """
    if current is None:
        raise Refused("not_followed")
    return replace(current, streams=tuple(sorted({*current.streams, *streams})))


def _check(wanted: Attachment, owner: Owner) -> None:
    if wanted.media_type not in owner.media:
        raise Refused("attachment_type")
    if wanted.size > owner.most_bytes:
        raise Refused("attachment_big", most=owner.most_bytes // 1024)
    for field, value, most in (("name", wanted.name, LONGEST_NAME), ("line", wanted.line, LONGEST_LINE)):
        if len(value) > most:
            raise Refused("field_long", field=field, most=most, length=len(value))
    count = -(-wanted.size // PIECE_BYTES)
    is_whole = wanted.size > 0 and len(wanted.digests) == count
    if not is_whole or not all(_DIGEST.fullmatch(one) for one in (wanted.sha256, *wanted.digests)):
        raise Refused("attachment_damaged")
