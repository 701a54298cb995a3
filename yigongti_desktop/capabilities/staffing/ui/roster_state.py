"""A roster at a glance: its badges, who may draw it and who may see it, what is still open in it."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.editions import editions
from yigongti_desktop.capabilities.staffing.model.live import Live
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.ui.edition_words import say_version
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.words import clock

#: Those who see what is published.
SEEN_BY = DRAWERS | CLINICAL_ROLES | {Role.PHARMACIST}

#: From this day on, who draws begins with the next month.
_NEXT_MONTH_FROM = 15


def first_month(today: date, *, may_draw: bool) -> date:
    """Return the first day of the month that is shown at first."""
    first = today.replace(day=1)
    return months_after(first, 1) if may_draw and today.day >= _NEXT_MONTH_FROM else first


def state_badge(roster: Roster, *, is_waiting: bool, is_amending: bool, is_short: bool = False) -> Badge:
    """Return how far a roster has come; in few letters where there is no room."""
    if is_amending:
        return Badge("更改中", "warn", "pencil")
    if roster.state is State.DRAFT:
        return Badge("草稿", "neutral", "pencil")
    known = editions(roster)
    if is_short:
        words = f"第 {known[-1].number} 版" if known else "已公示"
        return Badge(f"{words}{'，待上传' if is_waiting else ''}", "ok", "check")
    at = say_version(known) or (clock(roster.published_at) if roster.published_at is not None else "")
    return Badge(f"已公示 {at}{'，待上传' if is_waiting else ''}", "ok", "check")


def problem_badge(live: Live) -> Badge:
    """Return what somebody has to look at: 违反 2 处，缺 1 班."""
    parts = (f"违反 {live.broken} 处" if live.broken else "", f"缺 {live.short} 班" if live.short else "")
    words = "，".join(part for part in parts if part)
    return Badge(words, "danger", "alert") if words else Badge("没有违反，不缺班", "ok", "check")
