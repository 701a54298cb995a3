"""What a newer hub sent before the columns were here was kept aside in `extra`, as it lay; it gets its place.

Migrations of 0024 to 0027 do it; what they do stays as it is, so nothing here may change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

#: What may lie in a column: a text, a text or nothing, a number or yes and no.
TEXT, TEXT_OR_NONE, NUMBER = (str,), (str, type(None)), (int, bool)


def take_out_of_extra(table: str, columns: Mapping[str, tuple[type, ...]]) -> None:
    """Put what lies in `extra` under the names of new columns into these.

    Args:
        table: that has the columns by now.
        columns: by name, of which types their values are; what is of another type stays where it lies.
    """
    rows = sa.table(table, *(sa.column(name) for name in ("id", "extra", *columns)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.extra).where(rows.c.extra != "{}")).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        came = {name: extra.pop(name) for name, types in columns.items() if name in extra and _is(extra[name], types)}
        if came:
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(rows).where(rows.c.id == row.id).values(extra=left, **_plain(came)))


def _is(value: object, types: tuple[type, ...]) -> bool:
    return type(value) in types


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
