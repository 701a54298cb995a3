"""Leave beside the list: its days, how its person stands with annual leave, what falls, what happened to it."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.store.leave import LeaveOpened
from yigongti_desktop.capabilities.staffing.store.leave import leave_opened
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.ui import leave_state as state
from yigongti_desktop.capabilities.staffing.ui.asks import Part
from yigongti_desktop.capabilities.staffing.ui.falling_words import say_sessions
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_annual
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_basis
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_falls
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_halves
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_statutory
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import show_steps


def show_leave(panel: Panel, opened: LeaveOpened, desk: Desk) -> None:
    """Fill the panel with leave."""
    slip, now = opened.slip, desk.now()
    badge = state.badge(slip, day(now), is_waiting=False)
    panel.show_head(slip.person_name, NAMES[slip.kind], badge, say_days(slip))
    short = any(one.is_short for one in opened.falls)
    standing = opened.annual if slip.kind is Kind.ANNUAL else None
    lacking = "、".join(str(year) for year in opened.unpublished)
    decided = f"{slip.decided_by}　{short_time(slip.decided_at, now)}" if slip.decided_at else ""
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("工作日", say_halves(opened.working), "name"),
        ("日历", f"{lacking} 年放假安排未发布，天数可能会变" if lacking else "", "warn"),
        ("年休假", say_annual(standing) if standing else "", "danger" if standing and _is_over(opened) else ""),
        ("依据", say_basis(standing) if standing else say_statutory(slip.kind), "caption"),
        ("已排的班", say_falls(opened.falls) if slip.is_open else "", "danger" if short else ""),
        ("坐诊巡诊", say_sessions(opened.sessions) if slip.is_open else "", "warn"),
        ("签约服务", opened.promised, "warn"),
        ("事由", slip.reason),
        ("申请", f"{slip.asked_by}　{short_time(slip.asked_at, now)}"),
        (_DONE.get(slip.state, ""), decided),
        ("批语" if slip.state is State.APPROVED else "说明", slip.answer),
    ]
    panel.facts.show_facts(facts)
    show_steps(panel, opened.steps, desk)
    _call_out(panel, opened)


_DONE = {State.APPROVED: "准假", State.DECLINED: "退回", State.WITHDRAWN: "撤销", State.ENDED: "销假"}


def _is_over(opened: LeaveOpened) -> bool:
    """Say whether annual leave is more than somebody is entitled to, what is still asked for counted."""
    standing = opened.annual
    if standing is None or opened.slip.kind is not Kind.ANNUAL or standing.since is None:
        return False
    return standing.left - (standing.asked if opened.slip.state is State.ASKED else 0) < 0


def _call_out(panel: Panel, opened: LeaveOpened) -> None:
    """Say the one thing that a director has to know before deciding."""
    panel.callout.clear()
    if not opened.slip.is_open:
        return
    if opened.others:
        other = opened.others[0]
        panel.callout.say("和另一次请假重了", f"{NAMES[other.kind]}　{say_days(other)}。请撤销其中一次。")
    elif any(one.is_short for one in opened.falls):
        panel.callout.say("有班会缺人", "已公示的班表上要另外排人，请先和排班员商量换班或替班。")
    elif opened.sessions:
        panel.callout.say("有坐诊巡诊要停", "准假以前，先在「坐诊巡诊」里停诊、改期或换人，免得病人白跑。", tone="warn")
    elif _is_over(opened):
        panel.callout.say("超出应休天数", "外单位的工龄没有登记进来，请核定工龄以后再批。", tone="warn")


def part(promised: Promised) -> Part:
    """Return what leave brings to the page, told of what contracts promise meanwhile."""
    return Part(
        opened=lambda connection, leave: leave_opened(connection, leave, promised),
        record=lambda opened: opened.slip,
        show=show_leave,
        offers=state.offers,
        at_once=state.at_once,
        ask=state.ask,
        said=lambda slip: f"{slip.person_name}　{NAMES[slip.kind]}　{say_days(slip)}",
    )
