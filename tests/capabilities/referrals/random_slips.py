"""Slips as nobody wants to write them: rare characters, long names with ·, histories of 2,000 characters, gaps.

Each case is made from its number alone, so that a failing one can be looked at again.
"""

from __future__ import annotations

import random
import re
import subprocess
from datetime import date
from datetime import timedelta
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.reading import flat
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.layout import Block
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.documents import fonts
from yigongti_desktop.kernel.identifiers import Sex

#: Extensions A to H of Unicode; what of them the fonts have is drawn from.
_RANGES = (
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B739),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    (0x30000, 0x3134A),
    (0x31350, 0x323AF),
)
_KNOWN = "𠮷䶮㛃"
_COMMON = (
    "右侧肢体无力三小时言语不清伴头晕恶心血压心率呼吸平稳患者家属诉既往高血压病史规律服药"
    "给予吸氧补液抗血小板治疗建议转上级医院进一步诊治"
)
_MARKS = "，。；：、（）《》“”％—…ABCmmHgT1/+-.0123456789℃μγ×"
_MINORITIES = ("阿卜杜热合曼", "买买提明", "吐尔逊江", "艾山", "古丽巴哈尔", "才仁卓玛", "巴特尔", "努尔兰", "迪丽努尔")
_SURNAMES = "王李张刘陈杨赵黄周吴𠮷䶮㛃欧阳"


@lru_cache(maxsize=1)
def rare() -> str:
    """Return some hundred characters of every extension that the fonts have."""
    found = list(_KNOWN)
    for first, last in _RANGES:
        step = max((last - first) // 40, 1)
        named = [chr(code) for code in range(first, last + 1, step)]
        found += [one for one in named if fonts.runs(one)[0][1] == one]
    return "".join(found)


def name(chance: random.Random) -> str:
    """Return a name: common, with rare characters, or of a minority, up to 30 characters."""
    kind = chance.random()
    if kind < 0.35:
        parts = chance.sample(_MINORITIES, chance.randint(2, 5))
        return "·".join(parts)[:30].strip("·")
    given = chance.choices(rare() if kind < 0.8 else _COMMON, k=chance.randint(1, 3))
    return chance.choice(_SURNAMES) + "".join(given)


def text(chance: random.Random, most: int) -> str:
    """Return a text of up to so many characters, often none, sometimes all of them."""
    length = chance.choice((0, 0, 3, 40, 200, 700, most))
    pool = _COMMON * 6 + _MARKS + rare()[:60] + "\n  "
    return " ".join("".join(chance.choices(pool, k=min(length, most))).split(" ")).strip()


def out_case(number: int) -> Referral:
    """Return a referral whose slip has everything, or little."""
    chance = random.Random(f"out {number}")  # noqa: S311 - the same every time
    born = date(2026, 11, 23) - timedelta(days=chance.choice((0, 1, 20, 200, 9000, 30000)))
    who = patient(
        name=chance.choice((name(chance), name(chance), name(chance), "无名氏", "张秀英之女")),
        birth=born,
        id_number="",
        sex=chance.choice(list(Sex)),
        address=chance.choice(("", f"岳口镇健康村{name(chance)}门前二组 18 号")),
        health_record=chance.choice(("", "42900610720100318")),
    )
    return sent(
        urgency=Urgency.EMERGENCY,
        patient=who,
        target=replace(TARGET, doctor=chance.choice(("", name(chance)))),
        diagnosis_code="",
        impression=text(chance, 110).replace("\n", ""),
        history=text(chance, 2000),
        past_history=text(chance, 2000),
        treatment=text(chance, 2000),
        doctor=name(chance),
        doctor_phone=chance.choice(("", "13900000002")),
    )


def back_case(number: int) -> Referral:
    """Return a case that came back, with everything or little on its return slip."""
    chance = random.Random(f"back {number}")  # noqa: S311
    arrived = in_state(State.ARRIVED)
    arrived = replace(arrived, slip=replace(arrived.slip, patient=patient(name=name(chance))))
    typed = back(
        diagnosis_code="",
        diagnosis=text(chance, 110).replace("\n", "") or "脑梗死",
        case_number=chance.choice(("", "M2026112301")),
        inpatient_number=chance.choice(("", "ZY0098812")),
        findings=text(chance, 2000) or "未见异常",
        plan=text(chance, 2000) or "随访",
        doctor=name(chance),
        doctor_phone=chance.choice(("", "0728-5223011")),
    )
    return hospital.send_back(arrived, typed, ruling(HOSPITAL))


def layout(number: int) -> Layout:
    """Return the national form mostly, sometimes all that a county may put to it."""
    chance = random.Random(f"layout {number}")  # noqa: S311
    if chance.random() < 0.5:
        return Layout()
    return Layout(
        blocks=tuple(block for block in Block if chance.random() < 0.6),
        letterhead=chance.choice(("", "天门市第一人民医院医共体")),
        is_half=chance.random() < 0.5,
    )


def poppler(pdf: bytes) -> str:
    """Return the text as a second, independent program reads it, without blanks."""
    told = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return flat(told.stdout.decode())


def fields_of(referral: Referral) -> dict[str, str]:
    """Return what was entered, by its label on the slip; the label that follows ends it."""
    slip = referral.slip
    if referral.return_slip is None:
        return {
            "初步印象：|主要现病史（转出原因）：": slip.impression,
            "主要现病史（转出原因）：|主要既往史：": slip.history,
            "主要既往史：|治疗经过：": slip.past_history,
            "治疗经过：|": slip.treatment,
        }
    found = referral.return_slip
    return {
        "诊断结果|住院病案号": found.diagnosis,
        "住院病案号|主要检查结果：": found.inpatient_number,
        "主要检查结果：|治疗经过、下一步治疗方案及康复建议：": found.findings,
        "治疗经过、下一步治疗方案及康复建议：|": found.plan,
    }


def stripped(text_read: str) -> str:
    """Return a text without what stands on every page: feet, heads of further pages."""
    for pattern in (_FOOT, _HEAD, _GOES_ON):
        text_read = re.sub(pattern, "", text_read)
    return text_read


_FOOT = r"医共体工作台单号岳口-\d{8}-A-\d{3}第\d+页，共\d+页"
_HEAD = r"续页单号岳口-\d{8}-A-\d{3}"
_GOES_ON = (
    "(初步印象|主要现病史（转出原因）|主要既往史|治疗经过|主要检查结果|治疗经过、下一步治疗方案及康复建议)（续）："
)


def missing(referral: Referral, read_text: str) -> list[str]:
    """Return which of the entered fields do not stand in a text, whole and between their labels."""
    found: list[str] = []
    for labels, value in fields_of(referral).items():
        label, _, follower = labels.partition("|")
        wanted = flat(label) + flat(value) + flat(follower)
        if wanted not in read_text:
            found.append(label)
    who: Any = referral.slip.patient
    if read_text.count(flat(who.name)) < 2:
        found.append("患者姓名")
    return found
