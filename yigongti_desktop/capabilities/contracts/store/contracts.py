"""Contracts in the database, and what screens ask for."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import contract
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.tasks import items_of
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.tables.contracts import agreements
from yigongti_desktop.capabilities.contracts.tables.contracts import contract_tasks
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Beside
from yigongti_desktop.storage.catalogue import RecordKind


def _agreements(contract: Contract) -> Iterable[tuple[Any, ...]]:
    for one in contract.agreements:
        yield (
            one.number,
            one.institution,
            one.team,
            contract.village,
            one.since.isoformat(),
            one.term.last.isoformat(),
            contract.resident,
            one.doctor,
            one.signed_on.isoformat(),
            one.until.isoformat(),
            ",".join(sorted({item.form.value for item in items_of(one)})),
        )


def _tasks(contract: Contract) -> Iterable[tuple[Any, ...]]:
    for task in tasks_of(contract):
        yield tuple(msgspec.to_builtins(task).values())


def _spellings(contract: Contract) -> set[str]:
    """Return by what a contract is looked for: the resident's name, its numbers."""
    numbers = {sought(one.number) for one in contract.agreements}
    return (keys_of_name(contract.name) | {sought(contract.name)} | numbers) - {""}


CONTRACT = RecordKind(
    name="contract",
    record=Contract,
    table=contracts,
    streams=contract.streams,
    topic="contracts",
    is_bulky=True,
    is_watched=True,
    shares_numbers=True,
    spellings=_spellings,
    called=lambda one: one.name,
    has_trail=True,
    beside=(Beside(table=agreements, rows=_agreements), Beside(table=contract_tasks, rows=_tasks)),
)


class ContractRow(msgspec.Struct, frozen=True, kw_only=True):
    """A contract in a list, with whether this desk still has something of it to send."""

    contract: Contract
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One contract with all that its panel shows."""

    contract: Contract
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def opened(connection: Connection, contract: str) -> Opened | None:
    """Return a contract with its steps, or None."""
    found = records.load(connection, CONTRACT, contract)
    if found is None:
        return None
    waiting = pending.waiting(connection, CONTRACT.name)
    return Opened(contract=found, steps=trails.of_record(connection, contract), is_waiting=contract in waiting)


def of_resident(connection: Connection, resident: str) -> Contract | None:
    """Return the contract of a resident, or None."""
    return records.load(connection, CONTRACT, contract.contract_id(resident))


def by_number(connection: Connection, number: str) -> list[Contract]:
    """Return the contracts that one agreement made, by the age of their residents."""
    ids = list(connection.scalars(select(agreements.c.record).where(agreements.c.number == number)))
    found = records.load_many(connection, CONTRACT, ids)
    return sorted(found.values(), key=lambda one: (one.birth, one.id))


def load_of_team(connection: Connection, team: str, on: date) -> int:
    """Return how many residents a team has in force on a day."""
    holds = (agreements.c.since <= on.isoformat()) & (agreements.c.last >= on.isoformat())
    query = select(func.count()).select_from(agreements).where(agreements.c.team == team, holds)
    return int(connection.scalar(query) or 0)


def loads_of_teams(connection: Connection, on: date) -> dict[str, int]:
    """Return how many residents each team has in force on a day; those that have none are left out."""
    its = agreements.c
    holds = (its.since <= on.isoformat()) & (its.last >= on.isoformat())
    query = select(its.team, func.count()).where(holds).group_by(its.team)
    return {team: int(count) for team, count in connection.execute(query)}


def tasks_of_contract(connection: Connection, contract: str) -> list[Task]:
    """Return what a contract promises, by the day on which it is due."""
    query = select(contract_tasks).where(contract_tasks.c.record == contract).order_by(contract_tasks.c.due)
    return [read_task(row) for row in records.plain_rows(connection.execute(query))]


def read_task(row: Sequence[Any]) -> Task:
    """Return the task of a row."""
    return msgspec.convert(dict(zip(Task.__struct_fields__, row[1:], strict=True)), Task, strict=False)
