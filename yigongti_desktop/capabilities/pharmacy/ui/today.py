"""What drug requests bring to 今日: what this institution owes, figures, what the other side did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo

SEEN_BY = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})
_ROAD = {State.SUBMITTED, State.REVIEWED, State.DISPATCHED}


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return what this institution owes on its requests."""
    if not actor.may(SEEN_BY):
        return []
    found = (_todo(request, actor) for request in store.open_requests(connection))
    return [todo for todo in found if todo is not None]


def figures(connection: Any, actor: Actor, _now: datetime) -> list[Figure]:
    """Return how many requests are under way, to be decided or sent."""
    if not actor.may(SEEN_BY):
        return []
    found = store.open_requests(connection)
    shown: list[Figure] = []
    if actor.may(state.CENTRE):
        asked = [one for one in found if one.state is State.SUBMITTED and one.supplier == actor.institution]
        send = [one for one in found if one.state is State.REVIEWED and one.supplier == actor.institution]
        urgent = sum(one.urgency is Urgency.URGENT for one in asked)
        note = f"其中加急 {urgent} 张" if urgent else "没有加急的"
        shown.append(
            Figure(title="待审请领", value=str(len(asked)), unit="张", note=note, tone="warn" if urgent else "")
        )
        shown.append(Figure(title="待发货", value=str(len(send)), unit="张", note=f"共 {_kinds(send)} 种"))
    else:
        mine = [one for one in found if one.institution == actor.institution and one.state in _ROAD]
        come = [one for one in mine if one.state is State.DISPATCHED]
        note = f"其中 {len(come)} 张等收货" if come else "没有等收货的"
        shown.append(Figure(title="在办请领", value=str(len(mine)), unit="张", note=note, tone="warn" if come else ""))
    return shown


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what the other side did in the last week."""
    if not actor.may(SEEN_BY):
        return []
    found: list[News] = []
    for request, step in store.steps_of_others(connection, actor.institution, now - timedelta(days=7)):
        title = request.institution_name if state.is_centre(request, actor.institution) else request.number
        detail = "　".join(part for part in (NAMES.get(step.act, ""), step.note) if part)
        at = step.hub_at or step.at
        found.append(News(at=at, icon="pill", title=title, detail=detail, page="pharmacy", record=request.id))
    return found


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many requests wait for this institution."""
    found, endorses = store.open_requests(connection), actor.may(state.ENDORSERS)
    return Count(number=sum(state.is_my_turn(request, actor.institution, endorses=endorses) for request in found))


def _todo(request: DrugRequest, actor: Actor) -> Todo | None:
    own = actor.institution
    urgent = "加急　" if request.urgency is Urgency.URGENT else ""
    words = f"{urgent}{len(request.lines)} 种{'，' + request.note if request.note else ''}"
    base = Todo(kind="请领", icon="pill", title=request.number or "请领单", page="pharmacy", record=request.id)
    if state.is_centre(request, own):
        if request.supplier != own or not actor.may(state.CENTRE):
            return None
        base = replace(base, title=request.institution_name, detail=words, who="中心药房")
        if request.state is State.SUBMITTED:
            return replace(base, kind="审核", icon="clipboard", badge="待审")
        return replace(base, kind="发货", icon="truck", badge="待发") if request.state is State.REVIEWED else None
    if request.state is State.PROPOSED:
        asked = replace(base, kind="同意", icon="check", detail=f"{request.requester} 请领　{words}", who="院长")
        return replace(asked, badge="待同意") if actor.may(state.ENDORSERS) else None
    if request.state is State.DRAFT:
        return replace(base, detail=f"{words}，没有提交", badge="草稿")
    if request.state is State.SENT_BACK:
        return replace(base, kind="退回", icon="undo", detail=request.reason, badge="要说明")
    if request.state is State.DISPATCHED:
        return replace(base, kind="收货", icon="box", detail=f"{words}，配送单 {request.delivery}", badge="等点数")
    return None


def _kinds(requests: list[DrugRequest]) -> int:
    return len({line.drug for request in requests for line in request.lines})
