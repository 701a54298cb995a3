"""Sessions away from home, teaching, and who took part in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_visits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("planner", "planner_name", "lead", "unit", "unit_name", "person", "person_name")),
        *(_text(name) for name in ("home_name", "level", "title", "since", "until")),
        _text("plan", "{}"),
        _text("outcomes", "[]"),
        sa.Column("ended_on", sa.Text(), nullable=True),
        *(_text(name) for name in ("reason", "planned_by")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_visits")),
    )
    op.create_index("ix_staff_visits_unit_until", "staff_visits", ["unit", "until"])
    op.create_index("ix_staff_visits_until", "staff_visits", ["until"])
    op.create_table(
        "teachings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("state", "kind", "title", "first", "last")),
        sa.Column("minutes", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("teacher", "teacher_home", "host", "host_name")),
        _text("units", "[]"),
        *(_text(name) for name in ("reason", "announced_by")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teachings")),
    )
    op.create_index("ix_teachings_first", "teachings", ["first"])
    op.create_table(
        "attendances",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("teaching", "unit", "unit_name", "host", "kind", "title", "first")),
        _text("people", "[]"),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
    )
    op.create_index("ix_attendances_teaching", "attendances", ["teaching"])
    op.create_index("ix_attendances_first", "attendances", ["first"])


def downgrade() -> None:
    op.drop_table("attendances")
    op.drop_table("teachings")
    op.drop_table("staff_visits")


def _text(name: str, empty: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)
