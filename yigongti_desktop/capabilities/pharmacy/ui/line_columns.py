"""Columns of a request's lines at the clinic that asks: written, counted when they have come, or only looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_column
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_picker
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import is_cut
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import specification_columns
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import Known
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import proposed_for
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import supply_columns
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.model.catalogue import Drug

_DIFFERENCES = tuple(Option(key, title) for key, title in DIFFERENCES.items())


def writing_columns(search: Search, known: Callable[[str], Drug | None], supply: Known) -> tuple[LineColumn, ...]:
    """Return the columns in which a clinic asks."""
    return (
        numbered(),
        drug_picker(search, known),
        *specification_columns(),
        *supply_columns(supply),
        LineColumn(
            key="requested",
            title="请领",
            width=84,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            suggest=lambda line: proposed_for(supply(str(line.get("drug") or ""))),
            check=lambda value, _line: in_range(value, 1),
        ),
        LineColumn(key="remark", title="备注", width=130, stretch=2, kind=WORDS, is_passed=True),
    )


def receive_columns() -> tuple[LineColumn, ...]:
    """Return the columns in which a clinic counts."""

    def kind(value: Any, line: Line) -> str:
        if not _differs(line) or value:
            return ""
        return f"发 {line['sent']}，收 {line['received']}，对不上。请选差异原因。"

    def said(value: Any, line: Line) -> str:
        return "请写明是什么情况。" if line["difference"] == Difference.OTHER and not value else ""

    return (
        numbered(),
        drug_column(),
        *specification_columns(),
        LineColumn(key="lot", title="批号", width=96, stretch=1),
        LineColumn(key="expiry", title="有效期至", width=92, rank=1),
        LineColumn(key="sent", title="实发", width=64, is_right=True),
        LineColumn(
            key="received",
            title="实收",
            width=76,
            kind=NUMBER,
            is_right=True,
            is_bold=_differs,
            tone=lambda line: "danger" if _differs(line) else "",
            suggest=lambda line: line["sent"],
            check=lambda value, _line: "这一行还没有点数。请填实收数。" if value is None else in_range(value, 0),
        ),
        LineColumn(
            key="difference",
            title="差异",
            width=116,
            stretch=1,
            kind=PICK,
            search=among(_DIFFERENCES),
            text=lambda line: DIFFERENCES.get(line["difference"], ""),
            is_open=_differs,
            check=kind,
        ),
        LineColumn(key="photos", title="照片", width=44, text=_photos, rank=1),
        LineColumn(key="note", title="说明", width=104, stretch=2, kind=WORDS, is_open=_differs, check=said, rank=0),
    )


def reading_columns() -> tuple[LineColumn, ...]:
    """Return the columns of a request that is only looked at."""
    return (
        numbered(),
        drug_column(),
        *specification_columns(),
        LineColumn(key="requested", title="请领", width=72, is_right=True),
        LineColumn(
            key="approved",
            title="批准",
            width=72,
            is_right=True,
            is_bold=is_cut,
            tone=lambda line: "warn" if is_cut(line) else "",
        ),
        LineColumn(key="sent", title="实发", width=72, is_right=True),
        LineColumn(
            key="received",
            title="实收",
            width=72,
            is_right=True,
            is_bold=lambda line: bool(line["difference"]),
            tone=lambda line: "danger" if line["difference"] else "",
        ),
        LineColumn(key="words", title="批号、说明", width=160, stretch=3, tone=lambda _line: "text2"),
    )


def _photos(line: Line) -> str:
    return f"{line['photos']} 张" if line.get("photos") else ""


def _differs(line: Line) -> bool:
    return line["received"] is not None and line["received"] != line["sent"]
