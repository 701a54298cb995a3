"""Statements that were compiled once in this process, for all its databases of a kind.

SQLAlchemy keeps them by engine: a demonstration with a hub and two desks, and every test with databases of its own,
would compile the same few hundred anew, at about a millisecond each. What is compiled depends on the kind of database,
its driver and the server's version, not on which of them it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import MutableMapping
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

_KEPT = 1000


class _Statements(MutableMapping[Any, Any]):
    """As SQLAlchemy wants it: what was compiled, by a key that begins with the dialect of one engine."""

    def __init__(self) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(_KEPT)

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._kept[_plain(key)]

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return self._kept.get(_plain(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[_plain(key)] = compiled

    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._kept[_plain(key)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _plain(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect: Dialect = key[0]
    return (dialect.name, dialect.driver, dialect.server_version_info, *key[1:])


#: Option of every engine.
SHARED = {"compiled_cache": _Statements()}
