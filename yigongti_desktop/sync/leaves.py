"""What of a carried answer still counts: never older than what this desk has, never past what it lacks.

A page says after which position it begins and where it ends. It covers one stream; when that stream is known
here as far as its end or further, the page is old news and left out, also what it takes away. When it begins
further on than this desk has come, its records are taken but the position stays, and what lies between comes
with another answer or over the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.tables import unconfirmed
from yigongti_desktop.sync.images import OUTDATED
from yigongti_desktop.sync.intake import positions

_MOST_PARAMETERS = 900


class Fitting(NamedTuple):
    """An answer cut to what this desk can use."""

    answer: Answer
    has_gap: bool


class _Revision(msgspec.Struct):
    revision: int = 0


def as_it_fits(connection: Connection, catalogue: Catalogue, leaf: Leaf, heard: str) -> Fitting:
    """Return what of a leaf counts here.

    Args:
        connection: of this desk.
        catalogue: the kinds of records.
        leaf: as it came.
        heard: hub time of the last answer taken in, as stored; empty when there was none.
    """
    held = positions(connection)
    said = leaf.answer
    is_late = facts.stamp(said.hub_time) < heard  # the hub has spoken since: its list of streams is the better one
    reached, ahead, has_gap = dict(held) if is_late else {}, False, False
    for stream, end in said.cursors.items():
        if is_late and stream not in held:
            continue
        here, begin = held.get(stream, 0), leaf.since.get(stream, 0)
        is_gap = begin > here
        reached[stream] = here if is_gap else max(here, end)
        if begin < end and here < end:
            ahead, has_gap = True, has_gap or is_gap
    if not said.cursors:
        reached = held
    rows = tuple(_newer(connection, catalogue, some) for some in said.rows) if ahead else ()
    answer = msgspec.structs.replace(
        said, rows=tuple(some for some in rows if some.rows), gone=said.gone if ahead else (), cursors=reached
    )
    return Fitting(answer, has_gap)


def _newer(connection: Connection, catalogue: Catalogue, rows: Rows) -> Rows:
    """Leave out what is held here at this revision or a later one."""
    kind = catalogue.records.get(rows.kind)
    if kind is None or not {"id", "revision"} <= set(rows.columns):
        return rows
    record, revision = rows.columns.index("id"), rows.columns.index("revision")
    whole = [row for row in rows.rows if len(row) == len(rows.columns) and isinstance(row[record], str)]
    known = _revisions(connection, kind, [row[record] for row in whole])
    odd = [row for row in rows.rows if row not in whole] if len(whole) < len(rows.rows) else []
    return Rows(
        kind=rows.kind,
        columns=rows.columns,
        rows=[row for row in whole if not _is_known(known, row[record], row[revision])] + odd,
    )


def _is_known(known: Mapping[str, int], record: str, revision: Any) -> bool:
    return isinstance(revision, int) and record in known and known[record] >= revision


def _revisions(connection: Connection, kind: RecordKind[Any], ids: list[str]) -> dict[str, int]:
    """Return the confirmed revision of each record that is held."""
    known: dict[str, int] = {}
    table = kind.table
    for start in range(0, len(ids), _MOST_PARAMETERS):
        some = ids[start : start + _MOST_PARAMETERS]
        for row in connection.execute(select(table.c.id, table.c.revision).where(table.c.id.in_(some))):
            known[row.id] = row.revision
        query = select(unconfirmed).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record.in_(some))
        for row in connection.execute(query):
            has_one = row.image and not row.image.startswith(OUTDATED)
            known[row.record] = msgspec.json.decode(row.image, type=_Revision).revision if has_one else -1
    return known
