"""Lines of a request as its table shows and takes them, one way for each thing that is done with it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line as RequestLine
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
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
_DIFFERENCES = tuple(
    Option(each.value, "其他" if each is Difference.OTHER else NAMES[each.value]) for each in Difference
)
_DIFFERENCE_NAMES = {option.key: option.title for option in _DIFFERENCES}


def empty() -> Line:
    """Return a line with nothing on it yet."""
    return {"drug": "", "name": "", "requested": None, "remark": ""}


def of_request(request: DrugRequest) -> list[Line]:
    """Return the lines of a request, one for each drug."""
    return [_fixed(line) | {"requested": line.requested, "remark": line.remark} for line in request.lines]


def to_review(request: DrugRequest) -> list[Line]:
    """Return the lines to be decided; what was asked is proposed and has to be looked at."""
    return [{**line, "approved": line["requested"], "reason": ""} for line in of_request(request)]


def to_dispatch(request: DrugRequest) -> list[Line]:
    """Return the lines to be sent; what was granted is proposed, its lot is to be written."""
    return [
        _fixed(line) | {"approved": line.approved, "lot": "", "expiry": None, "sent": line.approved, "reason": ""}
        for line in request.lines
        if line.approved
    ]


def to_receive(request: DrugRequest) -> list[Line]:
    """Return the lots to be counted; nothing is proposed, since a count is made and not believed."""
    return [
        _fixed(line)
        | {"lot": lot.lot, "expiry": lot.expiry, "sent": lot.quantity, "received": None, "difference": "", "note": ""}
        | ({"is_more": True} if place else {})
        for line in request.lines
        for place, lot in enumerate(line.lots)
    ]


def to_read(request: DrugRequest) -> list[Line]:
    """Return the lines with all that happened to them."""
    return [
        _fixed(line)
        | {
            "requested": line.requested,
            "approved": line.approved,
            "sent": line.dispatched if line.lots else None,
            "received": line.received if line.lots and line.lots[0].received is not None else None,
            "words": _remarks(line),
            "difference": line.difference,
        }
        for line in request.lines
    ]


def wanted(lines: Sequence[Line]) -> tuple[Wanted, ...]:
    """Return what is asked for; lines with nothing on them are left out."""
    return tuple(
        Wanted(drug=line["drug"], quantity=_packs(line["requested"]), remark=line.get("remark") or "")
        for line in lines
        if line["drug"]
    )


def decisions(lines: Sequence[Line]) -> tuple[Decision, ...]:
    """Return what is granted."""
    return tuple(
        Decision(drug=line["drug"], approved=_packs(line["approved"]), reason=line["reason"] or "") for line in lines
    )


def parcels(lines: Sequence[Line]) -> tuple[Parcel, ...]:
    """Return what is sent, the lots of a drug together; a drug of which nothing is sent keeps its reason."""
    found: dict[str, Parcel] = {}
    for line in lines:
        known = found.get(line["drug"], Parcel(drug=line["drug"], lots=()))
        lots = known.lots
        if line["sent"] and isinstance(line["expiry"], date):
            lots = (*lots, Lot(lot=line["lot"] or "", expiry=line["expiry"], quantity=line["sent"]))
        found[line["drug"]] = Parcel(drug=line["drug"], lots=lots, reason=known.reason or line["reason"] or "")
    return tuple(found.values())


def counts(lines: Sequence[Line]) -> tuple[Count, ...]:
    """Return what came, the lots of a drug together."""
    found: dict[str, Count] = {}
    for line in lines:
        known = found.get(line["drug"], Count(drug=line["drug"], received=()))
        found[line["drug"]] = Count(
            drug=line["drug"],
            received=(*known.received, _packs(line["received"])),
            difference=known.difference or line["difference"] or "",
            note=known.note or line["note"] or "",
        )
    return tuple(found.values())


def writing_columns(search: Search, known: Callable[[str], Drug | None]) -> tuple[LineColumn, ...]:
    """Return the columns in which a clinic asks."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {} if drug is None else _named(drug)

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
        LineColumn(
            key="requested",
            title="请领",
            width=84,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            check=lambda value, _line: _in_range(value, 1),
        ),
        LineColumn(key="remark", title="备注", width=130, stretch=2, kind=WORDS, is_passed=True),
    )


