"""Words of stock counts at the screen."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.rooms import PHARMACY

#: Why what lies there is not what the books say.
REASONS = ("破损", "过期", "漏记", "串批", "丢失", "其他")
WHY_BACK = ("差异太大，请再点一遍", "有的货位没有点到", "批号或有效期看错了", "实盘数像是照抄账面")
WHY_CANCELLED = ("开错库房，另开", "停电或人手不够，改日再盘", "账没有补齐，补齐再盘")
STATES: dict[str, str] = {"open": "进行中", "confirmed": "已确认", "cancelled": "已作废"}
WAYS: dict[str, str] = {"open": "明盘", "blind": "盲盘"}


def room_name(room: str) -> str:
    """Return what a room is called that nobody has named otherwise."""
    return room or PHARMACY


def room_of_count(count: StockCount) -> str:
    """Return what the room of a count was called on its day."""
    return count.room_name or room_name(count.room)


def back_words(count: StockCount) -> str:
    """Return why a count was put back, by whom, and what is to be done."""
    return f"{count.back_by}：{count.back_reason}。盘过的数都在，改好后送回确认；确实没有错的也送回，写明核对过。"


def signed(difference: int) -> str:
    """Return a difference with its sign: +3, -2; 0 as it is."""
    return f"{difference:+,}" if difference else "0"
