"""Monthly statements of what units owe for their drugs, long prescriptions, prescription reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0008"
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
    op.create_table(
        "long_prescriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("resident", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("disease", sa.Text(), server_default="", nullable=False),
        sa.Column("is_contracted", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("drug", sa.Text(), server_default="", nullable=False),
        sa.Column("drug_name", sa.Text(), server_default="", nullable=False),
        sa.Column("strength", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("per_pack", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("piece", sa.Text(), server_default="", nullable=False),
        sa.Column("dose", sa.Text(), server_default="{}", nullable=False),
        sa.Column("days", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("packs", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_signed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("doctor", sa.Text(), server_default="", nullable=False),
        sa.Column("next_date", sa.Text(), server_default="", nullable=False),
        sa.Column("keep_until", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("fetcher", sa.Text(), server_default="", nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_prescriptions")),
    )
    with op.batch_alter_table("long_prescriptions", schema=None) as batch_op:
        batch_op.create_index("ix_long_prescriptions_state_next", ["state", "next_date"], unique=False)
    op.create_table(
        "prescription_reviews",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("institution_name", sa.Text(), server_default="", nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("lead_name", sa.Text(), server_default="", nullable=False),
        sa.Column("month", sa.Text(), server_default="", nullable=False),
        sa.Column("pool", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seed", sa.Text(), server_default="", nullable=False),
        sa.Column("lines", sa.Text(), server_default="[]", nullable=False),
        sa.Column("opener", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.Text(), server_default="", nullable=False),
        sa.Column("reviewer", sa.Text(), server_default="", nullable=False),
        sa.Column("returned_at", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answerer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_reviews")),
    )
    with op.batch_alter_table("prescription_reviews", schema=None) as batch_op:
        batch_op.create_index("ix_prescription_reviews_month", ["month"], unique=False)


def downgrade() -> None:
    for table in ("prescription_reviews", "long_prescriptions", "statements"):
        op.drop_table(table)
