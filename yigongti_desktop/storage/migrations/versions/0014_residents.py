"""Residents: further phones, insurance, households, key groups, death, records folded into another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phones", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("insured", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("household", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("relation", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("groups", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("died_on", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("folded", sa.Text(), server_default="[]", nullable=False))
        batch_op.create_index("ix_residents_household", ["household"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.drop_index("ix_residents_household")
        for column in ("folded", "merged_into", "died_on", "groups", "relation", "household", "insured", "phones"):
            batch_op.drop_column(column)
