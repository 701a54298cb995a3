"""One function for each thing that people ask of a service that was done, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.messages import services as m
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_SERVERS = CLINICAL_ROLES | {Role.DIRECTOR, Role.PHARMACIST}

RECORDED = EventKind(
    name="service.recorded",
    body=m.ServiceRecorded,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.perform(now, body.done, ruling),
    roles=_SERVERS,
)
CORRECTED = EventKind(
    name="service.corrected",
    body=m.ServiceCorrected,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.correct(now, body.changes, ruling),
    roles=_SERVERS,
)
VOIDED = EventKind(
    name="service.voided",
    body=m.ServiceVoided,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.void(now, body.reason, ruling),
    roles=_SERVERS,
    note=lambda body: body.reason,
)


def record_service(uow: UnitOfWork, command: m.RecordService) -> Service:
    """Write down a service."""
    done = command.done
    return uow.emit(
        RECORDED, service_id(done.contract, done.agreement, done.item, done.number), m.ServiceRecorded(done=done)
    )


def correct_service(uow: UnitOfWork, command: m.CorrectService) -> Service:
    """Change fields of a service."""
    return uow.emit(CORRECTED, command.service, m.ServiceCorrected(changes=command.changes))


def void_service(uow: UnitOfWork, command: m.VoidService) -> Service:
    """Take a service back."""
    return uow.emit(VOIDED, command.service, m.ServiceVoided(reason=command.reason))


SLICE = Slice(
    records=(SERVICE,),
    events=(RECORDED, CORRECTED, VOIDED),
    commands=(
        CommandKind(command=m.RecordService, handle=record_service, roles=_SERVERS),
        CommandKind(command=m.CorrectService, handle=correct_service, roles=_SERVERS),
        CommandKind(command=m.VoidService, handle=void_service, roles=_SERVERS),
    ),
)
