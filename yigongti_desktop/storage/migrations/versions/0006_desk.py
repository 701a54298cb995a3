"""A desk keeps the signature of each receipt, so that it can be proven on paper without the line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sent_batches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("receipt_signature", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sent_batches", schema=None) as batch_op:
        batch_op.drop_column("receipt_signature")
