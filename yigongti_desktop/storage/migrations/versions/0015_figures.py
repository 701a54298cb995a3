"""What each person adds to the figures of contracts, kept; contracts by village, agreements in force by team."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_REST = ["holds_since", "village", "item", "home"]
_OPEN, _DONE = sa.text("done_on IS NULL"), sa.text("done_on IS NOT NULL")
#: What lists of tasks ask of, as it is from now on and as it was.
_TASK_LISTS = (
    ("ix_contract_tasks_done", ["team", "holds_until", "done_on", *_REST], _DONE),
    ("ix_contract_tasks_open", ["team", "holds_until", "due", "closes", *_REST, "done_on"], _OPEN),
)
_BEFORE = (
    ("ix_contract_tasks_done", ["team", "done_on", "holds_until", *_REST], _DONE),
    ("ix_contract_tasks_open", ["team", "due", "closes", "holds_until", *_REST, "done_on"], _OPEN),
)


def _list_tasks_by(indexes: tuple[tuple[str, list[str], sa.TextClause], ...]) -> None:
    for name, columns, where in indexes:
        op.drop_index(name, table_name="contract_tasks")
        op.create_index(name, "contract_tasks", columns, unique=False, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.create_table(
        "figure_closers",
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("definition", name=op.f("pk_figure_closers")),
    )
    op.create_table(
        "figure_shares",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("share", sa.Text(), server_default="", nullable=False),
        sa.Column("changes_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_figure_shares")),
    )
    op.create_index("ix_figure_shares_changes_on", "figure_shares", ["changes_on"], unique=False)
    op.create_table(
        "figure_sums",
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("total", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("institution", name=op.f("pk_figure_sums")),
    )
    op.create_table(
        "touched",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("kind", "record", name=op.f("pk_touched")),
    )
    op.create_index("ix_contracts_village", "contracts", ["village"], unique=False)
    op.create_index("ix_agreements_team_term", "agreements", ["team", "last", "since"], unique=False)
    op.drop_index("ix_agreements_team_last", table_name="agreements")
    _list_tasks_by(_TASK_LISTS)


def downgrade() -> None:
    _list_tasks_by(_BEFORE)
    op.create_index("ix_agreements_team_last", "agreements", ["team", "last"], unique=False)
    op.drop_index("ix_agreements_team_term", table_name="agreements")
    op.drop_index("ix_contracts_village", table_name="contracts")
    op.drop_table("touched")
    op.drop_table("figure_sums")
    op.drop_index("ix_figure_shares_changes_on", table_name="figure_shares")
    op.drop_table("figure_shares")
    op.drop_table("figure_closers")
