"""What referral brings to 今日: what is owed, figures, what the other side did, the last weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import has_turned_up
from yigongti_desktop.capabilities.referrals.model.referral import is_completable
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.ui import down_today
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.bars import Bars
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.words import age
from yigongti_desktop.registry.ui.words import SEX

_WEEKS = 12
_SEEN_BY = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}
_UNDER_WAY = OFFERED | {State.ACCEPTED, State.ARRIVED}
_NOTED = {"referral.accepted", "referral.declined", "referral.returned", "referral.redirected"}
#: Of a case that has gone elsewhere it is said where the patient came.
_COME = {"referral.arrived", "referral.taken_over"}


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return what this institution owes on its cases."""
    if not actor.may(_SEEN_BY):
        return []
    found = []
    for referral in store.open_cases(connection):
        if referral.is_down:
            todo = down_today.todo(referral, actor, now)
        elif state.is_hospital(referral, actor.institution):
            todo = at_hospital(referral, actor, now)
        else:
            todo = _clinic(referral, now)
        todo = down_today.escalated(referral, actor, now) or todo or down_today.contact(referral, actor, now)
        found += [todo] if todo else []
    return found


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return how many cases are under way, and how many of them are late."""
    if not actor.may(_SEEN_BY):
        return []
    own = actor.institution
    cases = store.open_cases(connection)
    up = [one for one in cases if not one.is_down]
    mine = [one for one in up if one.origin == own and one.state in _UNDER_WAY]
    asked = [one for one in up if one.origin != own and one.target == own]
    offered = [one for one in asked if one.state in OFFERED]
    shown: list[Figure] = []
    if mine or not asked:
        late = sum(state.is_overdue(one, own, now) for one in mine)
        note = f"{late} 人超时未接收" if late else "都在时限内" if mine else "没有在途的"
        tone = "danger" if late else ""
        shown.append(Figure(title="在途转诊", value=str(len(mine)), unit="人", note=note, tone=tone))
    if actor.may({Role.REFERRAL_OFFICE}) or asked:
        late = sum(state.is_overdue(one, own, now) for one in offered)
        note = f"{late} 人已超时" if late else "都在时限内" if offered else "没有待接收的"
        tone = "danger" if late else ""
        here = sum(one.state is State.ARRIVED for one in asked)
        shown.append(Figure(title="待接收转诊", value=str(len(offered)), unit="人", note=note, tone=tone))
        shown.append(Figure(title="转诊在院", value=str(here), unit="人", note="出院时写回转单"))
    return shown


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what the other side did in the last week."""
    if not actor.may(_SEEN_BY):
        return []
    found: list[News] = []
    for referral, step in store.steps_of_others(connection, actor.institution, now - timedelta(days=7)):
        detail = NAMES.get(step.act, "")
        if step.note and step.act in _NOTED:
            detail = f"{detail}　{step.note}"
        if step.act in _COME and actor.institution not in {referral.origin, referral.target}:
            detail = f"{detail}：{referral.target_name}"
        at, name = step.hub_at or step.at, referral.slip.patient.name
        found.append(News(at=at, icon="referral", title=name, detail=detail, page="referrals", record=referral.id))
    return found


