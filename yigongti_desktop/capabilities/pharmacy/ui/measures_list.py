"""What the figures of the supply are made of: lines, requests, packs for villages, differences."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.ui import measures_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import FigureRow
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import Overview
from yigongti_desktop.kit.figure_list import Listing


def rated(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the lines of which a fill rate is made."""
    return Listing(
        title=f"满足率　{words}",
        columns=lines.line_columns(today, is_lead=found.is_lead),
        records=[line for line in found.lines_of(row) if line.is_rated],
        chips=(
            ("all", "全部", lambda _one: True),
            ("short", "没来齐", lambda one: one.missing > 0),
            ("filled", "来齐", lambda one: not one.missing),
        ),
        paper=_request,
        none="这段时间没有点过数的请领。在途的不算，补发的也不算。",
    )


def bought(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the lines of which a share of essential medicines is made."""
    return Listing(
        title=f"基本药物　{words}",
        columns=lines.line_columns(today, is_lead=found.is_lead),
        records=[line for line in found.lines_of(row) if line.received > 0],
        chips=(
            ("all", "全部", lambda _one: True),
            ("essential", "基本药物", lambda one: one.essential),
            ("other", "不是基本药物", lambda one: not one.essential),
            ("unpriced", "没有单价", lambda one: one.amount_fen is None),
        ),
        paper=_request,
        none="这段时间没有收到药。",
    )


def trips(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the requests of which a lead time is made, and those under way."""
    return Listing(
        title=f"到货天数　{words}",
        columns=lines.request_columns(today, is_lead=found.is_lead),
        records=[one for one in found.requests_of(row) if one.is_rated],
        chips=(
            ("all", "全部", lambda _one: True),
            ("received", "已收", lambda one: one.received is not None),
            ("open", "在途", lambda one: one.received is None),
        ),
        unit="张",
        paper=_request,
        none="这段时间没有收货的请领单，也没有在途的。",
    )


def villages(found: Overview, words: str, today: date) -> Listing:
    """Return what went to village clinics."""
    return Listing(
        title=f"村室基药　{words}",
        columns=lines.village_columns(today),
        records=found.villages,
        chips=(
            ("all", "全部", lambda _one: True),
            ("other", "不是基药", lambda one: not one.essential),
            ("essential", "基药", lambda one: one.essential),
        ),
        none="这段时间没有发给村室的药。",
    )


def cases(found: Overview, today: date) -> Listing:
    """Return the differences that are not settled, line by line."""
    return Listing(
        title="未结差异",
        columns=lines.case_columns(today, is_lead=found.is_lead),
        records=[lines.CaseRow(case, line) for case in found.cases for line in case.lines],
        paper=lambda one: ("differences", one.case.id),
        none="没有未结的差异。",
    )


def _request(one: Any) -> tuple[str, str]:
    return "pharmacy", one.request
