"""Keys of devices, by which papers are proven without a line; what a case was taken in from its paper for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from yigongti_desktop.storage.migrations.aside import TEXT
from yigongti_desktop.storage.migrations.aside import take_out_of_extra

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in ("institution", "letter")),
        sa.Column("public_key", sa.Text(), server_default="", nullable=False),
        sa.Column("revoked", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_keys")),
    )
    op.add_column("referrals", sa.Column("carried", sa.Text(), server_default="[]", nullable=False))
    take_out_of_extra("referrals", {"carried": TEXT})


def downgrade() -> None:
    op.drop_column("referrals", "carried")
    op.drop_table("device_keys")
