"""Words and sentences of sessions away from home; how their days and hours are said and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from datetime import time

from yigongti_desktop.capabilities.staffing.model import falling
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "outreach"

SENTENCES: dict[str, Sentence] = {
    "visit_there": "这次安排已经登记过。请看列表里最新的一条。",
    "visit_nobody": "人员库里找不到这个人。请重新选。",
    "visit_other_unit": "{name} 不是本单位的人。请选本单位的人，要专家请向牵头医院提。",
    "visit_not_yours": "牵头医院给成员单位安排；单位只安排本单位的人下村。请重新选单位。",
    "visit_no_village": "在本单位看病不用在这里安排。下村巡诊请写到哪个村。",
    "visit_not_employed": "{day} 这个人不在职。请换人或改日期。",
    "visit_no_licence": "{day} 这个人没有有效的医师执业证，不能安排看病。请换人，或先在「人员」里补登证照。",
    "visit_title": "职称不够：这一类要{needed}以上，这个人是{level}。请换人或改类别。",
    "visit_agreement_none": "和接收单位没有包含「{of}」的帮扶或托管协议，不能去看病。请先登记协议。",
    "visit_agreement_ends": "从 {day} 起没有包含「{of}」的有效协议。请改止日，或先续签并登记协议。",
    "visit_days": "止日 {until} 比起日 {since} 早。请改。",
    "visit_long": "一次最多安排 {most} 天。请核对年份，到期可以接着安排。",
    "day_unlikely": "{day} 不像是要填的日子。请核对年份。",
    "visit_weekdays": "星期写得不对。请写星期几，如：三、五；隔几周写 1 到 8。",
    "visit_many_days": "单独写的日子最多 {most} 个。请分成两次安排。",
    "visit_dates": "{day} 不在起止日子里。请改这一天，或改起止。",
    "visit_hours": "结束 {end} 不比开始 {begin} 晚。请改。",
    "visit_places": "号数写 0 到 {most}，不限就空着。请改。",
    "visit_no_day": "这样写一次也轮不到。请写星期几，或写单独的日子。",
    "visit_twice": "{day} 这个人同一时间已经安排在{place}。请改时间或换人。",
    "visit_no_session": "{day} 没有这一次安排，可能已经改过。请看最新的列表。",
    "visit_ahead": "{day} 还没到，不能登记人数。请当天或以后再登记。",
    "visit_seen": "人数写 0 到 {most}。请改。",
    "visit_counted": "{day} 别人已经登记 {theirs} 人，您写的是 {mine} 人。请和同事核对，再改成对的数。",
    "visit_moved_far": "最多改到前后 {most} 天以内。更远的请另行安排。",
    "visit_day_taken": "{day} 本来就有一次，或安排已经结束。请改到别的日子。",
    "visit_made_up": "补的那一次（{day}）已经登记过，原来那一天不能恢复。",
    "visit_end": "最后一天要在 {since} 前一天到 {until} 以前。请改。",
    "visit_held_later": "{day} 已经登记过人数，最后一天不能比它早。请改。",
}
KINDS = {kind.value: word for kind, word in falling.VISITS.items()}
STATES = {"planned": "待开诊", "held": "已开诊", "cancelled": "停诊"}
_ACTS = {"hold": "登记人数", "cancel": "停诊", "restore": "恢复"}
_LEVELS = {"no_title": "无职称", "junior": "初级", "middle": "中级", "associate_senior": "副高", "senior": "正高"}
NAMES: dict[str, str] = {
    "outreach": "坐诊巡诊",
    "support": "支持医生",
    "outreach.planned": "安排坐诊巡诊",
    "outreach.held": "登记开诊",
    "outreach.cancelled": "停诊",
    "outreach.restored": "恢复开诊",
    "outreach.ended": "结束安排",
}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: STATES | KINDS | _ACTS | _LEVELS | {"room": "诊室", "village": "村", "note": "说明", "reason": "原因"}
}

_WEEK = "一二三四五六日"
_NUMBERS = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6, "天": 6} | {
    letter: number for number, letter in enumerate(_WEEK)
}
_TIME = re.compile(r"^(\d{1,2})[:：点.]?(\d{2})?$")
_DAY = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$")
_BETWEEN = re.compile(r"[、,，;；\s]+")


def say_plan(plan: Plan) -> str:
    """Return when a plan is, in one line: 每周三、五　08:00–11:30."""
    week = "、".join(_WEEK[number] for number in plan.weekdays)
    head = ("每周" if plan.every == 1 else f"每 {plan.every} 周的周") + week if week else ""
    days = say_days(plan.dates)
    hours = f"{plan.begin:%H:%M}–{plan.end:%H:%M}"
    return "　".join(part for part in (head, days, hours) if part)


def say_days(days: Iterable[date]) -> str:
    """Return days in few letters: 12-3、12-10."""
    return "、".join(f"{one.month}-{one.day}" for one in days)


def weekday(day: date) -> str:
    """Return the day of the week: 周三."""
    return f"周{_WEEK[day.weekday()]}"


def read_weekdays(typed: str) -> tuple[int, ...] | None:
    """Read days of the week: 三、五; 周三周五; 3 5. None when it is none."""
    letters = [one for one in half_width(typed) if one not in "周星期每、,，;； 　"]
    if not all(one in _NUMBERS for one in letters):
        return None
    return tuple(sorted({_NUMBERS[one] for one in letters}))


def read_time(typed: str) -> time | None:
    """Read a moment of the day: 8:00, 0800, 8点. None when it is none."""
    found = _TIME.match(half_width(typed).strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None  # noqa: PLR2004 - hours and minutes


def read_days(typed: str, since: date) -> tuple[date, ...] | None:
    """Read single days: 12-3、12-10; without a year the first on or after a day. None when one of them is none."""
    found = []
    for part in _BETWEEN.split(half_width(typed).strip()):
        if not part:
            continue
        told = _DAY.match(part)
        if told is None:
            return None
        try:
            one = date(int(told[1] or since.year), int(told[2]), int(told[3]))
            if told[1] is None and one < since:
                one = one.replace(year=one.year + 1)
        except ValueError:
            return None
        found.append(one)
    return tuple(found)
