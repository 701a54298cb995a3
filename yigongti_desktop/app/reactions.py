"""The one place where capabilities meet: what follows elsewhere from an accepted act.

Pure: an act in, acts out, their ids derived from the cause. The hub runs them in the transaction of the
cause; a desk runs them early; the result still exists once.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import asdict

from yigongti_desktop.attachments import service as attachments
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.one_person import contracts_of
from yigongti_desktop.capabilities.contracts.model.one_person import records_of
from yigongti_desktop.capabilities.contracts.service import follows as of_contracts
from yigongti_desktop.capabilities.contracts.service import rivals
from yigongti_desktop.capabilities.followups.messages import FollowUpDropped
from yigongti_desktop.capabilities.followups.messages import FollowUpOpened
from yigongti_desktop.capabilities.followups.messages import FollowUpResumed
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import Who
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageArrived
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageAsked
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageOpened
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageReleased
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageSourceEnded
from yigongti_desktop.capabilities.pharmacy.messages.statements import StatementDelivered
from yigongti_desktop.capabilities.pharmacy.model.lacking import Lack
from yigongti_desktop.capabilities.pharmacy.model.lacking import Want
from yigongti_desktop.capabilities.pharmacy.model.lacking import lacking
from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.shortage import Opening as ShortageOpening
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import needed_by_rule
from yigongti_desktop.capabilities.pharmacy.model.statement import statement_id
from yigongti_desktop.capabilities.pharmacy.model.states import State as RequestState
from yigongti_desktop.capabilities.pharmacy.service.follows import follow
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralFollowedUp
from yigongti_desktop.capabilities.referrals.messages.tracking import ContractNoted
from yigongti_desktop.capabilities.referrals.messages.tracking import DeathNoted
from yigongti_desktop.capabilities.referrals.messages.tracking import DeathPutRight
from yigongti_desktop.capabilities.referrals.model.due import ends_at
from yigongti_desktop.capabilities.referrals.model.referral import OF_PERSON
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import carer
from yigongti_desktop.capabilities.referrals.model.referral import streams as streams_of_referral
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.service import holds as of_slots
from yigongti_desktop.capabilities.staffing.service import posting_places
from yigongti_desktop.capabilities.staffing.service import swaps
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.notices import service as notices
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

#: Acts on a drug request that its shortages follow.
_MOVES_SHORTAGES = frozenset(
    {"drug_request.submitted", "drug_request.withdrawn", "drug_request.reviewed", "drug_request.received"}
)
#: Acts on a referral after which another hospital sees it, and its files.
_PASSES_ON = frozenset(
    {
        "referral.redirected",
        "referral.retargeted",
        "referral.turned_up",
        "referral.presented",
        "referral.return_presented",
        "referral.sent",
    }
)

#: Acts that end a referral: what was opened by it is owed no more.
_ENDS_REFERRALS = frozenset({"referral.closed", "referral.died", "referral.death_noted", "referral.withdrawn"})


def react(kind: str, after: Record, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted."""
    if isinstance(after, Resident):
        yield from _of_resident(after, body, ruling)
    if isinstance(after, Referral):
        yield from _of_referral(kind, after, ruling)
    yield from attachments.follow(after, body)
    yield from follow(kind, after, body, ruling)
    yield from of_contracts.follow(after)
    yield from rivals.answered(after, body, ruling)
    yield from posting_places.follow(kind, after)
    yield from of_slots.follow(kind, after, body, ruling)
    yield from notices.follow(after, body, ruling.register)
    yield from swaps.follow(kind, after, body, ruling.register)
    if isinstance(after, Contract):
        yield from of_contracts.begun(after, body, ruling.register)
    if kind == "drug_request.received" and isinstance(after, DrugRequest):
        yield from _add_to_statement(after, ruling)
    if kind == "follow_up.recorded" and isinstance(after, FollowUp) and after.source_kind == "referral":
        yield Reaction(kind="referral.followed_up", record=after.source, body=ReferralFollowedUp())
    if kind in _MOVES_SHORTAGES and isinstance(after, DrugRequest):
        for line in after.lines:
            if after.state is RequestState.REVIEWED and line.approved:
                continue  # granted: it is on its way
            yield from (_move_shortage(shortage, after, line) for shortage in line.shortages)


