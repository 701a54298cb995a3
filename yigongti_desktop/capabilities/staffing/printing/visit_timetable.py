"""专家坐诊表 on A4 in large letters, for patients (STF-24)."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.timetable import Session
from yigongti_desktop.capabilities.staffing.model.timetable import Timetable
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

_EDGE, _SIZE, _ROW = 15 * MM, 14, 14 * MM
_WEEK = "一二三四五六日"
#: Heads, and how the width is shared out, in hundredths.
_SHARES = (("时间", 28), ("科室", 15), ("专家", 27), ("诊室", 15), ("说明", 15))
_LAST_LINE = "如有停诊、换诊，以当日门诊公告为准。"


def expert_room(timetable: Timetable, at: datetime) -> bytes:
    """Return the timetable.

    Args:
        timetable: the sessions of a unit.
        at: when it is printed.
    """
    fonts.load()
    named = f"{timetable.unit} 专家坐诊表"
    paper = Paper(title=named, foot=f"医共体工作台　{named}　打印 {local(at):%Y-%m-%d %H:%M}")
    wide = paper.width - 2 * _EDGE
    middle = paper.width / 2

    def head(mark: str = "") -> float:
        size = min(20.0, 20.0 * wide / max(fonts.width(timetable.unit, 20, bold=True), 1.0))
        paper.text(middle, 24 * MM, timetable.unit, size=size, bold=True, align="center")
        paper.text(middle, 37 * MM, f"专家坐诊表{mark}", size=28, bold=True, align="center")
        said = f"{_long(timetable.first)}至{_long(timetable.last)}"
        paper.text(middle, 46 * MM, said, size=13, align="center")
        return 52 * MM

    columns = [Column(title, wide * share / 100) for title, share in _SHARES]
    rows = [_row(session) for session in timetable.ordered()]
    y = draw_table(paper, _EDGE, head(), columns, rows, on_new_page=lambda: head("　续"), size=_SIZE, least=_ROW)
    for text in _below(timetable):
        for words in break_lines(text, wide, lambda piece: fonts.width(piece, _SIZE)):
            if y + 2 * _SIZE > paper.last:
                paper.new_page()
                y = head("　续")
            y += 1.6 * _SIZE
            paper.text(_EDGE, y, words, size=_SIZE)
    return paper.bytes()


def _row(session: Session) -> list[str]:
    expert = "\n".join(part for part in (session.expert, session.title, session.hospital) if part)
    return [_when(session), session.department, expert, session.room, session.note]


def _when(session: Session) -> str:
    head = [] if session.weekday is None else [f"周{_WEEK[session.weekday]}"]
    months: dict[int, list[date]] = {}
    for one in session.dates:
        months.setdefault(one.month, []).append(one)
    days = [f"{month}月{'、'.join(str(one.day) for one in same)}日" for month, same in months.items()]
    if session.weekday is None:
        days = [f"{one.month}月{one.day}日 周{_WEEK[one.weekday()]}" for one in session.dates]
    return "\n".join(part for part in (*head, *days, session.hours) if part)


def _below(timetable: Timetable) -> list[str]:
    said = [f"咨询、预约电话：{timetable.phone}"] if timetable.phone else []
    return [*said, *([timetable.note] if timetable.note else []), _LAST_LINE]


def _long(one: date) -> str:
    return f"{one.year}年{one.month}月{one.day}日"
