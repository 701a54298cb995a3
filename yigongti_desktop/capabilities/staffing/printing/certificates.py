"""基层服务证明 on A4: where somebody served at the base, from when to when, on how many days (STF-26)."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.service_years import Service
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

_LEFT = 20 * MM
_ROOM = WIDTH - 2 * _LEFT
_LAST = 270 * MM
_LINE, _SIZE = 8 * MM, 12
_COLUMNS = (
    Column("行", 10 * MM, "right"),
    Column("服务单位", 68 * MM),
    Column("方式", 28 * MM),
    Column("第一天", 24 * MM, "center"),
    Column("最后一天", 24 * MM, "center"),
    Column("天数", 16 * MM, "right"),
)
KINDS = {
    Kind.RESIDENT: "常年派驻",
    Kind.CLINIC: "坐诊",
    Kind.TOUR: "巡诊",
    Kind.SURGERY: "手术带教",
    Kind.SUPERVISOR: "疾控监督员",
    Kind.TERTIARY: "三级医院驻守",
}


def certificate(person: Person, title: str, service: Service, lead: str, today: date) -> bytes:
    """Return the certificate.

    Args:
        person: who served.
        title: the level of their title in words.
        service: what they served, as the units wrote it down.
        lead: name of the hospital that certifies it.
        today: date of the paper.
    """
    fonts.load()
    paper = Paper(title=f"基层服务证明 {person.name}", foot=f"医共体工作台　基层服务证明　{person.name}")
    paper.text(WIDTH / 2, 32 * MM, "基层服务证明", size=20, bold=True, align="center")
    first, last = service.stays[0].first, max(one.last for one in service.stays)
    words = (
        f"兹证明{person.home_name}{person.name}（{title}），自{_day(first)}至{_day(last)}期间到基层医疗卫生机构服务，"
        f"累计在岗 {service.days} 天，明细如下："
    )
    y = _lines(paper, 48 * MM, f"　　{words}")
    rows = [
        [
            str(place),
            one.unit_name,
            KINDS.get(one.kind, ""),
            one.first.isoformat(),
            one.last.isoformat(),
            f"{one.days:,}",
        ]
        for place, one in enumerate(service.stays, 1)
    ]
    y = draw_table(paper, _LEFT, y, _COLUMNS, rows, on_new_page=lambda: 24 * MM, size=10)
    if _end(Paper(title="", foot=""), y, service, lead, today) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = 24 * MM
    _end(paper, y, service, lead, today)
    return paper.bytes()


def _end(paper: Paper, y: float, service: Service, lead: str, today: date) -> float:
    """Say whether the year is full, and leave the place for the seal; return the last line's y."""
    rest = service.needed - service.days
    is_full = "已满" if service.is_enough else f"还差 {rest} 天"
    y = _lines(paper, y + _LINE, f"　　晋升前到基层累计服务应满 {service.needed} 天，{is_full}。")
    y = _lines(paper, y, "　　在岗天数由接收单位按月登记，同一天在两处的算一天。")
    y += 2 * _LINE
    right = WIDTH - _LEFT
    paper.text(right, y, f"{lead}（盖章）", size=_SIZE, align="right")
    paper.text(right, y + _LINE, _day(today), size=_SIZE, align="right")
    return y + _LINE


def _lines(paper: Paper, y: float, words: str) -> float:
    """Write words on as many lines as they need; return the next y."""
    for line in break_lines(words, _ROOM, lambda piece: fonts.width(piece, _SIZE)):
        paper.text(_LEFT, y, line, size=_SIZE)
        y += _LINE
    return y


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
