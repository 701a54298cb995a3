"""What difference cases bring to 今日: what this side owes, what the other side did."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.store import differences as store
from yigongti_desktop.capabilities.pharmacy.ui import difference_state as state
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo

PAGE = "differences"
ICON = "conflict"


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return the cases in which it is this side's turn."""
    if not actor.may(state.SEEN_BY):
        return []
    return [_todo(case, actor) for case in store.open_cases(connection) if state.is_my_turn(case, actor)]


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what the other side did in the last week."""
    if not actor.may(state.SEEN_BY):
        return []
    return [
        News(
            at=step.hub_at or step.at,
            icon=ICON,
            title=state.other_side(case, actor.institution),
            detail="　".join(part for part in (NAMES.get(step.act, ""), step.note or case.number) if part),
            page=PAGE,
            record=case.id,
        )
        for case, step in store.steps_of_others(connection, actor.institution, now - timedelta(days=7))
    ]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return in how many cases it is this side's turn."""
    return Count(number=sum(state.is_my_turn(case, actor) for case in store.open_cases(connection)))


def _todo(case: DifferenceCase, actor: Actor) -> Todo:
    answers = state.may_answer(case, actor)
    lines = f"{len(case.lines)} 行差异，配送单 {case.delivery}"
    return Todo(
        kind="差异",
        icon=ICON,
        title=case.institution_name if answers else case.number,
        detail=f"不同意：{case.dispute}" if answers and case.dispute else lines,
        who="中心药房" if answers else "药房",
        badge="待再答复" if answers and case.dispute else "待答复" if answers else "待确认",
        page=PAGE,
        record=case.id,
    )
