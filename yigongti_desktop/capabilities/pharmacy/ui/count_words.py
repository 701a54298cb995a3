"""Words of stock counts at the screen."""

from __future__ import annotations

#: What the pharmacy itself is called among its rooms.
PHARMACY = "药房"
#: Why what lies there is not what the books say.
REASONS = ("破损", "过期", "漏记", "串批", "丢失", "其他")
WHY_CANCELLED = ("开错库房，另开", "停电或人手不够，改日再盘", "账没有补齐，补齐再盘")
STATES: dict[str, str] = {"open": "进行中", "confirmed": "已确认", "cancelled": "已作废"}
WAYS: dict[str, str] = {"open": "明盘", "blind": "盲盘"}


def room_name(room: str) -> str:
    """Return what a room is called."""
    return room or PHARMACY


def room_of(name: str) -> str:
    """Return the room that was named."""
    return "" if name.strip() == PHARMACY else name.strip()


def signed(difference: int) -> str:
    """Return a difference with its sign: +3, -2; 0 as it is."""
    return f"{difference:+,}" if difference else "0"