def review_columns() -> tuple[LineColumn, ...]:
    """Return the columns in which the central pharmacy decides."""

    def reasoned(value: Any, line: Line) -> str:
        cut = isinstance(line["approved"], int) and line["approved"] < line["requested"]
        return "数量减少了，要写明原因。" if cut and not value else ""

    def granted(value: Any, line: Line) -> str:
        over = isinstance(value, int) and value > line["requested"]
        return f"批准数不能超过请领数 {line['requested']}。请改小。" if over else _in_range(value, 0)

    return (
        numbered(),
        _drug(),
        *_specification(),
        LineColumn(key="requested", title="请领", width=72, is_right=True),
        LineColumn(key="remark", title="备注", width=90, stretch=1, rank=2, tone=lambda _line: "text2"),
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
            is_open=_is_cut,
            check=reasoned,
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
        return _in_range(value, 0)

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
            check=lambda value, _line: "这一行还没有点数。请填实收数。" if value is None else _in_range(value, 0),
        ),
        LineColumn(
            key="difference",
            title="差异",
            width=116,
            stretch=1,
            kind=PICK,
            search=among(_DIFFERENCES),
            text=lambda line: _DIFFERENCE_NAMES.get(line["difference"], ""),
            is_open=_differs,
            check=kind,
        ),
        LineColumn(key="note", title="说明", width=110, stretch=2, kind=WORDS, is_open=_differs, check=said, rank=0),
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


def repeat_lot(after: Line | None) -> Line | None:
    """Return a line for another lot of the same drug."""
    if after is None:
        return None
    return {**after, "is_more": True, "lot": "", "expiry": None, "sent": None, "reason": ""}


def place_of_fault(lines: Sequence[Line], line: int, code: str) -> tuple[int, str] | None:
    """Return where a refusal belongs: the row of the request's line, and the column of the code; rows are from 0."""
    drugs = list(dict.fromkeys(each["drug"] for each in lines if each["drug"]))
    if not 1 <= line <= len(drugs):
        return None
    row = next(place for place, each in enumerate(lines) if each["drug"] == drugs[line - 1])
    keys = {
        "reason_needed": "reason",
        "lot_empty": "lot",
        "lot_twice": "lot",
        "lot_expired": "expiry",
        "difference_needed": "difference",
        "difference_unknown": "difference",
        "field_empty": "note",
    }
    quantity = next((key for key in ("received", "sent", "approved", "requested") if key in lines[row]), "name")
    of_drug = code.startswith("drug_")
    return row, "name" if of_drug else keys.get(code, quantity)


def line_of(drug: Drug, wanted: Wanted) -> dict[str, Any]:
    """Return a line for what was asked of a drug."""
    return _named(drug) | {"requested": wanted.quantity, "remark": wanted.remark}


def unlisted(wanted: Wanted) -> dict[str, Any]:
    """Return a line whose drug is not in the formulary any more; its quantity is kept."""
    return {"drug": "", "name": "", "requested": wanted.quantity, "remark": wanted.remark or "原来的药已不在目录"}


def _fixed(line: RequestLine) -> dict[str, Any]:
    return {"drug": line.drug} | _described(line)


def _named(drug: Drug) -> dict[str, Any]:
    return {"drug": drug.id} | _described(drug)


def _described(one: Drug | RequestLine) -> dict[str, Any]:
    return {
        "name": one.name,
        "specification": f"{one.strength}×{one.pack}" if one.pack else one.strength,
        "unit": one.unit,
        "essential": one.essential,
    }


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


def _differs(line: Line) -> bool:
    return line["received"] is not None and line["received"] != line["sent"]


def _in_range(value: Any, least: int) -> str:
    if value is None:
        return "数量没有填。请补上。"
    if value < least:
        return f"数量至少是 {least}。请改。"
    return f"数量 {value:,} 太大，最多 {_MOST_PACKS:,}。请核对是不是多输了零。" if value > _MOST_PACKS else ""


def _packs(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _remarks(line: RequestLine) -> str:
    lots = "、".join(f"{lot.lot}（{lot.expiry:%Y-%m-%d}）" for lot in line.lots)
    difference = " ".join(part for part in (_DIFFERENCE_NAMES.get(line.difference, ""), line.difference_note) if part)
    parts = (line.reason, line.short_reason, lots, difference, line.remark if not line.reason else "")
    return "　".join(part for part in parts if part)
