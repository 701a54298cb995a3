"""What units settle for their rosters: of their people, and of the rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_settings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("group", sa.Text(), server_default="", nullable=False),
        sa.Column("skills", sa.Text(), server_default="[]", nullable=False),
        sa.Column("partner", sa.Text(), server_default="", nullable=False),
        sa.Column("pattern", sa.Text(), server_default="[]", nullable=False),
        sa.Column("apart", sa.Text(), server_default="[]", nullable=False),
        sa.Column("is_out", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_settings")),
    )
    op.create_index("ix_roster_settings_unit", "roster_settings", ["unit"])
    op.create_table(
        "roster_rules",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column("history", sa.Text(), server_default="[]", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_rules")),
    )
    op.create_index("ix_roster_rules_unit", "roster_rules", ["unit"])


def downgrade() -> None:
    op.drop_table("roster_rules")
    op.drop_table("roster_settings")
