"""A visit at a glance."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.store import Visit
from yigongti_desktop.kit.badge import Badge

_SOON = 2


def badge(visit: Visit, today: date) -> Badge:
    """Return the visit's badge: how far the limit is, or that it is done."""
    follow_up = visit.visit
    if follow_up.state is State.DONE:
        return Badge("待上传", "neutral", "arrow-up") if visit.is_waiting else Badge("已访", "ok", "check")
    if follow_up.state is State.DROPPED:
        return Badge("免访", "neutral", "close")
    days = (follow_up.due - today).days
    if days < 0:
        return Badge(f"超 {-days} 天", "danger", "alert")
    if days <= _SOON:
        return Badge("今天到期" if days == 0 else f"剩 {days} 天", "warn", "clock")
    return Badge("待访", "neutral", "clock")


def is_late(visit: Visit, today: date) -> bool:
    """Say whether the limit has passed."""
    return visit.visit.state is State.OPEN and visit.visit.due < today
