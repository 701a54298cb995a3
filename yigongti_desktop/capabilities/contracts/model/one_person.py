"""Agreements of somebody who was registered twice: of two that hold at once the one signed first stands.

A duplicate that was folded into another keeps its contract, its plan and what was served under it, and is still with
one team at a time: together with the record that is kept it is one person (一个居民只能签约一个团队, FDC-09). What gave
way for that goes on again when the two are parted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.terms import overlap
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.resident import Resident


def records_of(resident: Resident, register: Lookup) -> tuple[str, ...]:
    """Return the ids of a resident and of all records that were folded into theirs, one by way of another too."""
    found = {resident.id: resident}
    waiting = [resident]
    while waiting:
        kept = waiting.pop()
        for note in kept.folded:
            folded: Resident | None = register.get("resident", note.resident)
            if folded is not None and folded.id not in found and folded.merged_into == kept.id:
                found[folded.id] = folded
                waiting.append(folded)
    return tuple(found)


def contracts_of(resident: Resident, register: Lookup) -> list[Contract]:
    """Return the contracts of a person, of their own record first; those that are not seen here are left out."""
    found = (register.get("contract", contract_id(one)) for one in records_of(resident, register))
    return [one for one in found if one is not None]


def need_free(agreement: Agreement, resident: Resident, takes_over: str, own: str, register: Lookup) -> None:
    """Refuse an agreement that holds on a day of another one of the same person, but for the one that they leave.

    Args:
        agreement: that is begun.
        resident: whose it is.
        takes_over: number of the agreement that they leave for it; empty for none.
        own: id of the contract that it becomes part of, which is judged by itself.
        register: the other records.

    Raises:
        Refused: contract_there with unit, team, number and days.
    """
    for other in contracts_of(resident, register) if resident.folded else ():
        if other.id == own or other.number == takes_over:
            continue
        if any(overlap(agreement.term, one.term) for one in other.agreements):
            raise contract_there(other)


def contract_there(contract: Contract) -> Refused:
    """Return the refusal of whoever comes second, with unit, team, number and days of what stands."""
    return Refused(
        "contract_there",
        unit=contract.institution_name,
        team=contract.team_name,
        number=contract.number,
        since=contract.since.isoformat(),
        until=contract.last.isoformat(),
    )


def clash(one: Contract, other: Contract, on: date) -> bool:
    """Say whether two contracts hold on one day, on a day or after it."""
    return any(
        overlap(its.term, theirs.term) and min(its.term.last, theirs.term.last) >= on
        for its in one.agreements
        for theirs in other.agreements
    )


def first_signed(contracts: Iterable[Contract], on: date) -> list[Contract]:
    """Return the contracts that hold on a day or after it, in the order in which they were signed."""
    live = [one for one in contracts if any(its.term.last >= on for its in one.agreements)]
    return sorted(live, key=lambda one: _rank(one, on))


def give_way(current: Contract | None, number: str, on: date) -> Contract:
    """End what holds of a contract on a day and after it, since the same person has the agreement of that number.

    Raises:
        Refused: not_found.
    """
    known = _existing(current)
    ended = [
        replace(one, ended=max(one.since, on), end_reason=Ending.SAME_PERSON.value, end_note=number)
        if one.term.last >= on
        else one
        for one in known.agreements
    ]
    return _with(known, ended)


def go_on(current: Contract | None) -> Contract:
    """Let what gave way hold again; an agreement before the latest until that one begins.

    Raises:
        Refused: not_found, term_ended when it had ended for another reason.
    """
    known = _existing(current)
    if known.end_reason != Ending.SAME_PERSON.value:
        raise Refused("term_ended", ended=(known.ended or known.last).isoformat())
    every = known.agreements
    return _with(known, [_again(one, later) for one, later in zip(every, [*every[1:], None], strict=True)])


def _again(one: Agreement, later: Agreement | None) -> Agreement:
    if one.end_reason != Ending.SAME_PERSON.value:
        return one
    if later is not None and later.since <= one.until:
        return replace(one, ended=later.since, end_reason=Ending.OTHER_TEAM.value, end_note="")
    return replace(one, ended=None, end_reason="", end_note="")


def _rank(contract: Contract, on: date) -> tuple[Any, ...]:
    live = [one for one in contract.agreements if one.term.last >= on]
    return min(one.signed_on for one in live), contract.signed_at, contract.since, contract.id


def _existing(current: Contract | None) -> Contract:
    if current is None:
        raise Refused("not_found", kind="contract")
    return current


def _with(contract: Contract, agreements: list[Agreement]) -> Contract:
    latest = agreements[-1]
    fields = {field: getattr(latest, field) for field in Agreement.__struct_fields__}
    return replace(contract, former=tuple(agreements[:-1]), **fields)
