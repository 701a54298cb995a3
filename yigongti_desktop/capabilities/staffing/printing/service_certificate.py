"""基层服务证明 on A4: who served where, from when to when, the sum, by which rule, seal and signatures (STF-26)."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.service_record import ServiceRecord
from yigongti_desktop.capabilities.staffing.printing import words
from yigongti_desktop.capabilities.staffing.printing.parts import fit
from yigongti_desktop.capabilities.staffing.printing.parts import places_to_sign
from yigongti_desktop.capabilities.staffing.printing.parts import write
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

_TITLE = "基层服务证明"
_LEFT, _ROOM = 25 * MM, WIDTH - 50 * MM
_SIZE = 12
_COLUMNS = (
    Column("序号", 12 * MM, "center"),
    Column("服务单位", 48 * MM),
    Column("起", 30 * MM, "center"),
    Column("止", 30 * MM, "center"),
    Column("方式", 20 * MM),
    Column("服务天数", 20 * MM, "right"),
)
#: Room for the seal and the places to sign.
_END = 62 * MM


def service_certificate(record: ServiceRecord, at: datetime) -> bytes:
    """Return the certificate.

    Args:
        record: what it says.
        at: when it is printed.
    """
    fonts.load()
    named = f"{_TITLE} {record.number}"
    paper = Paper(title=named, foot=f"医共体工作台　{named}　打印 {local(at):%Y-%m-%d %H:%M}")

    def go_on() -> float:
        paper.text(_LEFT, 22 * MM, f"{named}　续", size=10)
        return 25 * MM

    fit(paper, (_LEFT, 22 * MM, _ROOM, 14 * MM), _TITLE, 24, bold=True)
    paper.text(_LEFT + _ROOM, 43 * MM, f"编号：{record.number}", size=10.5, align="right")
    y = write(paper, _LEFT, 54 * MM, _ROOM, _who(record), _SIZE) + 2 * MM
    rows = [
        [
            str(place),
            stay.unit,
            words.long_day(stay.first),
            words.long_day(stay.last),
            stay.kind,
            str(len(stay.served())),
        ]
        for place, stay in enumerate(record.ordered(), start=1)
    ]
    y = draw_table(paper, _LEFT, y, _COLUMNS, rows, on_new_page=go_on, size=10.5, least=9 * MM) + 8 * MM
    for text in _sums(record):
        if y + 3 * 1.5 * _SIZE > paper.last:
            paper.new_page()
            y = go_on() + 5 * MM
        y = write(paper, _LEFT, y, _ROOM, text, _SIZE) + 1.5 * MM
    if y + _END > paper.last:
        paper.new_page()
        y = go_on() + 5 * MM
    _end(paper, y + 8 * MM, record)
    return paper.bytes()


def _who(record: ServiceRecord) -> str:
    number = f"（身份证号 {record.id_number}）" if record.id_number else ""
    where = "".join(part for part in (record.hospital, record.department) if part)
    title = f"，{record.title}" if record.title else ""
    return f"　　兹证明 {record.name}{number}，{where}{title}，在下列基层或对口帮扶的医疗机构服务："


def _sums(record: ServiceRecord) -> list[str]:
    once = f"（重叠的 {record.overlapping} 天只计一次）" if record.overlapping else ""
    said = [f"累计服务 {record.days} 天{once}，按日计，起止两日都算，请假和召回的日子不算。"]
    aim = f"晋升{record.aim}" if record.aim else "晋升"
    if record.basis:
        said.append(f"依据：{record.basis}")
    if record.lacking:
        said.append(f"{aim}前要求累计服务 {record.least_days} 天，还差 {record.lacking} 天。")
    else:
        said.append(f"{aim}前要求累计服务 {record.least_days} 天，已满足。")
    return said


def _end(paper: Paper, y: float, record: ServiceRecord) -> None:
    places_to_sign(paper, _LEFT, y, _ROOM, ("经办人", "审核人"), 11)
    half = _LEFT + _ROOM / 2
    lines = ("服务单位（盖章）", "牵头医院人力资源部门（盖章）")
    for x, text in zip((_LEFT, half), lines, strict=True):
        paper.text(x, y + 16 * MM, text, size=11)
    paper.text(_LEFT + _ROOM, y + 46 * MM, words.long_day(record.issued_on), size=11, align="right")
