"""The contract of a person, whichever of their records in the registry it was signed for."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.one_person import contracts_of
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

_KINDS: Mapping[str, RecordKind[Any]] = {RESIDENT.name: RESIDENT, CONTRACT.name: CONTRACT}


def of_person(connection: Connection, resident: str) -> Contract | None:
    """Return the contract of somebody by any of their records, or None."""
    kept = people.kept_of(connection, resident)
    return None if kept is None else of_persons(connection, [kept]).get(kept.id)


def of_persons(connection: Connection, residents: Iterable[Resident]) -> dict[str, Contract]:
    """Return the contracts of residents by the ids of their records; of several of one person the one that lasts."""
    every = list(residents)
    own = records.load_many(connection, CONTRACT, [contract_id(one.id) for one in every])
    found = {one.id: own[contract_id(one.id)] for one in every if contract_id(one.id) in own}
    register = _Register(connection)
    for one in every:
        if one.folded and (its := contracts_of(one, register)):
            found[one.id] = max(its, key=lambda contract: contract.last)
    return found


class _Register:
    """Residents and contracts as rules look at them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Any | None:
        """Return the current record, or None."""
        return records.load(self._connection, _KINDS[kind], record)
