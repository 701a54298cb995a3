"""Pictures that prove a service (FND-38): its photos, and the signature of whoever received it."""

from __future__ import annotations

from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.capabilities.contracts.model import performed
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

#: Those who serve residents.
SERVERS = CLINICAL_ROLES | {Role.DIRECTOR, Role.PHARMACIST}
#: Lines to which a picture of a service is put.
PHOTO, SIGNATURE = Evidence.PHOTO.value, Evidence.SIGNATURE.value
#: A service that was taken back and written down anew keeps the pictures of before, so there may be more than one has.
_MOST = 60


def check_named(service: Service, line: str, ruling: Ruling) -> None:
    """Let the unit that did a service put a picture to it that the service names itself.

    Raises:
        Refused: not_holder, evidence_unnamed.
    """
    if service.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if line not in {PHOTO, SIGNATURE} or ruling.record not in service.photos:
        raise Refused("evidence_unnamed")


SERVICE_FILES = Owner(kind="service", roles=SERVERS, most=_MOST, streams=performed.streams, check=check_named)
