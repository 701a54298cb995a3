"""Sessions that fall, in words."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.model.falling import VISITS
from yigongti_desktop.capabilities.staffing.model.falling import Falling

#: Sessions that are named one by one.
_SHOWN = 3


def say_sessions(sessions: Sequence[Falling]) -> str:
    """Return the sessions that fall, the first few: 12-3 08:00–11:30 多祥镇卫生院坐诊."""
    shown = [f"{one.day.month}-{one.day.day} {one.hours} {one.place}{VISITS[one.kind]}" for one in sessions[:_SHOWN]]
    more = f"等 {len(sessions)} 次" if len(sessions) > _SHOWN else ""
    return "、".join(shown) + more
