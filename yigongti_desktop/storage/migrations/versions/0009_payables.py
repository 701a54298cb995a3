"""Monthly statements of what units owe for their drugs, long prescriptions, prescription reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("institution_name", sa.Text(), server_default="", nullable=False),
        sa.Column("supplier", sa.Text(), server_default="", nullable=False),
        sa.Column("supplier_name", sa.Text(), server_default="", nullable=False),
        sa.Column("month", sa.Text(), server_default="", nullable=False),
        sa.Column("deliveries", sa.Text(), server_default="[]", nullable=False),
        sa.Column("prices", sa.Text(), server_default="[]", nullable=False),
        sa.Column("opener", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmer", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("closer", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("settled_fen", sa.BigInteger(), nullable=True),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index("ix_statements_month", ["month"], unique=False)


def downgrade() -> None:
    for table in ("statements",):
        op.drop_table(table)