def weeks(connection: Any, actor: Actor, now: datetime) -> list[Bars]:
    """Return referrals out and back in each of the last twelve weeks."""
    if not actor.may(_SEEN_BY):
        return []
    today = day(now)
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in reversed(range(_WEEKS))]
    out = dict.fromkeys(starts, 0)
    back = dict.fromkeys(starts, 0)
    for sent, returned in store.sent_and_returned(connection, now - timedelta(weeks=_WEEKS + 1)):
        for moment, counts in ((sent, out), (returned, back)):
            if moment is None:
                continue
            start = day(moment) - timedelta(days=day(moment).weekday())
            if start in counts:
                counts[start] += 1
    if not any(out.values()) and not any(back.values()):
        return []
    return [Bars(f"{start.month}/{start.day}", out[start], back[start]) for start in starts]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many cases wait for this institution."""
    waiting = [store.Case(referral=one, is_waiting=False) for one in store.open_cases(connection)]
    return Count(number=sum(state.is_my_turn(case, actor.institution, now) for case in waiting))


def who(referral: Referral, now: datetime) -> str:
    """Return a patient as a list names them: 陈桂兰　女 71 岁."""
    patient = referral.slip.patient
    return f"{patient.name}　{SEX[patient.sex]} {age(patient.birth, day(now))}".strip()


def _clinic(referral: Referral, now: datetime) -> Todo | None:
    slip = referral.slip
    what = slip.impression or "未写初步印象"
    base = Todo(
        kind="转诊",
        icon="referral",
        title=who(referral, now),
        who=tracker_of(referral)[1],
        account=tracker_of(referral)[0],
        page="referrals",
        record=referral.id,
    )
    if referral.state is State.DRAFT:
        return replace(base, detail=f"{what}，转出单没有写完", badge="草稿")
    if is_completable(referral) and referral.complete_by:
        why = "急诊先印后补" if slip.urgency is Urgency.EMERGENCY else "按现行目录补写理由"
        return replace(base, detail=f"{what}，{why}", due_at=referral.complete_by)
    if referral.state in OFFERED and referral.answer_by and now > referral.answer_by:
        return replace(base, detail=f"{what}，转{slip.target.department}，县院未接收", due_at=referral.answer_by)
    if referral.state is State.DECLINED:
        return replace(base, kind="退回", icon="undo", detail=f"{what}，{referral.reason}", badge="要另转")
    if referral.state is State.EXPIRED:
        return replace(base, detail=f"{what}，患者没有按时到诊", due_on=referral.valid_until)
    if referral.state is State.FOLLOWED_UP:
        return replace(base, detail=f"{what}，随访已完成，可以关闭", badge="待关闭")
    return None


def at_hospital(referral: Referral, actor: Actor, now: datetime) -> Todo | None:
    """Return what the hospital that has a case owes on it."""
    if referral.target != actor.institution:
        return None
    slip = referral.slip
    what = f"{slip.impression or '未写初步印象'}，{referral.origin_name}"
    base = Todo(kind="接收", icon="referral", title=who(referral, now), page="referrals", record=referral.id)
    if has_turned_up(referral, actor.institution) and actor.may({Role.REFERRAL_OFFICE, Role.NURSE}):
        return replace(base, kind="接管", detail=f"{what}，患者已在本院", who="转诊办", due_at=referral.answer_by)
    if referral.state in OFFERED and actor.may({Role.REFERRAL_OFFICE}) and is_open(referral.approval):
        what = f"{what}，转 {referral.target_name}"
        return replace(base, kind="审批", detail=what, who="转诊办", due_at=referral.answer_by)
    if referral.state in OFFERED and actor.may({Role.REFERRAL_OFFICE}):
        what = f"{what}，转{slip.target.department}"
        return replace(base, detail=what, who="转诊办", due_at=referral.answer_by)
    if referral.state is State.ACCEPTED and actor.may({Role.REFERRAL_OFFICE}):
        due = referral.arrive_by or referral.valid_until
        return replace(base, kind="到诊", detail=what, who="转诊办", due_on=due)
    if referral.state is State.ARRIVED and actor.may({Role.REFERRAL_OFFICE, Role.DOCTOR}):
        return replace(base, kind="回转", detail=f"{what}，在院", who=slip.target.department, badge="在院")
    if state.is_return_missing(referral, now) and actor.may({Role.REFERRAL_OFFICE, Role.DOCTOR}):
        what = f"患者凭纸面回去了，回转单没有收到，{what}"
        return replace(base, kind="补写", detail=what, who=slip.target.department, badge="缺回转单")
    return None
