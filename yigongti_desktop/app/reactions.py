"""The one place where capabilities meet: what follows elsewhere from an accepted act.

Pure: an act in, acts out, their ids derived from the cause. The hub runs them in the transaction of the
cause; a desk runs them early; the result still exists once.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

import msgspec

from yigongti_desktop.app.referral_reactions import of_referral
from yigongti_desktop.attachments import service as attachments
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.one_person import records_of
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.service import follows as of_contracts
from yigongti_desktop.capabilities.contracts.service import rivals
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageArrived
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageAsked
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageReleased
from yigongti_desktop.capabilities.pharmacy.messages.statements import StatementDelivered
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.statement import statement_id
from yigongti_desktop.capabilities.pharmacy.model.states import State as RequestState
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.service import follows as of_pharmacy
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralFollowedUp
from yigongti_desktop.capabilities.referrals.messages.tracking import DeathNoted
from yigongti_desktop.capabilities.referrals.messages.tracking import DeathPutRight
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.referral import OF_PERSON
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.service import holds as of_slots
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.service import posting_places
from yigongti_desktop.capabilities.staffing.service import swaps
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.notices import service as notices
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.messages import ResidentDied
from yigongti_desktop.registry.messages import ResidentDivided
from yigongti_desktop.registry.messages import ResidentMerged
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import ResidentParted
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import ResidentUnited
from yigongti_desktop.registry.messages import TransferNoted
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage.catalogue import Reaction

#: Returns what follows from an act: (kind, record after it, its body, ruling).
_Follow = Callable[[str, Any, msgspec.Struct, Ruling], Iterable[Reaction]]
#: Acts on a drug request that its shortages follow.
_MOVES_SHORTAGES = frozenset(
    {"drug_request.submitted", "drug_request.withdrawn", "drug_request.reviewed", "drug_request.received"}
)


def react(kind: str, after: Record, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted."""
    rooms = _FOLLOW.get(type(after))
    return _following(rooms, kind, after, body, ruling) if rooms else ()


def _following(
    rooms: tuple[_Follow, ...], kind: str, after: Record, body: msgspec.Struct, ruling: Ruling
) -> Iterator[Reaction]:
    for follow in rooms:
        yield from follow(kind, after, body, ruling)


def _of_request(kind: str, request: DrugRequest, ruling: Ruling) -> Iterable[Reaction]:
    """Add what came to its month's statement, and let the shortages follow that are asked for in it."""
    if kind == "drug_request.received":
        yield from _add_to_statement(request, ruling)
    if kind in _MOVES_SHORTAGES:
        for line in request.lines:
            if request.state is RequestState.REVIEWED and line.approved:
                continue  # granted: it is on its way
            yield from (_move_shortage(shortage, request, line) for shortage in line.shortages)


def _of_visit(kind: str, visit: FollowUp) -> Iterable[Reaction]:
    """Let the case that a visit was owed for know that it was paid."""
    if kind == "follow_up.recorded" and visit.source_kind == "referral":
        yield Reaction(kind="referral.followed_up", record=visit.source, body=ReferralFollowedUp())


def _follow_death(resident: Resident, ruling: Ruling) -> Iterable[Reaction]:
    """End the open cases of somebody who died; where the death is put right, those that ended with it go on."""
    for one in records_of(resident, ruling.register):
        for case in sorted(ruling.register.posted(f"{OF_PERSON}{one}")):
            known: Referral | None = ruling.register.get("referral", case)
            if known is None:
                continue
            has_ended = known.state in ENDED
            if resident.died_on is not None and not has_ended:
                yield Reaction(kind="referral.death_noted", record=case, body=DeathNoted())
            elif resident.died_on is None and has_ended and known.outcome == Outcome.DIED.value:
                yield Reaction(kind="referral.death_put_right", record=case, body=DeathPutRight())


