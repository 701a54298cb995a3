"""How far units are, and on what terms doctors are sent there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_terms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("near", sa.Text(), server_default="", nullable=False),
        sa.Column("barred", sa.Text(), server_default="[]", nullable=False),
        sa.Column("away", sa.Text(), server_default="[]", nullable=False),
        sa.Column("apart", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_terms")),
    )
    op.create_index("ix_posting_terms_lead", "posting_terms", ["lead"])
    op.create_table(
        "posting_ways",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("kilometres", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_ways")),
    )
    op.create_index("ix_posting_ways_lead", "posting_ways", ["lead"])


def downgrade() -> None:
    op.drop_table("posting_ways")
    op.drop_table("posting_terms")
