"""值班和交接班记录 on A4 lying: shift by shift, signed by both; what was not signed leaves room for the pen."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.handover_sheet import HandoverBook
from yigongti_desktop.capabilities.staffing.model.handover_sheet import HandoverEntry
from yigongti_desktop.capabilities.staffing.model.handover_sheet import Signature
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

_TITLE = "值班和交接班记录"
_EDGE = 12 * MM
_SIZE = 9.5
_COLUMNS = (
    Column("日期、班次", 27 * MM),
    Column("病人情况", 62 * MM),
    Column("危重、新入、术后", 56 * MM),
    Column("待办、注意", 70 * MM),
    Column("交班", 29 * MM),
    Column("接班", 29 * MM),
)


def handover_sheet(book: HandoverBook, at: datetime) -> bytes:
    """Return the entries of some days.

    Args:
        book: the entries, in their order.
        at: when it is printed.
    """
    fonts.load()
    where = f"{book.unit}{book.department}"
    span = words.long_day(book.first)
    span += "" if book.last == book.first else f"至{words.long_day(book.last)}"
    foot = f"医共体工作台　{where}　{_TITLE}　{span}　打印 {local(at):%Y-%m-%d %H:%M}"
    paper = Paper(title=f"{where} {_TITLE} {span}", foot=foot, is_landscape=True)

    def head(mark: str = "") -> float:
        paper.text(_EDGE, 16 * MM, f"{_TITLE}{mark}", size=15, bold=True)
        paper.text(paper.width - _EDGE, 16 * MM, f"{where}　{span}", size=10.5, align="right")
        return 20 * MM

    rows = [_row(entry) for entry in book.entries]
    draw_table(paper, _EDGE, head(), _COLUMNS, rows, on_new_page=lambda: head("　续"), size=_SIZE, least=16 * MM)
    return paper.bytes()


def _row(entry: HandoverEntry) -> list[str]:
    day = entry.day
    when = f"{day.month}月{day.day}日\u00a0周{words.WEEKDAYS[day.weekday()]}\n{entry.duty}"
    to_do = "\n".join([*([entry.to_do] if entry.to_do else []), *(f"补记：{note}" for note in entry.notes)])
    return [when, entry.patients, entry.critical, to_do, _signed(entry.given), _signed(entry.taken)]


def _signed(signature: Signature | None) -> str:
    return f"{signature.name}\n{local(signature.at):%m-%d %H:%M}" if signature else ""
