"""Columns of a delivery that a clinic counts, and whose codes it scans."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import Scanning
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import code_reason_column
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import codes_column
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_column
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import specification_columns
from yigongti_desktop.capabilities.pharmacy.ui.receive_lines import codes_of
from yigongti_desktop.capabilities.pharmacy.ui.receive_lines import type_received
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered

_DIFFERENCES = tuple(Option(key, title) for key, title in DIFFERENCES.items())


def receive_columns(of: Scanning) -> tuple[LineColumn, ...]:
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
        LineColumn(key="lot", title="批号", width=80, stretch=1),
        LineColumn(key="expiry", title="有效期至", width=92, rank=1),
        LineColumn(key="sent", title="实发", width=56, is_right=True),
        LineColumn(
            key="received",
            title="实收",
            width=64,
            kind=NUMBER,
            is_right=True,
            is_bold=_differs,
            tone=lambda line: "danger" if _differs(line) else "",
            suggest=lambda line: line["sent"],
            typed=type_received,
            check=lambda value, _line: "这一行还没有点数。请填实收数。" if value is None else in_range(value, 0),
        ),
        codes_column(of, "received", _too_many, is_passed=True, width=64),
        code_reason_column(of),
        LineColumn(
            key="difference",
            title="差异",
            width=108,
            stretch=1,
            kind=PICK,
            search=among(_DIFFERENCES),
            text=lambda line: DIFFERENCES.get(line["difference"], ""),
            is_open=_differs,
            check=kind,
        ),
        LineColumn(key="photos", title="照片", width=44, text=_photos, rank=1),
        LineColumn(key="note", title="说明", width=80, stretch=2, kind=WORDS, is_open=_differs, check=said, rank=0),
    )


def _too_many(_value: Any, line: Line) -> str:
    count, received = len(codes_of(line)), line["received"]
    if not isinstance(received, int) or count <= received:
        return ""
    return f"实收 {received:,}，却扫了 {count:,} 个追溯码。请重新点数；扫错了的，在这一格按退格去掉最后一个。"


def _photos(line: Line) -> str:
    return f"{line['photos']} 张" if line.get("photos") else ""


def _differs(line: Line) -> bool:
    return line["received"] is not None and line["received"] != line["sent"]
