"""How far a talk has come: what was done, what is left, and how long that may take."""

from __future__ import annotations

import msgspec

_LEAST_SECONDS = 2.0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One talk after its latest exchange."""

    #: Acts that the hub has answered, and all that wait or waited when the talk began.
    sent: int = 0
    to_send: int = 0
    #: Records received, and those still to come.
    received: int = 0
    left: int = 0
    #: What screens listen to, of the records that the latest exchange has brought.
    topics: frozenset[str] = frozenset()
    #: On the wire, both ways.
    bytes: int = 0
    #: Since the talk began.
    seconds: float = 0.0

    @property
    def seconds_left(self) -> int | None:
        """Return how long the rest may take at the speed so far; None while that cannot be said."""
        done = self.sent + self.received
        rest = max(0, self.to_send - self.sent) + self.left
        if not rest or not done or self.seconds < _LEAST_SECONDS:
            return None
        return round(self.seconds * rest / done)
