"""Columns of the reviews, and those in which a review is written line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import MOST_DRUGS
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.store.reviews import ReviewRow
from yigongti_desktop.capabilities.pharmacy.ui import review_state as state
from yigongti_desktop.capabilities.pharmacy.ui.review_words import FINDINGS
from yigongti_desktop.capabilities.pharmacy.ui.review_words import rate
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import FIXED
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time

YES, NO = "yes", "no"
_YES_NO = {YES: "是", NO: "否"}


def columns(now: Callable[[], datetime], *, is_centre: bool) -> tuple[Column[ReviewRow], ...]:
    """Return the columns of the list."""

    def judged(row: ReviewRow) -> str:
        found = figures(row.review.lines)
        return f"{found.judged}/{found.drawn}"

    who = Column[ReviewRow](
        title="单位", text=lambda row: row.review.institution_name, width=160, stretch=3, is_bold=True, is_jump=True
    )
    by = Column[ReviewRow](title="点评单位", text=lambda row: row.review.lead_name, width=160, stretch=3)
    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, is_centre=is_centre), width=104),
        who if is_centre else by,
        Column(title="月份", text=lambda row: month_words(row.review.month), width=100),
        Column(title="已评/抽取", text=judged, width=88, is_right=True),
        Column(
            title="合理率",
            text=lambda row: rate(figures(row.review.lines)),
            width=80,
            is_right=True,
            is_bold=True,
        ),
        Column(title="单号", text=lambda row: row.review.number, width=170, stretch=1, rank=2),
        Column(
            title="抽样时间",
            text=lambda row: short_time(row.review.opened_at, now()),
            width=104,
            is_right=True,
            rank=1,
            sort=lambda row: row.review.opened_at,
            export=lambda row: local(row.review.opened_at).replace(tzinfo=None),
        ),
    )


def line_columns(today: date, *, is_open: bool) -> tuple[LineColumn, ...]:
    """Return the columns of a review's lines; fixed where it is only looked at."""

    def kind(wanted: str) -> str:
        return wanted if is_open else FIXED

    def yes_no(key: str, title: str) -> LineColumn:
        options = [Option(one, words) for one, words in _YES_NO.items()]
        return LineColumn(
            key=key,
            title=title,
            width=56,
            kind=kind(PICK),
            search=among(options),
            text=lambda line: _YES_NO.get(str(line[key]), ""),
            check=lambda value, _line: "" if value in _YES_NO else f"{title}没有填。请选是或否。",
        )

    def words(key: str, title: str, width: int, stretch: int = 0) -> LineColumn:
        check = _needed(title)
        return LineColumn(key=key, title=title, width=width, stretch=stretch, kind=kind(WORDS), check=check)

    return (
        numbered(),
        LineColumn(key="number", title="处方号", width=120, stretch=1, is_bold=lambda _line: True),
        LineColumn(key="date", title="日期", width=96, kind=kind(DATE), check=_day(today)),
        words("doctor", "医生", 72),
        words("diagnosis", "诊断", 120, 2),
        LineColumn(key="drugs", title="品种", width=54, kind=kind(NUMBER), is_right=True, check=_between("品种", 1)),
        yes_no("has_antimicrobial", "抗菌药"),
        yes_no("has_injection", "注射"),
        LineColumn(
            key="essential",
            title="基药",
            width=54,
            kind=kind(NUMBER),
            is_right=True,
            suggest=lambda line: line["drugs"],
            check=_essential,
        ),
        LineColumn(key="amount", title="金额（元）", width=84, kind=kind(WORDS), is_right=True, check=_amount),
        LineColumn(
            key="finding",
            title="结果",
            width=92,
            kind=kind(PICK),
            search=among([Option(one, title) for one, title in FINDINGS.items()]),
            text=lambda line: FINDINGS.get(str(line["finding"]), ""),
            tone=lambda line: "danger" if line["finding"] not in {"", None, Finding.REASONABLE.value} else "",
            suggest=lambda _line: Finding.REASONABLE.value,
            check=lambda value, _line: "" if value in FINDINGS else "点评结果没有填。请选一种。",
        ),
        LineColumn(
            key="words",
            title="说明",
            width=110,
            stretch=3,
            kind=kind(WORDS),
            is_open=lambda line: line["finding"] not in {"", None, Finding.REASONABLE.value},
            check=_needed("说明"),
        ),
    )


def _needed(title: str) -> Callable[[Any, Line], str]:
    return lambda value, _line: "" if value else f"{title}没有填。请补上。"


def _day(today: date) -> Callable[[Any, Line], str]:
    def check(value: Any, _line: Line) -> str:
        if value is None:
            return "日期没有填。请照处方填写。"
        return "日期还没有到。请照处方填写。" if isinstance(value, date) and value > today else ""

    return check


def _between(title: str, least: int) -> Callable[[Any, Line], str]:
    def check(value: Any, _line: Line) -> str:
        if value is None:
            return f"{title}没有填。请补上。"
        return "" if least <= value <= MOST_DRUGS else f"{title}应是 {least} 至 {MOST_DRUGS}。请改。"

    return check


def _essential(value: Any, line: Line) -> str:
    if value is None:
        return "基药没有填。没有基药填 0。"
    most = line["drugs"] if isinstance(line["drugs"], int) else MOST_DRUGS
    return "" if 0 <= value <= most else f"基药不能超过品种数 {most}。请改。"


def _amount(value: Any, _line: Line) -> str:
    try:
        read_yuan(str(value or ""))
    except Refused:
        return "金额应是元，最多两位小数，如 12.50。请改。" if value else "金额没有填。请照处方填写。"
    return ""
