"""Keys of devices, by which papers are proven without a line; what a case was taken in from its paper for."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in ("institution", "letter")),
        sa.Column("public_key", sa.Text(), server_default="", nullable=False),
        sa.Column("revoked", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_keys")),
    )
    op.add_column("referrals", sa.Column("carried", sa.Text(), server_default="[]", nullable=False))
    _take_out_of_extra()


def downgrade() -> None:
    op.drop_column("referrals", "carried")
    op.drop_table("device_keys")


def _take_out_of_extra() -> None:
    """What a newer hub has already sent of a case was kept aside in `extra`, as it lay; it gets its place."""
    rows = sa.table("referrals", *(sa.column(name) for name in ("id", "extra", "carried")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.extra).where(rows.c.extra.like('%"carried"%'))).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        if isinstance(extra.get("carried"), str):
            carried = extra.pop("carried")
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(rows).where(rows.c.id == row.id).values(extra=left, carried=carried))
