"""Teams, packages, contracts and the services done under them (家庭医生签约与履约)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LISTED_BY = ["holds_until", "holds_since", "village", "item", "home"]
_TASK_LISTS = (
    ("ix_contract_tasks_done", ["team", "done_on", *_LISTED_BY], sa.text("done_on IS NOT NULL")),
    ("ix_contract_tasks_open", ["team", "due", "closes", *_LISTED_BY, "done_on"], sa.text("done_on IS NULL")),
)


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("village", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Text(), server_default="", nullable=False),
        sa.Column("last", sa.Text(), server_default="", nullable=False),
        sa.Column("resident", sa.Text(), server_default="", nullable=False),
        sa.Column("doctor", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_on", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Text(), server_default="", nullable=False),
        sa.Column("forms", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("record", "number", name=op.f("pk_agreements")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index("ix_agreements_number", ["number"], unique=False)
        batch_op.create_index("ix_agreements_team_last", ["team", "last"], unique=False)

    op.create_table(
        "contract_tasks",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("resident", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("village", sa.Text(), server_default="", nullable=False),
        sa.Column("household", sa.Text(), server_default="", nullable=False),
        sa.Column("home", sa.Text(), server_default="", nullable=False),
        sa.Column("agreement", sa.Text(), server_default="", nullable=False),
        sa.Column("package", sa.Text(), server_default="", nullable=False),
        sa.Column("item", sa.Text(), server_default="", nullable=False),
        sa.Column("item_name", sa.Text(), server_default="", nullable=False),
        sa.Column("form", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("opens", sa.Text(), server_default="", nullable=False),
        sa.Column("due", sa.Text(), server_default="", nullable=False),
        sa.Column("closes", sa.Text(), server_default="", nullable=False),
        sa.Column("holds_since", sa.Text(), server_default="", nullable=False),
        sa.Column("holds_until", sa.Text(), server_default="", nullable=False),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("is_carried", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("record", "task", name=op.f("pk_contract_tasks")),
    )
    with op.batch_alter_table("contract_tasks", schema=None) as batch_op:
        for name, columns, where in _TASK_LISTS:
            batch_op.create_index(name, columns, unique=False, sqlite_where=where, postgresql_where=where)

    op.create_table(
        "contracts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("resident", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("sex", sa.Text(), server_default="", nullable=False),
        sa.Column("birth", sa.Text(), server_default="", nullable=False),
        sa.Column("village", sa.Text(), server_default="", nullable=False),
        sa.Column("household", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("institution_name", sa.Text(), server_default="", nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("team_name", sa.Text(), server_default="", nullable=False),
        sa.Column("doctor", sa.Text(), server_default="", nullable=False),
        sa.Column("packages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("since", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_on", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_at", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("way", sa.Text(), server_default="", nullable=False),
        sa.Column("signer", sa.Text(), server_default="", nullable=False),
        sa.Column("signer_relation", sa.Text(), server_default="", nullable=False),
        sa.Column("consent", sa.Text(), server_default="", nullable=False),
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("renews", sa.Text(), server_default="", nullable=False),
        sa.Column("anchor", sa.Text(), server_default="", nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("end_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("end_note", sa.Text(), server_default="", nullable=False),
        sa.Column("served", sa.Text(), server_default="[]", nullable=False),
        sa.Column("anchors", sa.Text(), server_default="{}", nullable=False),
        sa.Column("former", sa.Text(), server_default="[]", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
    )
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.create_index("ix_contracts_household", ["household"], unique=False)
        batch_op.create_index("ix_contracts_number", ["number"], unique=False)
        batch_op.create_index("ix_contracts_team_until", ["team", "until"], unique=False)

    op.create_table(
        "packages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("community", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key_group", sa.Text(), server_default="", nullable=False),
        sa.Column("items", sa.Text(), server_default="[]", nullable=False),
        sa.Column("price_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("finance_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("insurance_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("self_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("since", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("contract", sa.Text(), server_default="", nullable=False),
        sa.Column("resident", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("agreement", sa.Text(), server_default="", nullable=False),
        sa.Column("package", sa.Text(), server_default="", nullable=False),
        sa.Column("item", sa.Text(), server_default="", nullable=False),
        sa.Column("item_name", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done_on", sa.Text(), server_default="", nullable=False),
        sa.Column("way", sa.Text(), server_default="", nullable=False),
        sa.Column("doer", sa.Text(), server_default="", nullable=False),
        sa.Column("doer_name", sa.Text(), server_default="", nullable=False),
        sa.Column("readings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("next_due", sa.Text(), nullable=True),
        sa.Column("leaves", sa.Text(), server_default="{}", nullable=False),
        sa.Column("resident_card", sa.Text(), server_default="", nullable=False),
        sa.Column("worker_card", sa.Text(), server_default="", nullable=False),
        sa.Column("carded_at", sa.Text(), nullable=True),
        sa.Column("photos", sa.Text(), server_default="[]", nullable=False),
        sa.Column("recorded_at", sa.Text(), server_default="", nullable=False),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.create_index("ix_services_contract", ["contract"], unique=False)
        batch_op.create_index("ix_services_done_on", ["done_on"], unique=False)

    op.create_table(
        "teams",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("institution_name", sa.Text(), server_default="", nullable=False),
        sa.Column("members", sa.Text(), server_default="[]", nullable=False),
        sa.Column("villages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index("ix_teams_institution", ["institution"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index("ix_teams_institution")

    op.drop_table("teams")
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.drop_index("ix_services_done_on")
        batch_op.drop_index("ix_services_contract")

    op.drop_table("services")
    op.drop_table("packages")
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.drop_index("ix_contracts_team_until")
        batch_op.drop_index("ix_contracts_number")
        batch_op.drop_index("ix_contracts_household")

    op.drop_table("contracts")
    with op.batch_alter_table("contract_tasks", schema=None) as batch_op:
        for name, _columns, _where in _TASK_LISTS:
            batch_op.drop_index(name)

    op.drop_table("contract_tasks")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index("ix_agreements_team_last")
        batch_op.drop_index("ix_agreements_number")

    op.drop_table("agreements")
