"""Columns of the list of cases, seen from the clinic or from the hospital."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui import tracked
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.words import SEX


def columns(own: str, now: Callable[[], datetime]) -> tuple[Column[Case], ...]:
    """Return the columns for an institution."""

    def towards(case: Case) -> str:
        referral = case.referral
        if state.is_hospital(referral, own):
            return referral.origin_name
        if referral.is_down:
            return referral.target_name
        return referral.slip.target.department or referral.target_name or "未定"

    def arrow(case: Case) -> str:
        if case.referral.is_down:
            return "arrow-left"
        back = case.referral.return_slip is not None
        return "arrow-left" if back or state.is_hospital(case.referral, own) else "arrow-right"

    def limit(case: Case) -> str:
        return state.limit_words(case, own, now())[0]

    def sent(case: Case) -> str:
        return short_time(case.referral.sent_at, now()) if case.referral.sent_at else ""

    def contact(case: Case) -> str:
        due = case.referral.next_contact
        return short_day(due, day(now())) if due else ""

    return (
        Column(title="状态", text=lambda _case: "", badge=lambda case: state.badge(case, own, now()), width=112),
        Column(
            title="患者",
            text=lambda case: case.referral.slip.patient.name,
            width=82,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="性别年龄", text=lambda case: sex_and_age(case, now()), width=80, rank=1),
        Column(
            title="初步印象", text=lambda case: case.referral.slip.impression or "未写", width=140, stretch=3, rank=0
        ),
        Column(title="去向", text=towards, icon=arrow, width=122, stretch=1),
        Column(
            title="时限",
            text=limit,
            tone=lambda case: "danger" if state.limit_words(case, own, now())[1] else "",
            width=112,
            rank=2,
            sort=lambda case: case.referral.answer_by,
        ),
        Column(
            title="跟踪负责",
            text=lambda case: tracker_of(case.referral)[1],
            width=84,
            rank=4,
        ),
        Column(
            title="下次联系",
            text=contact,
            tone=lambda case: "danger" if tracked.is_contact_due(case.referral, own, now()) else "",
            width=92,
            rank=5,
            sort=lambda case: case.referral.next_contact,
            export=lambda case: case.referral.next_contact,
        ),
        Column(
            title="转出时间",
            text=sent,
            width=96,
            is_right=True,
            rank=3,
            sort=lambda case: case.referral.sent_at,
            export=lambda case: local(case.referral.sent_at).replace(tzinfo=None) if case.referral.sent_at else None,
        ),
    )


def sex_and_age(case: Case, now: datetime) -> str:
    """Return 女 71 岁."""
    patient = case.referral.slip.patient
    return f"{SEX[patient.sex] or '—'} {age(patient.birth, day(now))}"
