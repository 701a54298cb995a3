"""The two faults that are nobody's bug: a rule said no, or the world was not available.

Codes and facts travel; sentences for people are written where screens are.
"""

from __future__ import annotations

from typing import Any


class Fault(Exception):  # noqa: N818 - its two kinds are named for what happened
    """A fault with a code that a screen can put into words, and the facts that fill the sentence."""

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return self.code


class Refused(Fault):
    """A rule said no; nothing was changed. Facts hold only ids, numbers and field names."""


class Unavailable(Fault):
    """Line, disk, printer or keyring could not be had; trying later may help."""
