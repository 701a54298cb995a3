"""What contracts bring to 今日: what somebody has to decide, how many agreements may be renewed, how many hold."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.contracts.store import deciding
from yigongti_desktop.capabilities.contracts.store import listing as store
from yigongti_desktop.capabilities.contracts.store.deciding import Question
from yigongti_desktop.capabilities.contracts.store.deciding import Told
from yigongti_desktop.capabilities.contracts.store.deciding import Why
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui.notice_words import line
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.notices.messages import TakeNote

PAGE = "contracts"
_DETAILS = {
    Why.MOVED: "已迁往{about}，协议到 {until}：解约，或由新机构转签",
    Why.GAVE_WAY: "两份档案是同一人，这份让给 {about}",
    Why.SPLIT: "一份协议签了 {about}，已不在一户：核对",
    Why.AFTER_DEATH: "登记了去世，{about} 又有服务：核对日期",
}


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many agreements may be renewed and are not."""
    return Count(number=store.expiring(connection, actor.institution, day(now)))


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return what has to be decided of agreements, for the doctor who leads the team of each."""
    if not actor.may(state.WRITERS):
        return []
    asked = [_todo(one) for one in deciding.questions(connection, actor.institution, day(now))]
    return [*asked, *(_told(one, day(now)) for one in deciding.told(connection, actor, day(now)))]


def _told(one: Told, today: date) -> Todo:
    known = one.contract
    return Todo(
        kind="签约",
        icon="clipboard",
        title=known.name,
        detail=line(one.notice, today),
        who=known.doctor or known.team_name,
        account=one.account,
        badge="告知",
        page=PAGE,
        record=known.id,
        noted=TakeNote(notice=one.notice.id, seen=one.notice.state),
    )


def _todo(one: Question) -> Todo:
    known = one.contract
    return Todo(
        kind="签约",
        icon="clipboard",
        title=known.name,
        detail=_DETAILS[one.why].format(about=one.about, until=known.until.isoformat()),
        who=known.doctor or known.team_name,
        account=one.account,
        badge="要决定",
        page=PAGE,
        record=known.id,
    )


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
