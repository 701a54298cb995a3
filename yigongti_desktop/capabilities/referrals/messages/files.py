"""What people ask of the files of a case."""

from __future__ import annotations

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.referrals.messages.cases import Message


class AttachFile(Message, frozen=True, kw_only=True):
    """Put a file to a case."""

    referral: str
    file: File
