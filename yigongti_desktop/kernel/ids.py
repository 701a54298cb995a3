"""Ids: time-ordered ones for what is new, derived ones for what must exist once however often it is made."""

from __future__ import annotations

import hmac
import os
import re
import threading
import uuid
from collections.abc import Callable
from typing import Protocol

from yigongti_desktop.kernel.clock import Clock

#: Namespace of every derived id of this product; never change it.
_NAMESPACE = uuid.UUID("5a1d2c4e-7b0f-5e63-9a35-3f1d8c7be201")
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,80}")
#: UUID versions of keyed and of derived ids.
_KEYED, _DERIVED = 8, 5


class Ids(Protocol):
    """Whoever makes new ids; passed in, so that tests can foresee them."""

    def new(self) -> str:
        """Return an id never given before."""
        ...


class TimeOrderedIds:
    """UUID version 7 (RFC 9562): 48 bits of milliseconds, 74 random bits."""

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._entropy = entropy
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return a new id, greater than the one before; a wrong clock spoils its order, never its uniqueness."""
        milliseconds = int(self._clock.now().timestamp() * 1000) & (1 << 48) - 1
        random = int.from_bytes(self._entropy(10), "big") & (1 << 74) - 1
        with self._lock:
            self._last = max(milliseconds << 74 | random, self._last + 1)
            stamp, random = self._last >> 74, self._last & (1 << 74) - 1
        return str(uuid.UUID(int=stamp << 80 | 7 << 76 | random >> 62 << 64 | 2 << 62 | random & (1 << 62) - 1))


def derived_id(*parts: str) -> str:
    """Return the one id of these parts: a reaction to an event, done twice, makes the same record."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def keyed_id(key: bytes, *parts: str) -> str:
    """Return the one id of these parts under a secret key, so that the id alone does not betray them.

    Two desks that register the same citizen off-line thus make one record, and an id in a log
    cannot be searched back to an ID number by whoever lacks the county's key.
    """
    digest = hmac.digest(key, "\x1f".join(parts).encode(), "sha256")
    number = int.from_bytes(digest[:16], "big") & ~(0xF << 76) & ~(3 << 62)
    return str(uuid.UUID(int=number | _KEYED << 76 | 2 << 62))


def is_id(given: str) -> bool:
    """Say whether something may be an id: plain and short, since it goes into logs, file names and every database."""
    return _PLAIN.fullmatch(given) is not None


def is_keyed(given: str) -> bool:
    """Say whether an id has the form of a keyed one, so that nobody can give it to something else."""
    return _version(given) == _KEYED


def is_derived(given: str) -> bool:
    """Say whether an id has the form of a derived one: it belongs to what follows from something else."""
    return _version(given) == _DERIVED


def _version(given: str) -> int | None:
    try:
        return uuid.UUID(given).version
    except ValueError:
        return None
