"""Checks of fields in the words of the rules that will be asked later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk


def refusal(desk: Desk, check: Callable[[], object]) -> str:
    """Return what a check refuses, as a sentence; empty when it passes."""
    try:
        check()
    except Refused as fault:
        return desk.say(fault)
    return ""


def reads(desk: Desk, read: Callable[[Any], object]) -> Callable[[Any], str]:
    """Return the check of a field that a rule has to be able to read."""
    return lambda typed: refusal(desk, lambda: read(typed))


def at_most(most: int) -> Callable[[str], str]:
    """Return the check of a text that may not be longer, in characters."""

    def check(text: str) -> str:
        over = len(text) - most
        return f"最多 {most} 个字，多了 {over} 个。请删短些。" if over > 0 else ""

    return check
