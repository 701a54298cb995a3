"""What follows inside contracts from an accepted act; pure, run by the hub and early by a desk (decision 005)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from yigongti_desktop.capabilities.contracts.messages.contracts import ContractLapsed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractRenewed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractResumed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractServed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractSigned
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractTransferred
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractUnserved
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractYielded
from yigongti_desktop.capabilities.contracts.model import one_person
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.resident import Resident
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


def begun(after: Contract, body: msgspec.Struct, register: Lookup) -> Iterable[Reaction]:
    """Return what follows from an agreement that was begun, judged when more is known than at the desk that did it.

    It ends with a death that was noted meanwhile. One of another record of the same person that it names gives way.
    """
    resident: Resident | None = register.get("resident", after.resident)
    if resident is None or not isinstance(body, ContractSigned | ContractRenewed | ContractTransferred):
        return
    if resident.died_on is not None and _as_they_live(after, resident.died_on) != after:
        yield Reaction(kind="contract.lapsed", record=after.id, body=ContractLapsed(died_on=resident.died_on))
    if isinstance(body, ContractSigned):
        yield from _left_for(after, body, resident, register)


def of_person(resident: Resident, register: Lookup, on: date, *, are_parted: bool = False) -> Iterable[Reaction]:
    """Return what follows for the agreements of a person when it became known that they died, or who they are.

    With a death they end, put right they go on. Of two that hold at once, since two records were found to be of one
    person, the one signed first stands; when the records are parted, what gave way goes on.

    Args:
        resident: the record that is kept, as it is now.
        register: the other records.
        on: the day on which it became known.
        are_parted: a record that was folded into theirs, or theirs, stands for itself again.
    """
    stand: list[Contract] = []
    wait: list[Contract] = []
    for contract in one_person.contracts_of(resident, register):
        known = _as_they_live(contract, resident.died_on)
        if known != contract:
            yield Reaction(kind="contract.lapsed", record=contract.id, body=ContractLapsed(died_on=resident.died_on))
        gave_way = known.end_reason == Ending.SAME_PERSON.value
        (wait if gave_way and are_parted else stand).append(known)
    if resident.died_on is not None:
        return
    held: list[Contract] = []
    for known in one_person.first_signed(stand, on):
        first = next((one for one in held if one_person.clash(one, known, on)), None)
        if first is None:
            held.append(known)
        else:
            body = ContractYielded(number=first.number, on=on)
            yield Reaction(kind="contract.yielded", record=known.id, body=body)
    for again in one_person.first_signed(map(one_person.go_on, wait), on):
        if not any(one_person.clash(one, again, on) for one in held):
            held.append(again)
            yield Reaction(kind="contract.resumed", record=again.id, body=ContractResumed())


def _left_for(after: Contract, signed: ContractSigned, resident: Resident, register: Lookup) -> Iterable[Reaction]:
    left = signed.agreed.takes_over
    if not left:
        return
    for other in one_person.contracts_of(resident, register):
        if other.id != after.id and other.number == left and other.last >= after.since:
            reason = signed.agreed.takes_reason
            yielded = ContractYielded(number=after.number, reason=reason, on=after.since)
            yield Reaction(kind="contract.yielded", record=other.id, body=yielded)


def _as_they_live(contract: Contract, died_on: date | None) -> Contract:
    """Return a contract as it is with a death on a day, or while its resident lives."""
    is_over = contract.last < died_on if died_on is not None else contract.ended is None
    is_by_death = contract.end_reason == Ending.DIED.value
    if not is_by_death and (is_over or contract.ended is not None):
        return contract
    return signing.lapse(contract, died_on)
