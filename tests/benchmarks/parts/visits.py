"""The record that speed is measured with: 25 fields, some 775 bytes of JSON, all of it invented; and its two acts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import MetaData
from sqlalchemy import Table

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

_NUMBERS = ("systolic", "diastolic", "pulse", "weight", "height", "glucose", "cigarettes", "steps")
_TEXTS = (
    "resident", "name", "sex", "birth", "phone", "village", "address", "doctor", "institution", "day", "kind", "drugs",
    "adherence", "finding", "advice", "next_day",
)  # fmt: skip
#: In a schema of its own: what is measured with is no table of the product.
TABLE = Table(
    "benchmark_visits",
    MetaData(),
    text("id", key=True),
    number("revision"),
    *(text(name) for name in _TEXTS),
    *(number(name) for name in _NUMBERS),
    structure("extra", empty="{}"),
)

_FAMILY, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "建国秀英桂兰志强玉梅海燕德明春花"
_VILLAGES = ("健康村", "新桥村", "杨林村", "石河村", "白湖村", "黄潭村", "净潭村", "蒋场村")
_DRUGS = (
    "苯磺酸氨氯地平片 5mg 每日一次",
    "缬沙坦胶囊 80mg 每日一次",
    "盐酸二甲双胍片 0.5g 每日两次",
    "阿卡波糖片 50mg 每日三次",
    "硝苯地平控释片 30mg 每日一次",
)
_WORDS = [
    "血压平稳",
    "血糖偏高",
    "头晕",
    "头痛",
    "胸闷",
    "心悸",
    "乏力",
    "口干",
    "多饮",
    "多尿",
    "视物模糊",
    "下肢水肿",
    "足背动脉搏动好",
    "肢端麻木",
    "夜尿两次",
    "睡眠差",
    "食欲好",
    "体重下降",
    "体重增加",
    "无低血糖",
    "无胸痛",
    "心律齐",
    "双肺清",
    "腹软",
    "肝脾未及",
    "规律服药",
    "偶有漏服",
    "自行停药",
    "饮食控制",
    "少盐",
    "少油",
    "戒烟",
    "限酒",
    "散步三十分钟",
    "监测血压",
    "监测血糖",
    "两周后复查",
    "一月后复查",
    "到县院复诊",
    "查肝肾功能",
    "查糖化血红蛋白",
    "查心电图",
    "查眼底",
    "查尿微量白蛋白",
    "调整剂量",
    "继续原方案",
    "注意保暖",
    "防跌倒",
    "家属陪同",
    "已签约",
    "电话随访",
    "入户随访",
    "门诊随访",
    "需要转诊",
    "暂不转诊",
    "情绪稳定",
    "活动自如",
    "言语清楚",
    "记忆力减退",
    "听力下降",
    "关节疼痛",
    "腰痛",
    "便秘",
    "皮肤完整",
    "无破溃",
    "伤口愈合",
    "进食顺利",
    "饮水不足",
    "宣教一次",
]


class Visit(Record, frozen=True, kw_only=True):
    """A visit to somebody with a chronic disease."""

    resident: str
    name: str
    sex: str
    birth: date
    phone: str
    village: str
    address: str
    doctor: str
    institution: str
    day: date
    kind: str
    drugs: str
    adherence: str
    finding: str
    advice: str
    next_day: date
    systolic: int
    diastolic: int
    pulse: int
    weight: int
    height: int
    glucose: int
    cigarettes: int
    steps: int


FIELDS = tuple(name for name in Visit.__struct_fields__ if name not in Record.__struct_fields__)


class VisitWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A visit was written down."""

    resident: str
    name: str
    sex: str
    birth: date
    phone: str
    village: str
    address: str
    doctor: str
    day: date
    kind: str
    drugs: str
    adherence: str
    finding: str
    advice: str
    next_day: date
    systolic: int
    diastolic: int
    pulse: int
    weight: int
    height: int
    glucose: int
    cigarettes: int
    steps: int


class VisitCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a visit were changed, each from the value that was seen."""

    changes: dict[str, tuple[Any, Any]]


def write(current: Visit | None, body: VisitWritten, ruling: Ruling) -> Visit:
    """Write a visit down; one that is there already, or cannot be, is refused."""
    if current is not None:
        raise Refused("visit_exists")
    today = day(ruling.at)
    if not body.birth <= body.day <= today < body.next_day:
        raise Refused("visit_day", day=body.day.isoformat())
    if not body.name.strip() or len(body.finding) > 500 or len(body.advice) > 500:
        raise Refused("field_long", field="finding")
    if not (40 <= body.diastolic < body.systolic <= 300 and 20 <= body.pulse <= 250):
        raise Refused("pressure", systolic=body.systolic, diastolic=body.diastolic)
    return Visit(id=ruling.record, institution=ruling.actor.institution, **msgspec.structs.asdict(body))


def correct(current: Visit | None, body: VisitCorrected, ruling: Ruling) -> Visit:
    """Change fields that nobody else has changed meanwhile."""
    if current is None or current.institution != ruling.actor.institution:
        raise Refused("not_found", kind="benchmark_visit")
    for field, (seen, wanted) in body.changes.items():
        if getattr(current, field) not in {seen, wanted}:
            raise Refused("conflict", fields={field: {"mine": wanted, "theirs": getattr(current, field)}})
    return msgspec.structs.replace(current, **{field: wanted for field, (_, wanted) in body.changes.items()})


VISIT = RecordKind(
    name="benchmark_visit",
    record=Visit,
    table=TABLE,
    streams=lambda visit: frozenset({f"unit:{visit.institution}"}),
    topic="visits",
)
_WHO = frozenset({Role.PUBLIC_HEALTH, Role.DOCTOR})
WRITTEN = EventKind(name="benchmark_visit.written", body=VisitWritten, of=VISIT, decide=write, roles=_WHO)
CORRECTED = EventKind(name="benchmark_visit.corrected", body=VisitCorrected, of=VISIT, decide=correct, roles=_WHO)
SLICE = Slice(records=(VISIT,), events=(WRITTEN, CORRECTED))


def visits(count: int, today: date, seed: int = 20260928) -> Iterator[VisitWritten]:
    """Return so many visits, the same for one seed."""
    dice = random.Random(seed)  # noqa: S311 - invented people, the same in every run
    for _ in range(count):
        birth = date(1935, 1, 1) + timedelta(days=dice.randrange(18_000))
        village = dice.choice(_VILLAGES)
        on = today - timedelta(days=dice.randrange(90))
        yield VisitWritten(
            resident=f"{dice.getrandbits(128):032x}",
            name=dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=2)),
            sex=dice.choice(("male", "female")),
            birth=birth,
            phone=f"139{dice.randrange(10**8):08d}",
            village=village,
            address=f"岳口镇{village}{dice.randint(1, 12)}组{dice.randint(1, 99)}号",
            doctor=dice.choice(("李文静", "周建国", "胡小燕", "邱海棠")),
            day=on,
            kind=dice.choice(("高血压随访", "糖尿病随访")),
            drugs=dice.choice(_DRUGS),
            adherence=dice.choice(("规律", "间断", "不服药")),
            finding="，".join(dice.choices(_WORDS, k=9)) + "。",
            advice="，".join(dice.choices(_WORDS, k=7)) + "。",
            next_day=today + timedelta(days=dice.randint(60, 100)),
            systolic=dice.randint(110, 180),
            diastolic=dice.randint(60, 100),
            pulse=dice.randint(55, 100),
            weight=dice.randint(400, 950),
            height=dice.randint(1450, 1850),
            glucose=dice.randint(40, 160),
            cigarettes=dice.choice((0, 0, 0, 5, 10, 20)),
            steps=dice.randint(0, 12_000),
        )
