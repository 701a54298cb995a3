"""Lists of a team that two desks have changed: who changed different entries of one list is asked nothing."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.kernel.changes import Changes


def _itself(entry: Any) -> Any:
    return entry


def _member(entry: Any) -> Any:
    return (entry["name"], entry.get("account", ""), entry["since"])


#: By what an entry of each list is known again.
_KEYS: Mapping[str, Callable[[Any], Any]] = {"members": _member, "villages": _itself}


def rebased(record: msgspec.Struct, changes: Changes) -> dict[str, tuple[Any, Any]]:
    """Return the changes as from the record that stands now, where its lists were changed in other entries only.

    What cannot be joined is left as it is, so that it comes back to the person with both values.
    """
    return {field: _rebased(field, getattr(record, field, None), pair) for field, pair in changes.items()}


def joined(
    base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], key: Callable[[Any], Any] = _itself
) -> list[Any] | None:
    """Return a list with the changes of both; None where both have changed one entry, or a list names one twice.

    Args:
        base: the list from which both began.
        mine: as the one has it.
        theirs: as the other has it; its order stands, and what the one has added follows.
        key: by what an entry is known again.
    """
    before, ours, others = ({key(one): one for one in part} for part in (base, mine, theirs))
    if any(len(part) != len(by_key) for part, by_key in ((base, before), (mine, ours), (theirs, others))):
        return None
    found = []
    for name in dict.fromkeys([*others, *ours]):
        was, here, there = before.get(name), ours.get(name), others.get(name)
        if here not in (was, there) and there != was:
            return None
        stands = there if here == was else here
        if stands is not None:
            found.append(stands)
    return found


def _rebased(field: str, now: Any, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    seen, wanted, current = (msgspec.to_builtins(one) for one in (*pair, now))
    lists = all(isinstance(one, list | tuple) for one in (seen, wanted, current))
    if field not in _KEYS or not lists or list(current) in (list(seen), list(wanted)):
        return pair
    try:
        both = joined(list(seen), list(wanted), list(current), _KEYS[field])
    except (KeyError, TypeError, AttributeError):
        return pair  # no entries of such a list: the rules say what is wrong with them
    return pair if both is None else (current, both)
