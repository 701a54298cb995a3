"""Referrals for tests: a complete slip, and a case brought by its real moves to any state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.identifiers import Sex

NUMBER = "岳口-20261123-A-001"
#: A day on which a slip of NOON is no longer valid.
LATE = NOON + timedelta(days=8)
TARGET = Target(institution=HOSPITAL, department="神经内科", doctor="王建平")
ELSEWHERE = Target(institution=HOSPITAL, department="急诊科")


def patient(**changes: Any) -> Patient:
    whole = Patient(
        name="邱传富",
        sex=Sex.MALE,
        birth=date(1959, 3, 12),
        id_number="429006195903123018",
        health_record="42900610720100318",
        address="岳口镇健康村二组 18 号",
        phone="13900000001",
    )
    return replace(whole, **changes)


def slip(**changes: Any) -> Slip:
    whole = Slip(
        patient=patient(),
        target=TARGET,
        diagnosis_code="I63.900",
        impression="脑梗死",
        history="右侧肢体无力 3 小时。",
        past_history="高血压病 12 年。",
        treatment="吸氧。",
        doctor="周建国",
        doctor_phone="13900000002",
        tracker="account-li",
        tracker_name="李文静",
        consent=True,
    )
    return replace(whole, **changes)


def back(**changes: Any) -> ReturnSlip:
    whole = ReturnSlip(
        diagnosis_code="I63.900",
        diagnosis="脑梗死",
        case_number="M2026112301",
        inpatient_number="ZY0098812",
        findings="头颅 MRI：左侧基底节区梗死灶。",
        plan="继续抗血小板治疗，两周内随访血压。",
        doctor="王建平",
        doctor_phone="0728-5223011",
    )
    return replace(whole, **changes)


def sent(at: datetime = NOON, *, register: Register | None = None, **changes: Any) -> Referral:
    """Return a case that the clinic has sent; changes are those of the slip."""
    return clinic.send(None, NUMBER, slip(**changes), ruling(at=at, register=register))


def in_state(state: State, at: datetime = NOON) -> Referral:
    """Return a case of the clinic and the hospital in a state, by the moves that lead there."""
    ours, theirs = ruling(at=at), ruling(HOSPITAL, at)
    steps: dict[State, Callable[[], Referral]] = {
        State.DRAFT: lambda: clinic.save_draft(None, slip(), ours),
        State.SENT: lambda: sent(at),
        State.REDIRECTED: lambda: hospital.redirect(sent(at), ELSEWHERE, "先到急诊", theirs),
        State.ACCEPTED: lambda: hospital.accept(sent(at), "神经内科 3 床", theirs),
        State.DECLINED: lambda: hospital.decline(sent(at), "没有床位", theirs),
        State.ARRIVED: lambda: hospital.arrive(in_state(State.ACCEPTED, at), "M2026112301", theirs),
        State.RETURNED: lambda: hospital.send_back(in_state(State.ARRIVED, at), back(), theirs),
        State.FOLLOWED_UP: lambda: clinic.follow_up(in_state(State.RETURNED, at), ours),
        State.CLOSED: lambda: clinic.close(in_state(State.FOLLOWED_UP, at), Outcome.IMPROVED, ours),
        State.WITHDRAWN: lambda: clinic.withdraw(sent(at), "患者不去了", ours),
        State.EXPIRED: lambda: both.expire(sent(at), ruling(CLINIC, at + timedelta(days=8))),
    }
    return steps[state]()
