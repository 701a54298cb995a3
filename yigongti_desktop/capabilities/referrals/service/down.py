"""A case that a hospital begins: sent down with a return slip, taken on or declined by the unit, received there."""

from __future__ import annotations

from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.messages import down as m
from yigongti_desktop.capabilities.referrals.model import down
from yigongti_desktop.capabilities.referrals.model.listed import DECLINE_REASONS
from yigongti_desktop.capabilities.referrals.model.listed import name_of
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.service.roles import DESK
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.service.roles import WARD
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import resident_id
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Who takes patients on who are sent down: everybody who works at a unit, and the office of a hospital that
#: rehabilitates or nurses.
TAKERS = DESK | OFFICE

SENT_DOWN = EventKind(
    name="referral.sent_down",
    body=m.ReferralSentDown,
    of=REFERRAL,
    decide=lambda now, body, ruling: down.send_down(
        now, body.number, body.slip, body.back, body.drugs, body.down_class, ruling
    ),
    roles=WARD,
    note=lambda body: body.back.diagnosis,
)
TAKEN_ON = EventKind(
    name="referral.taken_on",
    body=m.PatientTakenOn,
    of=REFERRAL,
    decide=lambda now, body, ruling: down.take_on(now, body.tracker, body.reception, ruling),
    roles=TAKERS,
    note=lambda body: body.reception,
)
TURNED_DOWN = EventKind(
    name="referral.turned_down",
    body=m.PatientTurnedDown,
    of=REFERRAL,
    decide=lambda now, body, ruling: down.turn_down(now, body.code, body.reason, ruling),
    roles=TAKERS,
    note=lambda body: body.reason,
)
RECEIVED = EventKind(
    name="referral.received",
    body=m.PatientReceived,
    of=REFERRAL,
    decide=lambda now, _body, ruling: down.receive(now, ruling),
    roles=TAKERS,
)


def send_down(uow: UnitOfWork, command: m.SendDown) -> Referral:
    """Send a patient down under a new number."""
    body = m.ReferralSentDown(
        number=uow.next_number(),
        slip=_known(uow, command.slip),
        back=command.back,
        down_class=command.down_class,
        drugs=command.drugs,
    )
    return uow.emit(SENT_DOWN, uow.ids.new(), body)


def take_on_patient(uow: UnitOfWork, command: m.TakeOnPatient) -> Referral:
    """Take a patient on; whoever does it follows them where nobody else is named."""
    body = m.PatientTakenOn(tracker=command.tracker or uow.actor.account, reception=command.reception)
    return uow.emit(TAKEN_ON, command.referral, body)


def turn_down_patient(uow: UnitOfWork, command: m.TurnDownPatient) -> Referral:
    """Decline a patient who is sent down."""
    words = command.reason or name_of(uow.register, DECLINE_REASONS, command.code, day(uow.clock.now()))
    return uow.emit(TURNED_DOWN, command.referral, m.PatientTurnedDown(code=command.code, reason=words))


def receive_patient(uow: UnitOfWork, command: m.ReceivePatient) -> Referral:
    """Note that the patient has come."""
    return uow.emit(RECEIVED, command.referral, m.PatientReceived())


def _known(uow: UnitOfWork, slip: Slip) -> Slip:
    """Return the slip with the id that the patient has, or will have, in every register of the county.

    The hospital registers nobody by it: a unit that cares for the patient knows them by the same id.
    """
    patient, county = slip.patient, registry.the_county(uow.connection)
    if patient.resident or not patient.id_number.strip() or county is None or not county.resident_key:
        return slip
    known = asdict(patient)
    identity = Identity(**{field: known[field] for field in FIELDS if field in known})
    number = read_id_number(patient.id_number, day(uow.clock.now())).number
    resident = resident_id(county.resident_key, replace(identity, id_number=number), "")
    return replace(slip, patient=replace(patient, resident=resident))


SLICE = Slice(
    events=(SENT_DOWN, TAKEN_ON, TURNED_DOWN, RECEIVED),
    commands=(
        CommandKind(command=m.SendDown, handle=send_down, roles=WARD),
        CommandKind(command=m.TakeOnPatient, handle=take_on_patient, roles=TAKERS),
        CommandKind(command=m.TurnDownPatient, handle=turn_down_patient, roles=TAKERS),
        CommandKind(command=m.ReceivePatient, handle=receive_patient, roles=TAKERS),
    ),
)
