"""What people ask of the duties of their unit, and what then happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.model.duties import Duty


class SetUpDuties(msgspec.Struct, frozen=True, kw_only=True):
    """Set up duties, one or all that are proposed; they follow those that there are."""

    duties: tuple[Duty, ...]


class ChangeDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of a duty, each from the value that was seen; `place` is where it stands in lists."""

    duty: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class EndDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Let a duty be worked until a day and no longer."""

    duty: str
    until: date


class DutySetUp(msgspec.Struct, frozen=True, kw_only=True):
    """A duty was set up."""

    duty: Duty
    place: int = 0


class DutyChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a duty were changed."""

    changes: dict[str, tuple[Any, Any]]


class DutyEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A duty is worked until a day."""

    until: date
