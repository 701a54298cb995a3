"""A resident whom two people have changed: what each wrote, and the act that says which stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.storage.outbox import Act

_CODES = {"conflict", "resident_exists"}


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """One field with its values as words."""

    field: str
    before: str
    mine: str
    theirs: str


def disputes(act: Act) -> list[Dispute]:
    """Return the fields that a person has to decide; none where the act was refused for something else."""
    fields = act.facts.get("fields")
    if act.code not in _CODES or not isinstance(fields, dict):
        return []
    return [
        Dispute(
            field=field,
            before=str(values.get("base", "")),
            mine=str(values.get("mine", "")),
            theirs=str(values.get("theirs", "")),
        )
        for field, values in fields.items()
    ]


def decided(act: Act, values: Mapping[str, str]) -> CorrectResident | None:
    """Return the act that makes the decided values stand, with what was not in dispute; None when theirs all stand."""
    changes: dict[str, tuple[Any, Any]] = {}
    for dispute in disputes(act):
        if values[dispute.field] != dispute.theirs:
            changes[dispute.field] = (dispute.theirs, values[dispute.field])
    if act.kind == "resident.corrected":
        wanted = msgspec.json.decode(act.body, type=ResidentCorrected).changes
        changes = {field: pair for field, pair in wanted.items() if field not in values} | changes
    return CorrectResident(resident=act.record, changes=changes, answers=act.event) if changes else None
