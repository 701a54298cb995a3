"""药款对账单 on A4: each lot with its price and amount, sums per delivery, the total in capital numerals."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.model.payables import Delivery
from yigongti_desktop.capabilities.pharmacy.model.payables import DueLine
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import places_to_sign
from yigongti_desktop.capabilities.pharmacy.printing.words import DIFFERENCES
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.money import capital
from yigongti_desktop.kernel.money import yuan

_LEFT = 15 * MM
_ROOM = WIDTH - 2 * _LEFT
_LAST = 276 * MM
_LINE = 6 * MM
_STATES = {
    StatementState.OPEN: "待核对",
    StatementState.CONFIRMED: "单位已核对",
    StatementState.DISPUTED: "单位有异议",
    StatementState.CLOSED: "已结账",
}
_DIFFERENCES = DIFFERENCES | {Difference.OTHER: "有差异"}
_COLUMNS = (
    Column("行", 8 * MM, "right"),
    Column("药品、规格", 55 * MM),
    Column("批号", 22 * MM),
    Column("单位", 10 * MM, "center"),
    Column("发", 14 * MM, "right"),
    Column("收", 14 * MM, "right"),
    Column("计价数", 15 * MM, "right"),
    Column("单价（元）", 19 * MM, "right"),
    Column("金额（元）", 23 * MM, "right"),
)


def statement_form(known: Statement) -> bytes:
    """Return the statement as it stands."""
    fonts.load()
    title = f"药款对账单 {known.institution_name} {known.month}"
    paper = Paper(title=title, foot=f"医共体工作台　药款对账单 {known.number}")
    paper.text(WIDTH / 2, 22 * MM, "药款对账单", size=16, bold=True, align="center")
    y = _facts(paper, known)

    def go_on() -> float:
        paper.text(_LEFT, 18 * MM, f"药款对账单 {known.number}　{known.institution_name}　续", size=10)
        return 21 * MM

    place = 0
    rows: list[list[str]] = []
    for delivery in known.deliveries:
        rows.append(_head(delivery))
        for line in delivery.lines:
            place += 1
            rows.append(_row(place, line))
    y = draw_table(paper, _LEFT, y, _COLUMNS, rows, on_new_page=go_on, size=9)
    if _end(Paper(title="", foot=""), y, known) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = go_on()
    _end(paper, y, known)
    return paper.bytes()


def _facts(paper: Paper, known: Statement) -> float:
    year, _, month = known.month.partition("-")
    left = [f"付款单位：{known.institution_name}", f"所属月份：{year}年{int(month)}月（按收货日期）"]
    right = [f"供应单位：{known.supplier_name}　中心药房", f"单号：{known.number}"]
    left.append(f"出账时间：{_time(known.opened_at)}")
    right.append(f"状态：{_STATES[known.state]}")
    y, half = 32 * MM, WIDTH / 2 + 5 * MM
    for one, other in zip(left, right, strict=True):
        below = _lines(paper, _LEFT, y, half - _LEFT - 4 * MM, one)
        y = max(below, _lines(paper, half, y, WIDTH - _LEFT - half, other))
    return y - 1 * MM


def _head(delivery: Delivery) -> list[str]:
    words = f"配送单 {delivery.delivery or '—'}\n{delivery.received_on.isoformat()} 收货"
    return ["", words, "", "", "", "", "", "小计", yuan(delivery.amount_fen)]


def _row(place: int, line: DueLine) -> list[str]:
    difference = f"（{_DIFFERENCES[Difference(line.difference)]}）" if line.difference else ""
    return [
        str(place),
        f"{line.name} {line.strength}{difference}",
        line.lot,
        line.unit,
        f"{line.sent:,}",
        f"{line.received:,}",
        f"{line.payable:,}",
        "未知" if line.price_fen is None else yuan(line.price_fen),
        "未定价" if line.amount_fen is None else yuan(line.amount_fen),
    ]


def _end(paper: Paper, y: float, known: Statement) -> float:
    """Write the totals and set the places to sign; return the last line's y."""
    y += _LINE
    total = known.total_fen
    words = f"合计：配送单 {len(known.deliveries)} 张，应付 {yuan(total)} 元"
    paper.text(_LEFT, y, words, size=11, bold=True)
    y = _lines(paper, _LEFT, y + _LINE, _ROOM, f"大写：人民币{capital(total)}", bold=True)
    if lacking := payables.unpriced(known.deliveries):
        names = "、".join(f"{line.name} {line.strength}×{line.payable:,} {line.unit}" for line in lacking)
        y = _lines(paper, _LEFT, y, _ROOM, f"以下 {len(lacking)} 行没有单价，不在合计内：{names}")
    if known.settled_fen is not None and known.settled_fen != total:
        rest = total - known.settled_fen
        y = _lines(paper, _LEFT, y, _ROOM, f"此前已结 {yuan(known.settled_fen)} 元，本次再结 {yuan(rest)} 元")
    if known.words:
        y = _lines(paper, _LEFT, y, _ROOM, f"单位异议：{known.words}")
    y += 6 * MM
    people = (
        Signed(title="中心药房制单", name=known.opener, at=known.opened_at),
        Signed(title="单位核对", name=known.confirmer, at=known.confirmed_at),
        Signed(title="单位负责人"),
        Signed(title="结账", name=known.closer, at=known.closed_at),
    )
    return places_to_sign(paper, _LEFT, y, _ROOM, people, time=_date)


def _lines(paper: Paper, x: float, y: float, width: float, text: str, *, bold: bool = False) -> float:
    """Write a text on as many lines as it needs; return the next y."""
    for line in break_lines(text, width, lambda piece: fonts.width(piece, 10, bold=bold)):
        paper.text(x, y, line, size=10, bold=bold)
        y += _LINE
    return y


def _date(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d}"


def _time(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
