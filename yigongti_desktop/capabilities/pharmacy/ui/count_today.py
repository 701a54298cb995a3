"""What counts bring to 今日: those that wait for a second person, and those that were begun and not finished."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store import counting as store
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_of_count
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "counts"


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return the counts that wait for this person."""
    if not actor.may(sight.CONFIRMERS):
        return []
    return [_todo(one, actor) for one in store.open_counts(connection) if state.is_my_turn(one, actor)]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many counts wait for this person."""
    return Count(number=sum(state.is_my_turn(one, actor) for one in store.open_counts(connection)))


def _todo(one: StockCount, actor: Actor) -> Todo:
    is_done = sight.may_confirm(one, actor)
    note = f"，{one.note}" if one.note else ""
    differing = state.different(one)
    found = f"{len(one.lines)} 批盘完，{f'{differing} 批有差异' if differing else '没有差异'}"
    if one.is_back:
        found = f"{one.back_by} 退回：{one.back_reason}"
    return Todo(
        kind="确认" if is_done else "盘点",
        icon="check" if is_done else "list",
        title=f"{room_of_count(one)}盘点",
        detail=f"{found}{note}" if is_done or one.is_back else f"盘了 {sight.counted(one)}/{len(one.lines)} 批{note}",
        who=one.opener,
        badge="待确认" if is_done else "退回重盘" if one.is_back else "没盘完",
        page=PAGE,
        record=one.id,
    )
