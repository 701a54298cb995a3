"""What the figures of the supply bring to 今日: how much of what was asked for came this month."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.supplying import figures as reckon
from yigongti_desktop.capabilities.pharmacy.store import measures as store
from yigongti_desktop.capabilities.pharmacy.ui import measures_state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.manifest import Figure

PAGE = "measures"


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return the fill rate of the month (PHA-15), once anything was counted in it."""
    if not actor.may(measures_state.SEEN_BY):
        return []
    month, own = period(Span.MONTH, day(now)), actor.institution
    supply = store.supply(connection, own, month, is_lead=store.leads(connection, own))
    fill = reckon(supply.lines, supply.requests).fill
    if fill.by_line is None:
        return []
    missing = fill.lines - fill.filled
    note = f"{fill.lines:,} 行，缺 {missing:,} 行" if missing else f"{fill.lines:,} 行都来齐了"
    value = percent(fill.by_line).removesuffix(" %")
    return [Figure(title="本月满足率", value=value, unit="%", note=note, page=PAGE)]
