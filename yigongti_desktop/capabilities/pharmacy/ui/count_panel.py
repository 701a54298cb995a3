"""The count beside the list: how far it is, what differs, its trail, what waits for whom."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.count_road import steps
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_columns import counters
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WAYS
from yigongti_desktop.capabilities.pharmacy.ui.count_words import back_words
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_of_count
from yigongti_desktop.capabilities.pharmacy.ui.count_words import signed
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

_MOST_LINES = 12


def show_count(panel: Panel, opened: OpenedCount, desk: Desk, actor: Actor) -> None:
    """Fill the panel with a count."""
    count = opened.count
    row = CountRow(count=count, is_waiting=opened.is_waiting)
    way = WAYS["blind" if count.is_blind else "open"]
    panel.show_head(room_of_count(count), way, state.badge(row, actor), count.number, f"{len(count.lines)} 批")
    panel.facts.show_facts(_facts(row, actor))
    now = desk.now()
    marks = [mark(step, desk, now) for step in steps(count, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, opened, actor)


def _facts(row: CountRow, actor: Actor) -> list[tuple[str, str] | tuple[str, str, str]]:
    count = row.count
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("说明", count.note),
        ("进度", f"{sight.counted(count)}/{len(count.lines)} 批"),
        ("盘点人", "、".join(counters(row))),
        ("确认", f"{count.confirmer}　{local(count.confirmed_at):%Y-%m-%d %H:%M}" if count.confirmed_at else ""),
        ("退回", f"{count.back_by}：{count.back_reason}" if count.back_reason else ""),
        ("送回", count.back_answer),
        ("原因", count.reason),
    ]
    if not sight.sees_books(count, actor):
        return [*facts, ("差异", "盲盘，确认前不显示")]
    differing = [line for line in count.lines if line.difference]
    if sight.counted(count):
        facts.append(("差异", f"{len(differing)} 批" if differing else "没有"))
    facts += [
        ("", f"{line.name} {line.lot}　{signed(line.difference)} {line.unit}　{line.reason}".rstrip())
        for line in differing[:_MOST_LINES]
    ]
    if len(differing) > _MOST_LINES:
        facts.append(("", f"另有 {len(differing) - _MOST_LINES} 批，按 Enter 看全部"))
    return facts


def _call_out(panel: Panel, opened: OpenedCount, actor: Actor) -> None:
    count = opened.count
    panel.callout.clear()
    if count.state is not CountState.OPEN:
        return
    if count.is_back:
        panel.callout.say("退回重盘", back_words(count), icon="undo")
    elif opened.stale:
        panel.callout.say(f"{len(opened.stale)} 批需重盘", stale_words(opened), tone="warn", icon="refresh")
    elif sight.may_confirm(count, actor):
        panel.callout.say(
            "盘完了，等您确认", "逐行看差异，写明原因再确认；确认后账面照实盘改。", tone="warn", icon="inbox"
        )
    elif sight.is_whole(count):
        panel.callout.say("盘完了，等人确认", who_confirms(count, actor), tone="warn", icon="clock")


def stale_words(opened: OpenedCount) -> str:
    """Return why lines are to be counted again."""
    names = [f"{line.name}（{line.lot}）" for line in opened.count.lines if line.key in opened.stale]
    more = f"等 {len(names)} 批" if len(names) > 3 else ""  # noqa: PLR2004 - as many as fit a sentence
    return (
        f"{'、'.join(names[:3])}{more}盘点以后，另一台电脑送来了盘点之前的出入库，当时的账面数不对。"
        "请把标着「需重盘」的行再点一次、再填一次。"
    )


def who_confirms(count: StockCount, actor: Actor) -> str:
    """Return who is to let a count stand."""
    own = "您盘过这张表，" if actor.account in count.counters else ""
    return f"{own}请没有参加盘点的药师或院长登录后，在这一页确认。"
