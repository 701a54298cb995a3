"""What people settle of somebody for the rosters of their unit, and what then happened."""

from __future__ import annotations

from typing import Any

import msgspec


class SettlePerson(msgspec.Struct, frozen=True, kw_only=True):
    """Settle fields of somebody, each from the value that was seen."""

    #: Id of the staff record.
    person: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class PersonSettled(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of somebody were settled."""

    person: str
    changes: dict[str, tuple[Any, Any]]
