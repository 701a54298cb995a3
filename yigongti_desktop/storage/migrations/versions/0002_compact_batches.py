"""Compact batches: forecasts, payloads kept as signed, changed columns only, own changes not echoed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the version before work on with it.
compatible_from = "0001"
revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('waiting', 'refused', 'quarantined')")


def upgrade() -> None:
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("payload", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("payload_signature", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_record"))
        batch_op.add_column(sa.Column("place", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.alter_column("body", existing_type=sa.LargeBinary(), nullable=True)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forecast", sa.LargeBinary(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbox_state_seq"))
        batch_op.create_index(
            "ix_outbox_open", ["state", "seq"], unique=False, sqlite_where=_OPEN, postgresql_where=_OPEN
        )

    with op.batch_alter_table("sent_batches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("events", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("receipt_signature", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("stream_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("previous", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("changed", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("origin", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("stream_entries", schema=None) as batch_op:
        batch_op.drop_column("origin")
        batch_op.drop_column("changed")
        batch_op.drop_column("previous")

    with op.batch_alter_table("sent_batches", schema=None) as batch_op:
        batch_op.drop_column("receipt_signature")
        batch_op.drop_column("events")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_open", sqlite_where=_OPEN, postgresql_where=_OPEN)
        batch_op.create_index(batch_op.f("ix_outbox_state_seq"), ["state", "seq"], unique=False)
        batch_op.drop_column("forecast")

    op.execute(sa.text("UPDATE journal SET body = :none WHERE body IS NULL").bindparams(none=b""))
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.alter_column("body", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.drop_column("place")
        batch_op.create_index(batch_op.f("ix_journal_record"), ["record"], unique=False)

    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.drop_column("payload_signature")
        batch_op.drop_column("payload")
