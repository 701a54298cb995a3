"""Columns of a request's lines, one set for each thing that is done with it: what may be typed, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.ui.lines import LET_GO
from yigongti_desktop.capabilities.pharmacy.ui.lines import OWED
from yigongti_desktop.capabilities.pharmacy.ui.lines import named
from yigongti_desktop.capabilities.pharmacy.ui.price_column import price_column
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import Known
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import proposed_for
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import stock_column
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import supply_columns
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.picker import Search
from yigongti_desktop.kit.form.picker import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.model.catalogue import Drug

_MOST_PACKS = 99_999
_CUT_REASONS = ("县内缺货", "超近期用量", "有替代品种", "先发一部分，余量补发", "近期不配送")
_SHORT_REASONS = ("库存不足，余量补发", "在途未到", "近效期，不发")
_DIFFERENCES = tuple(Option(key, title) for key, title in DIFFERENCES.items())


def writing_columns(search: Search, known: Callable[[str], Drug | None], supply: Known) -> tuple[LineColumn, ...]:
    """Return the columns in which a clinic asks."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {} if drug is None else named(drug)

    return (
        numbered(),
        LineColumn(
            key="name",
            title="药品",
            width=200,
            stretch=3,
            kind=PICK,
            search=search,
            taken=take,
            placeholder="药名、拼音首字母",
            check=lambda _value, line: "" if line["drug"] else "请从目录里选一种药。",
        ),
        *_specification(),
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


def review_columns(search: Search, known: Callable[[str], Drug | None], supply: Known) -> tuple[LineColumn, ...]:
    """Return the columns in which the central pharmacy decides, with its own stock in view."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {"instead": drug.id, "instead_name": f"{drug.name} {drug.strength}"} if drug else {}

    def reasoned(value: Any, line: Line) -> str:
        if value:
            return ""
        return "换了药，要写明原因。" if line.get("instead") else "数量减少了，要写明原因。" if _is_cut(line) else ""

    def granted(value: Any, line: Line) -> str:
        over = isinstance(value, int) and value > line["requested"] and not line.get("instead")
        return f"批准数不能超过请领数 {line['requested']}。请改小。" if over else in_range(value, 0)

    return (
        numbered(),
        _drug(),
        *_specification(),
        LineColumn(key="requested", title="请领", width=72, is_right=True),
        stock_column(supply),
        LineColumn(key="remark", title="备注", width=90, stretch=1, rank=3, tone=lambda _line: "text2"),
        LineColumn(
            key="approved",
            title="批准",
            width=84,
            kind=NUMBER,
            is_right=True,
            is_bold=_is_cut,
            tone=lambda line: "warn" if _is_cut(line) else "",
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
            is_open=lambda line: _is_cut(line) or bool(line.get("instead")),
            check=reasoned,
        ),
        _rest(lambda line: _is_cut(line) and not line.get("instead")),
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
        _drug(),
        *_specification(),
        LineColumn(key="approved", title="批准", width=64, is_right=True, text=_once("approved")),
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
        _drug(),
        *_specification(),
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
        _drug(),
        *_specification(),
        LineColumn(key="requested", title="请领", width=72, is_right=True),
        LineColumn(
            key="approved",
            title="批准",
            width=72,
            is_right=True,
            is_bold=_is_cut,
            tone=lambda line: "warn" if _is_cut(line) else "",
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


def in_range(value: Any, least: int) -> str:
    """Return what is wrong with a number of packs, as a sentence."""
    if value is None:
        return "数量没有填。请补上。"
    if value < least:
        return f"数量至少是 {least}。请改。"
    return f"数量 {value:,} 太大，最多 {_MOST_PACKS:,}。请核对是不是多输了零。" if value > _MOST_PACKS else ""


def _drug() -> LineColumn:
    return LineColumn(key="name", title="药品", width=190, stretch=3, text=_once("name"), is_bold=lambda _line: True)


def _specification() -> tuple[LineColumn, ...]:
    return (
        LineColumn(key="specification", title="规格", width=120, stretch=1, text=_once("specification")),
        LineColumn(key="unit", title="单位", width=48, rank=2, text=_once("unit")),
        LineColumn(
            key="essential",
            title="基药",
            width=64,
            rank=5,
            text=lambda _line: "",
            badge=lambda line: Badge("基药", "ok", "check") if line.get("essential") else None,
        ),
    )


def _once(key: str) -> Callable[[Line], str]:
    """Say what belongs to the drug on its first line only."""

    def words(line: Line) -> str:
        value = line.get(key)
        return "" if line.get("is_more") or value is None else f"{value:,}" if isinstance(value, int) else str(value)

    return words


def _is_cut(line: Line) -> bool:
    asked, granted = line["requested"], line["approved"]
    return isinstance(granted, int) and granted < asked


def _photos(line: Line) -> str:
    return f"{line['photos']} 张" if line.get("photos") else ""


def _differs(line: Line) -> bool:
    return line["received"] is not None and line["received"] != line["sent"]
