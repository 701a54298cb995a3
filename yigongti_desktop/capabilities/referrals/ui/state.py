"""A case at a glance: its badge, what is owed next, whose turn it is; seen from the clinic or from the hospital."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.carried import lacks_return
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import has_turned_up
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import is_completable
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.ui import tracked
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.words import lateness
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time

_PLAIN = {
    State.DRAFT: Badge("草稿", "neutral", "pencil"),
    State.REDIRECTED: Badge("改转", "warn", "referral"),
    State.ACCEPTED: Badge("已接收", "accent", "check"),
    State.ARRIVED: Badge("已到诊", "accent", "person"),
    State.RETURNED: Badge("待首访", "warn", "clock"),
    State.FOLLOWED_UP: Badge("随访完成", "ok", "check"),
    State.DECLINED: Badge("退回", "danger", "undo"),
    State.CLOSED: Badge("已关闭", "neutral", "lock"),
    State.WITHDRAWN: Badge("已撤销", "neutral", "undo"),
    State.EXPIRED: Badge("已过期", "danger", "clock"),
}
_AT_HOSPITAL = {
    State.SENT: Badge("待接收", "warn", "inbox"),
    State.REDIRECTED: Badge("待接收", "warn", "inbox"),
    State.ACCEPTED: Badge("待到诊", "accent", "clock"),
    State.ARRIVED: Badge("在院", "accent", "person"),
    State.RETURNED: Badge("已回转", "ok", "check"),
    State.FOLLOWED_UP: Badge("已随访", "ok", "check"),
    State.DECLINED: Badge("已拒绝", "neutral", "close"),
}
#: A case that goes down, seen from the hospital, and from who takes the patient on.
_SENT_DOWN = {
    State.SENT: Badge("下转待接", "warn", "arrow-left"),
    State.ACCEPTED: Badge("下转已接", "accent", "check"),
    State.ARRIVED: Badge("已接到", "ok", "check"),
    State.FOLLOWED_UP: Badge("已随访", "ok", "check"),
    State.DECLINED: Badge("不接", "danger", "undo"),
}
_COMES_DOWN = {
    State.SENT: Badge("下转待接", "warn", "inbox"),
    State.ACCEPTED: Badge("待接到", "accent", "clock"),
    State.ARRIVED: Badge("待首访", "warn", "clock"),
    State.DECLINED: Badge("不接", "neutral", "close"),
}
_UNDER_WAY = {State.SENT, State.REDIRECTED, State.ACCEPTED, State.ARRIVED}
_CLINIC_ACTS = {State.DRAFT, State.DECLINED, State.EXPIRED, State.RETURNED, State.FOLLOWED_UP}
_OVER = {State.CLOSED, State.WITHDRAWN}


def is_hospital(referral: Referral, own: str) -> bool:
    """Say whether this institution is the asked one."""
    return referral.origin != own


def badge(case: Case, own: str, now: datetime) -> Badge:
    """Return the case's badge."""
    referral = case.referral
    if is_overdue(referral, own, now) and (limit := _limit(referral)):
        return Badge(lateness(limit, now), "danger", "alert")
    if case.is_waiting and not is_hospital(referral, own) and referral.state is not State.DRAFT:
        return Badge("待上传", "neutral", "arrow-up")
    if is_open(referral.approval) and referral.state in OFFERED:
        return Badge("待审批", "warn", "clock")
    if referral.is_down:
        return _down_badge(referral, own)
    if is_hospital(referral, own):
        return _hospital_badge(referral, own)
    if referral.incomplete and referral.state in _UNDER_WAY:
        return Badge("待补全", "warn", "pencil")
    if referral.state is State.SENT:
        return Badge("县院已收", "accent", "inbox") if referral.reached_at else Badge("已送达", "accent", "check")
    return _PLAIN[referral.state]


