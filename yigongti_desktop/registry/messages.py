"""What people ask of the registry, and what then happened."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.registry.model.resident import Identity


class RegisterResident(msgspec.Struct, frozen=True, kw_only=True):
    """Register a resident at this institution."""

    identity: Identity


class CorrectResident(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of a resident: from the value seen to the value wanted."""

    resident: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class MoveResident(msgspec.Struct, frozen=True, kw_only=True):
    """Hand a resident on to another unit (迁出)."""

    resident: str
    #: The unit that cares for them from now on.
    unit: str
    reason: str


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True):
    """Change one's own password."""

    present: str
    wanted: str


class SettleRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """Take a refused act off the list, having read why."""

    event: str


class SendAgain(msgspec.Struct, frozen=True, kw_only=True):
    """Do a refused act once more, just as it was."""

    event: str


class ResidentRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was registered."""

    identity: Identity


class ResidentCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a resident were changed."""

    changes: dict[str, tuple[Any, Any]]


class ResidentMoved(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was handed on to another unit."""

    unit: str
    reason: str


class TransferNoted(msgspec.Struct, frozen=True, kw_only=True):
    """The note of a move was written; it follows from the move."""

    resident: str
    name: str
    unit: str
    reason: str


class PasswordChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A person has a new password; only its verifier travels."""

    verifier: str
