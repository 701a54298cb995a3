"""What a follow-up comes to, in the words of the national record forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.deciding import Decision
from yigongti_desktop.capabilities.contracts.model.deciding import Finding
from yigongti_desktop.capabilities.contracts.model.deciding import NextKind
from yigongti_desktop.capabilities.contracts.model.hypertension import HypertensionDecision
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.plausible import Doubt
from yigongti_desktop.capabilities.contracts.model.plausible import Field
from yigongti_desktop.capabilities.contracts.model.plausible import shown
from yigongti_desktop.capabilities.contracts.printing.form_words import CLASS_WORDS
from yigongti_desktop.capabilities.contracts.printing.form_words import LABELS
from yigongti_desktop.capabilities.contracts.printing.form_words import SYMPTOM_WORDS
from yigongti_desktop.capabilities.contracts.printing.form_words import reading_words
from yigongti_desktop.capabilities.contracts.ui.task_words import ACTS
from yigongti_desktop.capabilities.contracts.ui.task_words import FINDINGS
from yigongti_desktop.capabilities.contracts.ui.task_words import REASONS
from yigongti_desktop.capabilities.contracts.ui.task_words import TENTHS
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.words import short_day

_BADGES = {
    Act.GO_ON: ("控制满意", "ok", "check"),
    Act.ADJUST: ("控制不满意", "warn", "warning"),
    Act.REFER: ("建议转诊", "warn", "referral"),
    Act.REFER_NOW: ("立即转诊", "danger", "alert"),
}


def badge(decision: Decision) -> Badge:
    """Return what is to be done, at a glance."""
    words, tone, icon = _BADGES[decision.act]
    if decision.act is Act.ADJUST and decision.is_satisfied:
        words = "有不良反应"
    return Badge(words, tone, icon)


def class_words(decision: Decision) -> str:
    """Return the classes of a follow-up: 控制不满意、不良反应."""
    return "、".join(CLASS_WORDS[one.value] for one in decision.classes)


def grade_words(decision: Decision) -> str:
    """Return how high the pressure is and below what it is to be; empty for other diseases."""
    if not isinstance(decision, HypertensionDecision):
        return ""
    level = f"血压 {decision.grade.level} 级" if decision.grade.level else "血压低于 140/90"
    alone = "，单纯收缩期" if decision.grade.is_isolated_systolic else ""
    return f"{level}{alone}。目标低于 {decision.target.sbp}/{decision.target.dbp}"


def act_words(decision: Decision) -> str:
    """Return what is to be done, as a sentence."""
    return ACTS[decision.act.value]


def next_words(decision: Decision, today: date) -> str:
    """Return when the resident is seen next."""
    day = short_day(decision.next.until, today)
    return {
        NextKind.PLAN: f"下次随访按计划，最迟 {day}",
        NextKind.CHECK: f"{day} 前复查",
        NextKind.REFERRAL: f"{day} 前随访转诊结果",
    }[decision.next.kind]


def reason_words(decision: Decision) -> str:
    """Return why somebody is referred; empty when nobody is."""
    return "、".join(REASONS[one.value] for one in decision.reasons)


def finding_words(finding: Finding, form: Form) -> str:
    """Return one fact that a decision rests on."""
    if finding.code == "sign":
        return FINDINGS["sign"].format(value=SYMPTOM_WORDS[form].get(str(finding.value), str(finding.value)))
    tenths = finding.code in TENTHS
    said = [
        shown(Field.GLUCOSE, one) if tenths and isinstance(one, int) else one for one in (finding.value, finding.limit)
    ]
    return FINDINGS[finding.code].format(value=said[0], limit=said[1])


def doubt_words(name: str, doubt: Doubt) -> str:
    """Return why a reading is asked about, and what was probably meant."""
    low, high = shown(doubt.field, doubt.low), shown(doubt.field, doubt.high)
    value = shown(doubt.field, doubt.value)
    meant = "、".join(f"{NAMES[hint.slip.value]}则为 {shown(doubt.field, hint.meant)}" for hint in doubt.hints)
    return f"{LABELS[name][0]} {value} 少见，多在 {low} 到 {high}" + (f"；若按{meant}" if meant else "")


def referral_words(item: str, on: date, readings: Mapping[str, Any], why: str) -> str:
    """Return the reason of a referral as it goes into the slip.

    Args:
        item: what was done.
        on: when.
        readings: what was found.
        why: the reasons, in words.
    """
    pressure = f"血压 {readings['sbp']}/{readings['dbp']} mmHg" if {"sbp", "dbp"} <= readings.keys() else ""
    fasting = readings.get("fasting")
    glucose = f"空腹血糖 {shown(Field.GLUCOSE, fasting)} mmol/L" if isinstance(fasting, int) else ""
    form = Form.DIABETES if glucose else Form.HYPERTENSION
    told = [one for one in readings.get("symptoms") or () if one != "none"]
    symptoms = reading_words(form, "symptoms", told)
    found = "，".join(part for part in (pressure, glucose, symptoms) if part)
    return f"{on.isoformat()} {item}：{found}。转诊原因：{why}。"
