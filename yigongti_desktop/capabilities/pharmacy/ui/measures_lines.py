"""Columns of the lists that figures are made of: lines, requests, packs for villages, differences."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from yigongti_desktop.capabilities.pharmacy.model.difference import CaseLine
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedLine
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedRequest
from yigongti_desktop.capabilities.pharmacy.store.measures import VillageLine
from yigongti_desktop.capabilities.pharmacy.ui.difference_state import difference_words
from yigongti_desktop.capabilities.pharmacy.ui.words import CASE_STATES
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.figure_cells import count
from yigongti_desktop.kit.figure_cells import money
from yigongti_desktop.kit.figure_cells import on_day
from yigongti_desktop.kit.table.columns import Column


class CaseRow(NamedTuple):
    """A line of a case that is not settled."""

    case: DifferenceCase
    line: CaseLine


def line_columns(today: date, *, is_lead: bool) -> tuple[Column[SuppliedLine], ...]:
    """Return the columns of lines that were supplied."""
    unit = Column[SuppliedLine](title="单位", text=lambda one: one.institution_name, width=150, stretch=1, is_jump=True)
    return (
        Column(title="结果", text=lambda _one: "", badge=_came, width=108, sort=lambda one: -one.missing),
        *((unit,) if is_lead else ()),
        Column(title="药品", text=lambda one: one.name, width=160, stretch=2, is_bold=True, is_jump=not is_lead),
        Column(title="规格", text=lambda one: one.strength, width=96, rank=4, tone=lambda _one: "text2"),
        count("请领", lambda one: one.requested),
        count("实收", lambda one: one.received),
        count("缺", lambda one: one.missing),
        Column(title="包装", text=lambda one: one.unit, width=48, rank=5),
        Column(title="基药", text=lambda one: "是" if one.essential else "否", width=48, rank=2),
        money("金额（元）", lambda one: one.amount_fen, rank=3),
        Column(title="原因", text=lambda one: one.why if one.missing else "", width=110, stretch=1, rank=3),
        Column(title="请领单号", text=lambda one: one.number, width=176, rank=1),
        on_day("日期", lambda one: one.on, today, rank=1),
    )


def request_columns(today: date, *, is_lead: bool) -> tuple[Column[SuppliedRequest], ...]:
    """Return the columns of requests on their way."""
    unit = Column[SuppliedRequest](
        title="单位", text=lambda one: one.institution_name, width=150, stretch=1, is_jump=True
    )
    return (
        Column(title="状态", text=lambda _one: "", badge=_road, width=104),
        *((unit,) if is_lead else ()),
        Column(title="请领单号", text=lambda one: one.number, width=180, stretch=1, is_bold=True),
        Column(title="加急", text=lambda one: "加急" if one.is_urgent else "", width=56, rank=3),
        count("种数", lambda one: one.lines, rank=3),
        on_day("提交", lambda one: one.submitted, today),
        on_day("收货", lambda one: one.received, today),
        count("用了几天", lambda one: one.days, width=84, unit="天"),
    )


def village_columns(today: date) -> tuple[Column[VillageLine], ...]:
    """Return the columns of packs that went to villages."""
    return (
        Column(title="基药", text=lambda _one: "", badge=_listed, width=108, sort=lambda one: one.essential),
        Column(title="村室", text=lambda one: one.village, width=150, stretch=1),
        Column(title="药品", text=lambda one: one.name, width=160, stretch=2, is_bold=True, is_jump=True),
        Column(title="规格", text=lambda one: one.strength, width=110, rank=3, tone=lambda _one: "text2"),
        count("数量", lambda one: one.quantity),
        Column(title="包装", text=lambda one: one.unit, width=48, rank=4),
        money("金额（元）", lambda one: one.amount_fen, rank=2),
        Column(title="单号", text=lambda one: one.number, width=180, rank=1),
        on_day("日期", lambda one: one.on, today),
    )


def case_columns(today: date, *, is_lead: bool) -> tuple[Column[CaseRow], ...]:
    """Return the columns of differences that are not settled."""
    unit = Column[CaseRow](title="单位", text=lambda one: one.case.institution_name, width=150, stretch=1, is_jump=True)
    return (
        Column(title="状态", text=lambda one: CASE_STATES[one.case.state.value], width=84),
        *((unit,) if is_lead else ()),
        Column(title="药品", text=lambda one: one.line.name, width=160, stretch=2, is_bold=True),
        Column(title="批号", text=lambda one: one.line.lot, width=100, rank=2),
        count("实发", lambda one: one.line.sent),
        count("实收", lambda one: one.line.received),
        Column(
            title="差异",
            text=lambda one: difference_words(one.line),
            width=84,
            is_right=True,
            is_bold=True,
            sort=lambda one: one.line.missing,
            export=lambda one: -one.line.missing,
        ),
        Column(title="请领单号", text=lambda one: one.case.number, width=180, rank=1),
        count("已过", lambda one: (today - day(one.case.raised_at)).days, width=72, unit="天"),
    )


def _came(one: SuppliedLine) -> Badge:
    if not one.missing:
        return Badge("来齐", "ok", "check")
    return Badge(f"缺 {one.missing:,}", "warn", "alert") if one.received else Badge("没有来", "danger", "close")


def _road(one: SuppliedRequest) -> Badge:
    words = STATES[one.state.value]
    return Badge(words, "accent", "truck") if one.received is None else Badge(words, "ok", "check")


def _listed(one: VillageLine) -> Badge:
    return Badge("基药", "ok", "check") if one.essential else Badge("不是基药", "warn", "alert")
