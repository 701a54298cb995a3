"""A session of teaching at a glance: its badge, its chips, what a few letters mean, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.staffing.messages import teaching as m
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.store.teaching import TeachingOpened
from yigongti_desktop.capabilities.staffing.store.teaching import TeachingRow
from yigongti_desktop.capabilities.staffing.ui.attendance_lines import Lines
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day

CHIPS = (
    Chip("owed", "待登记", 0),
    Chip("tele", "远程教学", 0),
    Chip("course", "50+N", 0),
    Chip("house", "院内培训", 0),
    Chip("all", "全部", 0),
)
_OFF = ("授课人来不了", "设备、网络故障", "和其他会议冲突", "写错了")


def badge(row: TeachingRow, today: date) -> Badge:
    """Return where a session stands."""
    teaching = row.teaching
    if teaching.state is State.CALLED_OFF:
        return Badge("已取消", "neutral", "close")
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if teaching.state is State.TAUGHT:
        return Badge("待登记名单", "warn", "people") if row.is_owed else Badge("已办", "ok", "check")
    return Badge("待登记", "warn", "pencil") if teaching.last < today else Badge("待办", "accent", "calendar")


def is_owed(row: TeachingRow, today: date, own: str) -> bool:
    """Say whether this institution has something to write down."""
    teaching = row.teaching
    is_late = teaching.state is State.ANNOUNCED and teaching.last < today and teaching.host == own
    return row.is_owed or is_late


def fits(row: TeachingRow, chip: str, today: date, own: str) -> bool:
    """Say whether a session belongs under a chip."""
    kind = row.teaching.kind
    return {
        "owed": is_owed(row, today, own),
        "tele": kind is TeachingKind.TELE,
        "course": kind is TeachingKind.COURSE,
        "house": kind is TeachingKind.IN_HOUSE,
    }.get(chip, True)


def is_meant(row: TeachingRow, typed: str) -> bool:
    """Say whether a session is meant by what was typed, in lower case: title, teacher, host, kind."""
    teaching = row.teaching
    if any(key.startswith(typed) for name in (teaching.teacher, teaching.host_name) for key in keys_of_name(name)):
        return True
    plain = (teaching.title, teaching.teacher, teaching.host_name, KINDS[teaching.kind.value])
    return any(typed in text.lower() for text in plain)


def columns(today: Callable[[], date]) -> tuple[Column[TeachingRow], ...]:
    """Return the columns of the list."""
    return (
        Column(
            title="状态", text=lambda row: badge(row, today()).text, badge=lambda row: badge(row, today()), width=118
        ),
        Column(title="题目", text=lambda row: row.teaching.title, width=190, stretch=4, is_bold=True, is_jump=True),
        Column(title="类别", text=lambda row: KINDS[row.teaching.kind.value], width=96),
        Column(title="授课人", text=lambda row: row.teaching.teacher, width=84, stretch=1, rank=2),
        Column(title="主办", text=lambda row: row.teaching.host_name, width=130, stretch=2, rank=3),
        Column(
            title="学时",
            text=lambda row: say_hours(row.teaching.minutes),
            width=56,
            is_right=True,
            rank=1,
            export=lambda row: row.teaching.minutes / 60,
        ),
        Column(
            title="参加",
            text=lambda row: f"{row.people} 人" if row.people else "",
            width=66,
            is_right=True,
            sort=lambda row: row.people,
            export=lambda row: row.people,
        ),
        Column(
            title="日期",
            text=lambda row: short_day(row.teaching.first, today()),
            width=92,
            is_right=True,
            sort=lambda row: row.teaching.first,
            export=lambda row: row.teaching.first,
        ),
    )


def offers(opened: TeachingOpened, actor: Actor, today: date) -> list[Act]:
    """Return what somebody may do with a session, the main act first."""
    teaching, found = opened.teaching, list[Act]()
    is_host = teaching.host == actor.institution
    has_begun = teaching.first <= today
    if is_host and teaching.state is State.ANNOUNCED and has_begun:
        found.append(Act(name="teach", text="登记已办", key="F7", icon="check", style=PRIMARY))
    if actor.institution in teaching.units and teaching.state is not State.CALLED_OFF and has_begun:
        has_list = any(one.unit == actor.institution and one.people for one in opened.attendances)
        words = "改参加名单" if has_list else "登记参加的人"
        style = PLAIN if has_list or found else PRIMARY
        found.append(Act(name="attend", text=words, key="" if found else "F7", icon="people", style=style))
    if is_host and teaching.state is State.ANNOUNCED:
        found.append(Act(name="call_off", text="取消这次", icon="close", style=LINK))
    return found


def ask(act: str, teaching: Teaching, lines: Lines | None = None) -> Ask | None:
    """Return what an act asks for; None where it asks for nothing.

    Args:
        act: that is begun.
        teaching: the session.
        lines: reads the people of the own unit; None for acts that need none.
    """
    if act == "call_off":
        return Ask(
            title="取消这次教学",
            verb="取消这次",
            sections=only(reason(_OFF)),
            command=lambda values: m.CallOffTeaching(teaching=teaching.id, reason=values["reason"]),
            is_danger=True,
        )
    if act == "attend" and lines is not None:
        people = Field(
            name="people",
            label="参加的人",
            kind=TEXT,
            lines=7,
            is_wide=True,
            placeholder=f"姓名，用顿号或换行隔开；没听全的在后面写学时：\n周建国、许小兰 {say_hours(30)}",
            check=lines.fault,
        )
        return Ask(
            title=f"参加的人，每人 {say_hours(teaching.minutes)} 学时",
            verb="登记",
            sections=only(people),
            command=lambda values: m.WriteAttendance(
                teaching=teaching.id, unit=lines.unit, changes=lines.changes(values["people"])
            ),
        )
    return None
