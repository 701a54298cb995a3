"""Catalogues of referrals, designated places, and what a case owes and waits for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from yigongti_desktop.storage.migrations.aside import TEXT
from yigongti_desktop.storage.migrations.aside import take_out_of_extra

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_catalogues",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("level", "owner", "owner_name", "community", "title", "document", "issuer")),
        _text("since"),
        _text("lines", "[]"),
        *(_text(name) for name in ("published_by", "published_at", "withdrawn")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_catalogues")),
    )
    op.create_index("ix_referral_catalogues_owner_since", "referral_catalogues", ["owner", "since"])
    op.create_table(
        "referral_places",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        *(_text(name) for name in ("community", "lead")),
        _text("agreed", "{}"),
        *(_text(name) for name in ("name", "reason")),
        _text("extra", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_places")),
    )
    op.create_index("ix_referral_places_community", "referral_places", ["community"])
    with op.batch_alter_table("referrals") as batch:
        batch.add_column(_text("advice", "null"))
        batch.add_column(_text("owed", "[]"))
        batch.add_column(_text("approval", "null"))
    take_out_of_extra("referrals", dict.fromkeys(("advice", "owed", "approval"), TEXT))


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        for name in ("approval", "owed", "advice"):
            batch.drop_column(name)
    op.drop_table("referral_places")
    op.drop_table("referral_catalogues")


def _text(name: str, empty: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)
