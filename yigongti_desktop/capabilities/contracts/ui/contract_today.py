"""What contracts bring to 今日: how many agreements may be renewed, how many hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.contracts.store import listing as store
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure

PAGE = "contracts"


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many agreements may be renewed and are not."""
    return Count(number=store.expiring(connection, actor.institution, day(now)))


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return how many residents have an agreement in force."""
    if not actor.may(state.WRITERS):
        return []
    today = day(now)
    holds = store.in_force(connection, actor.institution, today)
    soon = store.expiring(connection, actor.institution, today)
    if not holds:
        return []
    note = f"快到期 {soon:,} 份" if soon else "近期没有到期的"
    return [Figure(title="签约居民", value=f"{holds:,}", unit="人", note=note, tone="warn" if soon else "", page=PAGE)]
