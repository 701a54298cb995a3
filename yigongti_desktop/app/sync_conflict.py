"""A resident whom two people have changed: what each wrote, and the act that says which stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.storage.outbox import Act

_CODES = {"conflict", "resident_exists"}
_BETWEEN = " "
#: Acts whose fields are corrected one by one; what clashes in another is done again from the resident's own page.
_KINDS = {"resident.registered", "resident.corrected"}


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """One field with its values as words."""

    field: str
    before: str
    mine: str
    theirs: str


def disputes(act: Act) -> list[Dispute]:
    """Return the fields that a person has to decide; none where the act was refused for something else."""
    fields = act.facts.get("fields")
    if act.code not in _CODES or act.kind not in _KINDS or not isinstance(fields, dict):
        return []
    return [
        Dispute(
            field=field,
            before=_words(values.get("base", "")),
            mine=_words(values.get("mine", "")),
            theirs=_words(values.get("theirs", "")),
        )
        for field, values in fields.items()
    ]


def decided(act: Act, values: Mapping[str, str]) -> CorrectResident | None:
    """Return the act that makes the decided values stand, with what was not in dispute; None when theirs all stand."""
    changes: dict[str, tuple[Any, Any]] = {}
    for dispute in disputes(act):
        if values[dispute.field] != dispute.theirs:
            changes[dispute.field] = (
                _value(dispute.field, dispute.theirs),
                _value(dispute.field, values[dispute.field]),
            )
    if act.kind == "resident.corrected":
        wanted = msgspec.json.decode(act.body, type=ResidentCorrected).changes
        changes = {field: pair for field, pair in wanted.items() if field not in values} | changes
    return CorrectResident(resident=act.record, changes=changes, answers=act.event) if changes else None


def _words(value: object) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _value(field: str, words: str) -> str | list[str]:
    """Return what the words of a field stand for: of further phones, each by itself."""
    return [one for one in words.split(_BETWEEN) if one] if field == "phones" else words
