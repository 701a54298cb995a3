"""The first road, walked without a window: a referral and a drug request from a township desk and back.

The line is down while the clinic works; it comes back; the hospital answers; the answers arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.papers import Kind
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.model import road as request_road
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as referral
from yigongti_desktop.capabilities.referrals.model import road as referral_road
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import check_character
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.sync.status import status

#: Told of each step: its number, of how many, what was done.
Tell = Callable[[str], None]


class Walk:
    """One referral and one request, step by step."""

    def __init__(self, demonstration: Demonstration, tell: Tell) -> None:
        self._demo = demonstration
        self._tell = tell
        self.papers = demonstration.folder / "walk"
        self.referral = ""
        self.request = ""

    def clinic_works_offline(self) -> None:
        """Write, print and ask with the line down; everything is saved and waits."""
        self._demo.stop_hub()
        self._tell("线路断开：中枢已停")
        sent = self._do(CLINIC, "zhou", referral.SendReferral(slip=self._slip()))
        self.referral = sent.id
        self._tell(f"周建国 写好转出单 {sent.number}，已存本机")
        self._paper(CLINIC, "zhou", sent.number, "transfer-out.pdf")
        self._tell("转出单已打印：transfer-out.pdf")
        asked = self._do(CLINIC, "liu", drug.SubmitDrugRequest(lines=self._wanted(), note="节前补充请领"))
        self.request = asked.id
        self._tell(f"刘春梅 提交请领单 {asked.number}，{len(asked.lines)} 行，已存本机")
        talk = self._demo.desks[CLINIC].sync()
        now = self._demo.desks[CLINIC].read(status)
        self._tell(f"试着同步：连不上（{talk.code}），待上传 {now.waiting} 条，什么也没有丢")

    def line_comes_back(self) -> None:
        """Start the hub again and let both desks sync."""
        self._demo.start_hub()
        talk = self._demo.desks[CLINIC].sync()
        self._tell(f"线路恢复：卫生院送 {talk.sent} 条，县院确认 {talk.accepted} 条")
        talk = self._demo.desks[HOSPITAL].sync()
        self._tell(f"县院转诊办、中心药房收到 {talk.received} 条")

    def hospital_receives(self) -> None:
        """Accept the referral and register that the patient has come."""
        self._do(
            HOSPITAL, "yang", referral.AcceptReferral(referral=self.referral, reception="神经内科 3 床，熊卫东 接诊")
        )
        self._tell("转诊办 杨志勇 接收转诊")
        self._do(HOSPITAL, "yang", referral.RegisterArrival(referral=self.referral, case_number="M0098123"))
        self._tell("转诊办 登记到诊")

    def hospital_answers(self) -> None:
        """Send the patient back; approve and dispatch the drugs."""
        returned = self._do(HOSPITAL, "xiong", referral.SendBack(referral=self.referral, slip=_RETURN))
        self._tell("熊卫东 写回转单")
        self._paper(HOSPITAL, "xiong", returned.number, "return.pdf", is_return=True)
        self._tell("回转单已打印：return.pdf")
        request = self._request(HOSPITAL)
        self._do(HOSPITAL, "yang", drug.ReviewDrugRequest(request=self.request, decisions=_decide(request)))
        self._tell("中心药房 逐行审核，一行减量并写明原因")
        sent = self._do(
            HOSPITAL, "yang", drug.DispatchDrugRequest(request=self.request, parcels=_pack(self._request(HOSPITAL)))
        )
        self._tell(f"中心药房 发货，配送单 {sent.delivery}")
        talk = self._demo.desks[HOSPITAL].sync()
        self._tell(f"县院送 {talk.sent} 条，确认 {talk.accepted} 条")

    def answers_arrive(self) -> None:
        """Let the clinic fetch them."""
        talk = self._demo.desks[CLINIC].sync()
        self._tell(f"卫生院收到 {talk.received} 条：回转单、配送单和随访任务")

    def clinic_finishes(self) -> None:
        """Receive with a difference, visit the patient, close the case; sync to the end."""
        clinic = self._demo.desks[CLINIC]
        self._do(CLINIC, "liu", drug.ReceiveDelivery(request=self.request, counts=_count(self._request(CLINIC))))
        self._tell("刘春梅 验收，一行短少 2 盒，写明差异")
        self._paper(CLINIC, "liu", self._request(CLINIC).number, "drug-request.pdf")
        self._tell("请领单已打印：drug-request.pdf")
        visit = clinic.read(followups.of_source, self.referral)[0]
        said = "血压 138/84 mmHg，按时服药，右手握力好转，嘱每周康复三次。"
        self._do(
            CLINIC, "li", RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result=said)
        )
        self._tell(f"李文静 上门随访（应在 {visit.due:%Y-%m-%d} 前）")
        self._do(CLINIC, "zhou", referral.CloseReferral(referral=self.referral, outcome=Outcome.IMPROVED))
        self._tell("周建国 关闭转诊：好转")
        clinic.sync()
        self._demo.desks[HOSPITAL].sync()
        clinic.sync()
        self._tell(f"全部确认：待上传 {clinic.read(status).waiting} 条")

    def write_trails(self) -> Path:
        """Write both documents' trails and return the file."""
        case = self._referral(CLINIC)
        request = self._request(CLINIC)
        trail = {
            "referral": _document("referral", case.number, case.state, self._steps(referral_road.steps, case)),
            "drug_request": _document(
                "drug_request", request.number, request.state, self._steps(request_road.steps, request)
            ),
        }
        target = self.papers / "trail.json"
        target.write_bytes(msgspec.json.format(msgspec.json.encode(trail), indent=2))
        self._tell("两张单子的经过：trail.json")
        return target

    def _do(self, place: str, login: str, command: msgspec.Struct) -> Any:
        actor = self._demo.log_in(place, login).actor
        return self._demo.desks[place].do(actor, command).record

    def _paper(self, place: str, login: str, number: str, name: str, *, is_return: bool = False) -> None:
        actor = self._demo.log_in(place, login).actor
        self.papers.mkdir(exist_ok=True)
        (self.papers / name).write_bytes(
            make_paper(self._demo.desks[place], actor, number, Kind.RETURN if is_return else Kind.ITSELF)
        )

    def _referral(self, place: str) -> Referral:
        found = self._demo.desks[place].read(records.load, REFERRAL, self.referral)
        if found is None:
            raise LookupError(self.referral)
        return found

    def _request(self, place: str) -> DrugRequest:
        found = self._demo.desks[place].read(records.load, DRUG_REQUEST, self.request)
        if found is None:
            raise LookupError(self.request)
        return found

    def _steps(self, steps: Callable[[Any, Any], tuple[Step, ...]], record: Any) -> tuple[Step, ...]:
        return steps(record, self._demo.desks[CLINIC].read(trails.of_record, record.id))

    def _slip(self) -> Slip:
        desk = self._demo.desks[CLINIC]
        tracker = next(person for person in desk.people() if person.login == "li")
        first17 = "42900619590312301"
        return Slip(
            patient=Patient(
                name="邱传𠮷",
                sex=Sex.MALE,
                birth=date(1959, 3, 12),
                id_number=first17 + check_character(first17),
                health_record="42900610701200318",
                address="岳口镇健康村二组 18 号",
                phone="13900000001",
                contact="女儿 邱小玲",
            ),
            target=Target(institution="tianmen.diyi", department="神经内科", doctor="熊卫东"),
            diagnosis_code="I63.900",
            impression="脑梗死",
            history="右侧肢体无力伴言语不清 3 小时，晨起发现。血压 186/102 mmHg，指尖血糖 7.8 mmol/L，"
            "右侧肌力 3 级，NIHSS 7 分。",
            past_history="高血压 8 年，服氨氯地平；2 型糖尿病 3 年。否认出血史。",
            treatment="吸氧，建立静脉通路，心电监护，未予降压。已联系卒中绿色通道。",
            urgency=Urgency.EMERGENCY,
            transport=Transport.AMBULANCE,
            doctor="周建国",
            doctor_phone="0728-4720000",
            tracker=tracker.account,
            tracker_name=tracker.name,
            consent=True,
        )

    def _wanted(self) -> tuple[Wanted, ...]:
        desk = self._demo.desks[CLINIC]
        wanted = {"阿莫西林胶囊": 120, "苯磺酸氨氯地平片": 300, "盐酸二甲双胍片": 260, "布洛芬": 40}
        lines: list[Wanted] = []
        for name, quantity in wanted.items():
            found = desk.read(registry.find, registry.DRUG, name, 1)
            lines += [Wanted(drug=found[0].id, quantity=quantity)] if found else []
        return tuple(lines)


