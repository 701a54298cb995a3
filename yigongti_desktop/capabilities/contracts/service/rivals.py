"""Who is told when one resident is signed twice, or one task done twice; and by which acts that comes to an end.

Pure. Whoever came second is asked by the refusal, whoever was first is told by a notice (一个居民只能签约一个团队).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yigongti_desktop.capabilities.contracts.messages.contracts import ContractRenewed
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractSigned
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractTransferred
from yigongti_desktop.capabilities.contracts.messages.services import ServiceRecorded
from yigongti_desktop.capabilities.contracts.model import one_person
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.numbers import is_unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.notices import service as notices
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import Stands
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.model import notices_of
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage.catalogue import Reaction

_LONGEST_NAME = 60


def signed_twice(
    current: Contract | None, body: ContractSigned | ContractRenewed, refusal: Refused, ruling: Ruling
) -> Reaction | None:
    """Return what tells the doctor of the agreement that stands, when another one was refused for it (FDC-16)."""
    stands = _standing(current, body.agreed, refusal, ruling.register)
    if stands is None:
        return None
    team: Team | None = ruling.register.get("team", body.agreed.team)
    its = Stands(record_kind="contract", record=stands.id, part=stands.number, institution=stands.institution)
    own = team.name if team is not None and team.institution == ruling.actor.institution else ""
    rival = _rival(stands.institution, ruling)
    return notices.tell(its, msgspec.structs.replace(rival, team=own, on=body.agreed.signed_on), ruling)


def done_twice(current: Service | None, body: ServiceRecorded, refusal: Refused, ruling: Ruling) -> Reaction | None:
    """Return what tells whoever did a task first that another did it as well and is asked (FDC-16)."""
    if current is None or refusal.code not in {"service_there", "unplanned_there"}:
        return None
    its = Stands(record_kind="service", record=current.id, institution=current.institution, account=current.doer)
    rival = _rival(current.institution, ruling)
    doer = clean_line(body.done.doer_name)[:_LONGEST_NAME] if rival.person else ""
    named = msgspec.structs.replace(rival, person=doer or rival.person, on=body.done.done_on)
    return notices.tell(its, named, ruling)


def answered(after: object, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return how notices end by an act of whoever came second that was accepted; others go with their contract."""
    if isinstance(after, Contract) and isinstance(body, ContractSigned | ContractTransferred):
        for notice in _of_contracts(after, body, ruling.register):
            if _is_theirs(notice, after.institution, ruling.actor):
                yield notices.ended(notice, State.STANDS)
            elif isinstance(body, ContractTransferred) and notice.institution != after.institution:
                yield notices.moved(notice, after.institution)
    if isinstance(after, Service) and isinstance(body, ServiceRecorded):
        yield from _done_after_all(after, ruling)


def _standing(current: Contract | None, agreed: Agreed, refusal: Refused, register: Lookup) -> Contract | None:
    """Return the contract for which an agreement was refused, under whichever record of the person it is."""
    if refusal.code == "renewed_already":
        return current
    if refusal.code == "contract_there":
        number = refusal.facts.get("number")
        own = [current] if current is not None else []
        return next((one for one in (*own, *_of_person(agreed.resident, register)) if one.number == number), None)
    if refusal.code == "resident_merged":
        since = agreed.since or agreed.signed_on
        return next((one for one in _of_person(agreed.resident, register) if one.last >= since), None)
    return None


def _of_person(resident: str, register: Lookup) -> list[Contract]:
    """Return the contracts of somebody under all their records, by the one that is kept."""
    seen: set[str] = set()
    known: Resident | None = register.get("resident", resident)
    while known is not None and known.merged_into and known.id not in seen:
        seen.add(known.id)
        known = register.get("resident", known.merged_into)
    return one_person.contracts_of(known, register) if known is not None else []


def _rival(institution: str, ruling: Ruling) -> Rival:
    """Return who came second, as a unit may know them: of another unit its name, of its own people who it was."""
    actor = ruling.actor
    its: Institution | None = ruling.register.get("institution", actor.institution)
    is_own = actor.institution == institution
    return Rival(
        institution=actor.institution,
        institution_name=its.name if its is not None else "",
        account=actor.account if is_own else "",
        person=actor.name if is_own else "",
        on=day(ruling.at),
    )


def _of_contracts(after: Contract, body: msgspec.Struct, register: Lookup) -> Iterable[Notice]:
    """Return the open notices that a signing or a transfer may touch; a first signing by itself touches none."""
    if isinstance(body, ContractTransferred):
        contracts = [after]
    else:
        resident: Resident | None = register.get("resident", after.resident)
        others = one_person.contracts_of(resident, register) if resident is not None and resident.folded else []
        contracts = [*([after] if after.former else []), *(one for one in others if one.id != after.id)]
    for one in contracts:
        yield from (notice for notice in notices_of("contract", one.id, register) if notice.is_open)


def _is_theirs(notice: Notice, institution: str, actor: Actor) -> bool:
    """Say whether an act is of whoever came second: the person, or anybody of another unit."""
    if notice.rival.institution != institution or institution != actor.institution:
        return False
    return notice.rival.account == actor.account or notice.institution != institution


def _done_after_all(after: Service, ruling: Ruling) -> Iterable[Reaction]:
    """Return how notices end when the same person wrote theirs down beyond the plan, or after the first was void."""
    register, account = ruling.register, ruling.actor.account
    if is_unplanned(after.number):
        contract: Contract | None = register.get("contract", after.contract)
        places = [
            served.service
            for agreement in (contract.agreements if contract is not None else ())
            for served in agreement.served
            if served.item == after.item and agreement.number == after.agreement and served.service != after.id
        ]
        beside = (notice for place in places for notice in notices_of("service", place, register))
        for notice in beside:
            if notice.is_open and notice.rival.account == account and notice.rival.on == after.done_on:
                yield notices.ended(notice, State.BESIDE)
    if after.revision > 1:  # it stood, was taken back, and is done anew
        for notice in notices_of("service", after.id, register):
            if notice.is_open and notice.rival.account == account:
                yield notices.ended(notice, State.STANDS)
