"""Agreements are counted by whose they are, their doctor, their agreed last day and the follow-ups that they promise.

What is kept beside contracts follows from them: it is written anew where it is already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

#: It only adds: programs of the versions before work on with it.
compatible_from = "0001"
revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = ("resident", "doctor", "signed_on", "until", "forms")


def upgrade() -> None:
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        for name in _COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    kept = sa.text(
        "SELECT id, resident, number, doctor, signed_on, until, packages, former FROM contracts "
        "WHERE id IN (SELECT record FROM agreements)"
    )
    rows = [row for contract in connection.execute(kept).mappings() for row in _agreements(contract)]
    if rows:
        statement = (
            "UPDATE agreements SET resident = :resident, doctor = :doctor, signed_on = :signed_on, until = :until, "
            "forms = :forms WHERE record = :record AND number = :number"
        )
        connection.execute(sa.text(statement), rows)


def downgrade() -> None:
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        for name in reversed(_COLUMNS):
            batch_op.drop_column(name)


def _agreements(contract: Any) -> Iterator[dict[str, str]]:
    """Return the agreements of a contract, the latest as its own columns have it."""
    latest = dict(contract) | {"packages": json.loads(contract["packages"])}
    for one in (*json.loads(contract["former"]), latest):
        forms = {item.get("form", "plain") for taken in one.get("packages", ()) for item in taken.get("items", ())}
        yield {
            "record": contract["id"],
            "number": one["number"],
            "resident": contract["resident"],
            "doctor": one.get("doctor", ""),
            "signed_on": one["signed_on"],
            "until": one["until"],
            "forms": ",".join(sorted(forms)),
        }
