"""Words and sentences of teaching, and how its hours are said and typed."""

from __future__ import annotations

from decimal import Decimal
from decimal import InvalidOperation

from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "teaching"

SENTENCES: dict[str, Sentence] = {
    "teaching_there": "这次教学已经登记过。请看列表里最新的一条。",
    "teaching_not_yours": "只能通知本医共体的单位；单位自己的培训只记本单位。请改参加单位。",
    "course_of_lead": "“50+N”培训班由牵头医院办。本单位办的请选「院内培训」。",
    "teaching_days": "止日要在起日以后、{most} 天以内。请改。",
    "teaching_minutes": "学时要大于 0、不超过 {most} 学时。请改。",
    "teaching_units": "参加单位最多 {most} 个。请分成两次。",
    "teaching_ahead": "{day} 还没到，不能登记已办。请到那天再登记。",
    "attendance_id_wrong": "参加名单和这次教学对不上。请从列表里重新打开再登记。",
    "attendance_unit": "这个单位不在参加单位里。请核对单位。",
    "attendance_called_off": "这次教学已经取消，不能登记参加的人。",
    "attendance_ahead": "{day} 还没到，不能登记参加的人。请到那天再登记。",
    "attendance_nobody": "人员库里找不到这个人。请重新选。",
    "attendance_minutes": "一个人的学时不能超过这次教学的学时（{most} 分钟）。请改。",
    "attendance_otherwise": "{name} 别人已经登记 {theirs} 分钟，您写的是 {mine} 分钟。请和同事核对，再改成对的数。",
    "attendance_many": "一个单位最多登记 {most} 人。请核对名单。",
}
KINDS = {"tele_teaching": "远程教学", "course": "50+N 培训班", "in_house": "院内培训"}
STATES = {"announced": "待办", "taught": "已办", "called_off": "已取消"}
_ACTS = {"teach": "登记已办", "call_off": "取消"}
NAMES: dict[str, str] = {
    "teaching": "教学培训",
    "attendance": "参加名单",
    "teaching_title": "题目",
    "teacher": "授课人",
    "teacher_home": "授课人单位",
    "teaching.announced": "登记教学",
    "teaching.held": "教学已办",
    "teaching.called_off": "取消教学",
    "attendance.written": "登记参加的人",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | KINDS | _ACTS | {"reason": "原因"}}

#: Minutes that count as one 学时.
HOUR = 60


def say_hours(minutes: int) -> str:
    """Return minutes as 学时: 1.5."""
    return f"{Decimal(minutes) / HOUR:.2f}".rstrip("0").rstrip(".")


def read_hours(typed: str) -> int | None:
    """Read 学时 as minutes, to the nearest one: 1.5 is 90, 0.83 is 50; None when it is none."""
    try:
        found = Decimal(half_width(typed).strip()) * HOUR
    except InvalidOperation:
        return None
    return int(found.to_integral_value()) if found.is_finite() and abs(found) < HOUR**3 else None
