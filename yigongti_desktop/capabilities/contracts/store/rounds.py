"""Round sheets: which tasks stand on one, who they are of, and what the service before found.

A sheet is kept on this machine by whoever printed it, until all that was written on it by pen is entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.tasks import item_of
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records

#: Under what sheets are kept.
SHEET = "service_round"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Which task stands on a line of a sheet."""

    contract: str
    agreement: str
    item: str
    number: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a sheet: a task, whose it is, and what the service of its item before found."""

    place: Place
    task: Task
    sex: Sex
    birth: date
    phone: str = ""
    address: str = ""
    before_on: date | None = None
    before_outcome: str = ""
    before: dict[str, Any] = {}
    #: What has to prove it, so that it is brought along (FND-38).
    asks: tuple[Evidence, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that is not entered whole yet."""

    number: str
    form: Form
    title: str
    places: tuple[Place, ...]
    saved_at: datetime


def form_of(task: Task) -> Form:
    """Return the form of a task; one that this program does not know is plain."""
    return Form(task.form) if task.form in set(Form) else Form.PLAIN


def due_once(tasks: Iterable[Task]) -> list[Task]:
    """Return of each item of each resident the earliest that is still to be done: one visit does one of them."""
    earliest: dict[tuple[str, str], Task] = {}
    for task in tasks:
        key = (task.resident, task.item)
        if task.done_on is None and (key not in earliest or task.due < earliest[key].due):
            earliest[key] = task
    return [task for task in tasks if earliest.get((task.resident, task.item)) is task]


def lines_of(connection: Connection, tasks: Sequence[Task]) -> list[Line]:
    """Return the lines of tasks, in the order given."""
    contracts = records.load_many(connection, CONTRACT, [contract_id(task.resident) for task in tasks])
    residents = records.load_many(connection, RESIDENT, [task.resident for task in tasks])
    found = [(task, contracts[contract_id(task.resident)]) for task in tasks if contract_id(task.resident) in contracts]
    latest = {task.task + task.resident: _latest(contract, task.item) for task, contract in found}
    services = records.load_many(connection, SERVICE, [one.service for one in latest.values() if one is not None])
    lines = []
    for task, contract in found:
        before, resident = latest[task.task + task.resident], residents.get(task.resident)
        service = services.get(before.service) if before else None
        lines.append(
            Line(
                place=Place(contract=contract.id, agreement=task.agreement, item=task.item, number=task.number),
                task=task,
                sex=contract.sex,
                birth=contract.birth,
                phone=resident.phone if resident else "",
                address=resident.address if resident else "",
                before_on=before.on if before else None,
                before_outcome=before.outcome if before else "",
                before=service.readings if service else {},
                asks=_asks(contract, task),
            )
        )
    return lines


def lines_at(connection: Connection, places: Sequence[Place]) -> list[Line]:
    """Return the lines of a sheet as they stand now; what is no task any more is left out."""
    contracts = records.load_many(connection, CONTRACT, [place.contract for place in places])
    known: dict[tuple[str, str, str, int], Task] = {}
    for contract in contracts.values():
        for task in tasks_of(contract):
            known[contract.id, task.agreement, task.item, task.number] = task
    keys = [(place.contract, place.agreement, place.item, place.number) for place in places]
    return lines_of(connection, [known[key] for key in keys if key in known])


def kept(connection: Connection, account: str) -> list[Kept]:
    """Return the sheets that a person has not entered whole, the latest first."""
    return [
        Kept(
            number=draft.record,
            form=Form(str(draft.values["form"])),
            title=str(draft.values["title"]),
            places=msgspec.convert(draft.values["places"], tuple[Place, ...]),
            saved_at=draft.saved_at,
        )
        for draft in drafts.of_account(connection, account)
        if draft.form == SHEET
    ]


def keep(connection: Connection, account: str, sheets: Sequence[Kept]) -> None:
    """Keep sheets that were just printed; what is entered from them is kept with them."""
    for one in sheets:
        values: dict[str, object] = {
            "form": one.form.value,
            "title": one.title,
            "places": msgspec.to_builtins(one.places),
        }
        drafts.keep(
            connection,
            drafts.Draft(form=SHEET, account=account, record=one.number, values=values, saved_at=one.saved_at),
        )


def _asks(contract: Contract, task: Task) -> tuple[Evidence, ...]:
    agreement = next((one for one in contract.agreements if one.number == task.agreement), None)
    item = item_of(agreement, task.item) if agreement else None
    return item.evidence if item else ()


def _latest(contract: Contract, item: str) -> Served | None:
    served = [one for agreement in contract.agreements for one in agreement.served if one.item == item]
    return max(served, key=lambda one: one.on, default=None)
