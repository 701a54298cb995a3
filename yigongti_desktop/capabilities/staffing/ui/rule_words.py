"""Words and sentences of the rules of a unit's rosters: levels, weights, figures, and what was changed of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.amending import figures_of
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import RosterRule
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "roster_rule"

#: What figures are called, with their unit.
FIGURES: Mapping[str, tuple[str, str]] = {
    "most": ("最多", ""),
    "least": ("最少", ""),
    "length": ("每", "天内"),
    "less": ("可少", "天"),
    "more": ("可多", "天"),
    "catch_up": ("补差最多", ""),
    "least_hours": ("至少隔", "小时"),
    "most_hours": ("最多", "小时"),
    "day_hours": ("每天按", "小时"),
    "late_days": ("产前", "天起"),
    "over": ("多 1 人扣", "分"),
    "nights_only": ("只看夜班", ""),
}
#: What is counted by figures that are not always the same.
_COUNTED: Mapping[str, str] = {
    "work_run": "天",
    "off_run": "天",
    "night_run": "个夜班",
    "weekly_rest": "天休息",
    "nights_in_days": "个夜班",
    "weekends": "个周末",
    "fair": "个",
}
LEVELS: Mapping[Strength, str] = {Strength.MUST: "必须", Strength.SHOULD: "尽量"}
OFF = "停用"
#: Ids of policies: STF-03、TRN-02.
_POLICIES = re.compile(r"[A-Z]{3}-[0-9]+(?:、[A-Z]{3}-[0-9]+)*")
_NAMES = {rule.id: rule.name for rule in national()}


def say_source(source: str) -> str:
    """Return where a rule comes from in words; the numbers by which we cite policies mean nothing to others."""
    return _POLICIES.sub("医共体文件", source)


def _weaker(facts: Mapping[str, Any]) -> str:
    source = say_source(str(facts.get("source", "")))
    return f"「{facts['name']}」只能改得更严，不能放宽或停用（{source}）。请改成更严的，或不改。"


def _figure(facts: Mapping[str, Any]) -> str:
    label = FIGURES.get(str(facts.get("figure", "")), ("这个数字", ""))[0]
    return f"「{facts['name']}」的「{label}」要在 {facts['least']} 到 {facts['most']} 之间。请改数字。"


SENTENCES: dict[str, Sentence] = {
    "rule_id_wrong": "这条规则的编号和单位对不上。请重新打开规则再改。",
    "rule_unknown": "没有这条规则，可能是别的版本里的。请升级以后再改。",
    "rule_day": "从 {day} 起太远了。请写前后两年以内的日期。",
    "rules_many": "一条规则最多改 {most} 次。请联系县院医共体办公室。",
    "rule_needed": "「{name}」不能停用：缺人要看得见。可以改轻重。",
    "rule_weaker": _weaker,
    "rule_weight": "「{name}」是尽量遵守的，轻重要在 1 到 {most} 之间。请填轻重。",
    "rule_figure": _figure,
    "rule_soft": "「{name}」说的是几个人一起的事，只能是尽量遵守。请选「尽量」。",
    "rule_length": "「{name}」要求的天数比一段的天数还多。请改数字。",
}
NAMES: dict[str, str] = {
    "roster_rule": "排班规则",
    "begins": "从哪天起",
    "roster_rule.set": "改排班规则",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: {"begins": "从哪天起"}}


def say_name(rule: str) -> str:
    """Return what a rule is called by its id."""
    return _NAMES.get(rule, "排班规则")


def say_weight(rule: RosterRule | None) -> str:
    """Return how dear a rule is; nothing for one that must be kept."""
    return str(rule.weight) if rule is not None and rule.level is Strength.SHOULD else ""


def say_figures(rule: RosterRule | None) -> str:
    """Return the figures of a rule in words: 每 7 天内，最多 2 个夜班."""
    if rule is None:
        return ""
    figures = figures_of(rule)
    order = sorted(figures, key=lambda name: name != "length")
    return "，".join(say_figure(rule, name, figures[name]) for name in order)


def say_figure(rule: RosterRule, name: str, value: int) -> str:
    """Return one figure in words."""
    before, after = FIGURES[name]
    if name == "nights_only":
        return before if value else "各班都看"
    return f"{before} {value} {after or unit_of(rule)}".rstrip()


def unit_of(rule: RosterRule) -> str:
    """Return what a rule counts."""
    return _COUNTED.get(str(rule.__struct_config__.tag), "")


def say_rule(rule: AnyRule | None) -> str:
    """Return how a rule stands in words: 尽量　轻重 100　最多 6 天."""
    if rule is None:
        return OFF
    weight = say_weight(rule)
    parts = (LEVELS[rule.level], f"轻重 {weight}" if weight else "", say_figures(rule))
    return "　".join(part for part in parts if part)


def say_change(rule: str, change: RuleChange | None) -> str:
    """Return a change in words: 必须　最多 6 天（人手不够）."""
    if change is None:
        return "没有改"
    why = f"（{change.reason}）" if change.reason else ""
    if change.is_off or change.is_blank:
        return f"{OFF if change.is_off else '恢复原样'}{why}"
    known = next((one for one in national() if one.id == rule), None)
    parts = [LEVELS[change.level]] if change.level else []
    parts += [f"轻重 {change.weight}"] if change.weight is not None else []
    if known is not None:
        parts += [say_figure(known, name, value) for name, value in change.figures.items() if name in FIGURES]
    return "　".join(parts) + why
