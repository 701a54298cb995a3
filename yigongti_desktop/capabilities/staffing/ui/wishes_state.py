"""A wish at a glance, and what somebody may do with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import wishes as m
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.wish_rules import LAST_CLOSING_DAY
from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wishes import State
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import WishOpened
from yigongti_desktop.capabilities.staffing.store.wishes import WishRow
from yigongti_desktop.capabilities.staffing.store.wishes import wish_opened
from yigongti_desktop.capabilities.staffing.ui.asks import Entry
from yigongti_desktop.capabilities.staffing.ui.asks import Part
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_rules
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_wish
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import show_steps


def badge(slip: WishSlip, *, is_waiting: bool) -> Badge:
    """Return what is wished, at a glance."""
    if is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if slip.state is State.TAKEN_BACK:
        return Badge("已收回", "neutral", "close")
    return Badge("想要", "ok", "check") if slip.is_wanted else Badge("不想要", "warn", "close")


def entry(row: WishRow, actor: Actor) -> Entry:
    """Return a wish as the list shows it."""
    slip = row.slip
    return Entry(
        kind=WISH.name,
        id=slip.id,
        record=slip,
        what="意愿",
        who=slip.person_name,
        when=slip.day.isoformat(),
        words="　".join(part for part in (say_wish(slip), slip.note) if part),
        badge=badge(slip, is_waiting=row.is_waiting),
        day=slip.day,
        is_todo=False,
        is_mine=slip.account == actor.account,
    )


def show_wish(panel: Panel, opened: WishOpened, desk: Desk) -> None:
    """Fill the panel with a wish."""
    slip = opened.slip
    panel.show_head(slip.person_name, "排班意愿", badge(slip, is_waiting=False), long_day(slip.day))
    panel.facts.show_facts(
        [
            ("意愿", say_wish(slip), "name"),
            ("说明", slip.note),
            ("填写", f"{slip.written_by}　{short_time(slip.written_at, desk.now())}"),
            ("规则", say_rules(opened.rules), "caption"),
        ]
    )
    show_steps(panel, opened.steps, desk)
    panel.callout.clear()


def offers(opened: WishOpened, actor: Actor, _today: date) -> list[Act]:
    """Return what somebody may do with a wish."""
    slip, found = opened.slip, []
    is_own = slip.account == actor.account or actor.may(ARRANGERS)
    if slip.state is State.OPEN and is_own:
        found.append(Act(name="take_back", text="收回", key="F7", icon="undo", style=PLAIN))
    if actor.may(ARRANGERS):
        found.append(Act(name="rules", text="改意愿规则", icon="gear", style=LINK))
    return found


def at_once(act: str, opened: WishOpened) -> Any:
    """Return the command of an act that asks for nothing, or None."""
    return m.TakeWishBack(wish=opened.slip.id) if act == "take_back" else None


def ask(act: str, opened: WishOpened, _today: date) -> Ask | None:
    """Return what an act asks for."""
    if act != "rules":
        return None
    rules = opened.rules
    closing = Field(
        name="closing_day",
        label="截止日",
        kind=NUMBER,
        is_needed=True,
        note=f"上个月的几号，1 到 {LAST_CLOSING_DAY}；现在是 {rules.closing_day}，0 是不设",
    )
    most = Field(name="most", label="每人条数", kind=NUMBER, is_needed=True, note=f"每人每月几条，现在是 {rules.most}")
    return Ask(
        title="本单位的意愿规则",
        verb="保存",
        sections=only(closing, most),
        command=lambda values: m.SettleWishRules(
            changes={name: (getattr(rules, name), values[name]) for name in ("closing_day", "most")}
        ),
    )


def said(record: WishSlip | WishRules) -> str:
    """Return a wish, or the rules of wishes, in one line."""
    if isinstance(record, WishRules):
        return say_rules(record)
    return f"{record.person_name}　{record.day.isoformat()}　{say_wish(record)}"


PART = Part(
    opened=wish_opened,
    record=lambda opened: opened.slip,
    show=show_wish,
    offers=offers,
    at_once=at_once,
    ask=ask,
    said=said,
)
