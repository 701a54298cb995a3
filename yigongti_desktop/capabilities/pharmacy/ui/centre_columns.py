"""Columns in which the central pharmacy decides what is granted, and sends it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.ui.line_parts import drug_column
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import is_cut
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import once
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import specification_columns
from yigongti_desktop.capabilities.pharmacy.ui.lines import LET_GO
from yigongti_desktop.capabilities.pharmacy.ui.lines import OWED
from yigongti_desktop.capabilities.pharmacy.ui.price_column import price_column
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import Known
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import stock_column
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.model.catalogue import Drug

_CUT_REASONS = ("县内缺货", "超近期用量", "有替代品种", "先发一部分，余量补发", "近期不配送")
_SHORT_REASONS = ("库存不足，余量补发", "在途未到", "近效期，不发")


def review_columns(search: Search, known: Callable[[str], Drug | None], supply: Known) -> tuple[LineColumn, ...]:
    """Return the columns in which the central pharmacy decides, with its own stock in view."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {"instead": drug.id, "instead_name": f"{drug.name} {drug.strength}"} if drug else {}

    def reasoned(value: Any, line: Line) -> str:
        if value:
            return ""
        return "换了药，要写明原因。" if line.get("instead") else "数量减少了，要写明原因。" if is_cut(line) else ""

    def granted(value: Any, line: Line) -> str:
        over = isinstance(value, int) and value > line["requested"] and not line.get("instead")
        return f"批准数不能超过请领数 {line['requested']}。请改小。" if over else in_range(value, 0)

    return (
        numbered(),
        drug_column(),
        *specification_columns(),
        LineColumn(key="requested", title="请领", width=72, is_right=True),
        stock_column(supply),
        LineColumn(key="remark", title="备注", width=90, stretch=1, rank=3, tone=lambda _line: "text2"),
        LineColumn(
            key="approved",
            title="批准",
            width=84,
            kind=NUMBER,
            is_right=True,
            is_bold=is_cut,
            tone=lambda line: "warn" if is_cut(line) else "",
            suggest=lambda line: line["requested"],
            check=granted,
        ),
        LineColumn(
            key="reason",
            title="原因",
            width=140,
            stretch=2,
            kind=PICK,
            search=among([Option(one, one) for one in _CUT_REASONS]),
            is_free=True,
            is_open=lambda line: is_cut(line) or bool(line.get("instead")),
            check=reasoned,
        ),
        _rest(lambda line: is_cut(line) and not line.get("instead")),
        LineColumn(
            key="instead_name",
            title="换药",
            width=110,
            stretch=1,
            kind=PICK,
            search=search,
            taken=take,
            is_passed=True,
            rank=2,
            tone=lambda _line: "accent",
        ),
    )


def dispatch_columns(today: date, all_lines: Callable[[], Sequence[Line]]) -> tuple[LineColumn, ...]:
    """Return the columns in which the central pharmacy sends; a second lot of a drug has a line of its own."""

    def sent(line: Line) -> int:
        same = [each["sent"] for each in all_lines() if each["drug"] == line["drug"]]
        return sum(packs for packs in same if isinstance(packs, int))

    def fits(value: Any, line: Line) -> str:
        if sent(line) > line["approved"]:
            return f"实发数不能超过批准数 {line['approved']}。请改小。"
        return in_range(value, 0)

    def reasoned(value: Any, line: Line) -> str:
        short = not line.get("is_more") and sent(line) < line["approved"]
        return "实发比批准少，要写明原因。" if short and not value else ""

    def lot(value: Any, line: Line) -> str:
        return "批号没有填。请照包装填写。" if line["sent"] and not value else ""

    def expiry(value: Any, line: Line) -> str:
        if not line["sent"]:
            return ""
        if value is None:
            return "有效期没有填。请照包装填写。"
        return f"这一批已于 {value} 过期，不能发。请换一批。" if isinstance(value, date) and value < today else ""

    return (
        numbered(),
        drug_column(),
        *specification_columns(),
        LineColumn(key="approved", title="批准", width=64, is_right=True, text=once("approved")),
        LineColumn(key="lot", title="批号", width=100, stretch=1, kind=WORDS, check=lot),
        LineColumn(key="expiry", title="有效期至", width=100, kind=DATE, check=expiry),
        LineColumn(
            key="sent",
            title="实发",
            width=76,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            suggest=lambda line: max(line["approved"] - sent(line) + (line["sent"] or 0), 0),
            check=fits,
        ),
        price_column(),
        LineColumn(
            key="reason",
            title="少发原因",
            width=120,
            stretch=2,
            kind=PICK,
            search=among([Option(one, one) for one in _SHORT_REASONS]),
            is_free=True,
            is_open=lambda line: not line.get("is_more") and sent(line) < line["approved"],
            check=reasoned,
        ),
        _rest(lambda line: not line.get("is_more") and sent(line) < line["approved"]),
    )


def _rest(is_open: Callable[[Line], bool]) -> LineColumn:
    """Return the column in which the rest of a line is let go, or stays owed and is asked for again by itself."""
    names = {OWED: "补发", LET_GO: "不补"}
    return LineColumn(
        key="rest",
        title="余量",
        width=70,
        kind=PICK,
        search=among([Option(key, title) for key, title in names.items()]),
        text=lambda line: names.get(str(line.get("rest") or ""), ""),
        is_open=is_open,
        is_passed=True,
    )
