"""What the hospital does with a case: accept, decline, pass on, register arrival, send back."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.listed import DECLINE_REASONS
from yigongti_desktop.capabilities.referrals.model.listed import name_of
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import GATE
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.service.roles import WARD
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

ACCEPTED = EventKind(
    name="referral.accepted",
    body=m.ReferralAccepted,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.unless_returned(
        now, ruling, lambda case: hospital.accept(case, body.reception, ruling)
    ),
    roles=OFFICE,
    note=lambda body: body.reception,
)
DECLINED = EventKind(
    name="referral.declined",
    body=m.ReferralDeclined,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.unless_returned(
        now, ruling, lambda case: hospital.decline(case, body.reason, ruling, body.code)
    ),
    roles=OFFICE,
    note=lambda body: body.reason,
)
REDIRECTED = EventKind(
    name="referral.redirected",
    body=m.ReferralRedirected,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.unless_returned(
        now, ruling, lambda case: hospital.redirect(case, body.target, body.reason, ruling)
    ),
    roles=OFFICE,
    note=lambda body: f"{body.target.department}　{body.reason}",
)
ARRIVED = EventKind(
    name="referral.arrived",
    body=m.PatientArrived,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.arrive(now, body.case_number, ruling, body.department),
    roles=GATE,
    note=lambda body: body.case_number,
)
RETURNED = EventKind(
    name="referral.returned",
    body=m.ReferralReturned,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.send_back(now, body.slip, ruling, body.drugs),
    roles=WARD,
    note=lambda body: body.slip.diagnosis,
)


def accept_referral(uow: UnitOfWork, command: m.AcceptReferral) -> Referral:
    """Accept the patient."""
    return uow.emit(ACCEPTED, command.referral, m.ReferralAccepted(reception=command.reception))


def decline_referral(uow: UnitOfWork, command: m.DeclineReferral) -> Referral:
    """Decline the patient."""
    words = command.reason or name_of(uow.register, DECLINE_REASONS, command.code, day(uow.clock.now()))
    return uow.emit(DECLINED, command.referral, m.ReferralDeclined(reason=words, code=command.code))


def redirect_referral(uow: UnitOfWork, command: m.RedirectReferral) -> Referral:
    """Pass the patient on."""
    body = m.ReferralRedirected(target=command.target, reason=command.reason)
    return uow.emit(REDIRECTED, command.referral, body)


def register_arrival(uow: UnitOfWork, command: m.RegisterArrival) -> Referral:
    """Note that the patient has come."""
    body = m.PatientArrived(case_number=command.case_number, department=command.department)
    return uow.emit(ARRIVED, command.referral, body)


def send_back(uow: UnitOfWork, command: m.SendBack) -> Referral:
    """Send the patient back with a return slip."""
    return uow.emit(RETURNED, command.referral, m.ReferralReturned(slip=command.slip, drugs=command.drugs))


SLICE = Slice(
    records=(),
    events=(
        ACCEPTED,
        DECLINED,
        REDIRECTED,
        ARRIVED,
        RETURNED,
    ),
    commands=(
        CommandKind(command=m.AcceptReferral, handle=accept_referral, roles=OFFICE),
        CommandKind(command=m.DeclineReferral, handle=decline_referral, roles=OFFICE),
        CommandKind(command=m.RedirectReferral, handle=redirect_referral, roles=OFFICE),
        CommandKind(command=m.RegisterArrival, handle=register_arrival, roles=GATE),
        CommandKind(command=m.SendBack, handle=send_back, roles=WARD),
    ),
)
