"""Postings between institutions, and the agreements that they rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_postings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("state", "kind", "unit", "unit_name", "lead", "lead_name", "host")),
        _text("wish", "{}"),
        _text("asked_by"),
        sa.Column("asked_at", sa.Text(), nullable=True),
        _text("person", "null"),
        _text("formerly", "[]"),
        *(_text(name) for name in ("since", "until", "department", "approval", "why_short")),
        sa.Column("arrived_on", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        _text("reason"),
        _text("months", "[]"),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_postings")),
    )
    op.create_index("ix_staff_postings_state", "staff_postings", ["state"])
    op.create_index("ix_staff_postings_until", "staff_postings", ["until"])
    op.create_table(
        "staff_agreements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("kind", "lead", "sender", "sender_name", "receiver", "receiver_name")),
        *(_text(name, "[]") for name in ("covers", "departments")),
        *(_text(name) for name in ("since", "until", "number", "signed_by", "reason")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_agreements")),
    )
    op.create_index("ix_staff_agreements_receiver", "staff_agreements", ["receiver"])


def downgrade() -> None:
    op.drop_index("ix_staff_agreements_receiver", table_name="staff_agreements")
    op.drop_table("staff_agreements")
    op.drop_index("ix_staff_postings_until", table_name="staff_postings")
    op.drop_index("ix_staff_postings_state", table_name="staff_postings")
    op.drop_table("staff_postings")


def _text(name: str, empty: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)
