"""Leave at a glance, and what somebody may do with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import leave as m
from yigongti_desktop.capabilities.staffing.model.leave import LONGEST
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.service.leave import DECIDERS
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.store.leave import LeaveOpened
from yigongti_desktop.capabilities.staffing.store.leave import LeaveRow
from yigongti_desktop.capabilities.staffing.ui.asks import Entry
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
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
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field

_DECLINES = ("当班排不开", "请换个时间", "年休假已休完", "请补证明")
_WITHDRAWS = ("不休了", "改时间再请", "填写有误")
_ENDS = ("提前回来上班", "单位叫回来")


def badge(slip: LeaveSlip, today: date, *, is_waiting: bool) -> Badge:
    """Return where leave stands."""
    if is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if slip.state is State.ASKED:
        return Badge("待批", "warn", "clock")
    if slip.state is State.APPROVED:
        return Badge("休假中", "ok", "check") if slip.first <= today <= slip.last else Badge("已准", "ok", "check")
    words = {State.DECLINED: "未准", State.WITHDRAWN: "已撤销", State.ENDED: "已销假"}
    return Badge(words[slip.state], "danger" if slip.state is State.DECLINED else "neutral", "close")


def entry(row: LeaveRow, actor: Actor, today: date) -> Entry:
    """Return leave as the list shows it."""
    slip = row.slip
    return Entry(
        kind=LEAVE.name,
        id=slip.id,
        record=slip,
        what=NAMES[slip.kind],
        who=slip.person_name,
        when=say_days(slip),
        words=slip.reason,
        badge=badge(slip, today, is_waiting=row.is_waiting),
        day=slip.first,
        is_todo=slip.state is State.ASKED and actor.may(DECIDERS),
        is_mine=slip.account == actor.account,
    )


def offers(opened: LeaveOpened, actor: Actor, today: date) -> list[Act]:
    """Return what somebody may do with leave, the main act first."""
    slip = opened.slip
    found = []
    if slip.state is State.ASKED and actor.may(DECIDERS):
        found.append(Act(name="approve", text="准假", key="Ctrl+Enter", icon="check", style=PRIMARY))
        found.append(Act(name="decline", text="不准", icon="close", style=PLAIN))
    if slip.account != actor.account and not actor.may(ARRANGERS):
        return found
    if slip.state is State.APPROVED and slip.first < slip.last and slip.first <= today:
        found.append(Act(name="end", text="销假", key="F7", icon="flag", style=PRIMARY))
    may_withdraw = slip.first >= today or actor.may(ARRANGERS)
    if slip.state is State.ASKED or (slip.state is State.APPROVED and may_withdraw):
        found.append(Act(name="withdraw", text="撤销", icon="undo", style=LINK))
    return found


def at_once(act: str, opened: LeaveOpened) -> Any:
    """Return the command of an act that asks for nothing, or None."""
    return m.ApproveLeave(leave=opened.slip.id) if act == "approve" else None


def ask(act: str, opened: LeaveOpened, _today: date) -> Ask | None:
    """Return what an act asks for."""
    slip = opened.slip
    if act == "decline":
        return Ask(
            title="不准假，请写明原因",
            verb="不准",
            sections=only(reason(_DECLINES)),
            command=lambda values: m.DeclineLeave(leave=slip.id, reason=values["reason"]),
            is_danger=True,
        )
    if act == "withdraw":
        return Ask(
            title="撤销这次请假",
            verb="撤销",
            sections=only(reason(_WITHDRAWS, is_needed=False)),
            command=lambda values: m.WithdrawLeave(leave=slip.id, reason=values["reason"]),
            is_danger=True,
        )
    if act == "end":
        last = Field(
            name="last",
            label="最后一天",
            kind=DATE,
            is_needed=True,
            note=f"休到这一天为止，第二天上班。原定到 {slip.last.isoformat()}。",
            check=lambda day: "" if slip.first <= day < slip.last else f"请填 {slip.first} 到 {slip.last} 前一天。",
        )
        words = Field(name="reason", label="说明", placeholder=_ENDS[0], check=at_most(LONGEST))
        return Ask(
            title="提前销假",
            verb="销假",
            sections=only(last, words),
            command=lambda values: m.EndLeave(leave=slip.id, last=values["last"], reason=values["reason"]),
        )
    return None
