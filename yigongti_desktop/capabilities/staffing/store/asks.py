"""Everything that people ask of the roster, in one reading."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.store import leave
from yigongti_desktop.capabilities.staffing.store import swaps
from yigongti_desktop.capabilities.staffing.store import wishes
from yigongti_desktop.kernel.access import Actor


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may see of it, each kind in its order."""

    leave: tuple[leave.LeaveRow, ...]
    wishes: tuple[wishes.WishRow, ...]
    swaps: tuple[swaps.SwapRow, ...]
    rules: WishRules


def asks(connection: Connection, actor: Actor) -> Asks:
    """Return what somebody may see: their own, or that of their unit."""
    return Asks(
        leave=tuple(leave.leave_rows(connection, actor)),
        wishes=tuple(wishes.wish_rows(connection, actor)),
        swaps=tuple(swaps.swap_rows(connection, actor)),
        rules=wishes.rules_of(connection, actor.institution),
    )
