"""专家坐诊表 on A4 or A3 in large letters, for patients (STF-24)."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.timetable import Session
from yigongti_desktop.capabilities.staffing.model.timetable import Timetable
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.capabilities.staffing.printing.parts import fit
from yigongti_desktop.capabilities.staffing.printing.parts import write
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

_EDGE = 15 * MM
#: Heads, and how the width is shared out, in hundredths.
_PLAIN = (("时间", 29), ("科室", 20), ("专家", 33), ("诊室", 18))
_NOTED = (("时间", 25), ("科室", 14), ("专家", 28), ("诊室", 14), ("说明", 19))


def expert_timetable(timetable: Timetable, at: datetime, *, is_a3: bool = False) -> bytes:
    """Return the timetable.

    Args:
        timetable: the sessions of a unit.
        at: when it is printed.
        is_a3: whether it is for A3.
    """
    fonts.load()
    named = f"{timetable.unit} 专家坐诊表"
    foot = f"医共体工作台　{named}　打印 {local(at):%Y-%m-%d %H:%M}"
    paper = Paper(title=named, foot=foot, is_a3=is_a3)
    scale = 1.4 if is_a3 else 1.0
    wide = paper.width - 2 * _EDGE

    def head(mark: str = "") -> float:
        fit(paper, (_EDGE, 14 * MM, wide, 16 * MM * scale), timetable.unit, 22 * scale, bold=True)
        under = 14 * MM + 16 * MM * scale
        fit(paper, (_EDGE, under, wide, 15 * MM * scale), f"专家坐诊表{mark}", 30 * scale, bold=True)
        said = f"{words.long_day(timetable.first)}至{words.long_day(timetable.last)}"
        fit(paper, (_EDGE, under + 15 * MM * scale, wide, 9 * MM * scale), said, 14 * scale)
        return under + 26 * MM * scale

    size = 15 * scale
    shares = _NOTED if any(session.note for session in timetable.sessions) else _PLAIN
    columns = [Column(title, wide * share / 100) for title, share in shares]
    rows = [_row(session)[: len(columns)] for session in timetable.ordered()]
    y = draw_table(
        paper, _EDGE, head(), columns, rows, on_new_page=lambda: head("　续"), size=size, least=15 * MM * scale
    )
    for text in _below(timetable):
        if y + 3 * size > paper.last:
            paper.new_page()
            y = head("　续") - size
        y = write(paper, _EDGE, y + 1.6 * size, wide, text, size) - size
    return paper.bytes()


def _row(session: Session) -> list[str]:
    expert = "\n".join(part for part in (session.expert, session.title, session.hospital) if part)
    return [_when(session), session.department, expert, session.room, session.note]


def _when(session: Session) -> str:
    """Return when it is: 每周三 上午; or each date with its day of the week."""
    lines = [] if session.weekday is None else [f"每周{words.WEEKDAYS[session.weekday]}"]
    lines += [
        f"{day.month}月{day.day}日\u00a0周{words.WEEKDAYS[day.weekday()]}"
        for day in sorted(session.dates)
        if day.weekday() != session.weekday
    ]
    return "\n".join([*lines, session.hours] if session.hours else lines)


def _below(timetable: Timetable) -> list[str]:
    said = [f"咨询、预约电话：{timetable.phone}"] if timetable.phone else []
    said += [timetable.note] if timetable.note else []
    return [*said, "如有停诊、换诊，以当日门诊公告为准。"]
