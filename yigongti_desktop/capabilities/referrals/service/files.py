"""Files put to a case by either side."""

from __future__ import annotations

from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.service import attach
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.capabilities.referrals.model.case_files import CASE_FILES
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork


def attach_file(uow: UnitOfWork, command: AttachFile) -> Attachment:
    """Put a file to a case; it travels in its own lane, behind all acts."""
    return attach(uow, CASE_FILES.kind, command.referral, command.file)


SLICE = Slice(
    records=(),
    events=(),
    commands=(CommandKind(command=AttachFile, handle=attach_file, roles=CASE_FILES.roles),),
)
