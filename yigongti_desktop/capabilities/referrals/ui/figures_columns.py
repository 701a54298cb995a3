"""Columns of the figures of referral, and of the cases that they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.ui.figures_state import DISEASE
from yigongti_desktop.capabilities.referrals.ui.figures_state import DOCTOR
from yigongti_desktop.capabilities.referrals.ui.figures_state import MONTH
from yigongti_desktop.capabilities.referrals.ui.figures_state import UNIT
from yigongti_desktop.capabilities.referrals.ui.figures_state import FigureRow
from yigongti_desktop.capabilities.referrals.ui.figures_words import ANSWERS
from yigongti_desktop.capabilities.referrals.ui.figures_words import WAYS
from yigongti_desktop.capabilities.referrals.ui.figures_words import growth_words
from yigongti_desktop.capabilities.referrals.ui.figures_words import span_words
from yigongti_desktop.capabilities.referrals.ui.words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.figure_cells import count
from yigongti_desktop.kit.figure_cells import on_day
from yigongti_desktop.kit.figure_cells import share
from yigongti_desktop.kit.table.columns import Column

TITLES = {MONTH: "月份", UNIT: "转出单位", DISEASE: "病种", DOCTOR: "转诊医生"}
_HOUR = 3600


def figure_columns(by: str) -> tuple[Column[FigureRow], ...]:
    """Return the columns of a table: of months, units, diseases or doctors."""
    is_month = by == MONTH
    return (
        Column(
            title=TITLES[by],
            text=lambda row: row.title,
            width=100 if is_month else 190,
            stretch=2,
            is_bold=True,
            is_jump=not is_month,
        ),
        count("上转", lambda row: row.figures.up),
        count("平转", lambda row: row.figures.across, rank=6),
        count("下转", lambda row: row.figures.down),
        Column(
            title="下转增长",
            text=lambda row: growth_words(row.growth),
            width=80,
            is_right=True,
            rank=3,
            sort=lambda row: row.growth,
            export=lambda row: None if row.growth is None else float(row.growth),
            number_format="0.0%",
        ),
        count("急诊", lambda row: row.figures.emergencies, rank=5),
        count("接收", lambda row: row.figures.accepted, rank=4),
        count("退回", lambda row: row.figures.declined, rank=4),
        count("待接收", lambda row: row.figures.open, rank=5),
        share("接收率", lambda row: row.figures.acceptance),
        _time("接收中位", lambda row: row.figures.answering.median, rank=1),
        _time("九成不超过", lambda row: row.figures.answering.p90, rank=3),
        count("到诊", lambda row: row.figures.arrived, rank=2),
        count("未到诊", lambda row: row.figures.missed, rank=1),
        _time("到诊中位", lambda row: row.figures.coming.median, rank=4),
        share("诊断相符", lambda row: row.figures.agreement, width=80, rank=2),
    )


def case_columns(today: date) -> tuple[Column[Moved], ...]:
    """Return the columns of the cases behind a figure."""
    return (
        Column(title="去向", text=lambda one: WAYS[one.way], width=52),
        Column(title="患者", text=lambda one: one.patient, width=96, stretch=1, is_bold=True, is_jump=True),
        Column(title="转出单位", text=lambda one: one.origin_name, width=140, stretch=1, rank=2),
        Column(title="接收单位", text=lambda one: one.target_name, width=150, stretch=1, rank=3),
        Column(title="初步印象", text=lambda one: f"{one.code} {one.disease}".strip(), width=150, stretch=2),
        Column(title="最后诊断", text=_final, width=150, stretch=2, rank=2),
        Column(title="相符", text=_agreed, width=48, rank=4),
        Column(title="答复", text=lambda one: ANSWERS[one.answer], width=64, rank=3),
        Column(title="状态", text=lambda one: STATES[one.state], width=72),
        Column(title="医生", text=lambda one: one.doctor, width=72, rank=4),
        Column(title="单号", text=lambda one: one.number, width=176, rank=5),
        on_day("转出", lambda one: day(one.sent_at), today, rank=1),
        on_day("回转", lambda one: day(one.returned_at) if one.returned_at else None, today, rank=3),
    )


def _final(one: Moved) -> str:
    return f"{one.final_code} {one.final}".strip()


def _agreed(one: Moved) -> str:
    return ("是" if one.is_agreed else "否") if one.is_compared else ""


def _time(title: str, of: Callable[[FigureRow], timedelta | None], *, rank: int) -> Column[FigureRow]:
    """Return a column of times; hours in Excel."""

    def hours(row: FigureRow) -> float | None:
        taken = of(row)
        return None if taken is None else round(taken.total_seconds() / _HOUR, 2)

    return Column(
        title=title,
        text=lambda row: span_words(of(row)),
        width=88,
        is_right=True,
        rank=rank,
        sort=hours,
        export=hours,
    )