def _of_referral(kind: str, referral: Referral, ruling: Ruling) -> Iterable[Reaction]:
    """Let who goes on caring have visit and drugs, drop both with the end, note the contract, pass the files on."""
    is_on = referral.outcome != Outcome.DIED  # a slip that is written again may come after that
    if kind in {"referral.returned", "referral.return_presented", "referral.taken_on"} and is_on:
        yield from _open_visit(referral)
        yield from _open_shortages(referral, ruling)
    if kind in _ENDS_REFERRALS and referral.return_slip is not None:
        if not referral.is_down or kind != "referral.withdrawn" or referral.ended_from == "accepted":
            yield Reaction(kind="follow_up.dropped", record=_visit_of(referral.id), body=FollowUpDropped())
        yield from _tell_shortages(referral, ruling)
    if kind in {"referral.reopened", "referral.death_put_right"} and ends_at(referral, Limit.VISIT) is not None:
        yield Reaction(kind="follow_up.resumed", record=_visit_of(referral.id), body=FollowUpResumed())
    if kind in {"referral.sent", "referral.sent_down"}:
        yield from _note_contract(referral, ruling)
    if kind in _PASSES_ON:
        yield from attachments.passed_on("referral", referral.id, streams_of_referral(referral), ruling)


def _note_contract(referral: Referral, ruling: Ruling) -> Iterable[Reaction]:
    """Note with which unit the patient is signed on the day (REF-01, REF-12: the family doctor first)."""
    resident: Resident | None = ruling.register.get("resident", referral.slip.patient.resident)
    today = day(ruling.at)
    for contract in contracts_of(resident, ruling.register) if resident is not None else ():
        agreement = contract.on(today)
        if agreement is not None:
            body = ContractNoted(unit=contract.institution, number=agreement.number)
            yield Reaction(kind="referral.contract_noted", record=referral.id, body=body)
            return


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


def _open_visit(referral: Referral) -> Iterable[Reaction]:
    """Open the visit that the clinic owes after a return slip (REF-08, REF-28: within two weeks)."""
    back, patient = referral.return_slip, asdict(referral.slip.patient)
    if back is None or referral.follow_up_by is None:
        return
    tracker, name = tracker_of(referral)
    opening = Opening(
        institution=carer(referral),
        who=Who(**{field: patient[field] for field in Who.__struct_fields__}),
        source_kind="referral",
        source=referral.id,
        source_number=referral.number,
        about=back.diagnosis,
        advice=back.plan,
        due=referral.follow_up_by,
        assignee=tracker,
        assignee_name=name,
    )
    yield Reaction(kind="follow_up.opened", record=_visit_of(referral.id), body=FollowUpOpened(opening=opening))


def _open_shortages(referral: Referral, ruling: Ruling) -> Iterable[Reaction]:
    """Open a shortage for each drug of a return slip that the clinic lacks (PHA-02 用药无缝衔接, REF-28).

    By the hub's ledger: the hospital's desk has none of the clinic's, and keeps nothing that is only the clinic's.
    """
    today = day(ruling.at)
    wants = [Want(drug=line.drug, quantity=line.quantity) for line in referral.return_drugs]
    try:
        found = list(lacking(wants, carer(referral), ruling.register, today)) if wants else []
    except Refused:
        return  # the clinic works no more: nobody there could fetch anything
    for lack in found:
        opened = ShortageOpened(opening=_opening(referral, lack, ruling))
        yield Reaction(kind="shortage.opened", record=_shortage_of(referral.id, lack.line), body=opened)


def _opening(referral: Referral, lack: Lack, ruling: Ruling) -> ShortageOpening:
    line, patient = referral.return_drugs[lack.line - 1], referral.slip.patient
    return ShortageOpening(
        institution=carer(referral),
        source_kind="referral",
        source=referral.id,
        source_number=referral.number,
        drug=lack.drug,
        name=line.name,
        strength=line.strength,
        unit=line.unit,
        quantity=lack.quantity,
        wanted=line.quantity,
        resident=patient.resident,
        patient=patient.name,
        phone=patient.phone,
        needed_by=needed_by_rule(ruling.register, day(ruling.at)),
        remark="　".join(part for part in (line.dose, line.frequency) if part),
    )


def _tell_shortages(referral: Referral, ruling: Ruling) -> Iterable[Reaction]:
    """Note on the shortages of a closed case how it ended; they stay until a person knows that nobody wants them."""
    for place in range(1, len(referral.return_drugs) + 1):
        record = _shortage_of(referral.id, place)
        if ruling.register.get("shortage", record) is not None:
            ended = ShortageSourceEnded(outcome=referral.outcome)
            yield Reaction(kind="shortage.source_ended", record=record, body=ended)


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


def _visit_of(referral: str) -> str:
    return derived_id("follow_up", referral)


def _shortage_of(referral: str, line: int) -> str:
    return derived_id("shortage", referral, str(line))
