"""What follows from an act on a referral: visit and shortages of who goes on caring, the contract, the files."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import asdict

from yigongti_desktop.attachments import service as attachments
from yigongti_desktop.capabilities.contracts.model.one_person import contracts_of
from yigongti_desktop.capabilities.followups.messages import FollowUpDropped
from yigongti_desktop.capabilities.followups.messages import FollowUpOpened
from yigongti_desktop.capabilities.followups.messages import FollowUpResumed
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import Who
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageOpened
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageSourceEnded
from yigongti_desktop.capabilities.pharmacy.model.lacking import Lack
from yigongti_desktop.capabilities.pharmacy.model.lacking import Want
from yigongti_desktop.capabilities.pharmacy.model.lacking import lacking
from yigongti_desktop.capabilities.pharmacy.model.shortage import Opening as ShortageOpening
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import needed_by_rule
from yigongti_desktop.capabilities.referrals.messages.tracking import ContractNoted
from yigongti_desktop.capabilities.referrals.model.due import ends_at
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import carer
from yigongti_desktop.capabilities.referrals.model.referral import streams as streams_of_referral
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage.catalogue import Reaction

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


def of_referral(kind: str, referral: Referral, ruling: Ruling) -> Iterable[Reaction]:
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


def _visit_of(referral: str) -> str:
    return derived_id("follow_up", referral)


def _shortage_of(referral: str, line: int) -> str:
    return derived_id("shortage", referral, str(line))
