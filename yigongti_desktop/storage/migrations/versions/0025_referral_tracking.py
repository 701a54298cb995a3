"""Next contact, tracker and limits of referrals; cases that hospitals begin."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_TEXTS = (
    "down_class",
    "tracker",
    "tracker_name",
    "contact_result",
    "decline_code",
    "found_at",
    "gone_to",
    "ended_from",
    "contract_unit",
    "contract_number",
)
_MOMENTS = ("next_contact", "contacted_at", "escalate_at", "arrive_by")


def upgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        batch.add_column(sa.Column("is_down", sa.BigInteger(), server_default="0", nullable=False))
        for name in _TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        for name in _MOMENTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch.add_column(sa.Column("passed", sa.Text(), server_default="[]", nullable=False))
        batch.create_index("ix_referrals_next_contact", ["next_contact"])
    _take_out_of_extra()


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        batch.drop_index("ix_referrals_next_contact")
        for name in ("passed", *_MOMENTS, *_TEXTS, "is_down"):
            batch.drop_column(name)


def _take_out_of_extra() -> None:
    """What a newer hub has already sent of a case was kept aside in `extra`, as it lay; it gets its place."""
    names = ("is_down", *_TEXTS, *_MOMENTS, "passed")
    rows = sa.table("referrals", *(sa.column(name) for name in ("id", "extra", *names)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.extra).where(rows.c.extra.like('%"%"%'))).all():
        try:
            extra = json.loads(row.extra)
        except ValueError:
            continue
        came = {name: extra.pop(name) for name in names if name in extra and _fits(name, extra[name])}
        if came:
            if "is_down" in came:
                came["is_down"] = int(came["is_down"])
            left = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(rows).where(rows.c.id == row.id).values(extra=left, **came))


def _fits(name: str, value: Any) -> bool:
    """Say whether a column can hold what was kept aside: a yes or no, a text, a moment or none."""
    if name == "is_down":
        return isinstance(value, int) and value in (0, 1)
    return isinstance(value, str) or (name in _MOMENTS and value is None)
