"""Words and sentences of swaps, and a swap in one line."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence as Broken
from yigongti_desktop.capabilities.staffing.model.swap_plan import Cell
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "swap"
_OFF = "休息"
#: Rules that are newly broken and are told one by one.
_SHOWN = 4


def _changed(facts: Mapping[str, Any]) -> str:
    before, now = facts["before"] or _OFF, facts["now"] or _OFF
    return (
        f"班表后来改过：{facts['name']} {facts['on']} 原来是「{before}」，现在是「{now}」。这次换班办不了，请重新商量。"
    )


SENTENCES: dict[str, Sentence] = {
    "swap_there": "这次换班已经提过了。",
    "swap_not_published": "这一天没有已公示的班表，不能换班。草稿请找排班员直接改。",
    "swap_same_person": "不能和自己换班。请另选一个人。",
    "swap_not_on_roster": "有一个人不在这张班表上，不能换。请重新选。",
    "swap_other_roster": "{on} 不在同一张班表上。请分两次替班，或找排班员改。",
    "swap_no_duty": "{name} {on} 没有班，不能换。请核对日期。",
    "swap_taker_busy": "{name} {on} 自己有班（{duty}），不能再替。请填换回哪一天，或另找一个人。",
    "swap_nothing": "两个人换过来还是一样，不用换。",
    "swap_cells_changed": _changed,
    "swap_not_taker": "要 {name} 本人答应才行。",
    "swap_past": "{on} 已经过了，不能再换班。",
    "swap_breaks": "换了以后有 {count} 处不合规则：{first}　确实要换，请写明理由再批。",
}

NAMES: dict[str, str] = {
    "swap": "换班",
    "swap.offered": "提出换班",
    "swap.agreed": "同意换班",
    "swap.rejected": "不愿换",
    "swap.withdrawn": "撤回换班",
    "swap.approved": "批准换班",
    "swap.declined": "不准换班",
}
#: What a swap's state is called.
STATES: dict[str, str] = {
    "offered": "等对方答应",
    "agreed": "待批",
    "rejected": "对方不愿",
    "withdrawn": "已撤回",
    "approved": "已换",
    "declined": "未准",
}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {
        **STATES,
        "agree": "答应",
        "reject": "回绝",
        "withdraw": "撤回",
        "approve": "批准",
        "decline": "退回",
        "giver": "让班的人",
        "taker": "接班的人",
        "day": "哪一天",
        "back": "换回哪一天",
        "reason": "原因",
        "answer": "理由",
    }
}


def say_swap(swap: Swap) -> str:
    """Return a swap in one line: 12-3 夜班 换 12-5 白班, or 12-3 夜班 请人替."""
    given = f"{_short(swap.day)} {swap.duty_name}"
    return f"{given} 换 {_short(swap.back)} {swap.back_name}" if swap.back else f"{given} 请人替"


def say_cells(cells: Iterable[Cell], duties: Mapping[str, str]) -> str:
    """Return what becomes of each cell: 许小兰 12-3 夜班 → 休息."""

    def duty(code: str) -> str:
        return duties.get(code, code) if code else _OFF

    return "；".join(f"{one.name} {_short(one.day)} {duty(one.before)} → {duty(one.after)}" for one in cells)


def say_broken(findings: Iterable[Broken], between: str = "；") -> str:
    """Return the rules that a swap newly breaks, the first few."""
    found = list(findings)
    more = f"{between}等 {len(found)} 处" if len(found) > _SHOWN else ""
    return between.join(one.text for one in found[:_SHOWN]) + more


def seen_by(findings: Iterable[Broken], actor: Actor, own: str) -> list[Broken]:
    """Return what somebody may know: clerk and director everything, others what is about themselves or about a day.

    Why a colleague may have no night is theirs alone (pregnancy, nursing).
    """
    return [one for one in findings if actor.may(ARRANGERS) or not one.people or own in one.people]


def _short(on: date) -> str:
    return f"{on.month}-{on.day}"
