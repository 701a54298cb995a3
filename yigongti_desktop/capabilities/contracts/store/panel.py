"""One contract with all that its panel shows, read at once."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.contracts import by_number
from yigongti_desktop.capabilities.contracts.store.contracts import opened
from yigongti_desktop.capabilities.contracts.store.contracts import tasks_of_contract
from yigongti_desktop.capabilities.contracts.store.deciding import moved_to
from yigongti_desktop.capabilities.contracts.store.offers import Person
from yigongti_desktop.capabilities.contracts.store.offers import people
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service.people import kept_of
from yigongti_desktop.registry.store import names_of_institutions


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A contract, who it is of, what is owed."""

    contract: Contract
    steps: tuple[TrailEntry, ...]
    is_waiting: bool
    #: As the registry has them today, by the record that is kept of them; None where it has them no more.
    person: Person | None
    #: Name of the unit that the resident was handed on to, where that is noted; empty else.
    moved_to: str
    #: Names of those who signed with them, under the same number, and whether their household was split since.
    together: tuple[str, ...]
    #: Not done, and late by today; then what may be done next.
    overdue: tuple[Task, ...]
    following: tuple[Task, ...]

    @property
    def signed_as(self) -> str:
        """Return under which record the resident is signed from now on."""
        return self.person.resident.id if self.person is not None else self.contract.resident


def seen(connection: Connection, contract: str, today: date) -> Seen | None:
    """Return a contract with all that its panel shows, or None."""
    found = opened(connection, contract)
    if found is None:
        return None
    known = found.contract
    owed = [task for task in tasks_of_contract(connection, contract) if task.done_on is None]
    here = [task for task in owed if task.holds_until >= today]
    kept = kept_of(connection, known.resident)
    its = people(connection, [kept.id], today) if kept is not None else []
    note = moved_to(connection, known.resident, known.institution)
    names = names_of_institutions(connection) if note is not None else {}
    others = [one for one in by_number(connection, known.number) if one.id != known.id]
    return Seen(
        contract=known,
        steps=found.steps,
        is_waiting=found.is_waiting,
        person=its[0] if its else None,
        moved_to=names.get(note.receiver, note.receiver) if note is not None else "",
        together=tuple(_beside(connection, one, its[0].resident if its else None) for one in others),
        overdue=tuple(task for task in here if task.closes < today),
        following=tuple(task for task in here if task.closes >= today),
    )


def _beside(connection: Connection, other: Contract, resident: Resident | None) -> str:
    """Return the name of somebody who signed with a resident, and that they live in another household now."""
    known = kept_of(connection, other.resident)
    is_split = known is not None and resident is not None and known.household != resident.household
    return f"{other.name}（已分户）" if is_split else other.name
