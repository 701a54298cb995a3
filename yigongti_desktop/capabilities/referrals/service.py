"""One function for each thing that people ask of a referral, and which rule judges each act."""

from __future__ import annotations

from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals import messages as m
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.store import REFERRAL
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.service.residents import register_resident
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_CLINIC = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_DESK = _CLINIC | {Role.NURSE}
_OFFICE = frozenset({Role.REFERRAL_OFFICE})
_WARD = _OFFICE | {Role.DOCTOR}
_GATE = _WARD | {Role.NURSE}
_ANYBODY_HERE = _DESK | _OFFICE
_HUB = frozenset({Role.HUB})

DRAFT_SAVED = EventKind(
    name="referral.draft_saved",
    body=m.DraftSaved,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.save_draft(now, body.slip, ruling),
    roles=_DESK,
)
SENT = EventKind(
    name="referral.sent",
    body=m.ReferralSent,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.send(now, body.number, body.slip, ruling),
    roles=_CLINIC,
    note=lambda body: body.slip.target.department,
)
COMPLETED = EventKind(
    name="referral.completed",
    body=m.ReferralCompleted,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.complete(now, body.slip, ruling),
    roles=_CLINIC,
)
RETARGETED = EventKind(
    name="referral.retargeted",
    body=m.ReferralRetargeted,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.retarget(now, body.target, ruling),
    roles=_CLINIC,
    note=lambda body: body.target.department,
)
ACCEPTED = EventKind(
    name="referral.accepted",
    body=m.ReferralAccepted,
    of=REFERRAL,
    decide=lambda now, body, ruling: hospital.accept(now, body.reception, ruling),
    roles=_OFFICE,
    note=lambda body: body.reception,
)
DECLINED = EventKind(
    name="referral.declined",
    body=m.ReferralDeclined,
    of=REFERRAL,
    decide=lambda now, body, ruling: hospital.decline(now, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: body.reason,
)
REDIRECTED = EventKind(
    name="referral.redirected",
    body=m.ReferralRedirected,
    of=REFERRAL,
    decide=lambda now, body, ruling: hospital.redirect(now, body.target, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: f"{body.target.department}　{body.reason}",
)
ARRIVED = EventKind(
    name="referral.arrived",
    body=m.PatientArrived,
    of=REFERRAL,
    decide=lambda now, body, ruling: hospital.arrive(now, body.case_number, ruling),
    roles=_GATE,
    note=lambda body: body.case_number,
)
RETURNED = EventKind(
    name="referral.returned",
    body=m.ReferralReturned,
    of=REFERRAL,
    decide=lambda now, body, ruling: hospital.send_back(now, body.slip, ruling, body.drugs),
    roles=_WARD,
    note=lambda body: body.slip.diagnosis,
)
FOLLOWED_UP = EventKind(
    name="referral.followed_up",
    body=m.ReferralFollowedUp,
    of=REFERRAL,
    decide=lambda now, _body, ruling: clinic.follow_up(now, ruling),
    roles=_HUB,  # it only ever follows from a recorded visit
)
CLOSED = EventKind(
    name="referral.closed",
    body=m.ReferralClosed,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.close(now, body.outcome, ruling),
    roles=_DESK,
    note=lambda body: body.outcome.value,
)
WITHDRAWN = EventKind(
    name="referral.withdrawn",
    body=m.ReferralWithdrawn,
    of=REFERRAL,
    decide=lambda now, body, ruling: clinic.withdraw(now, body.reason, ruling),
    roles=_CLINIC,
    note=lambda body: body.reason,
)
EXPIRED = EventKind(
    name="referral.expired",
    body=m.ReferralExpired,
    of=REFERRAL,
    decide=lambda now, _body, ruling: both.expire(now, ruling),
    roles=_ANYBODY_HERE | _HUB,
)
REACHED = EventKind(
    name="referral.reached",
    body=m.ReferralReached,
    of=REFERRAL,
    decide=lambda now, _body, ruling: both.reach(now, ruling),
    roles=_HUB,
)
PRINTED = EventKind(
    name="referral.printed",
    body=m.SlipPrinted,
    of=REFERRAL,
    decide=lambda now, body, ruling: both.note_print(now, body.paper, ruling),
    roles=_ANYBODY_HERE,
    note=lambda body: f"{body.paper}:{body.copy}",
)
CONTACT_LOGGED = EventKind(
    name="referral.contact_logged",
    body=m.ContactLogged,
    of=REFERRAL,
    decide=lambda now, body, ruling: both.log_contact(now, body.said, ruling),
    roles=_ANYBODY_HERE,
    note=lambda body: body.said,
)


def save_referral_draft(uow: UnitOfWork, command: m.SaveReferralDraft) -> Referral:
    """Keep a slip that is not ready."""
    return uow.emit(DRAFT_SAVED, command.referral or uow.ids.new(), m.DraftSaved(slip=command.slip))


def send_referral(uow: UnitOfWork, command: m.SendReferral) -> Referral:
    """Send a slip under a new number; a patient not yet registered is registered with it."""
    slip = _with_resident(uow, command.slip)
    body = m.ReferralSent(number=uow.next_number(), slip=slip)
    return uow.emit(SENT, command.referral or uow.ids.new(), body)


def complete_referral(uow: UnitOfWork, command: m.CompleteReferral) -> Referral:
    """Fill the gaps of an emergency slip."""
    return uow.emit(COMPLETED, command.referral, m.ReferralCompleted(slip=command.slip))


def retarget_referral(uow: UnitOfWork, command: m.RetargetReferral) -> Referral:
    """Send a declined case elsewhere."""
    return uow.emit(RETARGETED, command.referral, m.ReferralRetargeted(target=command.target))


def accept_referral(uow: UnitOfWork, command: m.AcceptReferral) -> Referral:
    """Accept the patient."""
    return uow.emit(ACCEPTED, command.referral, m.ReferralAccepted(reception=command.reception))


def decline_referral(uow: UnitOfWork, command: m.DeclineReferral) -> Referral:
    """Decline the patient."""
    return uow.emit(DECLINED, command.referral, m.ReferralDeclined(reason=command.reason))


def redirect_referral(uow: UnitOfWork, command: m.RedirectReferral) -> Referral:
    """Pass the patient on."""
    body = m.ReferralRedirected(target=command.target, reason=command.reason)
    return uow.emit(REDIRECTED, command.referral, body)


def register_arrival(uow: UnitOfWork, command: m.RegisterArrival) -> Referral:
    """Note that the patient has come."""
    return uow.emit(ARRIVED, command.referral, m.PatientArrived(case_number=command.case_number))


def send_back(uow: UnitOfWork, command: m.SendBack) -> Referral:
    """Send the patient back with a return slip."""
    return uow.emit(RETURNED, command.referral, m.ReferralReturned(slip=command.slip, drugs=command.drugs))


def close_referral(uow: UnitOfWork, command: m.CloseReferral) -> Referral:
    """Close the case."""
    return uow.emit(CLOSED, command.referral, m.ReferralClosed(outcome=command.outcome))


def withdraw_referral(uow: UnitOfWork, command: m.WithdrawReferral) -> Referral:
    """Take the case back."""
    return uow.emit(WITHDRAWN, command.referral, m.ReferralWithdrawn(reason=command.reason))


def expire_referral(uow: UnitOfWork, command: m.ExpireReferral) -> Referral:
    """Let a slip lapse whose time is over."""
    return uow.emit(EXPIRED, command.referral, m.ReferralExpired())


def print_referral(uow: UnitOfWork, command: m.PrintReferral) -> Referral:
    """Count a print of a slip."""
    referral = uow.get(REFERRAL, command.referral)
    before = referral.prints if command.paper == "transfer_out" else referral.return_prints
    return uow.emit(PRINTED, command.referral, m.SlipPrinted(paper=command.paper, copy=before + 1))


def log_contact(uow: UnitOfWork, command: m.LogContact) -> Referral:
    """Keep what was said on the telephone."""
    return uow.emit(CONTACT_LOGGED, command.referral, m.ContactLogged(said=command.said))


def _with_resident(uow: UnitOfWork, slip: Slip) -> Slip:
    """Return the slip with the patient's id in the register; an ID number is enough to make one."""
    patient = slip.patient
    if patient.resident or not patient.id_number.strip():
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


SLICE = Slice(
    records=(REFERRAL,),
    events=(
        DRAFT_SAVED,
        SENT,
        COMPLETED,
        RETARGETED,
        ACCEPTED,
        DECLINED,
        REDIRECTED,
        ARRIVED,
        RETURNED,
        FOLLOWED_UP,
        CLOSED,
        WITHDRAWN,
        EXPIRED,
        REACHED,
        PRINTED,
        CONTACT_LOGGED,
    ),
    commands=(
        CommandKind(command=m.SaveReferralDraft, handle=save_referral_draft, roles=_DESK),
        CommandKind(command=m.SendReferral, handle=send_referral, roles=_CLINIC),
        CommandKind(command=m.CompleteReferral, handle=complete_referral, roles=_CLINIC),
        CommandKind(command=m.RetargetReferral, handle=retarget_referral, roles=_CLINIC),
        CommandKind(command=m.AcceptReferral, handle=accept_referral, roles=_OFFICE),
        CommandKind(command=m.DeclineReferral, handle=decline_referral, roles=_OFFICE),
        CommandKind(command=m.RedirectReferral, handle=redirect_referral, roles=_OFFICE),
        CommandKind(command=m.RegisterArrival, handle=register_arrival, roles=_GATE),
        CommandKind(command=m.SendBack, handle=send_back, roles=_WARD),
        CommandKind(command=m.CloseReferral, handle=close_referral, roles=_DESK),
        CommandKind(command=m.WithdrawReferral, handle=withdraw_referral, roles=_CLINIC),
        CommandKind(command=m.ExpireReferral, handle=expire_referral, roles=_ANYBODY_HERE),
        CommandKind(command=m.PrintReferral, handle=print_referral, roles=_ANYBODY_HERE),
        CommandKind(command=m.LogContact, handle=log_contact, roles=_ANYBODY_HERE),
    ),
)