_RETURN = ReturnSlip(
    diagnosis_code="I63.900",
    diagnosis="脑梗死",
    case_number="M0098123",
    inpatient_number="ZY20260988",
    findings="头颅 MRI：左侧基底节区急性脑梗死。颈动脉彩超：双侧颈动脉粥样硬化斑块形成。低密度脂蛋白 3.6 mmol/L。",
    plan="静脉溶栓后双联抗血小板 21 天，改阿司匹林 100 mg 每日；阿托伐他汀 20 mg 每晚；氨氯地平 5 mg 每日。"
    "血压控制在 140/90 mmHg 以下。康复训练每周 3 次，2 周内随访。",
    doctor="熊卫东",
    doctor_phone="0728-5220000",
)


def _decide(request: DrugRequest) -> tuple[Decision, ...]:
    last = len(request.lines) - 1
    return tuple(
        Decision(drug=line.drug, approved=line.requested - 20, reason="县内缺货，先发一部分")
        if place == last
        else Decision(drug=line.drug, approved=line.requested)
        for place, line in enumerate(request.lines)
    )


def _pack(request: DrugRequest) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(
            drug=line.drug,
            lots=(Lot(lot=f"2609{place:02d}", expiry=date(2028, 6, 30), quantity=line.approved or 0),),
        )
        for place, line in enumerate(request.lines, start=1)
    )


def _count(request: DrugRequest) -> tuple[Count, ...]:
    return tuple(
        Count(drug=line.drug, received=(line.dispatched - 2,), difference="short", note="外箱完好，少 2 盒")
        if place == 0
        else Count(drug=line.drug, received=tuple(lot.quantity for lot in line.lots))
        for place, line in enumerate(request.lines)
    )


def _document(kind: str, number: str, state: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    from yigongti_desktop.app.words import VOCABULARY

    return {
        "number": number,
        "state": VOCABULARY.name(state, kind),
        "steps": [
            {
                "step": VOCABULARY.name(step.code),
                "mark": step.mark.value,
                "who": step.person,
                "when": step.at,
                "hub_time": step.hub_at,
                "where": step.place,
                "device": step.letter,
                "state": VOCABULARY.name(step.state, kind) if step.state else "",
                "receipt": step.receipt,
                "note": VOCABULARY.note(step.note),
            }
            for step in steps
        ],
    }
