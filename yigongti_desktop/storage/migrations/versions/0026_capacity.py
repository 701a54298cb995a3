"""Reserved slots, beds and examinations, holds on them, and what is held for a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from yigongti_desktop.storage.migrations.aside import TEXT
from yigongti_desktop.storage.migrations.aside import take_out_of_extra

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capacity_lines",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("community", "institution", "institution_name", "kind", "department", "name")),
        *(_text(name) for name in ("day", "time", "place")),
        *(_number(name) for name in ("total", "reserved", "held", "used", "returned")),
        *(_text(name) for name in ("state", "returns_at", "reason", "source")),
        *(_text(name) for name in ("opened_by", "opened_by_name", "opened_at")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_lines")),
    )
    op.create_index("ix_capacity_lines_institution_day", "capacity_lines", ["institution", "day"])
    op.create_index("ix_capacity_lines_state_returns_at", "capacity_lines", ["state", "returns_at"])
    op.create_table(
        "slot_holds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(
            _text(name)
            for name in ("referral", "referral_number", "origin", "origin_name", "institution", "kind", "state")
        ),
        _text("line"),
        _text("slot", "{}"),
        _text("why"),
        _text("missed", "null"),
        _text("alternatives", "[]"),
        *(_text(name) for name in ("asked_by", "asked_by_name", "asked_at")),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("lapses_at", sa.Text(), nullable=True),
        _number("known"),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_holds")),
    )
    op.create_index("ix_slot_holds_referral", "slot_holds", ["referral"])
    op.create_index("ix_slot_holds_line", "slot_holds", ["line"])
    op.create_index("ix_slot_holds_state_lapses_at", "slot_holds", ["state", "lapses_at"])
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.add_column(_text("booked"))
    take_out_of_extra("referrals", {"booked": TEXT})


def downgrade() -> None:
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_column("booked")
    op.drop_table("slot_holds")
    op.drop_table("capacity_lines")


def _text(name: str, empty: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
