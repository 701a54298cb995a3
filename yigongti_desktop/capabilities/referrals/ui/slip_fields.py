"""The fields of a transfer-out slip, in the order of the paper."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.ui import slip_targets
from yigongti_desktop.capabilities.referrals.ui.slip_values import ORDINARY
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry.store import Seat

_SEXES = (Option(Sex.MALE.value, "男"), Option(Sex.FEMALE.value, "女"))
_URGENCIES = tuple(Option(urgency.value, NAMES[urgency.value]) for urgency in Urgency)
_KNOWN = (
    Option(ORDINARY, "一般"),
    Option(Known.NEWBORN.value, "新生儿"),
    Option(Known.UNIDENTIFIED.value, "身份不明"),
)
_TARGET_REASONS = (
    "牵头医院没有这个专科",
    "牵头医院没有床位",
    "患者在那里做过治疗",
    "离家近，方便照护",
    "患者或家属要求",
)
_AGAINST = ("病情超出本院能力", "有并发症，需要上级医院检查", "治疗效果不好", "患者或家属要求", "先到牵头医院明确诊断")
_TRANSPORTS = tuple(Option(transport.value, NAMES[transport.value]) for transport in Transport)
_UNKNOWN = {
    Option(Known.UNIDENTIFIED.value, "无名氏", detail="身份不明，不知道出生日期"): ("wms", "无名", "身份不明", "sfbm"),
    Option(Known.NEWBORN.value, "新生儿", detail="还没有身份证，按母亲登记"): ("xse", "新生儿", "婴儿"),
}
UNKNOWN_PEOPLE = frozenset(option.key for option in _UNKNOWN)
#: Fields that were printed and stay as they are when gaps are filled.
PRINTED = (
    *("who", "name", "birth", "id_number", "phone", "address", "institution", "department", "contact"),
    *("mother", "estimated_age"),
)
PRINTED_CHOICES = ("urgency", "transport", "known")
#: Facts and codes of a refusal whose field has another name here.
FAULT_FIELDS = {
    "target": "institution",
    "birth_in_future": "birth",
    "birth_too_early": "birth",
    "diagnosis_unknown": "diagnosis",
    "diagnosis_code": "diagnosis",
    "impression": "diagnosis",
    "id_number_length": "id_number",
    "id_number_characters": "id_number",
    "id_number_birth": "id_number",
    "id_number_check": "id_number",
    "id_number_other_birth": "birth",
    "id_number_other_sex": "sex",
    "health_record_number": "health_record",
    "infectious": "card_at",
    "namesakes": "who",
    "special": "card_at",
}

Check = Callable[[Any], str]


@dataclass(frozen=True)
class Helpers:
    """What the fields need of the desk: where they look things up, how they check."""

    residents: Search
    diagnoses: Search
    slots: Search
    id_number: Check
    birth: Check
    phone: Check


def sections(seat: Seat, helpers: Helpers) -> tuple[Section, ...]:
    """Return the fields."""
    return (
        Section("患者", _patient(helpers)),
        Section("转往", _target(seat, helpers)),
        Section("病情", _illness(helpers)),
        Section("", _story()),
        Section("签字与跟踪", _signed(seat, helpers)),
    )


def with_unknown(search: Search) -> Search:
    """Return a search for residents that also proposes who is in no register: a newborn, somebody unidentified."""

    def both(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        wanted = typed.strip().lower()
        fit = [option for option in _UNKNOWN if wanted and any(key.startswith(wanted) for key in _UNKNOWN[option])]
        search(typed, lambda found: hand([*fit, *found]))

    return both


def _patient(helpers: Helpers) -> tuple[tuple[Field, ...], ...]:
    hint = "姓名、拼音首字母、身份证号后几位；没有登记的直接往下填"
    return (
        (Field(name="who", label="找居民", kind=PICK, search=helpers.residents, is_free=True, placeholder=hint),),
        (
            Field(name="name", label="姓名", is_needed=True, most=60),
            Field(name="id_number", label="身份证号", check=helpers.id_number, most=24),
        ),
        (
            Field(name="birth", label="出生日期", kind=DATE, is_needed=True, check=helpers.birth),
            Field(name="sex", label="性别", kind=CHIPS, options=_SEXES, is_needed=True),
        ),
        (
            Field(name="phone", label="联系电话", is_needed=True, check=helpers.phone, most=24),
            Field(name="contact", label="家属", placeholder="女儿 胡小燕", most=LONGEST_LINE),
        ),
        (
            Field(name="address", label="家庭住址", most=LONGEST_LINE),
            Field(name="health_record", label="档案编号", placeholder="17 位，没有可空着", most=24),
        ),
        (
            Field(name="known", label="身份", kind=CHIPS, options=_KNOWN, is_aside=True),
            Field(name="estimated_age", label="估计年龄", kind=NUMBER, placeholder="大约几岁"),
        ),
        (Field(name="mother", label="母亲证号", check=helpers.id_number, placeholder="母亲的身份证号", most=24),),
    )


def _target(seat: Seat, helpers: Helpers) -> tuple[tuple[Field, ...], ...]:
    hospitals: Sequence[Option] = [Option(one.id, one.name) for one in seat.hospitals]
    near = slip_targets.departments(seat, hospitals[0].key if hospitals else "", ())
    return (
        (
            Field(name="institution", label="接收单位", kind=PICK, options=hospitals, is_needed=True),
            Field(name="department", label="科室", kind=PICK, options=near, is_free=True, is_needed=True),
        ),
        (
            Field(name="urgency", label="转诊类别", kind=CHIPS, options=_URGENCIES),
            Field(name="target_doctor", label="接诊医生", most=LONGEST_LINE),
        ),
        (Field(name="transport", label="转送方式", kind=CHIPS, options=_TRANSPORTS),),
        (
            Field(
                name="target_reason",
                label="选它理由",
                kind=PICK,
                options=[Option(one, one) for one in _TARGET_REASONS],
                is_free=True,
                placeholder="为什么不转本医共体牵头医院",
            ),
        ),
        (
            Field(
                name="slot", label="预约", kind=PICK, search=helpers.slots, placeholder="预留的号源、床位、检查；可不约"
            ),
        ),
    )


def _illness(helpers: Helpers) -> tuple[tuple[Field, ...], ...]:
    hint = "拼音首字母、名称或编码，如 ngs、I63"
    return (
        (
            Field(
                name="diagnosis",
                label="初步印象",
                kind=PICK,
                search=helpers.diagnoses,
                is_free=True,
                is_needed=True,
                placeholder=hint,
            ),
        ),
    )


def _story() -> tuple[tuple[Field, ...], ...]:
    usual = [Option(one, one) for one in _AGAINST]
    return (
        (
            Field(
                name="against",
                label="不按目录",
                kind=PICK,
                options=usual,
                is_free=True,
                placeholder="写明不按目录的理由",
            ),
        ),
        (
            Field(name="card_at", label="报卡时间", placeholder="14:05 或 11-22 9:30", most=24),
            Field(name="card_by", label="报卡人", most=LONGEST_LINE),
        ),
        (
            Field(name="card_number", label="卡片编号", placeholder="没有可空着", most=LONGEST_LINE),
            Field(name="special_transport", label="专车转运", placeholder="哪辆车、怎么防护", most=LONGEST_LINE),
        ),
        (
            Field(
                name="history",
                label="主要现病史",
                kind=TEXT,
                lines=3,
                is_needed=True,
                placeholder="转出原因",
                check=at_most(LONGEST_TEXT),
            ),
        ),
        (Field(name="past_history", label="主要既往史", kind=TEXT, lines=2, check=at_most(LONGEST_TEXT)),),
        (Field(name="treatment", label="治疗经过", kind=TEXT, lines=2, check=at_most(LONGEST_TEXT)),),
    )


def _signed(seat: Seat, helpers: Helpers) -> tuple[tuple[Field, ...], ...]:
    people = [Option(one.id, one.name, detail=one.department) for one in seat.people]
    hint = "谁跟踪这位患者"
    return (
        (
            Field(name="doctor", label="转诊医生", is_needed=True, most=LONGEST_LINE),
            Field(name="doctor_phone", label="医生电话", check=helpers.phone, most=24),
        ),
        (
            Field(name="tracker", label="跟踪负责", kind=PICK, options=people, is_needed=True, placeholder=hint),
            Field(name="consent", label="知情同意", kind=CHECK, placeholder="患者或家属知情同意转诊"),
        ),
    )
