"""A swap beside the list: who gives what to whom, what it would break, who has agreed."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.store.swaps import OPEN
from yigongti_desktop.capabilities.staffing.store.swaps import SwapOpened
from yigongti_desktop.capabilities.staffing.store.swaps import swap_opened
from yigongti_desktop.capabilities.staffing.ui import swaps_state as state
from yigongti_desktop.capabilities.staffing.ui.asks import Part
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_broken
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_swap
from yigongti_desktop.capabilities.staffing.ui.swaps_words import seen_by
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import show_steps

_DECIDED = {State.APPROVED: "批准", State.DECLINED: "不准", State.WITHDRAWN: "撤回"}


def show_swap(panel: Panel, opened: SwapOpened, desk: Desk) -> None:
    """Fill the panel with a swap."""
    swap, now = opened.swap, desk.now()
    what = "换班" if swap.back else "替班"
    panel.show_head(swap.giver_name, what, state.badge(swap, is_waiting=False), f"和 {swap.taker_name}")
    back = f"{long_day(swap.back)}　{swap.back_name}" if swap.back else ""
    agreed = f"{swap.agreed_by}　{short_time(swap.agreed_at, now)}" if swap.agreed_at else ""
    decided = f"{swap.decided_by}　{short_time(swap.decided_at, now)}" if swap.decided_at else ""
    known = seen_by(opened.findings, desk.actor, _own(swap, desk.actor)) if desk.actor else []
    must = [one for one in known if one.is_must]
    rest = [one for one in known if not one.is_must]
    is_open = swap.state in OPEN and opened.fault is None
    panel.facts.show_facts(
        [
            ("让出", f"{long_day(swap.day)}　{swap.duty_name}", "name"),
            ("换回", back, "name"),
            ("原因", swap.reason),
            ("不合规则", say_broken(must, "\n"), "danger"),
            ("留意", say_broken(rest, "\n")),
            ("换了以后", "没有新的不合规则的地方" if is_open and not known else ""),
            ("提出", f"{swap.offered_by}　{short_time(swap.offered_at, now)}"),
            ("回绝" if swap.state is State.REJECTED else "答应", agreed),
            (_DECIDED.get(swap.state, ""), decided),
            ("说明", swap.answer),
        ]
    )
    show_steps(panel, opened.steps, desk)
    panel.callout.clear()
    if opened.fault is not None:
        panel.callout.say("换不成了", desk.say(opened.fault))
    elif must:
        panel.callout.say("换了以后不合规则", "要批的话请写明理由，经过里会留下。")


def _own(swap: Swap, actor: Actor) -> str:
    """Return the id of whoever of the two is at the desk; empty for neither."""
    accounts = {swap.giver_account: swap.giver, swap.taker_account: swap.taker}
    return accounts.get(actor.account, "")


def said(swap: Swap) -> str:
    """Return a swap in one line."""
    return f"{swap.giver_name} 和 {swap.taker_name}　{say_swap(swap)}"


PART = Part(
    opened=swap_opened,
    record=lambda opened: opened.swap,
    show=show_swap,
    offers=state.offers,
    at_once=state.at_once,
    ask=state.ask,
    said=said,
)
