"""Up to where each stream was here in full, for a hub that sends changes: they are understood upon what was there.

A desk that fills has met what stood before its cursor when it passed, and not what had moved on before that.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.storage import facts


class Complete:
    """Knows it through one talk, and from one talk to the next while there is more to come."""

    def __init__(self, known: Mapping[str, str], saved: dict[str, int]) -> None:
        """Begin a talk.

        Args:
            known: facts of the desk.
            saved: its cursors.
        """
        self._is_noted = facts.COMPLETE in known
        self._cursors = saved if facts.FILLED in known else {}
        if self._is_noted:
            self._cursors = msgspec.json.decode(known[facts.COMPLETE], type=dict[str, int])

    def beside(self, cursors: dict[str, int]) -> dict[str, int] | None:
        """Return what has to be said beside the cursors of a question; None when they say it."""
        return None if cursors == self._cursors else self._cursors

    def note(self, connection: Connection, left: int, *, begins_anew: bool) -> None:
        """Note it after a page, in the transaction that saves the page.

        Args:
            connection: the desk's database, for writing.
            left: how much is still to come.
            begins_anew: all streams are read from the beginning.
        """
        if begins_anew:
            self._cursors = {}
        if begins_anew or (left and not self._is_noted):
            facts.put(connection, **{facts.COMPLETE: msgspec.json.encode(self._cursors).decode()})
            self._is_noted = True

    def reach(self, connection: Connection) -> None:
        """Note that all is here."""
        if self._is_noted:
            facts.forget(connection, facts.COMPLETE)
