"""Changes of fields, each from the value that the person saw: two desks may change different fields of one record."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from typing import Any
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.errors import Refused

S = TypeVar("S", bound=msgspec.Struct)
#: For each field the value that was seen and the one that is wanted.
Changes = Mapping[str, tuple[Any, Any]]


def changed(record: S, changes: Changes, fields: Collection[str]) -> S:
    """Return the record with the changes; what somebody else has changed meanwhile is told with both values.

    Values are compared as they travel, so that a list read from a message equals the tuple of a record.

    Raises:
        Refused: field_unknown, conflict with base, mine and theirs of each field, field_format.
    """
    if unknown := [field for field in changes if field not in fields]:
        raise Refused("field_unknown", field=unknown[0])
    before = _plain(record)
    wanted = {field: (_plain(seen), _plain(new)) for field, (seen, new) in changes.items()}
    conflicts = {
        field: {"base": seen, "mine": new, "theirs": before[field]}
        for field, (seen, new) in wanted.items()
        if before[field] not in (seen, new)  # no set: what travels need not be hashable
    }
    if conflicts:
        raise Refused("conflict", fields=conflicts)
    try:
        return msgspec.convert(before | {field: new for field, (_, new) in wanted.items()}, type(record))
    except msgspec.ValidationError:
        raise Refused("field_format", field=next(iter(changes))) from None


def _plain(value: Any) -> Any:
    """Return a value as it comes out of a message."""
    return msgspec.json.decode(msgspec.json.encode(value))
