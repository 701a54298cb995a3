"""Staff with their dated history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TEXTS = ("name", "profession", "sex", "id_number", "phone", "account")
_LISTS = ("seen_by", "posts", "places", "titles", "licences", "periods", "contracts")


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in _TEXTS[:3]),
        sa.Column("birth", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in _TEXTS[3:]),
        *(sa.Column(name, sa.Text(), server_default="[]", nullable=False) for name in _LISTS),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index("ix_staff_name", "staff", ["name"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_staff_name", table_name="staff")
    op.drop_table("staff")
