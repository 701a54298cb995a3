"""Columns of the list of requests, seen from the clinic or from the central pharmacy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time


def columns(own: str, now: Callable[[], datetime], *, is_centre: bool) -> tuple[Column[RequestRow], ...]:
    """Return the columns."""

    def submitted(row: RequestRow) -> str:
        return short_time(row.request.submitted_at, now()) if row.request.submitted_at else ""

    def urgency(row: RequestRow) -> str:
        return "加急" if row.request.urgency is Urgency.URGENT else "常规"

    who = (
        Column[RequestRow](
            title="单位",
            text=lambda row: row.request.institution_name,
            width=150,
            stretch=2,
            is_bold=True,
            is_jump=True,
        )
        if is_centre
        else Column[RequestRow](
            title="用途", text=lambda row: row.request.note or "—", width=120, stretch=2, rank=1, is_jump=True
        )
    )
    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, own), width=126),
        Column(
            title="单号",
            text=lambda row: row.request.number or "还没有编号",
            width=170,
            is_bold=not is_centre,
            tone=lambda row: "" if row.request.number else "text3",
        ),
        who,
        Column(
            title="类别",
            text=urgency,
            width=60,
            tone=lambda row: "danger" if row.request.urgency is Urgency.URGENT else "text2",
            rank=2,
        ),
        Column(
            title="品种",
            text=lambda row: str(len(row.request.lines)),
            width=56,
            is_right=True,
            sort=lambda row: len(row.request.lines),
            export=lambda row: len(row.request.lines),
        ),
        Column(title="请领人", text=lambda row: row.request.requester, width=80, rank=3),
        Column(
            title="提交时间",
            text=submitted,
            width=104,
            is_right=True,
            rank=2,
            sort=lambda row: row.request.submitted_at,
            export=lambda row: (
                local(row.request.submitted_at).replace(tzinfo=None) if row.request.submitted_at else None
            ),
        ),
    )
