"""Words and sentences of tasks and of the services that do them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.contracts.printing.form_words import LABELS
from yigongti_desktop.kit.words import Sentence

KIND = "service"
#: Under what services that are being written down are kept.
SERVICE_FORM = "service"


def _symptom(facts: Mapping[str, Any]) -> str:
    """Return why symptoms cannot be read."""
    return f"症状里的「{facts['typed']}」读不出来。请填编号 1 到 {facts['most']}，几个之间空一格，如 2 6。"


SENTENCES: dict[str, Sentence] = {
    "unplanned_there": "「{item}」在 {on} 已由 {by} 登记过一次计划外服务。同一天同一项目只记一次，请更正那一条。",
    "unplanned_day": "计划外服务的日期不能改。请作废这一条，再按实际日期登记。",
    "symptom_unknown": _symptom,
    "symptom_none": "「1 无症状」不能和别的症状一起填。请删去一个。",
    "choice_unknown": "「{field}」读不出来：{typed}。请填编号 1 到 {most}。",
    "value_range": "「{field}」要在 {least} 到 {most} 之间。请核对再填。",
}
NAMES: dict[str, str] = {}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {name: words for name, (words, _unit) in LABELS.items()}
    | {
        "done": "已做",
        "void": "已作废",
        "home": "入户",
        "clinic": "门诊",
        "phone": "电话",
        "online": "网络",
        "reason": "原因",
        "note": "说明",
        "way": "方式",
    }
}
#: What is to be done after a follow-up.
ACTS = {
    "go_on": "按计划随访",
    "adjust": "调整用药，两周内复查",
    "refer": "建议转诊，两周内随访",
    "refer_now": "紧急处理后立即转诊，两周内随访",
}
REASONS = {
    "emergency": "危急情况",
    "unsatisfied_twice": "连续两次控制不满意",
    "reaction_uncontrolled": "药物不良反应难以控制",
    "new_complication": "出现新的并发症",
    "worse_complication": "原有并发症加重",
}
#: What a decision rests on; numbers come from `decision_words`.
FINDINGS = {
    "sbp_danger": "收缩压 {value}，危急（≥ {limit}）",
    "dbp_danger": "舒张压 {value}，危急（≥ {limit}）",
    "sbp_raised_pregnant": "妊娠或哺乳，收缩压 {value} 高于正常（≥ {limit}）",
    "dbp_raised_pregnant": "妊娠或哺乳，舒张压 {value} 高于正常（≥ {limit}）",
    "sbp_above_target": "收缩压 {value}，未低于目标 {limit}",
    "dbp_above_target": "舒张压 {value}，未低于目标 {limit}",
    "fasting_low_danger": "空腹血糖 {value}，过低（≤ {limit}）",
    "fasting_high_danger": "空腹血糖 {value}，危急（≥ {limit}）",
    "random_low_danger": "随机血糖 {value}，过低（≤ {limit}）",
    "random_high_danger": "随机血糖 {value}，危急（≥ {limit}）",
    "fasting_raised_pregnant": "妊娠或哺乳，空腹血糖 {value} 高于正常（≥ {limit}）",
    "fasting_above_target": "空腹血糖 {value}，未低于目标 {limit}",
    "pulse_fast": "心率 {value}，持续过快（> {limit}）",
    "pulse_to_be_counted_again": "心率 {value}，过快（> {limit}）：休息后再数一次",
    "fever": "体温 {value}，过高（> {limit}）",
    "sign": "危急症状：{value}",
    "beyond_us": "有不能处理的其他疾病",
}
#: Findings whose numbers are tenths.
TENTHS = frozenset(code for code in FINDINGS if code.startswith(("fasting", "random", "fever")))
