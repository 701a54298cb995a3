"""Next contact, tracker and limits of referrals; cases that hospitals begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from yigongti_desktop.storage.migrations.aside import NUMBER
from yigongti_desktop.storage.migrations.aside import TEXT
from yigongti_desktop.storage.migrations.aside import TEXT_OR_NONE
from yigongti_desktop.storage.migrations.aside import take_out_of_extra

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
    texts, moments = dict.fromkeys((*_TEXTS, "passed"), TEXT), dict.fromkeys(_MOMENTS, TEXT_OR_NONE)
    take_out_of_extra("referrals", {"is_down": NUMBER, **texts, **moments})


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        batch.drop_index("ix_referrals_next_contact")
        for name in ("passed", *_MOMENTS, *_TEXTS, "is_down"):
            batch.drop_column(name)
