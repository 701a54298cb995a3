"""What the list of the stock is narrowed to: chips, and terms within which a drug runs out or expires."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.kit.chips import Chip

CHIPS = (
    Chip("all", "全部"),
    Chip("near", "近效期"),
    Chip("expired", "已过期"),
    Chip("short", "账面不足"),
    Chip("held", "停用"),
    Chip(state.SLOW, "呆滞"),
)
#: Begins what another page asks for: the list under a chip, or within a term.
SHOW = "show "


def terms(limits: Limits) -> tuple[tuple[str, str], ...]:
    """Return within what a drug runs out or expires, to choose from."""
    ends = ((str(days), f"{days} 天内用完") for days in state.SPANS)
    return (("", "不限期限"), *ends, (state.STRONG, f"{limits.strong_months} 个月内到期"))
