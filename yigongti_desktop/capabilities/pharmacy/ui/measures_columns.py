"""Columns of the figures of the supply, by month or by unit; of the stock's, for Excel."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.ui.measures_state import FigureRow
from yigongti_desktop.kit.figure_cells import count
from yigongti_desktop.kit.figure_cells import money
from yigongti_desktop.kit.figure_cells import share
from yigongti_desktop.kit.figure_cells import time
from yigongti_desktop.kit.table.columns import Column


def figure_columns(*, by_unit: bool) -> tuple[Column[FigureRow], ...]:
    """Return the columns of the table."""
    first = Column[FigureRow](
        title="单位" if by_unit else "月份",
        text=lambda row: row.title,
        width=190 if by_unit else 100,
        stretch=2,
        is_bold=True,
        is_jump=by_unit,
    )
    own: tuple[Column[FigureRow], ...] = (
        count("在途", lambda row: row.figures.lead.open, width=56, rank=2),
        count("未结差异", lambda row: row.cases, width=76, rank=2),
    )
    return (
        first,
        count("请领行数", lambda row: row.figures.fill.lines, width=76, rank=3),
        count("来齐行数", lambda row: row.figures.fill.filled, width=76, rank=4),
        share("按行满足率", lambda row: row.figures.fill.by_line, width=88),
        share("按数量满足率", lambda row: row.figures.fill.by_quantity, width=100),
        count("到货单数", lambda row: row.figures.lead.counted, width=76, rank=5),
        time("到货中位", lambda row: row.figures.lead.median, width=76, rank=1),
        time("九成不超过", lambda row: row.figures.lead.p90, width=88, rank=1),
        share("基药按行", lambda row: row.figures.essential.by_line, width=76, rank=2),
        share("基药按金额", lambda row: row.figures.essential.by_amount, width=88, rank=2),
        money("到货金额（元）", _amount, width=112, rank=4),
        count("无单价行", lambda row: row.figures.unpriced, width=76, rank=6),
        *(own if by_unit else ()),
    )


def stock_columns() -> tuple[Column[tuple[str, str]], ...]:
    """Return the columns of the figures of today, for Excel; a share stays in words."""
    return (
        Column(title="现状", text=lambda row: row[0], width=140),
        Column(
            title="数",
            text=lambda row: row[1],
            width=60,
            export=lambda row: int(row[1].replace(",", "")) if row[1].replace(",", "").isdecimal() else row[1],
        ),
    )


def _amount(row: FigureRow) -> int | None:
    return row.figures.essential.amount if row.figures.essential.lines else None