def _of_resident(resident: Resident, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Note a move, let a kept record take over what a duplicate brings, and let agreements follow who somebody is."""
    if isinstance(body, ResidentMoved):
        yield _note_move(resident, body, ruling)
    yield from _carry_over(resident, body)
    if isinstance(body, ResidentDied):
        yield from _follow_death(resident, ruling)
    if isinstance(body, ResidentDied | ResidentUnited):
        yield from of_contracts.of_person(resident, ruling.register, day(ruling.at))
    if isinstance(body, ResidentDivided):
        parted: Resident | None = ruling.register.get("resident", body.other)
        for one in (resident, parted):
            if one is not None:
                yield from of_contracts.of_person(one, ruling.register, day(ruling.at), are_parted=True)


def _move_shortage(shortage: str, request: DrugRequest, line: Line) -> Reaction:
    """Move what a line is for (PHA-06): with the request it is asked for and comes; it is open again when nothing does.

    A line of which nothing is granted brings nothing, though other lines of its request may still be sent.
    """
    if request.state is RequestState.SUBMITTED:
        asked = ShortageAsked(request=request.id, drug=line.drug, number=request.number, supplier=request.supplier)
        return Reaction(kind="shortage.asked", record=shortage, body=asked)
    if request.state is RequestState.RECEIVED and line.received > 0:
        return Reaction(kind="shortage.arrived", record=shortage, body=ShortageArrived(request=request.id))
    return Reaction(kind="shortage.released", record=shortage, body=ShortageReleased(request=request.id))


def _add_to_statement(request: DrugRequest, ruling: Ruling) -> Iterable[Reaction]:
    """Add what came to the statement of its month, if that has been opened already (PHA-13 药款支付)."""
    month = month_of(day(ruling.at))
    record = statement_id(request.institution, request.supplier, month)
    if ruling.register.get("statement", record) is not None:
        yield Reaction(kind="statement.delivered", record=record, body=StatementDelivered(request=request.id))


def _note_move(resident: Resident, moved: ResidentMoved, ruling: Ruling) -> Reaction:
    """Write the note of a move, which both units keep."""
    noted = TransferNoted(resident=resident.id, name=resident.name, unit=moved.unit, reason=moved.reason)
    return Reaction(kind="transfer.noted", record=derived_id("transfer", ruling.event), body=noted)


def _carry_over(resident: Resident, body: msgspec.Struct) -> Iterable[Reaction]:
    """Let the kept record take over what a duplicate brings, a further unit too, and give it back (CHR-06)."""
    if isinstance(body, ResidentMerged | ResidentRegistered) and resident.merged_into:
        reason = body.reason if isinstance(body, ResidentMerged) else ""
        united = ResidentUnited(other=resident.id, reason=reason)
        yield Reaction(kind="resident.united", record=resident.merged_into, body=united)
    if isinstance(body, ResidentParted):
        yield Reaction(kind="resident.divided", record=body.kept, body=ResidentDivided(other=resident.id))


#: Who answers an act by the record that it made, in order: a room is not asked after records that it never follows.
_FOLLOW: dict[type[Record], tuple[_Follow, ...]] = {
    Attachment: (lambda _kind, after, body, _ruling: attachments.follow(after, body),),
    CapacityLine: (of_slots.follow,),
    Contract: (
        lambda _kind, after, body, ruling: rivals.answered(after, body, ruling),
        lambda _kind, after, body, ruling: of_contracts.begun(after, body, ruling.register),
    ),
    DifferenceCase: (of_pharmacy.follow,),
    DrugRequest: (of_pharmacy.follow, lambda kind, after, _body, ruling: _of_request(kind, after, ruling)),
    FollowUp: (lambda kind, after, _body, _ruling: _of_visit(kind, after),),
    LongPrescription: (of_pharmacy.follow,),
    LotHold: (of_pharmacy.follow,),
    Notice: (lambda _kind, after, body, ruling: notices.follow(after, body, ruling.register),),
    Posting: (lambda kind, after, _body, _ruling: posting_places.follow(kind, after),),
    Referral: (lambda kind, after, _body, ruling: of_referral(kind, after, ruling), of_slots.follow),
    Resident: (lambda _kind, after, body, ruling: _of_resident(after, body, ruling),),
    Service: (
        lambda _kind, after, _body, _ruling: of_contracts.follow(after),
        lambda _kind, after, body, ruling: rivals.answered(after, body, ruling),
    ),
    SlotHold: (of_slots.follow,),
    StockCount: (of_pharmacy.follow,),
    StockEntry: (of_pharmacy.follow,),
    Swap: (lambda kind, after, body, ruling: swaps.follow(kind, after, body, ruling.register),),
}
