"""What tracking brings to 今日: contacts that are due, what was escalated, patients who come down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.model.trackers import TRACKERS
from yigongti_desktop.capabilities.referrals.ui import tracked
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.words import age
from yigongti_desktop.registry.ui.words import SEX


def escalated(referral: Referral, actor: Actor, now: datetime) -> Todo | None:
    """Return what the director of the asked institution is told: there is still no answer."""
    is_asked = referral.target == actor.institution and actor.may({Role.DIRECTOR})
    if not is_asked or referral.state not in OFFERED or Limit.ESCALATION.value not in referral.passed:
        return None
    detail = f"{_about(referral)}，{referral.origin_name}，上报：仍未接收"
    return _todo(referral, "上报", now, detail=detail, due_at=referral.escalate_at)


def contact(referral: Referral, actor: Actor, now: datetime) -> Todo | None:
    """Return that the tracker is to ask after the patient, once the day has come (REF-08, REF-23)."""
    if not actor.may(TRACKERS) or not tracked.is_contact_due(referral, actor.institution, now):
        return None
    account, name = tracker_of(referral)
    base = _todo(referral, "联系", now, detail=f"{_about(referral)}，该联系患者")
    return replace(base, icon="phone", who=name, account=account, due_on=referral.next_contact)


def todo(referral: Referral, actor: Actor, now: datetime) -> Todo | None:
    """Return what is owed on a case that goes down."""
    if not actor.may(TRACKERS) or holder(referral) != actor.institution:
        return None
    about = _about(referral)
    if referral.state is State.SENT:
        detail = f"{about}，{referral.origin_name} 下转"
        return _todo(referral, "下转", now, detail=detail, due_at=referral.answer_by)
    account, name = tracker_of(referral)
    its = replace(_todo(referral, "下转", now, detail=about), who=name, account=account)
    if referral.state is State.ACCEPTED and tracked_by(referral) == actor.institution:
        return replace(its, detail=f"{about}，等患者回来", due_on=referral.arrive_by)
    if referral.state is State.FOLLOWED_UP:
        return replace(its, detail=f"{about}，随访已完成，可以关闭", badge="待关闭")
    if referral.state is State.DECLINED:
        return replace(its, icon="undo", detail=f"{about}，{referral.reason}", badge="要另转")
    if referral.state is State.EXPIRED:
        return replace(its, detail=f"{about}，对方没有接收", due_on=referral.valid_until)
    return None


def _todo(referral: Referral, kind: str, now: datetime, *, detail: str, due_at: datetime | None = None) -> Todo:
    patient = referral.slip.patient
    return Todo(
        kind=kind,
        icon="referral",
        title=f"{patient.name}　{SEX[patient.sex]} {age(patient.birth, day(now))}".strip(),
        detail=detail,
        due_at=due_at,
        page="referrals",
        record=referral.id,
    )


def _about(referral: Referral) -> str:
    return referral.slip.impression or "未写初步印象"
