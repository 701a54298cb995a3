"""One household as its panel shows it: its members that have contracts, and everything that is promised to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.tasks import of_homes
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One member, and what is promised to them, by day."""

    contract: Contract
    phone: str = ""
    address: str = ""
    tasks: tuple[Task, ...] = ()


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """A household with contracts in force."""

    home: str
    members: tuple[Member, ...]
    #: What was written down of the tasks that were done, by its id.
    services: dict[str, Service] = {}
    #: Services of which this desk still has something to send.
    waiting: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return what the household is called: its one member, or the first with how many there are."""
        first = self.members[0].contract.name if self.members else ""
        return first if len(self.members) < 2 else f"{first}等 {len(self.members)} 人"  # noqa: PLR2004 - one alone

    @property
    def village(self) -> str:
        """Return where it lives."""
        return next((one.contract.village for one in self.members if one.contract.village), "")


def household(connection: Connection, home: str, today: date) -> Household | None:
    """Return a household with everything that is promised to its members today, or None."""
    tasks = of_homes(connection, [home], today)
    if not tasks:
        return None
    people = list(dict.fromkeys(task.resident for task in tasks))
    contracts = records.load_many(connection, CONTRACT, [contract_id(one) for one in people])
    residents: dict[str, Any] = records.load_many(connection, RESIDENT, people)
    members = [
        Member(
            contract=contracts[contract_id(one)],
            phone=residents[one].phone if one in residents else "",
            address=residents[one].address if one in residents else "",
            tasks=tuple(task for task in tasks if task.resident == one),
        )
        for one in people
        if contract_id(one) in contracts
    ]
    services = records.load_many(connection, SERVICE, [task.service for task in tasks if task.service])
    waiting = pending.waiting(connection, SERVICE.name) & services.keys()
    return Household(home=home, members=tuple(members), services=services, waiting=frozenset(waiting))
