"""Words and sentences of the duties of a unit."""

from __future__ import annotations

from collections.abc import Mapping

from yigongti_desktop.capabilities.staffing.model.duties import Asks
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "duty"

SENTENCES: dict[str, Sentence] = {
    "duty_id_wrong": "班次「{code}」的编号和本单位对不上。请重新登记这个班次。",
    "duty_there": "代号「{code}」已经是「{name}」。请换一个代号，或改原来的班次。",
    "duties_many": "一个单位最多 {most} 个班次。请先停用不用的。",
    "duty_ended": "「{name}」已经停用到 {until}。请看最新的班次。",
    "need_wrong": "「{name}」的人数写得不对：至少不能小于 0，也不能大于至多。请改人数。",
}
NAMES: dict[str, str] = {
    "duty": "班次",
    "duty_code": "班次代号",
    "duty_name": "班次名称",
    "duty.set_up": "设班次",
    "duty.changed": "改班次",
    "duty.ended": "停用班次",
}

#: What is written of a duty.
FIELDS: dict[str, str] = {
    "name": "名称",
    "colour": "颜色",
    "begin": "上班",
    "end": "下班",
    "minutes": "计工时（分钟）",
    "is_night": "夜班",
    "needs": "人数",
    "licences": "证照",
    "title": "职称",
    "skills": "资质",
    "place": "次序",
    "until": "用到",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: FIELDS}

#: What days are called.
DAYS: Mapping[DayKind, str] = {
    DayKind.WORK: "工作日",
    DayKind.MAKE_UP: "调休上班日",
    DayKind.REST: "周末",
    DayKind.ARRANGED: "调休放假",
    DayKind.STATUTORY: "法定节日",
}
_WEEK = "一二三四五六日"


def say_duty(duty: Duty) -> str:
    """Return a duty in one line: 夜　夜班　17:00–08:00　计 8 小时　算夜班　每天至少 1 人."""
    hours = f"{duty.begin:%H:%M}–{duty.end:%H:%M}"
    parts = (duty.code, duty.name, hours, f"计 {duty.minutes / 60:g} 小时", "算夜班" if duty.is_night else "")
    return "　".join(part for part in (*parts, _who(duty), *map(say_need, duty.needs)) if part)


def say_need(need: Need) -> str:
    """Return what is needed: 工作日至少 4 人、至多 6 人."""
    days = "、".join(DAYS[kind] for kind in need.on) or "每天"
    week = "、".join(f"周{_WEEK[number]}" for number in need.weekdays)
    most = f"、至多 {need.most} 人" if need.most is not None else ""
    who = f"（{need.who}）" if need.who else ""
    return f"{days}{week}至少 {need.least} 人{most}{who}"


def _who(asks: Asks) -> str:
    return f"限{asks.who}" if asks.who else ""
