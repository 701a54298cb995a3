"""What the clinic does with a case: draft, send, complete, send elsewhere, take back, close."""

from __future__ import annotations

from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model.catalogue import versions_in_force
from yigongti_desktop.capabilities.referrals.model.codes import spelled
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import listed_code
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service import holds
from yigongti_desktop.capabilities.referrals.service.roles import ANYBODY_HERE
from yigongti_desktop.capabilities.referrals.service.roles import CLINIC
from yigongti_desktop.capabilities.referrals.service.roles import DESK
from yigongti_desktop.capabilities.referrals.service.roles import HUB
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.catalogue import need_diagnosis
from yigongti_desktop.registry.model.catalogue import read_diagnosis_code
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.service.residents import register_resident
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: States in which a patient who was expected has not come.
_NOT_COME = frozenset({State.ACCEPTED, State.EXPIRED})

DRAFT_SAVED = EventKind(
    name="referral.draft_saved",
    body=m.DraftSaved,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.save_draft(now, body.slip, ruling),
    roles=DESK,
)
SENT = EventKind(
    name="referral.sent",
    body=m.ReferralSent,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.send(now, body.number, body.slip, ruling),
    roles=CLINIC,
    note=lambda body: body.slip.target.department,
)
COMPLETED = EventKind(
    name="referral.completed",
    body=m.ReferralCompleted,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.complete(now, body.slip, ruling),
    roles=CLINIC,
)
RETARGETED = EventKind(
    name="referral.retargeted",
    body=m.ReferralRetargeted,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.retarget(now, body.target, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.target.department,
)
FOLLOWED_UP = EventKind(
    name="referral.followed_up",
    body=m.ReferralFollowedUp,
    of=REFERRAL,
    decide=lambda now, _body, ruling: clinic.follow_up(now, ruling),
    roles=HUB,  # it only ever follows from a recorded visit
)
CLOSED = EventKind(
    name="referral.closed",
    body=m.ReferralClosed,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.close(now, body.outcome, ruling, body.gone_to),
    roles=ANYBODY_HERE,
    note=lambda body: body.outcome.value,
)
WITHDRAWN = EventKind(
    name="referral.withdrawn",
    body=m.ReferralWithdrawn,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.withdraw(now, body.reason, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.reason,
)


def save_referral_draft(uow: UnitOfWork, command: m.SaveReferralDraft) -> Referral:
    """Keep a slip that is not ready."""
    return uow.emit(DRAFT_SAVED, command.referral or uow.ids.new(), m.DraftSaved(slip=command.slip))


def send_referral(uow: UnitOfWork, command: m.SendReferral) -> Referral:
    """Send a slip under a new number; a patient not yet registered is registered with it."""
    number = uow.next_number()  # before all else: a machine that is no device yet is told so
    slip = _with_resident(uow, _cited(uow, command.slip))
    body = m.ReferralSent(number=number, slip=slip)
    sent = uow.emit(SENT, command.referral or uow.ids.new(), body)
    if command.hold:
        holds.hold_beside(uow, sent.id, command.hold)
    return sent


def complete_referral(uow: UnitOfWork, command: m.CompleteReferral) -> Referral:
    """Fill the gaps of an emergency slip."""
    return uow.emit(COMPLETED, command.referral, m.ReferralCompleted(slip=_cited(uow, command.slip)))


def retarget_referral(uow: UnitOfWork, command: m.RetargetReferral) -> Referral:
    """Send a declined case elsewhere."""
    return uow.emit(RETARGETED, command.referral, m.ReferralRetargeted(target=command.target))


def close_referral(uow: UnitOfWork, command: m.CloseReferral) -> Referral:
    """Close the case.

    Somebody who did not come was asked after before, and of somebody who went elsewhere it is said where. A desk of
    before knows neither, so that what it closes is taken.
    """
    case = uow.get(REFERRAL, command.referral)
    if command.outcome is Outcome.NOT_ARRIVED and not case.contact_result and case.state in _NOT_COME:
        raise Refused("contact_owed")
    if command.outcome is Outcome.ELSEWHERE and not command.gone_to.strip():
        raise Refused("field_empty", field="gone_to")
    return uow.emit(CLOSED, command.referral, m.ReferralClosed(outcome=command.outcome, gone_to=command.gone_to))


def withdraw_referral(uow: UnitOfWork, command: m.WithdrawReferral) -> Referral:
    """Take the case back."""
    return uow.emit(WITHDRAWN, command.referral, m.ReferralWithdrawn(reason=command.reason))


def _cited(uow: UnitOfWork, slip: Slip) -> Slip:
    """Return the slip with the catalogues that are in force at this desk, and a code typed without being taken."""
    own = need_institution(uow.register, uow.actor.institution)
    slip = replace(slip, cited=versions_in_force(uow.register, own, day(uow.clock.now())))
    if slip.diagnosis_code:
        return slip
    try:
        code = listed_code(uow.register, read_diagnosis_code(spelled(slip.impression)))
    except Refused:
        return slip
    return replace(slip, diagnosis_code=code, impression=need_diagnosis(uow.register, code).name)


def _with_resident(uow: UnitOfWork, slip: Slip) -> Slip:
    """Return the slip with the patient's id in the register; an ID number is enough to make one.

    The number that is printed decides: a resident of another number is not the patient, whoever was chosen first.
    """
    patient = slip.patient
    if not patient.id_number.strip() or (patient.resident and not _is_other(uow, patient)):
        return slip
    known = asdict(patient)
    identity = Identity(**{field: known[field] for field in FIELDS if field in known})
    try:
        resident = register_resident(uow, RegisterResident(identity=identity)).id
    except Refused as fault:
        if fault.code != "resident_known":
            raise
        resident = str(fault.facts["resident"])
    return replace(slip, patient=replace(patient, resident=resident))


def _is_other(uow: UnitOfWork, patient: Patient) -> bool:
    """Say whether the number on the slip is not that of the resident who was chosen."""
    chosen = uow.find(RESIDENT, patient.resident)
    if chosen is None or not chosen.id_number:
        return False
    return read_paper(patient.id_number, day(uow.clock.now())).number != chosen.id_number


SLICE = Slice(
    records=(REFERRAL,),
    events=(
        DRAFT_SAVED,
        SENT,
        COMPLETED,
        RETARGETED,
        FOLLOWED_UP,
        CLOSED,
        WITHDRAWN,
    ),
    commands=(
        CommandKind(command=m.SaveReferralDraft, handle=save_referral_draft, roles=DESK),
        CommandKind(command=m.SendReferral, handle=send_referral, roles=CLINIC),
        CommandKind(command=m.CompleteReferral, handle=complete_referral, roles=CLINIC),
        CommandKind(command=m.RetargetReferral, handle=retarget_referral, roles=CLINIC | OFFICE),
        CommandKind(command=m.CloseReferral, handle=close_referral, roles=ANYBODY_HERE),
        CommandKind(command=m.WithdrawReferral, handle=withdraw_referral, roles=CLINIC | OFFICE),
    ),
)
