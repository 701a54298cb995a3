"""Columns of the list of villages' requests, of the lines of one, and of what villages are given."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.store.villages import VillageRow
from yigongti_desktop.capabilities.pharmacy.ui import village_state as state
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_picker
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import specification


def columns(now: Callable[[], datetime]) -> tuple[Column[VillageRow], ...]:
    """Return the columns of the list."""
    return (
        Column(title="状态", text=lambda _row: "", badge=state.badge, width=126),
        Column(
            title="村卫生室",
            text=lambda row: row.request.village,
            width=160,
            stretch=2,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="单号", text=lambda row: row.request.number, width=182),
        Column(
            title="种数",
            text=lambda row: str(len(row.request.lines)),
            width=56,
            is_right=True,
            sort=lambda row: len(row.request.lines),
            export=lambda row: len(row.request.lines),
        ),
        Column(title="请领单", text=lambda row: row.order or "—", width=182, rank=3, tone=lambda _row: "text2"),
        Column(
            title="日期",
            text=lambda row: short_time(row.request.asked_at, now()),
            width=104,
            is_right=True,
            rank=2,
            sort=lambda row: row.request.asked_at,
            export=lambda row: local(row.request.asked_at).replace(tzinfo=None),
        ),
    )


def lines_of(request: VillageRequest) -> list[Line]:
    """Return what a village asks for, one line for each drug."""
    return [
        {
            "drug": line.drug,
            "name": line.name,
            "specification": specification(line.strength, line.pack),
            "unit": line.unit,
            "essential": line.essential,
            "requested": line.quantity,
            "remark": line.reason or line.remark,
            "issued": line.issued,
        }
        for line in request.lines
    ]


def wanted(lines: Sequence[Line]) -> tuple[Wanted, ...]:
    """Return what is asked for; lines with nothing on them are left out."""
    return tuple(
        Wanted(drug=line["drug"], quantity=line["requested"] or 0, remark=line["remark"] or "")
        for line in lines
        if line["drug"]
    )


def writing_columns(search: Search, known: Callable[[str], Drug | None]) -> tuple[LineColumn, ...]:
    """Return the columns in which is written what a village asks for (PHA-05: another drug needs its reason)."""

    def reasoned(value: Any, line: Line) -> str:
        return "村卫生室只配基本药物，这种不是。确实要用，请写明原因。" if _is_other(line) and not value else ""

    return (
        numbered(),
        drug_picker(search, known),
        *_specification(),
        LineColumn(
            key="requested",
            title="数量",
            width=84,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            check=lambda value, _line: in_range(value, 1),
        ),
        LineColumn(
            key="remark",
            title="备注、原因",
            width=150,
            stretch=2,
            kind=WORDS,
            is_passed=True,
            is_asked=_is_other,
            check=reasoned,
        ),
    )


def reading_columns() -> tuple[LineColumn, ...]:
    """Return the columns of a village's request that is only looked at."""
    return (
        numbered(),
        LineColumn(key="name", title="药品", width=200, stretch=3, is_bold=lambda _line: True),
        *_specification(),
        LineColumn(key="requested", title="数量", width=84, is_right=True),
        LineColumn(
            key="issued",
            title="已发",
            width=84,
            is_right=True,
            tone=lambda line: "warn" if line["issued"] < line["requested"] else "",
        ),
        LineColumn(key="remark", title="备注、原因", width=150, stretch=2, tone=lambda _line: "text2"),
    )


def _specification() -> tuple[LineColumn, ...]:
    return (
        LineColumn(key="specification", title="规格", width=120, stretch=1, rank=2),
        LineColumn(key="unit", title="单位", width=48, rank=3),
        LineColumn(key="essential", title="基药", width=84, text=lambda _line: "", badge=_badge),
    )


def _badge(line: Line) -> Badge | None:
    if not line["drug"]:
        return None
    return Badge("基药", "ok", "check") if line.get("essential") else Badge("非基药", "warn", "warning")


def _is_other(line: Line) -> bool:
    return bool(line["drug"]) and not line.get("essential")
