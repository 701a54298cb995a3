"""Leave, wishes for duties, swaps of duties and the hand-over book."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), server_default="0", nullable=False) for name in names]


def _record_table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *columns,
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _record_table(
        "leave_slips",
        *_texts("state", "institution", "person", "person_name", "account", "kind", "first", "last"),
        *_numbers("from_noon", "until_noon"),
        *_texts("reason", "asked_by", "asked_at", "decided_by"),
        sa.Column("decided_at", sa.Text(), nullable=True),
        *_texts("answer"),
    )
    op.create_index("ix_leave_slips_institution_last", "leave_slips", ["institution", "last"], unique=False)
    op.create_index("ix_leave_slips_person", "leave_slips", ["person"], unique=False)
    _record_table(
        "wish_slips",
        *_texts("state", "institution", "person", "person_name", "account", "day", "duty", "duty_name"),
        *_numbers("is_wanted"),
        *_texts("note", "written_by", "written_at"),
    )
    op.create_index("ix_wish_slips_institution_day", "wish_slips", ["institution", "day"], unique=False)
    _record_table("wish_rules", *_texts("institution"), *_numbers("closing_day", "most"))
    _record_table(
        "handovers",
        *_texts("state", "institution", "day", "duty", "duty_name", "patients", "critical", "to_do"),
        *_texts("given_by", "given_name", "given_at", "taken_by", "taken_name"),
        sa.Column("taken_at", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), server_default="[]", nullable=False),
    )
    op.create_index("ix_handovers_institution_day", "handovers", ["institution", "day"], unique=False)
    _record_table(
        "swaps",
        *_texts("state", "institution", "roster", "giver", "giver_name", "giver_account"),
        *_texts("taker", "taker_name", "taker_account", "day", "duty_name"),
        sa.Column("back", sa.Text(), nullable=True),
        *_texts("back_name"),
        sa.Column("cells", sa.Text(), server_default="[]", nullable=False),
        *_texts("reason", "offered_by", "offered_at", "agreed_by"),
        sa.Column("agreed_at", sa.Text(), nullable=True),
        *_texts("decided_by"),
        sa.Column("decided_at", sa.Text(), nullable=True),
        *_texts("answer"),
    )
    op.create_index("ix_swaps_institution_day", "swaps", ["institution", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_swaps_institution_day", table_name="swaps")
    op.drop_table("swaps")
    op.drop_index("ix_handovers_institution_day", table_name="handovers")
    op.drop_table("handovers")
    op.drop_table("wish_rules")
    op.drop_index("ix_wish_slips_institution_day", table_name="wish_slips")
    op.drop_table("wish_slips")
    op.drop_index("ix_leave_slips_person", table_name="leave_slips")
    op.drop_index("ix_leave_slips_institution_last", table_name="leave_slips")
    op.drop_table("leave_slips")
