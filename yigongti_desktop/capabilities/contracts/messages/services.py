"""What people ask of a service that was done, and what then happened."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.contracts.model.doing import Done


class RecordService(msgspec.Struct, frozen=True, kw_only=True):
    """Write down a service, with the pictures that prove it; their ids are filled in."""

    done: Done
    photos: tuple[File, ...] = ()
    signature: File | None = None


class CorrectService(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of a service, each from the value that was seen."""

    service: str
    changes: dict[str, tuple[Any, Any]]


class VoidService(msgspec.Struct, frozen=True, kw_only=True):
    """Take a service back."""

    service: str
    reason: str


class ServiceRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """A service was done."""

    done: Done


class ServiceCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a service were changed."""

    changes: dict[str, tuple[Any, Any]]


class ServiceVoided(msgspec.Struct, frozen=True, kw_only=True):
    """A service was taken back."""

    reason: str
