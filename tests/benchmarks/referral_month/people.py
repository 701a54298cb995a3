"""Patients, slips and return slips of the month: all invented, the same for one seed."""

from __future__ import annotations

import random
from datetime import datetime
from datetime import timedelta
from typing import Any

from tests.benchmarks.parts.countryside import TODAY
from tests.world import id_number
from yigongti_desktop.capabilities.referrals.model.infectious import Special
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number

#: What patients have, where it is treated, and what the hospital may find it to be in the end.
DISEASES = (
    ("I63.900", "脑梗死", "神经内科", ("I63.900", "I63.801", "G45.900")),
    ("I10.x00x002", "高血压", "心血管内科", ("I10.x05", "I20.900")),
    ("I21.900", "急性心肌梗死", "心血管内科", ("I21.300x004", "I20.900")),
    ("J18.900", "肺炎", "呼吸内科", ("J18.900", "J44.100")),
    ("J44.900", "慢性阻塞性肺病", "呼吸内科", ("J44.100", "I27.900x002")),
    ("E11.900", "2型糖尿病", "内分泌科", ("E11.200", "E11.900", "")),
    ("S72.000", "股骨颈骨折", "骨科", ("S72.000", "S72.101")),
    ("M51.202", "腰椎间盘突出", "骨科", ("M51.202", "M54.502")),
    ("N20.000", "肾结石", "泌尿外科", ("N20.100", "N13.200")),
    ("K35.800x001", "急性阑尾炎", "普外科", ("K35.800x001", "")),
)
INFECTIOUS = ("A16.200x002", "肺结核", "感染科", ("A16.200x002", "J18.900"))
DEPARTMENTS = tuple(sorted({one[2] for one in DISEASES}))
DOWN_CLASSES = ("chronic", "convalescent", "acute_recovery", "after_surgery", "stable_critical")
#: Where nobody of the county is asked, but the lead hospital approves.
OUTSIDE = "武汉协和医院"
_DOCTORS = ("周建国", "李文静", "陈志强", "吴桂兰")
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂𠮷䶮㛃"
_SERIALS = 997


def patient(serial: int, dice: random.Random) -> Patient:
    """Return somebody with a number of their own."""
    birth = TODAY - timedelta(days=dice.randrange(18 * 365, 90 * 365))
    number = id_number(birth, serial % _SERIALS + 1, region=f"4290{serial // _SERIALS:02d}")
    return Patient(
        name=dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=2)),
        sex=Sex(read_id_number(number, TODAY).sex),
        birth=birth,
        id_number=number,
        address=f"健康村 {serial} 号",
        phone=f"139{serial:08d}",
    )


def slip(serial: int, dice: random.Random, at: datetime, **others: Any) -> Slip:
    """Return a slip of somebody new to a department that fits; a few are emergencies with gaps, a few infectious."""
    is_infectious = dice.random() < 0.03
    code, words, department, _ = INFECTIOUS if is_infectious else dice.choice(DISEASES)
    is_urgent = not is_infectious and dice.random() < 0.12
    special = Special(card_at=at - timedelta(hours=1), card_by="公卫科", transport="负压救护车")
    given: dict[str, Any] = {
        "patient": patient(serial, dice),
        "target": Target(institution=others.pop("institution"), department=others.pop("department", department)),
        "diagnosis_code": code,
        "impression": words,
        "history": "" if is_urgent else f"{words}反复发作，乡镇处理后仍不缓解，第 {serial} 例。",
        "urgency": Urgency.EMERGENCY if is_urgent else dice.choice([Urgency.OUTPATIENT, Urgency.INPATIENT]),
        "transport": Transport.AMBULANCE if is_urgent else Transport.SELF,
        "doctor": dice.choice(_DOCTORS),
        "consent": not is_urgent,
        "special": special if is_infectious else None,
    }
    return Slip(**given | others)


def back(code: str, dice: random.Random) -> ReturnSlip:
    """Return what a hospital writes of a patient with a first diagnosis."""
    known = {one[0]: one for one in (*DISEASES, INFECTIOUS)}
    final = dice.choice(known[code][3]) if code in known else ""
    words = {one[0]: one[1] for one in DISEASES}.get(final, "诊断见病历")
    return ReturnSlip(
        diagnosis_code=final, diagnosis=words, findings="检查已完成。", plan="两周内随访，按时服药。", doctor="熊卫东"
    )


def drugs(dice: random.Random) -> tuple[SlipDrug, ...]:
    """Return what the unit is to go on giving: nothing, or a drug in the doctor's words."""
    if dice.random() < 0.5:
        return ()
    drug = SlipDrug(
        name="阿托伐他汀钙片",
        strength="20mg×28片",
        dose="1片",
        frequency="每晚1次",
        days=28,
        quantity=1,
        unit="盒",
    )
    return (drug,)
