"""Catalogues of referrals, designated places, and what a case owes and waits for."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

#: New columns of cases, with what stands in them where nothing is known.
_OF_CASES = {"advice": "null", "owed": "[]", "approval": "null"}


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
        for name, empty in _OF_CASES.items():
            batch.add_column(_text(name, empty))
    _take_out_of_extra()


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        for name in reversed(_OF_CASES):
            batch.drop_column(name)
    op.drop_table("referral_places")
    op.drop_table("referral_catalogues")


def _text(name: str, empty: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)


def _take_out_of_extra() -> None:
    """What a newer hub has already sent of a case was kept aside in `extra`, as it lay; it gets its place."""
    rows = sa.table("referrals", *(sa.column(name) for name in ("id", "extra", *_OF_CASES)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.extra).where(rows.c.extra.like('%"%"%'))).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        came = {name: extra.pop(name) for name in _OF_CASES if isinstance(extra.get(name), str)}
        if came:
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(rows).where(rows.c.id == row.id).values(extra=left, **came))
