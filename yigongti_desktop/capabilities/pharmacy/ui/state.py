"""A request at a glance: its badge, whose turn it is, what can be done with it by whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import has_differences
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

WRITERS = frozenset({Role.PHARMACIST, Role.DIRECTOR})
ENDORSERS = frozenset({Role.DIRECTOR})
CENTRE = frozenset({Role.CENTRAL_PHARMACY})

_AT_CLINIC = {
    State.DRAFT: Badge("草稿", "neutral", "pencil"),
    State.PROPOSED: Badge("待院长同意", "warn", "inbox"),
    State.SENT_BACK: Badge("退回", "danger", "undo"),
    State.REVIEWED: Badge("已审待发", "accent", "check"),
    State.REJECTED: Badge("不予批准", "danger", "close"),
    State.DISPATCHED: Badge("待收货", "warn", "truck"),
    State.RECEIVED: Badge("已收", "ok", "check"),
    State.WITHDRAWN: Badge("已撤回", "neutral", "undo"),
}
_AT_CENTRE = {
    State.PROPOSED: Badge("对方在改", "neutral", "undo"),
    State.SUBMITTED: Badge("待审", "warn", "inbox"),
    State.SENT_BACK: Badge("已退回", "neutral", "undo"),
    State.REVIEWED: Badge("待发", "warn", "truck"),
    State.REJECTED: Badge("不予批准", "neutral", "close"),
    State.DISPATCHED: Badge("在途", "accent", "truck"),
    State.RECEIVED: Badge("已收", "ok", "check"),
    State.WITHDRAWN: Badge("已撤回", "neutral", "undo"),
}


class Mode(StrEnum):
    """How a request is opened."""

    WRITE = "write"
    REVIEW = "review"
    DISPATCH = "dispatch"
    RECEIVE = "receive"
    READ = "read"


def is_centre(request: DrugRequest, own: str) -> bool:
    """Say whether this institution supplies the request."""
    return request.institution != own


def mode_for(request: DrugRequest | None, actor: Actor) -> Mode:
    """Return what this person can do with a request now; None is a new one."""
    if request is None:
        return Mode.WRITE
    state = request.state
    if request.institution == actor.institution and actor.may(WRITERS):
        if state in {State.DRAFT, State.SENT_BACK}:
            return Mode.WRITE
        if state is State.DISPATCHED:
            return Mode.RECEIVE
    if request.supplier == actor.institution and actor.may(CENTRE):
        return {State.SUBMITTED: Mode.REVIEW, State.REVIEWED: Mode.DISPATCH}.get(state, Mode.READ)
    return Mode.READ


def badge(row: RequestRow, own: str) -> Badge:
    """Return the request's badge."""
    request = row.request
    if is_centre(request, own):
        known = _AT_CENTRE.get(request.state, Badge("草稿", "neutral", "pencil"))
    elif row.is_waiting and request.state is not State.DRAFT:
        return Badge("待上传", "neutral", "arrow-up")
    elif request.state is State.SUBMITTED:
        return Badge("县院已收", "accent", "inbox") if request.reached_at else Badge("已送达", "accent", "check")
    else:
        known = _AT_CLINIC[request.state]
    if request.state is State.RECEIVED and has_differences(request):
        return Badge("已收，有差异", "warn", "warning")
    return known


def is_my_turn(request: DrugRequest, own: str, *, endorses: bool = False) -> bool:
    """Say whether this institution has to do the next thing; its director also lets requests go."""
    if is_centre(request, own):
        return request.state in {State.SUBMITTED, State.REVIEWED}
    if request.state is State.PROPOSED:
        return endorses
    return request.state in {State.DRAFT, State.SENT_BACK, State.DISPATCHED}


def rank(row: RequestRow, own: str, now: datetime, *, endorses: bool = False) -> tuple[int, int, float]:
    """Return where a request stands in its list: what is owed here first, urgent before routine, the latest first."""
    request = row.request
    group = 0 if is_my_turn(request, own, endorses=endorses) else 2 if request.state in ENDED else 1
    urgent = 0 if request.urgency is Urgency.URGENT and group < 2 else 1  # noqa: PLR2004 - ended ones are all alike
    return group, urgent, -(request.submitted_at or now).timestamp()


def sent_back_by(request: DrugRequest) -> str:
    """Return who sent a request back, as a title: what never left the house came back inside it."""
    if request.submitted_at is None:
        return "院内退回"
    return "中心药房退回" if request.reached_at or request.endorser else "请领单被退回"


def packs(request: DrugRequest) -> str:
    """Return how many drugs a request names: 12 种."""
    return f"{len(request.lines)} 种"
