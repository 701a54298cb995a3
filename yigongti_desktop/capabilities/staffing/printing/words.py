"""What papers of staffing call states, days and hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import time

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Amendment
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import hours

WEEKDAYS = "一二三四五六日"
STATES = {State.DRAFT: "草稿", State.PUBLISHED: "已公示", State.WITHDRAWN: "已撤回"}
#: Stands in the head of a weekend day on which people work.
MADE_UP = "班"
#: Heads of the counters of a person, in the order of `counters`.
COUNTERS = ("班次", "夜班", "周末", "假日", "工时")
#: Who answers for a roster.
SIGNERS = ("排班人", "负责人")


def title(wall: Wall) -> str:
    """Return what the month is called: 岳口镇中心卫生院 2026年10月排班表（护理）."""
    group = f"（{wall.group}）" if wall.group else ""
    return f"{wall.unit} {wall.span}排班表{group}"


def spoken_duty(duty: Duty) -> str:
    """Return what a duty is: 夜班 22:00–次日 08:00，8 小时."""
    end = f"{'次日 ' if duty.end <= duty.begin else ''}{_clock(duty.end)}"
    return f"{duty.name} {_clock(duty.begin)}–{end}，{hours(duty.minutes)} 小时"


def legend(wall: Wall) -> list[tuple[str, str]]:
    """Return each letter and what it means, the duties first."""
    return [(duty.code, spoken_duty(duty)) for duty in wall.duties] + list(wall.letters)


def unpublished(years: Iterable[int]) -> str:
    """Return what is to be said where days off are not settled; empty where all are."""
    named = "、".join(f"{year} 年" for year in years)
    return f"{named}放假安排未发布：节假日和补班可能变，发布后要再核对。" if named else ""


def amended(change: Amendment) -> str:
    """Return a change in one line: what, why, by whom, who was told."""
    told = f"，已告知{'、'.join(change.told)}" if change.told else ""
    reason = f"，{change.reason}" if change.reason else ""
    by = f"，{change.by} 改" if change.by else ""
    return f"{change.day.month}月{change.day.day}日 {change.name} {change.before} 改为 {change.after}{reason}{by}{told}"


def long_day(day: date) -> str:
    """Return a day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
