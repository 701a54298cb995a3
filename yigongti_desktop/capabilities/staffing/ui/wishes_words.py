"""Words and sentences of wishes for duties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "wish"


def _changed(facts: Mapping[str, Any]) -> str:
    theirs = str(facts["theirs"])
    stands = f"想上{theirs}" if theirs and not theirs.startswith("-") else f"不想上{theirs.removeprefix('-')}"
    now = f"现在写的是「{stands}」" if theirs else "现在已经收回"
    return f"{facts['name']} {facts['on']} 的意愿别人刚改过，{now}。请看过再写。"


SENTENCES: dict[str, Sentence] = {
    "wish_id_wrong": "这条意愿的人和日期对不上。请重新填。",
    "wish_changed": _changed,
    "wish_past": "{on} 不是以后的日子，写意愿没有用了。请改日期。",
    "wishes_closed": "这个月的意愿 {closing} 已经截止。有特殊情况请找排班员代填。",
    "wishes_many": "这个月最多写 {most} 条意愿，已经写满。请先收回一条，或找排班员。",
    "duty_not_ours": "本单位没有「{code}」这个班次。请重新选。",
    "wish_rules_wrong": "这不是本单位的意愿规则。",
    "closing_day_wrong": "截止日填 1 到 {most} 号；不设截止填 0。",
    "wishes_most_wrong": "每人每月的条数填 0 到 {most}。",
}

NAMES: dict[str, str] = {
    "wish": "排班意愿",
    "wish_rules": "意愿规则",
    "wish.written": "写意愿",
    "wish.taken_back": "收回意愿",
    "wish_rules.settled": "定意愿规则",
}
#: What a wish's state is called.
STATES: dict[str, str] = {"open": "已写", "taken_back": "已收回"}
#: What the rules of a unit are called.
RULES: dict[str, str] = {"closing_day": "截止日", "most": "每人条数"}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {**STATES, "take_back": "收回", "person": "谁", "day": "日期", "duty": "班次", "note": "说明", **RULES}
}


def say_wish(slip: WishSlip) -> str:
    """Return what is wished: 想上夜班, 不想上夜班, 想休息."""
    verb = "" if slip.duty == "" else "上"
    return f"{'想' if slip.is_wanted else '不想'}{verb}{slip.duty_name}"


def say_rules(rules: WishRules) -> str:
    """Return how a unit takes wishes."""
    closing = f"上个月 {rules.closing_day} 号截止" if rules.closing_day else "不设截止日"
    return f"{closing}，每人每月 {rules.most} 条"
