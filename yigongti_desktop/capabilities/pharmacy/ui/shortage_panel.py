"""The shortage beside the list: who waits for what, its trail, the one thing to know."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import days_to_arrive
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage_road import steps
from yigongti_desktop.capabilities.pharmacy.store.shortages import Opened
from yigongti_desktop.capabilities.pharmacy.store.shortages import ShortageRow
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state as state
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import CALLS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import mark

#: How a paper ended whose patient needs nothing any more.
_DIED = "died"


def show_shortage(panel: Panel, opened: Opened, desk: Desk, *, is_centre: bool) -> None:
    """Fill the panel with a shortage."""
    shortage, now = opened.shortage, desk.now()
    row = ShortageRow(shortage=shortage, is_waiting=opened.is_waiting)
    left = shortage.institution_name if is_centre else f"缺药登记　{state.kind_words(shortage)}"
    badge = state.badge(row, day(now), is_centre=is_centre)
    panel.show_head(shortage.patient, phone(shortage.phone), badge, left, state.amount(shortage))
    panel.facts.show_facts(_facts(shortage, now))
    marks = [mark(step, desk, now) for step in steps(shortage, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, shortage, desk, now, is_centre=is_centre)


def _facts(shortage: Shortage, now: datetime) -> list[tuple[str, str] | tuple[str, str, str]]:
    days = days_to_arrive(shortage)
    called = _parts(CALLS.get(shortage.call_result, ""), shortage.call_note)
    return [
        ("药品", _parts(shortage.name, shortage.strength), "name"),
        ("数量", state.amount(shortage)),
        ("需要日期", long_day(shortage.needed_by)),
        ("来自", _source(shortage)),
        ("用法" if shortage.source else "备注", shortage.remark),
        ("登记", _parts(shortage.registrar, short_time(shortage.registered_at, now))),
        ("请领单", shortage.request_number),
        ("县院答复", _parts(ANSWERS.get(shortage.answer, ""), shortage.answer_words, shortage.answerer)),
        ("到货用时", "" if days is None else f"{days} 天"),
        ("电话结果", _parts(called, shortage.caller)),
        ("取消原因", shortage.reason),
    ]


def _source(shortage: Shortage) -> str:
    """Return the paper that opened it, and what that wanted where some of it was there."""
    if not shortage.source:
        return ""
    partly = f"要 {shortage.wanted:,} {shortage.unit}，缺 {state.amount(shortage)}"
    return _parts(f"回转单 {shortage.source_number}", partly if shortage.wanted > shortage.quantity else "")


def _call_out(panel: Panel, shortage: Shortage, desk: Desk, now: datetime, *, is_centre: bool) -> None:
    panel.callout.clear()
    if is_centre:
        return
    if shortage.source_outcome and not is_over(shortage):
        is_gone = shortage.source_outcome == _DIED
        then = "请取消这条登记。" if is_gone else "请问清药还要不要，不要的取消这条登记。"
        ended = f"结局：{desk.name(shortage.source_outcome)}。{then}"
        panel.callout.say(f"转诊 {shortage.source_number} 已关闭", ended, tone="warn", icon="lock")
    elif awaits_call(shortage):
        missed = shortage.state is State.CALLED
        title = "上次没接通，请再打" if missed else "药到了，请通知患者"
        panel.callout.say(title, f"{shortage.patient}　{phone(shortage.phone)}", tone="warn", icon="phone")
    elif shortage.state is State.OPEN and shortage.answer == Answer.CANNOT_BUY:
        panel.callout.say("县院买不到", f"{shortage.answer_words}。请告诉患者，再取消这条登记。")
    elif is_late(shortage, day(now)):
        panel.callout.say("已过需要日期，药还没到", "请打电话告诉患者，或改从别处调剂。", icon="alert")


def _parts(*words: str) -> str:
    return "　".join(word for word in words if word)
