"""What the demonstration's people did before one looks: slips and requests in every state, all invented.

Without them the first look at every page would be at an empty list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.app.demo_capacity import Reserved
from yigongti_desktop.app.demo_contracts import Signing
from yigongti_desktop.app.demo_places import Places
from yigongti_desktop.app.demo_staff import Roll
from yigongti_desktop.app.demo_staffing import Staffing
from yigongti_desktop.app.demo_stock import Shelves
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.demonstration import id_number
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency as Haste
from yigongti_desktop.capabilities.referrals.messages import cases as referral
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry

_LEAD = "tianmen.diyi"
_LOT_EXPIRY = date(2028, 3, 31)


@dataclass(frozen=True)
class Case:
    """One referral of the last days, and how far it has come."""

    name: str
    sex: Sex
    birth: date
    village: str
    code: str
    impression: str
    department: str
    history: str
    #: sent, accepted, arrived, returned or declined
    comes_to: str
    urgency: Urgency = Urgency.OUTPATIENT


_F, _M = Sex.FEMALE, Sex.MALE
CASES = (
    Case("陈桂兰", _F, date(1955, 3, 12), "健康村三组", "J44.100", "慢性阻塞性肺病伴有急性加重", "呼吸内科",
         "反复咳喘 10 年，加重 3 天，静息血氧 88%，双肺哮鸣音，雾化后缓解不明显。", "returned", Urgency.INPATIENT),
    Case("王德厚", _M, date(1948, 11, 2), "白湖口村一组", "I20.000", "不稳定型心绞痛", "心血管内科",
         "胸闷 2 周，每日发作 2 次，含服硝酸甘油 5 分钟缓解。心电图 V4–V6 ST 段压低。", "arrived", Urgency.INPATIENT),
    Case("刘菊香", _F, date(1996, 7, 25), "潭湖村六组", "O13.x00", "妊娠期高血压", "产科",
         "孕 33 周，产检血压 148/96 mmHg，尿蛋白阴性，无头痛、视物模糊。", "accepted"),
    Case("张家旺", _M, date(2014, 5, 9), "健康村八组", "K35.800x001", "急性阑尾炎", "普外科",
         "转移性右下腹痛 9 小时，体温 37.9℃，右下腹压痛、反跳痛。", "accepted", Urgency.EMERGENCY),
    Case("鲁元生", _M, date(1971, 9, 30), "岳口社区", "N20.100", "输尿管结石", "泌尿外科",
         "左侧腰痛反复 1 周，超声示左输尿管上段结石 9 mm，左肾轻度积水。", "sent"),
    Case("彭红霞", _F, date(1963, 1, 18), "新堰村二组", "E11.900", "2 型糖尿病", "内分泌科",
         "口服药联合治疗 3 个月，空腹血糖 11–13 mmol/L，糖化血红蛋白 9.8%。", "sent"),
    Case("肖福生", _M, date(1944, 6, 6), "白湖口村四组", "S72.000", "股骨颈骨折", "骨科",
         "跌倒后左髋疼痛 4 小时，左下肢外旋短缩，不能站立。", "declined", Urgency.EMERGENCY),
    Case("郑玉珍", _F, date(1958, 12, 20), "潭湖村一组", "I63.900", "脑梗死恢复期", "神经内科",
         "脑梗死后 2 个月，行走不稳加重 1 周，请评估康复方案。", "returned"),
)  # fmt: skip

#: Note, urgency, drugs with quantities, and how far it has come: sent, sent_back, reviewed or dispatched.
REQUESTS: tuple[tuple[str, Haste, dict[str, int], str], ...] = (
    ("慢病用药", Haste.ROUTINE,
     {"苯磺酸氨氯地平片": 400, "盐酸二甲双胍片": 300, "阿司匹林肠溶片": 200, "阿托伐他汀钙片": 150}, "dispatched"),
    ("急救车补充", Haste.URGENT, {"盐酸肾上腺素注射液": 20, "硝酸甘油片": 10, "呋塞米注射液": 20}, "reviewed"),
    ("流感季", Haste.URGENT, {"磷酸奥司他韦胶囊": 200, "布洛芬混悬液": 80, "对乙酰氨基酚片": 120}, "sent"),
    ("11 月第二次", Haste.ROUTINE, {"头孢呋辛酯片": 100, "阿奇霉素片": 60, "小儿氨酚黄那敏颗粒": 90}, "sent_back"),
)  # fmt: skip


class Days:
    """Does it all through the desks, as people would."""

    def __init__(self, demonstration: Demonstration) -> None:
        self._demo = demonstration
        self._actors: dict[str, Actor] = {}

    def fill(self) -> None:
        """Let clinic and hospital work for a while, with the line up."""
        shelves = Shelves(self._demo, self._do)
        sent_of = (wanted for _, _, wanted, comes_to in REQUESTS if comes_to == "dispatched")
        shelves.open_centre({name: _lot(place) for one in sent_of for place, name in enumerate(one, 1)}, _LOT_EXPIRY)
        shelves.open_clinic()
        signing = Signing(self._demo, self._do)
        signing.offer()
        Roll(self._demo, self._do).fill()
        staffing = Staffing(self._demo, self._do)
        staffing.prepare()
        today = day(self._demo.desks[HOSPITAL].clock.now())
        Places(self._do, today).lay_down()
        reserved = Reserved(self._do, today)
        reserved.publish()
        self._sync(HOSPITAL, CLINIC)
        sent = [(case, self._send(case)) for case in CASES]
        for case, slip in sent:
            if case.comes_to == "sent":
                reserved.hold(slip.id, case.department)
        asked = [(comes_to, self._ask(note, haste, wanted)) for note, haste, wanted, comes_to in REQUESTS]
        self._sync(CLINIC, HOSPITAL, CLINIC)
        signing.sign()
        staffing.work()
        for case, slip in sent:
            self._answer(case, slip.id)
        for comes_to, request in asked:
            self._supply(comes_to, request)
        self._sync(HOSPITAL, CLINIC, HOSPITAL)

    def _do(self, place: str, login: str, command: msgspec.Struct) -> Any:
        if login not in self._actors:
            self._actors[login] = self._demo.log_in(place, login).actor
        return self._demo.desks[place].do(self._actors[login], command).record

    def _sync(self, *places: str) -> None:
        for place in places:
            self._demo.desks[place].sync()

    def _send(self, case: Case) -> Referral:
        place = CASES.index(case)
        tracker = next(person for person in self._demo.desks[CLINIC].people() if person.login == "li")
        slip = Slip(
            patient=Patient(
                name=case.name,
                sex=case.sex,
                birth=case.birth,
                id_number=id_number(case.birth, case.sex, 21 + place),
                address=f"岳口镇{case.village}",
                phone=f"1390000{1101 + place}",
            ),
            target=Target(institution=_LEAD, department=case.department),
            diagnosis_code=case.code,
            impression=case.impression,
            history=case.history,
            urgency=case.urgency,
            doctor="周建国",
            doctor_phone="0728-4720000",
            tracker=tracker.account,
            tracker_name=tracker.name,
            consent=True,
        )
        sent: Referral = self._do(CLINIC, "zhou", referral.SendReferral(slip=slip))
        return sent

    def _answer(self, case: Case, record: str) -> None:
        if case.comes_to == "declined":
            reason = "骨科无床，建议转市第三人民医院"
            self._do(HOSPITAL, "yang", referral.DeclineReferral(referral=record, reason=reason))
        if case.comes_to in {"accepted", "arrived", "returned"}:
            reception = f"{case.department}门诊"
            self._do(HOSPITAL, "yang", referral.AcceptReferral(referral=record, reception=reception))
        if case.comes_to in {"arrived", "returned"}:
            self._do(HOSPITAL, "yang", referral.RegisterArrival(referral=record))
        if case.comes_to == "returned":
            self._do(HOSPITAL, "xiong", referral.SendBack(referral=record, slip=_back(case)))

    def _ask(self, note: str, haste: Haste, wanted: dict[str, int]) -> DrugRequest:
        desk = self._demo.desks[CLINIC]
        found = [(desk.read(registry.find, registry.DRUG, name, 1), quantity) for name, quantity in wanted.items()]
        lines = tuple(Wanted(drug=drugs[0].id, quantity=quantity) for drugs, quantity in found if drugs)
        command = drug.SubmitDrugRequest(lines=lines, urgency=haste, note=note)
        asked: DrugRequest = self._do(CLINIC, "liu", command)
        return asked

    def _supply(self, comes_to: str, asked: DrugRequest) -> None:
        if comes_to == "sent_back":
            reason = "请补写库存数和近三个月用量"
            self._do(HOSPITAL, "yang", drug.SendBackDrugRequest(request=asked.id, reason=reason))
        if comes_to in {"reviewed", "dispatched"}:
            decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in asked.lines)
            half = replace(decisions[-1], approved=asked.lines[-1].requested // 2, reason="县内库存不足，先发一半")
            asked = self._do(
                HOSPITAL, "yang", drug.ReviewDrugRequest(request=asked.id, decisions=(*decisions[:-1], half))
            )
        if comes_to == "dispatched":
            parcels = tuple(
                Parcel(
                    drug=line.drug,
                    lots=(Lot(lot=_lot(place), expiry=_LOT_EXPIRY, quantity=line.approved or 0),),
                )
                for place, line in enumerate(asked.lines, start=1)
            )
            self._do(HOSPITAL, "yang", drug.DispatchDrugRequest(request=asked.id, parcels=parcels))


def _lot(place: int) -> str:
    return f"2608{place:02d}"


def _back(case: Case) -> ReturnSlip:
    return ReturnSlip(
        diagnosis_code=case.code,
        diagnosis=case.impression,
        case_number=f"M00{98200 + CASES.index(case)}",
        findings="入院检查完善，各项指标已较前好转，详见出院记录。",
        plan="按出院医嘱服药，两周内随访血压、症状和用药情况；如有加重及时联系本科。",
        doctor="熊卫东",
        doctor_phone="0728-5220000",
    )
