"""What people ask of wishes for duties, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.wishes import Wanted


class WriteWish(msgspec.Struct, frozen=True, kw_only=True):
    """Write a wish for a day, for oneself or a colleague, over the one that was seen."""

    person: str
    day: date
    wanted: Wanted
    seen: Wanted | None = None


class TakeWishBack(msgspec.Struct, frozen=True, kw_only=True):
    """Take a wish back."""

    wish: str


class SettleWishRules(msgspec.Struct, frozen=True, kw_only=True):
    """Settle how the own unit takes wishes, each field from the value that was seen."""

    changes: dict[str, tuple[int, int]]


class WishWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A wish was written."""

    person: str
    day: date
    wanted: Wanted
    seen: Wanted | None = None


class WishTakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """A wish was taken back."""


class WishRulesSettled(msgspec.Struct, frozen=True, kw_only=True):
    """A unit settled how it takes wishes."""

    changes: dict[str, tuple[int, int]]
