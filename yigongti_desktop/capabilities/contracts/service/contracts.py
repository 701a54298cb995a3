"""One function for each thing that people ask of contracts, and which rule judges each act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.attachments.service import attach
from yigongti_desktop.capabilities.contracts.messages import contracts as m
from yigongti_desktop.capabilities.contracts.model import one_person
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.signature_files import SIGNATURE_FILES
from yigongti_desktop.capabilities.contracts.model.signature_files import SIGNERS
from yigongti_desktop.capabilities.contracts.model.signature_files import signature_id
from yigongti_desktop.capabilities.contracts.model.team import most_residents
from yigongti_desktop.capabilities.contracts.model.team import need_fit
from yigongti_desktop.capabilities.contracts.service import rivals
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.contracts import load_of_team
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import offered_packages
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_HUB = frozenset({Role.HUB})


def _put_signature_again(uow: UnitOfWork, contract: Contract) -> None:
    """Put the drawn signature to an agreement that was refused and is sent once more."""
    if contract.signature and uow.find(attachments.ATTACHMENT, contract.signature) is None:
        drawn = attachments.sent(uow.connection, contract.signature)
        if drawn is not None:
            attach(uow, SIGNATURE_FILES.kind, contract.id, drawn, contract.signature)


SIGNED = EventKind(
    name="contract.signed",
    body=m.ContractSigned,
    of=CONTRACT,
    decide=lambda now, body, ruling: signing.sign(now, body.agreed, ruling),
    roles=SIGNERS,
    note=lambda body: body.beyond,
    again=_put_signature_again,
    tells=rivals.signed_twice,
)
RENEWED = EventKind(
    name="contract.renewed",
    body=m.ContractRenewed,
    of=CONTRACT,
    decide=lambda now, body, ruling: signing.renew(now, body.agreed, ruling),
    roles=SIGNERS,
    tells=rivals.signed_twice,
)
TRANSFERRED = EventKind(
    name="contract.transferred",
    body=m.ContractTransferred,
    of=CONTRACT,
    decide=lambda now, body, ruling: signing.transfer(now, body.team, body.on, body.reason, body.number, ruling),
    roles=SIGNERS,
    note=lambda body: body.reason,
)
ENDED = EventKind(
    name="contract.ended",
    body=m.ContractEnded,
    of=CONTRACT,
    decide=lambda now, body, ruling: signing.end(now, body.on, body.reason, body.note, ruling),
    roles=SIGNERS | _HUB,
    note=lambda body: body.note or body.reason.value,
)
LAPSED = EventKind(
    name="contract.lapsed",
    body=m.ContractLapsed,
    of=CONTRACT,
    decide=lambda now, body, _ruling: signing.lapse(now, body.died_on),
    roles=_HUB,  # it only ever follows from a death
)
YIELDED = EventKind(
    name="contract.yielded",
    body=m.ContractYielded,
    of=CONTRACT,
    decide=lambda now, body, _ruling: one_person.give_way(now, f"{body.number}　{body.reason}".strip("　"), body.on),
    roles=_HUB,  # it only ever follows from a merge, or from a signing that names it
    note=lambda body: body.number,
)
RESUMED = EventKind(
    name="contract.resumed",
    body=m.ContractResumed,
    of=CONTRACT,
    decide=lambda now, _body, _ruling: one_person.go_on(now),
    roles=_HUB,  # it only ever follows from two records that are parted
)
SERVED = EventKind(
    name="contract.served",
    body=m.ContractServed,
    of=CONTRACT,
    decide=lambda now, body, _ruling: signing.note_served(now, body.served),
    roles=_HUB,  # it only ever follows from a service
)
UNSERVED = EventKind(
    name="contract.unserved",
    body=m.ContractUnserved,
    of=CONTRACT,
    decide=lambda now, body, _ruling: signing.forget_served(now, body.service),
    roles=_HUB,
)


def sign_contract(uow: UnitOfWork, command: m.SignContract) -> tuple[Contract, ...]:
    """Sign a resident, or all members of a household that sign together, with one number.

    Raises:
        Refused: nobody_signs, team_full with how many it has and may have, and what the rules say, with the resident;
            nobody is signed then.
    """
    if not command.people:
        raise Refused("nobody_signs")
    _need_room(uow, command)
    number = uow.next_number()
    return tuple(_sign(uow, one, command, number) for one in command.people)


def renew_contracts(uow: UnitOfWork, command: m.RenewContracts) -> tuple[Contract, ...]:
    """Go on with several residents; those that signed together keep together.

    Raises:
        Refused: nobody_signs, not_found, package_gone, and what the rules say, with the contract; nobody is renewed
            then.
    """
    if not command.contracts:
        raise Refused("nobody_signs")
    numbers: dict[str, str] = {}
    done = []
    for one, packages in command.contracts:
        with _told(contract=one):
            done.append(_renew(uow, uow.get(CONTRACT, one), packages, command, numbers))
    return tuple(done)


def transfer_contract(uow: UnitOfWork, command: m.TransferContract) -> Contract:
    """Put a resident under another team."""
    body = m.ContractTransferred(team=command.team, on=command.on, reason=command.reason, number=uow.next_number())
    return uow.emit(TRANSFERRED, command.contract, body)


def end_contract(uow: UnitOfWork, command: m.EndContract) -> Contract:
    """End an agreement before its last day."""
    return uow.emit(ENDED, command.contract, m.ContractEnded(on=command.on, reason=command.reason, note=command.note))


@contextmanager
def _told(**whose: str) -> Iterator[None]:
    """Say in a refusal whose part of the act it is."""
    try:
        yield
    except Refused as fault:
        raise Refused(fault.code, **(whose | fault.facts)) from fault


def _sign(uow: UnitOfWork, one: m.Signer, command: m.SignContract, number: str) -> Contract:
    whose = contract_id(one.resident)
    agreed = Agreed(
        number=number,
        resident=one.resident,
        team=command.team,
        packages=one.packages,
        years=command.years,
        signed_on=command.signed_on,
        since=command.since,
        way=command.way,
        signer=one.signer,
        signer_relation=one.signer_relation,
        consent=command.consent,
        signature=signature_id(whose, number) if one.drawn else "",
        remark=command.remark,
        takes_over=command.takes_over,
        takes_reason=command.takes_reason,
    )
    with _told(resident=one.resident):
        signed = uow.emit(SIGNED, whose, m.ContractSigned(agreed=agreed, beyond=command.beyond))
        if one.drawn:
            attach(uow, SIGNATURE_FILES.kind, whose, msgspec.structs.replace(one.drawn, line=number), agreed.signature)
    return signed


def _need_room(uow: UnitOfWork, command: m.SignContract) -> None:
    """Ask for a reason when a team takes on more residents than it should (原则上不超过2000人)."""
    on = command.since or command.signed_on
    team = need_fit(uow.register, command.team, uow.actor.institution, command.signed_on)
    has, most = load_of_team(uow.connection, team.id, on), most_residents(uow.register, team, on)
    if has + len(command.people) > most and not command.beyond.strip():
        raise Refused("team_full", team=team.name, has=has, most=most)


def _renew(
    uow: UnitOfWork, known: Contract, packages: tuple[str, ...], command: m.RenewContracts, numbers: dict[str, str]
) -> Contract:
    if known.number not in numbers:
        numbers[known.number] = uow.next_number()
    agreed = Agreed(
        number=numbers[known.number],
        resident=known.resident,
        team=command.team or known.team,
        packages=packages or _as_offered_now(uow, known),
        years=command.years,
        signed_on=command.signed_on,
        way=command.way,
        signer=known.signer,
        signer_relation=known.signer_relation,
        consent=command.consent,
    )
    return uow.emit(RENEWED, known.id, m.ContractRenewed(agreed=agreed))


def _as_offered_now(uow: UnitOfWork, known: Contract) -> tuple[str, ...]:
    """Return the packages of a contract as they will be offered when it goes on: a newer year's in the place of each.

    Raises:
        Refused: package_gone with the package that has none in its place.
    """
    since = max(known.last, day(uow.clock.now()))
    community = need_institution(uow.register, uow.actor.institution).community_on(since)
    offered = offered_packages(uow.connection, community, since)
    found = []
    for taken in known.packages:
        same = uow.find(PACKAGE, taken.package)
        following = next((one for one in offered if (one.name, one.key_group) == (taken.name, taken.key_group)), None)
        if following is None and (same is None or not same.offered(since)):
            raise Refused("package_gone", package=taken.name)
        found.append(following.id if following else taken.package)
    return tuple(found)


SLICE = Slice(
    records=(CONTRACT,),
    events=(SIGNED, RENEWED, TRANSFERRED, ENDED, LAPSED, YIELDED, RESUMED, SERVED, UNSERVED),
    commands=(
        CommandKind(command=m.SignContract, handle=sign_contract, roles=SIGNERS),
        CommandKind(command=m.RenewContracts, handle=renew_contracts, roles=SIGNERS),
        CommandKind(command=m.TransferContract, handle=transfer_contract, roles=SIGNERS),
        CommandKind(command=m.EndContract, handle=end_contract, roles=SIGNERS),
    ),
)
