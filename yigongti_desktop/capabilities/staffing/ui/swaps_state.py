"""A swap at a glance, and what somebody may do with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import swaps as m
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.swaps import LONGEST
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.store.swaps import OPEN
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.capabilities.staffing.store.swaps import SwapOpened
from yigongti_desktop.capabilities.staffing.store.swaps import SwapRow
from yigongti_desktop.capabilities.staffing.ui.asks import Entry
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_swap
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import Field

_REJECTS = ("那天有事", "已经连上几个班", "另有安排")
_DECLINES = ("换了以后缺人", "不合班次要求", "请另找人")
_BADGES = {
    State.OFFERED: Badge("待答应", "neutral", "clock"),
    State.AGREED: Badge("待批", "warn", "clock"),
    State.REJECTED: Badge("对方不愿", "neutral", "close"),
    State.WITHDRAWN: Badge("已撤回", "neutral", "close"),
    State.APPROVED: Badge("已换", "ok", "check"),
    State.DECLINED: Badge("未准", "danger", "close"),
}


def badge(swap: Swap, *, is_waiting: bool) -> Badge:
    """Return where a swap stands."""
    return Badge("待上传", "neutral", "arrow-up") if is_waiting else _BADGES[swap.state]


def entry(row: SwapRow, actor: Actor) -> Entry:
    """Return a swap as the list shows it."""
    swap = row.swap
    is_asked = swap.state is State.OFFERED and _is_taker(swap, actor)
    return Entry(
        kind=SWAP.name,
        id=swap.id,
        record=swap,
        what="换班" if swap.back else "替班",
        who=f"{swap.giver_name}　{swap.taker_name}",
        when=say_swap(swap),
        words=swap.reason,
        badge=badge(swap, is_waiting=row.is_waiting),
        day=swap.day,
        is_todo=is_asked or (swap.state is State.AGREED and actor.may(ARRANGERS)),
        is_mine=actor.account in {swap.giver_account, swap.taker_account},
    )


def offers(opened: SwapOpened, actor: Actor, _today: date) -> list[Act]:
    """Return what somebody may do with a swap, the main act first."""
    swap, found = opened.swap, []
    if swap.state is State.OFFERED and _is_taker(swap, actor):
        found.append(Act(name="agree", text="答应", key="F7", icon="check", style=PRIMARY))
        found.append(Act(name="reject", text="不愿", icon="close", style=PLAIN))
    if swap.state is State.AGREED and actor.may(ARRANGERS):
        found.append(Act(name="approve", text="批准", key="Ctrl+Enter", icon="check", style=PRIMARY))
    if swap.state in OPEN and actor.may(ARRANGERS):
        found.append(Act(name="decline", text="不准", icon="close", style=PLAIN))
    if swap.state in OPEN and (swap.giver_account == actor.account or (actor.may(ARRANGERS) and not found)):
        found.append(Act(name="withdraw", text="撤回", icon="undo", style=LINK))
    return found


def at_once(act: str, opened: SwapOpened) -> Any:
    """Return the command of an act that asks for nothing, or None; what breaks a rule is approved with a reason."""
    swap = opened.swap.id
    if act == "approve" and not any(one.is_must for one in opened.findings):
        return m.ApproveSwap(swap=swap)
    return {"agree": m.AgreeToSwap(swap=swap), "withdraw": m.WithdrawSwap(swap=swap)}.get(act)


def ask(act: str, opened: SwapOpened, _today: date) -> Ask | None:
    """Return what an act asks for."""
    swap = opened.swap.id
    if act == "approve":
        words = Field(name="answer", label="理由", is_needed=True, note="不合规则的地方见上", check=at_most(LONGEST))
        return Ask(
            title="不合规则，确实要换请写理由",
            verb="批准",
            sections=only(words),
            command=lambda values: m.ApproveSwap(swap=swap, answer=values["answer"]),
            is_danger=True,
        )
    if act == "decline":
        return Ask(
            title="不准换班，请写明原因",
            verb="不准",
            sections=only(reason(_DECLINES)),
            command=lambda values: m.DeclineSwap(swap=swap, reason=values["reason"]),
            is_danger=True,
        )
    if act == "reject":
        return Ask(
            title="回绝这次换班",
            verb="不愿换",
            sections=only(reason(_REJECTS, is_needed=False)),
            command=lambda values: m.RejectSwap(swap=swap, reason=values["reason"]),
        )
    return None


def _is_taker(swap: Swap, actor: Actor) -> bool:
    """Say whether somebody answers for the colleague: themselves, or clerk and director where they have no log-in."""
    return swap.taker_account == actor.account if swap.taker_account else actor.may(ARRANGERS)
