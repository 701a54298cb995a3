"""Lists of a team that two desks have changed: who changed different entries of one list is asked nothing."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.kernel.changes import Changes

Key = Callable[[Any], Any]


def itself(entry: Any) -> Any:
    """Return an entry that is known by itself: a village."""
    return entry


def member(entry: Any) -> Any:
    """Return by what a member is known again: who they are, and since when they belong."""
    return (entry["name"], entry.get("account", ""), entry["since"])


#: By what an entry of each list of a team is known again.
KEYS: Mapping[str, Key] = {"members": member, "villages": itself}


class Three(msgspec.Struct, frozen=True):
    """A list as both began with it, as the one has it and as the other has it."""

    base: Sequence[Any]
    mine: Sequence[Any]
    theirs: Sequence[Any]
    key: Key = itself

    @property
    def is_plain(self) -> bool:
        """Say whether no list names an entry twice, so that entries can be told apart."""
        return all(len(part) == len(self._by_key(part)) for part in (self.base, self.mine, self.theirs))

    def disputed(self) -> list[Any]:
        """Return by what the entries are known that both have changed, each otherwise."""
        base, mine, theirs = map(self._by_key, (self.base, self.mine, self.theirs))
        return [
            name
            for name in dict.fromkeys([*theirs, *mine])
            if mine.get(name) not in (base.get(name), theirs.get(name)) and theirs.get(name) != base.get(name)
        ]

    def joined(self, *, is_mine: bool) -> list[Any]:
        """Return the list with the changes of both; their order stands, and what I have added follows.

        Args:
            is_mine: whose change of an entry stands that both have changed.
        """
        base, mine, theirs = map(self._by_key, (self.base, self.mine, self.theirs))
        disputed = set(self.disputed())
        found = []
        for name in dict.fromkeys([*theirs, *mine]):
            takes_theirs = mine.get(name) == base.get(name) or (name in disputed and not is_mine)
            stands = theirs.get(name) if takes_theirs else mine.get(name)
            if stands is not None:
                found.append(stands)
        return found

    def _by_key(self, part: Sequence[Any]) -> dict[Any, Any]:
        return {self.key(one): one for one in part}


def rebased(record: msgspec.Struct, changes: Changes) -> dict[str, tuple[Any, Any]]:
    """Return the changes as from the record that stands now, where its lists were changed in other entries only.

    What cannot be joined is left as it is, so that it comes back to the person with both values.
    """
    return {field: _rebased(field, getattr(record, field, None), pair) for field, pair in changes.items()}


def three(field: str, told: Mapping[str, Any]) -> Three:
    """Return a list of a team as a conflict tells it.

    Args:
        field: of the team.
        told: its base, mine and theirs.
    """
    base, mine, theirs = (list(told.get(part) or ()) for part in ("base", "mine", "theirs"))
    return Three(base, mine, theirs, KEYS[field])


def _rebased(field: str, now: Any, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    seen, wanted, current = (msgspec.to_builtins(one) for one in (*pair, now))
    lists = all(isinstance(one, list | tuple) for one in (seen, wanted, current))
    if field not in KEYS or not lists:
        return pair
    try:
        seen, wanted = (_whole(part, current, KEYS[field]) for part in (seen, wanted))
        if list(current) in (seen, wanted):
            return seen, wanted
        both = Three(seen, wanted, list(current), KEYS[field])
        if not both.is_plain or both.disputed():
            return seen, wanted
        return current, both.joined(is_mine=True)
    except (KeyError, TypeError, AttributeError):
        return pair  # no entries of such a list: the rules say what is wrong with them


def _whole(part: Sequence[Any], current: Sequence[Any], key: Key) -> list[Any]:
    """Return entries with what a program of the version before did not know of them, as it stands."""
    stands = {key(one): one for one in current if isinstance(one, dict)}
    return [stands.get(key(one), {}) | one if isinstance(one, dict) else one for one in part]
