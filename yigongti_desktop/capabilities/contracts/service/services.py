"""One function for each thing that people ask of a service that was done, and which rule judges each act."""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.attachments.service import attach
from yigongti_desktop.capabilities.contracts.messages import services as m
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.model.service_files import SERVERS
from yigongti_desktop.capabilities.contracts.model.service_files import SERVICE_FILES
from yigongti_desktop.capabilities.contracts.model.service_files import SIGNATURE
from yigongti_desktop.capabilities.contracts.service import rivals
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

RECORDED = EventKind(
    name="service.recorded",
    body=m.ServiceRecorded,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.perform(now, body.done, ruling),
    roles=SERVERS,
    tells=rivals.done_twice,
)
CORRECTED = EventKind(
    name="service.corrected",
    body=m.ServiceCorrected,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.correct(now, body.changes, ruling),
    roles=SERVERS,
)
VOIDED = EventKind(
    name="service.voided",
    body=m.ServiceVoided,
    of=SERVICE,
    decide=lambda now, body, ruling: doing.void(now, body.reason, ruling),
    roles=SERVERS,
    note=lambda body: body.reason,
)


def record_service(uow: UnitOfWork, command: m.RecordService) -> Service:
    """Write down a service; its pictures follow it in the same transaction (FND-38).

    Raises:
        Refused: what `doing.perform` and `attachment.attach` say; nothing is written then.
    """
    photos = {uow.ids.new(): replace(photo, line=PHOTO) for photo in command.photos}
    signed = {uow.ids.new(): replace(command.signature, line=SIGNATURE)} if command.signature else {}
    done = replace(command.done, photos=tuple(photos), signature=next(iter(signed), ""))
    record = service_id(done.contract, done.agreement, done.item, done.number)
    service = uow.emit(RECORDED, record, m.ServiceRecorded(done=done))
    for picture, file in (photos | signed).items():
        attach(uow, SERVICE_FILES.kind, record, file, picture)
    return service


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
        CommandKind(command=m.RecordService, handle=record_service, roles=SERVERS),
        CommandKind(command=m.CorrectService, handle=correct_service, roles=SERVERS),
        CommandKind(command=m.VoidService, handle=void_service, roles=SERVERS),
    ),
)
