"""The posting beside the list: who is where from when to when, what was asked, its trail, the one thing to know."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.posting_road import steps
from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.served import missing
from yigongti_desktop.capabilities.staffing.model.served import owed
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.capabilities.staffing.store.postings import Opened
from yigongti_desktop.capabilities.staffing.store.postings import Row
from yigongti_desktop.capabilities.staffing.ui import posting_state as state
from yigongti_desktop.capabilities.staffing.ui.posting_columns import who
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.posting_words import leave_words
from yigongti_desktop.capabilities.staffing.ui.posting_words import say_absence
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.registry.ui.trail import mark

#: Days and months that are named one by one.
_MOST = 3


def show_posting(panel: Panel, opened: Opened, desk: Desk) -> None:
    """Fill the panel with a posting."""
    posting, now = opened.posting, desk.now()
    today = day(now)
    row = Row(posting=posting, is_waiting=opened.is_waiting)
    own = desk.actor.institution if desk.actor else ""
    person = posting.person
    facts = LEVELS[person.level.value] if person else ""
    panel.show_head(who(row), facts, state.badge(row, today, own), KINDS[posting.kind.value], posting.unit_name)
    panel.facts.show_facts(
        [
            *_facts(posting, now),
            ("请假", leave_words(opened.leave)),
            ("要有人接", say_absence(opened.falls).removeprefix("走了以后要有人接。"), "warn"),
        ]
    )
    marks = [mark(step, desk, now) for step in steps(posting, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, opened, today)


def _facts(posting: Posting, now: datetime) -> list[tuple[str, str] | tuple[str, str, str]]:
    person, absent = posting.person, missing(posting)
    told = [f"{one:%Y-%m-%d} {reason}" for one, reason in sorted(absent.items())]
    asked = short_time(posting.asked_at, now) if posting.asked_at else ""
    wanted = LEVELS[posting.wish.title.value] if posting.wish.title.rank else ""
    return [
        ("派出单位", person.home_name if person else ""),
        ("专业", person.specialty if person else ""),
        ("科室", posting.department),
        ("起止", f"{posting.since:%Y-%m-%d} 至 {posting.until:%Y-%m-%d}"),
        ("到岗", f"{posting.arrived_on:%Y-%m-%d}" if posting.arrived_on else ""),
        ("最后一天", f"{posting.ended_on:%Y-%m-%d}" if posting.ended_on else ""),
        ("在岗", f"{len(served(posting))} 天（已登记 {len(posting.months)} 个月）" if posting.arrived_on else ""),
        ("缺勤", _some(told)),
        (
            "申请",
            _parts(posting.wish.reason, posting.asked_by, asked),
        ),
        ("要求", _parts(f"{wanted}以上" if wanted else "", _wished_days(posting))),
        ("批准文号", posting.approval),
        ("不满半年", posting.why_short if state.is_exception(posting) else ""),
        ("原因", posting.reason),
    ]


def _wished_days(posting: Posting) -> str:
    """Return the days that were asked for, where others were arranged."""
    wish = posting.wish
    if (wish.since, wish.until) == (posting.since, posting.until):
        return ""
    return f"{wish.since:%Y-%m-%d} 至 {wish.until:%Y-%m-%d}"


def _call_out(panel: Panel, opened: Opened, today: date) -> None:
    posting = opened.posting
    panel.callout.clear()
    if posting.state is State.ARRANGED and posting.since < today:
        panel.callout.say(
            "该到岗了，还没有确认", "到了请接收单位确认真正到岗的那一天；没来请牵头医院改派或中止。", icon="alert"
        )
    elif months := owed(posting, today):
        words = "、".join(f"{one.year}年{one.month}月" for one in months[:_MOST])
        more = f"等 {len(months)} 个月" if len(months) > _MOST else ""
        panel.callout.say(
            "在岗天数没有登记", f"{words}{more}。没登记的日子不算服务天数。", tone="warn", icon="calendar"
        )
    elif posting.state not in OVER and today > posting.until:
        panel.callout.say("派驻的日子过完了", "请接收单位办期满；还要留用请牵头医院延期。", tone="warn", icon="flag")
    elif posting.state not in OVER and (coming := [one for one in opened.leave if one.last >= today]):
        panel.callout.say(
            leave_words(coming), "那几天单位没有人。请和单位说好，或安排别人顶几天。", tone="warn", icon="calendar"
        )
    elif state.is_exception(posting) and posting.state not in {State.DECLINED, State.WITHDRAWN}:
        panel.callout.say("不满半年", "常年派驻一般要满半年，这一次按例外登记。", tone="warn", icon="flag")


def _some(told: list[str], most: int = _MOST) -> str:
    more = f"，共 {len(told)} 天" if len(told) > most else ""
    return "；".join(told[:most]) + more


def _parts(*words: str) -> str:
    return "　".join(word for word in words if word)
