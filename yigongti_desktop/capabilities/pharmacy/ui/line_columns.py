"""Columns of a request's lines at the clinic that asks: written, or only looked at."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_column
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_picker
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import is_cut
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import specification_columns
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import Known
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import proposed_for
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import supply_columns
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.model.catalogue import Drug


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