def _hospital_badge(referral: Referral, own: str) -> Badge:
    if referral.target != own:
        return Badge("已转走", "neutral", "arrow-right")
    if has_turned_up(referral, own):
        return Badge("患者已来", "warn", "person")
    return (_PLAIN | _AT_HOSPITAL)[referral.state]


def _down_badge(referral: Referral, own: str) -> Badge:
    if referral.origin == own:
        return (_PLAIN | _SENT_DOWN)[referral.state]
    if referral.target != own:
        return Badge("已转走", "neutral", "arrow-right")
    return (_PLAIN | _COMES_DOWN)[referral.state]


def is_open_down(referral: Referral) -> bool:
    """Say whether something is owed on a case that goes down."""
    return referral.state not in _OVER


def limit_words(case: Case, own: str, now: datetime) -> tuple[str, bool]:
    """Return what is owed by when in a few words, and whether it is late."""
    referral, today = case.referral, day(now)
    if own not in {referral.origin, referral.target}:
        return "", False  # it has gone elsewhere
    if is_completable(referral) and referral.complete_by and not is_hospital(referral, own):
        return f"补全 {_when(referral.complete_by, now)}", now > referral.complete_by
    if referral.state in OFFERED and referral.answer_by:
        return f"接收 {_when(referral.answer_by, now)}", now > referral.answer_by
    if referral.state is State.RETURNED and referral.follow_up_by:
        return f"首访 {short_day(referral.follow_up_by, today)}", today > referral.follow_up_by
    if referral.state is State.ACCEPTED and (by := referral.arrive_by or referral.valid_until):
        return f"到诊 {short_day(by, today)}", today > by
    if referral.is_down and referral.state is State.ARRIVED and referral.follow_up_by:
        return f"首访 {short_day(referral.follow_up_by, today)}", today > referral.follow_up_by
    if tracked.is_followed_here(referral, own) and referral.next_contact:
        return f"联系 {short_day(referral.next_contact, today)}", today > referral.next_contact
    return "", False


def is_overdue(referral: Referral, own: str, now: datetime) -> bool:
    """Say whether an answer is overdue; the clinic should telephone, the hospital should answer."""
    if is_hospital(referral, own) and referral.target != own:
        return False
    return referral.state in OFFERED and referral.answer_by is not None and now > referral.answer_by


def is_my_turn(case: Case, own: str, now: datetime) -> bool:
    """Say whether this institution has to do the next thing."""
    referral = case.referral
    if tracked.is_contact_due(referral, own, now):
        return True
    if referral.is_down:
        return is_open_down(referral) and holder(referral) == own
    if is_hospital(referral, own):
        is_owed = referral.state in _UNDER_WAY or is_return_missing(referral, now)
        return referral.target == own and is_owed
    return referral.state in _CLINIC_ACTS or is_completable(referral) or is_overdue(referral, own, now)


def is_return_missing(referral: Referral, now: datetime) -> bool:
    """Say whether the hospital's return slip has not come a day after its paper did; before, it may be on its way."""
    at = referral.returned_at
    return lacks_return(referral) and at is not None and now - at > timedelta(days=1)


def rank(case: Case, own: str, now: datetime) -> tuple[int, float]:
    """Return where a case stands in its list: overdue, then what is owed here, then the others, the latest first."""
    referral = case.referral
    group = 0 if limit_words(case, own, now)[1] else 1 if is_my_turn(case, own, now) else 3 if is_over(case) else 2
    began = referral.sent_at or now
    return group, -began.timestamp()


def is_under_way(case: Case) -> bool:
    """Say whether the patient is on the road or in the hospital."""
    return case.referral.state in _UNDER_WAY


def is_over(case: Case) -> bool:
    """Say whether nothing is owed any more."""
    return case.referral.state in _OVER


def _when(at: datetime, now: datetime) -> str:
    """Return the time of today, the day of another one."""
    return short_time(at, now) if day(at) == day(now) else short_day(day(at), day(now))


def _limit(referral: Referral) -> datetime | None:
    return referral.answer_by if referral.state in OFFERED else None
