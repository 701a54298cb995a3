"""Long lists of the hub's own on their way: laid out on the side, in force at once, then put in place by and by.

Until a list is in force nothing that anybody asks finds it; from then on all who judge read it through here. It is
known here how it lies, and not who lays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from typing import TypeVar

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub.tables import laid_lists
from yigongti_desktop.hub.tables import laid_records
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

R = TypeVar("R", bound=Record)
LAYING, IN_FORCE = "laying", "in_force"
#: Put together once: who judges asks it in each transaction.
_COUNTS = select(laid_lists.c.kind, laid_lists.c.id).where(laid_lists.c.state == IN_FORCE)
_encode = msgspec.json.Encoder().encode
_COLUMNS = ("list", "record", "body")


class LaidList(NamedTuple):
    """A list that is on its way."""

    id: str
    kind: str
    state: str
    touched_at: str


def standing(connection: Connection) -> list[LaidList]:
    """Return the lists that are on their way, those in force first."""
    order = (laid_lists.c.state != IN_FORCE, laid_lists.c.touched_at)
    return [LaidList(*row) for row in connection.execute(select(laid_lists).order_by(*order))]


def begin(connection: Connection, laid: str, kind: str, at: str) -> None:
    """Begin a list; one of its kind that is still being laid is given up, since the later one knows better."""
    give_up(connection, kind)
    connection.execute(insert(laid_lists).values(id=laid, kind=kind, state=LAYING, touched_at=at))


def give_up(connection: Connection, kind: str) -> None:
    """Give up what is being laid of a kind: what it was compared with is about to change."""
    connection.execute(delete(laid_lists).where(laid_lists.c.kind == kind, laid_lists.c.state == LAYING))


def add(connection: Connection, laid: str, some: Sequence[Record], at: str) -> bool:
    """Lay records of a list; say whether it is still being laid."""
    if not _touch(connection, laid, LAYING, at):
        return False
    records.append(connection, laid_records, _COLUMNS, [(laid, one.id, _encode(one)) for one in some])
    return True


def put_in_force(connection: Connection, laid: str, at: str) -> bool:
    """Let a list count from this transaction on; say whether it was still being laid."""
    is_so = _touch(connection, laid, LAYING, at)
    connection.execute(update(laid_lists).where(laid_lists.c.id == laid).values(state=IN_FORCE))
    return is_so


def in_force(connection: Connection) -> dict[str, str]:
    """Return the lists that count and are not all in place yet, by the kind of their records."""
    return dict(connection.execute(_COUNTS).all())


def of(connection: Connection, laid: str, kind: RecordKind[R], ids: Sequence[str]) -> dict[str, R]:
    """Return those of the records that a list says anew, as they will stand once they are in place."""
    its = records.among(connection, laid_records.c.record, ids)
    query = select(laid_records.c.record, laid_records.c.body).where(laid_records.c.list == laid, its)
    found = {record: _decoded(kind, body) for record, body in connection.execute(query)}
    return {record: replace(one, revision=one.revision + 1) for record, one in found.items()}


def next_of(connection: Connection, laid: str, kind: RecordKind[R], most: int) -> list[R]:
    """Return the next records of a list that are to be put in place, by their ids, each upon the revision it names."""
    query = select(laid_records.c.body).where(laid_records.c.list == laid).order_by(laid_records.c.record)
    return [_decoded(kind, body) for body in connection.scalars(query.limit(most))]


def done(connection: Connection, laid: str, last: str, at: str) -> bool:
    """Forget the records of a list up to one, which are in place; say whether that was all of it."""
    its = laid_records.c.list == laid
    connection.execute(delete(laid_records).where(its, laid_records.c.record <= last))
    if connection.execute(select(laid_records.c.record).where(its).limit(1)).first() is not None:
        _touch(connection, laid, IN_FORCE, at)
        return False
    forget(connection, laid)
    return True


def drop(connection: Connection, laid: str) -> None:
    """Give up a list that is still being laid."""
    connection.execute(delete(laid_lists).where(laid_lists.c.id == laid, laid_lists.c.state == LAYING))


def forget(connection: Connection, laid: str) -> None:
    """Forget that there was a list; what is left of it is swept."""
    connection.execute(delete(laid_lists).where(laid_lists.c.id == laid))


def given_up(connection: Connection) -> str:
    """Return a list that was given up and of which something is left; empty for none."""
    left = select(laid_records.c.list).where(laid_records.c.list.not_in(select(laid_lists.c.id)))
    return str(connection.scalar(left.limit(1)) or "")


def sweep(connection: Connection, laid: str, most: int) -> None:
    """Remove so many records of a list that was given up."""
    its = laid_records.c.list == laid
    some = list(connection.scalars(select(laid_records.c.record).where(its).limit(most)))
    connection.execute(delete(laid_records).where(its, records.among(connection, laid_records.c.record, some)))


def _touch(connection: Connection, laid: str, state: str, at: str) -> bool:
    its = update(laid_lists).where(laid_lists.c.id == laid, laid_lists.c.state == state)
    return bool(connection.execute(its.values(touched_at=at)).rowcount)


def _decoded(kind: RecordKind[R], body: bytes) -> R:
    return msgspec.json.decode(body, type=kind.record)
