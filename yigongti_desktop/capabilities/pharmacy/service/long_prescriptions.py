"""One function for each thing that people ask of a long prescription, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import long_prescriptions as m
from yigongti_desktop.capabilities.pharmacy.model import long_prescription as model
from yigongti_desktop.capabilities.pharmacy.model.handing_out import propose
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LONG_PRESCRIPTION
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import usable_lots
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_WRITERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.PHARMACIST, Role.DIRECTOR})
_KEEPERS = frozenset({Role.PHARMACIST, Role.DIRECTOR})

RESERVED = EventKind(
    name="long_prescription.reserved",
    body=m.LongPrescriptionReserved,
    of=LONG_PRESCRIPTION,
    decide=lambda now, body, ruling: model.reserve(now, body.number, body.plan, ruling),
    roles=_WRITERS,
)
FETCHED = EventKind(
    name="long_prescription.fetched",
    body=m.LongPrescriptionFetched,
    of=LONG_PRESCRIPTION,
    decide=lambda now, body, ruling: model.fetch(now, body.taken, ruling),
    roles=_KEEPERS,
)
CANCELLED = EventKind(
    name="long_prescription.cancelled",
    body=m.LongPrescriptionCancelled,
    of=LONG_PRESCRIPTION,
    decide=lambda now, body, ruling: model.cancel(now, body.reason, ruling),
    roles=_WRITERS,
    note=lambda body: body.reason,
)
EXPIRED = EventKind(
    name="long_prescription.expired",
    body=m.LongPrescriptionExpired,
    of=LONG_PRESCRIPTION,
    decide=lambda now, _body, ruling: model.expire(now, ruling),
    roles=_KEEPERS | {Role.HUB},
)


def reserve_long_prescription(uow: UnitOfWork, command: m.ReserveLongPrescription) -> LongPrescription:
    """Write a long prescription under a number of its own."""
    body = m.LongPrescriptionReserved(number=uow.next_number(), plan=command.plan)
    return uow.emit(RESERVED, uow.ids.new(), body)


def fetch_long_prescription(uow: UnitOfWork, command: m.FetchLongPrescription) -> LongPrescription:
    """Note that the patient has the drugs; the lots are those that the person confirmed, else the proposed ones.

    Raises:
        Refused: long_short, and what the rule says.
    """
    taken = command.taken
    known = uow.get(LONG_PRESCRIPTION, command.prescription)
    if not taken and known.state is LongState.RESERVED:
        there = usable_lots(uow.connection, known.institution, known.drug, day(uow.clock.now()))
        taken = propose(there, known.packs, name=known.drug_name, unit=known.unit)
    return uow.emit(FETCHED, command.prescription, m.LongPrescriptionFetched(taken=taken))


def cancel_long_prescription(uow: UnitOfWork, command: m.CancelLongPrescription) -> LongPrescription:
    """Take a long prescription back."""
    return uow.emit(CANCELLED, command.prescription, m.LongPrescriptionCancelled(reason=command.reason))


def expire_long_prescription(uow: UnitOfWork, command: m.ExpireLongPrescription) -> LongPrescription:
    """Free the drugs of one who has not come."""
    return uow.emit(EXPIRED, command.prescription, m.LongPrescriptionExpired())


SLICE = Slice(
    records=(LONG_PRESCRIPTION,),
    events=(RESERVED, FETCHED, CANCELLED, EXPIRED),
    commands=(
        CommandKind(command=m.ReserveLongPrescription, handle=reserve_long_prescription, roles=_WRITERS),
        CommandKind(command=m.FetchLongPrescription, handle=fetch_long_prescription, roles=_KEEPERS),
        CommandKind(command=m.CancelLongPrescription, handle=cancel_long_prescription, roles=_WRITERS),
        CommandKind(command=m.ExpireLongPrescription, handle=expire_long_prescription, roles=_KEEPERS),
    ),
)
