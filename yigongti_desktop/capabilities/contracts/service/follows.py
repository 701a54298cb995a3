"""What follows inside contracts from an accepted act; pure, run by the hub and early by a desk (decision 005)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yigongti_desktop.capabilities.contracts.messages.contracts import ContractLapsed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractServed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractUnserved
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import Reaction


def follow(after: Record) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted: what was served is noted in its contract."""
    if not isinstance(after, Service):
        return
    if after.state is State.VOID:
        yield Reaction(kind="contract.unserved", record=after.contract, body=ContractUnserved(service=after.id))
        return
    served = Served(
        service=after.id,
        item=after.item,
        number=after.number,
        on=after.done_on,
        next_due=after.next_due,
        outcome=after.outcome,
        leaves=after.leaves,
    )
    yield Reaction(kind="contract.served", record=after.contract, body=ContractServed(served=served))


def resident_died(resident: str, died_on: date | None, register: Lookup) -> Iterable[Reaction]:
    """Return what follows from a death that was noted or put right: the agreement ends with that day, or goes on."""
    contract: Contract | None = register.get("contract", contract_id(resident))
    if contract is None:
        return
    is_over = contract.last < died_on if died_on is not None else contract.ended is None
    if is_over and contract.end_reason != Ending.DIED.value:
        return
    yield Reaction(kind="contract.lapsed", record=contract.id, body=ContractLapsed(died_on=died_on))
