"""Official codes, packs and former versions of drugs."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXTS = ("trade_name", "approval", "standard_code", "insurance_code")
_LISTS = ("units", "former")


def upgrade() -> None:
    with op.batch_alter_table("drugs", schema=None) as batch_op:
        for name in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        for name in _LISTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="[]", nullable=False))
    _take_out_of_extra()


def downgrade() -> None:
    with op.batch_alter_table("drugs", schema=None) as batch_op:
        for name in reversed((*_TEXTS, *_LISTS)):
            batch_op.drop_column(name)


def _take_out_of_extra() -> None:
    """What a newer hub has already sent was kept aside in `extra`, as it lay; it gets its place."""
    drugs = sa.table("drugs", *(sa.column(name) for name in ("id", "extra", *_TEXTS, *_LISTS)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(drugs.c.id, drugs.c.extra).where(drugs.c.extra.like('%"%"%'))).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        came = {name: extra.pop(name) for name in (*_TEXTS, *_LISTS) if isinstance(extra.get(name), str)}
        if came:
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(drugs).where(drugs.c.id == row.id).values(extra=left, **came))
