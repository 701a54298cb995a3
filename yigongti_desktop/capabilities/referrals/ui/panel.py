"""The case beside the list: patient, what the slip says, the trail, what is wrong, what can be done."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import is_completable
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.store.cases import Opened
from yigongti_desktop.capabilities.referrals.store.tracking import Lists
from yigongti_desktop.capabilities.referrals.ui import right_panel
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui import tracked
from yigongti_desktop.capabilities.referrals.ui.return_lines import name_of
from yigongti_desktop.capabilities.referrals.ui.return_lines import use_of
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry.ui.trail import day_and_time
from yigongti_desktop.registry.ui.trail import mark
from yigongti_desktop.registry.ui.words import SEX


def show_case(panel: Panel, opened: Opened, desk: Desk, own: str, lists: Lists | None = None) -> None:
    """Fill the panel with a case."""
    now = desk.now()
    referral = opened.referral
    patient = referral.slip.patient
    case = Case(referral=referral, is_waiting=opened.is_waiting)
    who = f"{SEX[patient.sex]}　{age(patient.birth, day(now))}".strip("　")
    held = _holder(referral, own)
    paper = "下转单" if referral.is_down else "转出单"
    left = f"{paper} {referral.number}" if referral.number else "草稿，还没有编号"
    panel.show_head(patient.name, who, state.badge(case, own, now), left, held)
    panel.facts.show_facts(_facts(referral, desk, now, lists or Lists()))
    marks = [mark(step, desk, now) for step in steps(referral, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, referral, own, now)


def _facts(referral: Referral, desk: Desk, now: datetime, lists: Lists) -> list[tuple[str, str] | tuple[str, str, str]]:
    slip, patient = referral.slip, referral.slip.patient
    code = f"{slip.impression}　{slip.diagnosis_code}" if slip.diagnosis_code else slip.impression
    target = "　".join(part for part in (referral.target_name, slip.target.department, slip.target.doctor) if part)
    contact = "　".join(part for part in (phone(patient.phone), patient.contact) if part)
    kind = "　".join(desk.name(value) for value in (slip.urgency.value, slip.transport.value))
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("初步印象", code or "没有写", "name"),
        (
            "来自",
            f"{referral.origin_name}　{slip.doctor}".strip("　")
            if desk.actor and referral.origin != desk.actor.institution
            else "",
        ),
        ("收单", _by_paper(referral)),
        ("转往", target),
        ("类别", "" if referral.is_down else kind),
        *tracked.facts(referral, now, lists),
        ("转出原因", slip.history),
        ("既往史", slip.past_history),
        ("治疗经过", slip.treatment),
        ("联系", contact),
        ("住址", patient.address),
        ("接诊安排", referral.reception),
        ("原因", referral.reason),
        ("结局", desk.name(referral.outcome) if referral.outcome else ""),
        *right_panel.facts(referral, desk.now()),
    ]
    if back := referral.return_slip:
        name = f"{back.diagnosis}　{back.diagnosis_code}" if back.diagnosis_code else back.diagnosis
        facts += [
            ("诊断结果", name, "name"),
            ("主要检查", back.findings),
            ("治疗方案", back.plan),
            ("续用药品", "\n".join(f"{name_of(drug)}\n{use_of(drug)}" for drug in referral.return_drugs)),
            ("经治医生", f"{back.doctor}　{back.doctor_phone}"),
        ]
    return facts


def _holder(referral: Referral, own: str) -> str:
    if referral.state.value in {"closed", "withdrawn"}:
        return ""
    held = holder(referral)
    if held == own:
        return "由 本院 持有"
    if held == referral.target and referral.slip.target.place:
        return "由 牵头医院转诊办 持有"
    return f"由 {referral.target_name if held == referral.target else referral.origin_name} 持有"


def _by_paper(referral: Referral) -> str:
    if carried.RETURNED in referral.carried:
        return "凭回转单的二维码收回的，医院写的回转单还没到。请医院同步写单子的电脑；同步以后仍没有的，由医院补写"
    return "凭纸面二维码收的，原单位的数据还没到" if referral.carried else ""


def _call_out(panel: Panel, referral: Referral, own: str, now: datetime) -> None:
    panel.callout.clear()
    if right_panel.call_out(panel.callout, referral, now, is_hospital=state.is_hospital(referral, own)):
        return
    if (told := tracked.called_out(referral, own, now)) is not None:
        title, words, tone = told
        panel.callout.say(title, words, tone=tone, icon="clock")
    elif state.is_overdue(referral, own, now) and referral.answer_by:
        limit = day_and_time(referral.answer_by, now)
        if state.is_hospital(referral, own):
            panel.callout.say("已过接收时限", f"应在 {limit} 前接收。请接收、改转，或写明原因拒绝。")
        else:
            panel.callout.say(
                "县院没有按时接收", f"应在 {limit} 前接收。本机离线时可能已收而回执未到，请先打电话核实并登记。"
            )
    elif is_completable(referral) and referral.complete_by and not state.is_hospital(referral, own):
        tone = "danger" if now > referral.complete_by else "warn"
        panel.callout.say(
            "急诊先印后补", f"请在 {day_and_time(referral.complete_by, now)} 前补全转出单。", tone=tone, icon="clock"
        )
    elif referral.state.value == "returned" and referral.follow_up_by and not state.is_hospital(referral, own):
        late = day(now) > referral.follow_up_by
        words = f"回转后应在 {referral.follow_up_by.month}月{referral.follow_up_by.day}日 前随访。"
        panel.callout.say("还欠一次随访", words, tone="danger" if late else "warn", icon="clock")
