"""更多 of a case, as people use it."""

from __future__ import annotations

from tests.screens import Screen


def choose_more(me: Screen, typed: str) -> None:
    """Open 更多 with its key and take what was typed."""
    me.press("F10")
    me.pick(typed)
