"""Store-rooms as a list, counts that are put back, where recalled lots are, what trace codes have taught.

Rooms of yesterday's words need no row: the ledger has used them, and by that they stay rooms. What the codes of old
entries teach is posted here, since nobody writes those entries again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: A code of 20 digits begins with the seven that name a drug in its pack; a transfer and codes of other kinds teach
#: nothing, what was taken back is forgotten.
_TAUGHT = """
INSERT INTO postings (account, record, amount)
SELECT 'head|' || institution || '|' || substr(code, 1, 7) || '|' || drug, record,
    SUM(CASE kind WHEN 'reversal' THEN -1 ELSE 1 END)
FROM (%s) AS taught WHERE length(code) = 20 GROUP BY institution, substr(code, 1, 7), drug, record
"""
_SQLITE = """
    SELECT entry.institution, entry.kind, entry.id AS record, json_extract(line.value, '$.drug') AS drug,
        code.value AS code
    FROM stock_entries AS entry,
        json_each(CASE WHEN json_valid(entry.lines) THEN entry.lines ELSE '[]' END) AS line,
        json_each(line.value, '$.codes') AS code
    WHERE entry.kind <> 'transfer' AND code.value NOT GLOB '*[^0-9]*'
"""
_POSTGRESQL = """
    SELECT entry.institution, entry.kind, entry.id AS record, line.value ->> 'drug' AS drug, code.value AS code
    FROM stock_entries AS entry
        CROSS JOIN LATERAL jsonb_array_elements(CAST(entry.lines AS jsonb)) AS line
        CROSS JOIN LATERAL jsonb_array_elements_text(line.value -> 'codes') AS code
    WHERE entry.kind <> 'transfer' AND code.value !~ '[^0-9]'
"""


def upgrade() -> None:
    op.create_table(
        "store_rooms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("is_closed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_rooms")),
    )
    op.create_table(
        "lot_reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hold", sa.Text(), server_default="", nullable=False),
        sa.Column("drug", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("strength", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("lot", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("institution_name", sa.Text(), server_default="", nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("came", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("there", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("went", sa.Text(), server_default="[]", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_reports")),
    )
    with op.batch_alter_table("lot_reports", schema=None) as batch_op:
        batch_op.create_index("ix_lot_reports_hold", ["hold"], unique=False)
    with op.batch_alter_table("stock_counts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("room_name", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("back_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("back_by", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("back_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("back_answer", sa.Text(), server_default="", nullable=False))
    codes = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    op.execute(sa.text(_TAUGHT % codes))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM postings WHERE account >= 'head|' AND account < 'head}'"))
    with op.batch_alter_table("stock_counts", schema=None) as batch_op:
        for name in ("back_answer", "back_at", "back_by", "back_reason", "room_name"):
            batch_op.drop_column(name)
    for table in ("lot_reports", "store_rooms"):
        op.drop_table(table)
