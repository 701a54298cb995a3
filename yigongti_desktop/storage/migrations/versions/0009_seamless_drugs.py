"""Drugs on return slips, shortages that they open, lots that a long prescription was handed out from."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: New columns of each table, with what stands in them where nothing is known; a number where that is one.
_ADDED: dict[str, dict[str, str | int]] = {
    "referrals": {"return_drugs": "[]"},
    "shortages": {"source_kind": "", "source": "", "source_number": "", "source_outcome": "", "wanted": 0},
    "long_prescriptions": {"taken": "[]"},
}
#: On a server, whose language may order accounts otherwise, the hub looks up what a unit has of a drug by this index.
_BEGINNINGS = "ix_postings_account_begins"


def upgrade() -> None:
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, empty in columns.items():
                kind: Any = sa.BigInteger() if isinstance(empty, int) else sa.Text()
                batch_op.add_column(sa.Column(name, kind, server_default=str(empty), nullable=False))
        _take_out_of_extra(table, columns)
    if _is_on_server():
        op.create_index(_BEGINNINGS, "postings", ["account"], postgresql_ops={"account": "text_pattern_ops"})


def downgrade() -> None:
    if _is_on_server():
        op.drop_index(_BEGINNINGS, table_name="postings")
    for table, columns in reversed(_ADDED.items()):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in reversed(columns):
                batch_op.drop_column(name)


def _is_on_server() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _take_out_of_extra(table: str, columns: dict[str, str | int]) -> None:
    """What a newer hub has already sent was kept aside in `extra`, as it lay; it gets its place."""
    rows = sa.table(table, *(sa.column(name) for name in ("id", "extra", *columns)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.extra).where(rows.c.extra.like('%"%"%'))).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        came = {name: extra.pop(name) for name, empty in columns.items() if type(extra.get(name)) is type(empty)}
        if came:
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(rows).where(rows.c.id == row.id).values(extra=left, **came))
