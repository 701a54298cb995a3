"""What keeps a case from being lost: contacts, new days, another tracker, other hospitals, deaths, the hub's clock."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import cases
from yigongti_desktop.capabilities.referrals.messages import tracking as m
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model import tracking
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service.roles import ANYBODY_HERE
from yigongti_desktop.capabilities.referrals.service.roles import CLINIC
from yigongti_desktop.capabilities.referrals.service.roles import GATE
from yigongti_desktop.capabilities.referrals.service.roles import HUB
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry.store import ACCOUNT
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

CONTACT_LOGGED = EventKind(
    name="referral.contact_logged",
    body=cases.ContactLogged,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.log_contact(
        now, body.said, ruling, body.result.value if body.result else "", body.next_on
    ),
    roles=ANYBODY_HERE,
    note=lambda body: f"{body.result.value}：{body.said}" if body.result else body.said,
)
REBOOKED = EventKind(
    name="referral.rebooked",
    body=m.ReferralRebooked,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.rebook(now, body.on, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.on.isoformat(),
)
RENEWED = EventKind(
    name="referral.renewed",
    body=m.ReferralRenewed,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.renew(now, body.on, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.on.isoformat(),
)
HANDED_OVER = EventKind(
    name="referral.tracking_handed_over",
    body=m.TrackingHandedOver,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.hand_over(now, body.tracker, ruling),
    roles=ANYBODY_HERE,
    note=lambda body: body.name,
)
TURNED_UP = EventKind(
    name="referral.turned_up",
    body=m.PatientTurnedUp,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.turn_up(now, body.institution, body.reason, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.reason,
)
TAKEN_OVER = EventKind(
    name="referral.taken_over",
    body=m.ReferralTakenOver,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.arrive(now, body.case_number, ruling, body.department),
    roles=GATE,
    note=lambda body: body.case_number,
)
DIED = EventKind(
    name="referral.died",
    body=m.PatientDied,
    of=REFERRAL,
    decide=lambda now, _body, ruling: tracking.die(now, ruling),
    roles=ANYBODY_HERE,
)
REOPENED = EventKind(
    name="referral.reopened",
    body=m.ReferralReopened,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.reopen(now, body.reason, ruling),
    roles=CLINIC | OFFICE,
    note=lambda body: body.reason,
)
DEATH_NOTED = EventKind(
    name="referral.death_noted",
    body=m.DeathNoted,
    of=REFERRAL,
    decide=lambda now, _body, ruling: tracking.note_death(now, ruling),
    roles=HUB,  # it only ever follows from the register
)
DEATH_PUT_RIGHT = EventKind(
    name="referral.death_put_right",
    body=m.DeathPutRight,
    of=REFERRAL,
    decide=lambda now, _body, ruling: tracking.put_right(now, ruling),
    roles=HUB,
)
LIMIT_PASSED = EventKind(
    name="referral.limit_passed",
    body=m.LimitPassed,
    of=REFERRAL,
    decide=lambda now, body, ruling: tracking.pass_limit(now, body.limit, ruling),
    roles=HUB,
    note=lambda body: f"limit_{body.limit.value}",
)
MENDED = EventKind(
    name="referral.mended",
    body=m.ReferralMended,
    of=REFERRAL,
    decide=lambda now, _body, ruling: tracking.mend(now, ruling),
    roles=HUB,
)
CONTRACT_NOTED = EventKind(
    name="referral.contract_noted",
    body=m.ContractNoted,
    of=REFERRAL,
    decide=lambda now, body, _ruling: tracking.note_contract(now, body.unit, body.number),
    roles=HUB,  # it only ever follows from a slip that was sent
    note=lambda body: body.number,
)


def log_contact(uow: UnitOfWork, command: cases.LogContact) -> Referral:
    """Keep what a contact came to."""
    body = cases.ContactLogged(said=command.said, result=command.result, next_on=command.next_on)
    return uow.emit(CONTACT_LOGGED, command.referral, body)


def rebook_referral(uow: UnitOfWork, command: m.RebookReferral) -> Referral:
    """Agree on a new day; a slip that has lapsed is offered again with it."""
    if uow.get(REFERRAL, command.referral).state is State.EXPIRED:
        return uow.emit(RENEWED, command.referral, m.ReferralRenewed(on=command.on))
    return uow.emit(REBOOKED, command.referral, m.ReferralRebooked(on=command.on))


def hand_over_tracking(uow: UnitOfWork, command: m.HandOverTracking) -> Referral:
    """Let another colleague follow the patient."""
    known = uow.find(ACCOUNT, command.tracker)
    body = m.TrackingHandedOver(tracker=command.tracker, name=known.name if known else "")
    return uow.emit(HANDED_OVER, command.referral, body)


def note_turn_up(uow: UnitOfWork, command: m.NoteTurnUp) -> Referral:
    """Say at which other hospital the patient turned up."""
    body = m.PatientTurnedUp(institution=command.institution, reason=command.reason)
    return uow.emit(TURNED_UP, command.referral, body)


def take_over_referral(uow: UnitOfWork, command: m.TakeOverReferral) -> Referral:
    """Take over the case of a patient who turned up here."""
    body = m.ReferralTakenOver(case_number=command.case_number, department=command.department)
    return uow.emit(TAKEN_OVER, command.referral, body)


def end_by_death(uow: UnitOfWork, command: m.EndByDeath) -> Referral:
    """End the case of a patient who died."""
    return uow.emit(DIED, command.referral, m.PatientDied())


def reopen_referral(uow: UnitOfWork, command: m.ReopenReferral) -> Referral:
    """Open a wrongly closed case again."""
    return uow.emit(REOPENED, command.referral, m.ReferralReopened(reason=command.reason))


SLICE = Slice(
    events=(
        CONTACT_LOGGED,
        REBOOKED,
        RENEWED,
        HANDED_OVER,
        TURNED_UP,
        TAKEN_OVER,
        DIED,
        REOPENED,
        DEATH_NOTED,
        DEATH_PUT_RIGHT,
        LIMIT_PASSED,
        MENDED,
        CONTRACT_NOTED,
    ),
    commands=(
        CommandKind(command=cases.LogContact, handle=log_contact, roles=ANYBODY_HERE),
        CommandKind(command=m.RebookReferral, handle=rebook_referral, roles=CLINIC | OFFICE),
        CommandKind(command=m.HandOverTracking, handle=hand_over_tracking, roles=ANYBODY_HERE),
        CommandKind(command=m.NoteTurnUp, handle=note_turn_up, roles=CLINIC | OFFICE),
        CommandKind(command=m.TakeOverReferral, handle=take_over_referral, roles=GATE),
        CommandKind(command=m.EndByDeath, handle=end_by_death, roles=ANYBODY_HERE),
        CommandKind(command=m.ReopenReferral, handle=reopen_referral, roles=CLINIC | OFFICE),
    ),
)
