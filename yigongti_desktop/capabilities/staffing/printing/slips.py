"""个人排班: one person's month as a calendar on A4, with hours, sums and what the letters mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Cell
from yigongti_desktop.capabilities.staffing.model.wall import Day
from yigongti_desktop.capabilities.staffing.model.wall import Mark
from yigongti_desktop.capabilities.staffing.model.wall import Row
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import hours
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.capabilities.staffing.printing.parts import fit
from yigongti_desktop.capabilities.staffing.printing.parts import frame
from yigongti_desktop.capabilities.staffing.printing.parts import places_to_sign
from yigongti_desktop.capabilities.staffing.printing.parts import write
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.clock import local

_LEFT, _ROOM = 18 * MM, WIDTH - 36 * MM
_WEEK = 7
_STEP = _ROOM / _WEEK
_HEAD, _HIGH = 7 * MM, 24 * MM
_DAY_OFF, _NIGHT = 0.93, 0.8
_SIZE = 10
_OFF_WORDS = {Mark.OFF: "休息", Mark.AWAY: "不在本单位", Mark.OPEN: ""}


def personal_slips(wall: Wall, people: Sequence[str], at: datetime) -> bytes:
    """Return the months of some people, each on a page of its own.

    Args:
        wall: the month.
        people: ids of those whose slips are wanted.
        at: when it is printed.

    Raises:
        KeyError: when somebody is not on the roster.
    """
    fonts.load()
    rows = {row.person: row for row in wall.rows}
    chosen = [rows[person] for person in people]
    feet = [f"医共体工作台　个人排班　{row.name} {wall.span}　打印 {local(at):%Y-%m-%d %H:%M}" for row in chosen]
    paper = Paper(title=f"个人排班 {wall.span}", foot=feet[0] if feet else "")
    for place, (row, foot) in enumerate(zip(chosen, feet, strict=True)):
        if place:
            paper.new_copy(foot)
        _draw(paper, wall, row)
    return paper.bytes()


def _draw(paper: Paper, wall: Wall, row: Row) -> None:
    if wall.state is State.DRAFT:
        paper.stamp(words.STATES[State.DRAFT])
    y = 24 * MM
    fit(paper, (_LEFT, y - 8 * MM, _ROOM, 11 * MM), f"{row.name} {wall.span} 排班", 18, bold=True)
    said = "　".join(part for part in (wall.unit, wall.group, row.department, words.STATES[wall.state]) if part)
    y = write(paper, _LEFT, y + 8 * MM, _ROOM, said, _SIZE)
    if warning := words.unpublished(wall.unpublished):
        y = write(paper, _LEFT, y, _ROOM, f"未发布　{warning}", _SIZE, bold=True)
    y = _calendar(paper, y, wall, row) + 7 * MM
    sums = (
        f"班次 {row.duties}",
        f"夜班 {row.nights}",
        f"周末 {row.weekends}",
        f"假日 {row.holidays}",
        f"工时 {hours(row.minutes)} 小时",
    )
    y = write(paper, _LEFT, y, _ROOM, "　　".join(sums), 11, bold=True) + 1 * MM
    used = {cell.text for cell in row.cells if cell.mark is Mark.DUTY}
    kept = [words.spoken_duty(duty) for duty in wall.duties if duty.code in used]
    y = write(paper, _LEFT, y, _ROOM, f"班次时间：{'；'.join(kept)}。" if kept else "本月没有班次。", _SIZE)
    for change in (one for one in wall.amendments if one.person == row.person):
        y = write(paper, _LEFT, y, _ROOM, f"公示后改动：{words.amended(change)}", _SIZE)
    if y + 12 * MM > paper.last:
        paper.new_page()
        y = 24 * MM
    places_to_sign(paper, _LEFT, y + 8 * MM, _ROOM, ("本人", "排班人"), _SIZE)


def _calendar(paper: Paper, y: float, wall: Wall, row: Row) -> float:
    """Draw the weeks, Monday first; return the y below the last."""
    for place, named in enumerate(words.WEEKDAYS):
        fit(paper, (_LEFT + place * _STEP, y, _STEP, _HEAD), f"周{named}", 11, bold=True)
    top = y + _HEAD
    monday = wall.first - timedelta(wall.first.weekday())
    names = {duty.code: duty.name for duty in wall.duties}
    last = top
    for day, cell in zip(wall.days, row.cells, strict=True):
        week, weekday = divmod((day.day - monday).days, _WEEK)
        left, level = _LEFT + weekday * _STEP, top + week * _HIGH
        _one_day(paper, left, level, day, cell, names.get(cell.text, cell.text))
        last = max(last, level + _HIGH)
    return last


def _one_day(paper: Paper, left: float, top: float, day: Day, cell: Cell, named: str) -> None:
    if day.is_off:
        paper.shade(left, top, _STEP, _HIGH, grey=_DAY_OFF)
    frame(paper, left, top, _STEP, _HIGH)
    number = f"{day.day.month}/{day.day.day}" if day.day.day == 1 else str(day.day.day)
    paper.text(left + 2 * MM, top + 5 * MM, number, size=11, bold=True)
    mark = words.MADE_UP if day.kind is DayKind.MAKE_UP else day.name
    fit(paper, (left + _STEP * 0.4, top + 1.2 * MM, _STEP * 0.6, 5 * MM), mark, 8, align="right")
    field = (left + 1 * MM, top + 8 * MM, _STEP - 2 * MM, 9 * MM)
    if cell.is_night:
        paper.shade(*field, grey=_NIGHT)
    if cell.mark is Mark.DUTY:
        fit(paper, field, named, 14, bold=True)
        fit(paper, (left, top + 17.5 * MM, _STEP, 5 * MM), cell.text if cell.text != named else "", 9)
    else:
        fit(paper, field, cell.leave or _OFF_WORDS.get(cell.mark, ""), 11)
    if cell.is_changed:
        frame(paper, left + 1.5, top + 1.5, _STEP - 3, _HIGH - 3, weight=1.4)
