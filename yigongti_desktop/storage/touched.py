"""Which records were written since somebody last looked: for whoever keeps a sum over many and puts it right by few.

Nothing is noted before somebody watches. A mark is new with every writing, so that what is written while a sum is
being put right is not taken for seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.storage import records
from yigongti_desktop.storage.tables import touched

_WATCHED = ""
_MARK_BYTES = 8


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """Records that were written, by kind, and the marks under which that was noted."""

    ids: dict[str, frozenset[str]]
    marks: frozenset[str]


def watch(connection: Connection) -> None:
    """Begin to note what is written."""
    records.upsert(connection, touched, [(_WATCHED, _WATCHED, "")])


def note(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Note that records were written or went, if anybody watches."""
    if ids and connection.scalar(_IS_WATCHED):
        mark = secrets.token_hex(_MARK_BYTES)
        records.upsert(connection, touched, [(kind, one, mark) for one in ids])


def seen(connection: Connection) -> Touched | None:
    """Return what was written since it was last forgotten; None when nobody has watched."""
    if not connection.scalar(_IS_WATCHED):
        return None
    found: dict[str, set[str]] = {}
    marks = set()
    for kind, record, mark in connection.execute(select(touched).where(touched.c.kind != _WATCHED)):
        found.setdefault(kind, set()).add(record)
        marks.add(mark)
    return Touched(ids={kind: frozenset(ids) for kind, ids in found.items()}, marks=frozenset(marks))


def forget(connection: Connection, marks: Collection[str]) -> None:
    """Forget what was seen; what was written again since stays noted."""
    connection.execute(delete(touched).where(records.among(connection, touched.c.mark, list(marks))))


_IS_WATCHED = select(func.count()).select_from(touched).where(touched.c.kind == _WATCHED)
