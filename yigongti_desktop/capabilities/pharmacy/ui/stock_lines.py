"""Lines of a paper of the store as its table holds them, and read back into what is entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.fefo import read_expiry
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.form.editors import read_number
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.kept import day_again
from yigongti_desktop.registry.model.catalogue import Drug

#: A 药品追溯码 has 20 digits; in the cell of a quantity nothing else has so many.
_CODE = 20
_COLUMNS = {
    "drug_unknown": "name",
    "lot_empty": "lot",
    "lot_held": "lot",
    "lot_expired": "lot",
    "expiry_far": "expiry",
    "expiry_past": "expiry",
    "why_needed": "reason",
    "trace_length": "codes",
    "trace_twice": "codes",
    "trace_gone": "codes",
    "trace_other": "code_reason",
}
_FIELDS = {"lot": "lot", "reason": "reason"}


def empty() -> dict[str, Any]:
    """Return a line with nothing on it yet."""
    words = {"name": "", "lot": "", "reason": "", "over": "", "code_reason": ""}
    return {"drug": "", "quantity": None, "expiry": None, "codes": []} | words


def of_drug(drug: Drug | Shelf) -> dict[str, Any]:
    """Return what a line says of its drug; what stood on it for another drug is forgotten."""
    named = {"name": drug.name, "strength": drug.strength, "unit": drug.unit}
    specification = f"{drug.strength}×{drug.pack}" if drug.pack else drug.strength
    fresh = {"lot": "", "expiry": None, "allotted": None, "is_chosen": False, "is_more": False, "is_short": False}
    fresh |= {"other": "", "code_reason": ""}
    return {"drug": drug.id if isinstance(drug, Drug) else drug.drug, "specification": specification} | named | fresh


def is_empty(line: Line) -> bool:
    """Say whether nothing stands on a line."""
    return not (line["drug"] or line["quantity"] or line["lot"] or line["expiry"] or line["codes"])


def type_expiry(text: str, _line: Line) -> dict[str, Any]:
    """Return a typed last day of use as a day; as it was typed when it is none: 2028-06 is its last day."""
    try:
        return {"expiry": read_expiry(text) if text else None}
    except Refused:
        return {"expiry": text}


def type_quantity(text: str, line: Line) -> dict[str, Any]:
    """Return a typed quantity; from now on the line is not counted by its codes."""
    _ = line
    number = read_number(text) if text else None
    return {"quantity": text if text and number is None else number, "by_scan": False}


def code_in(text: str) -> str:
    """Return the 药品追溯码 with which a text ends; empty for none.

    Digits alone that are more than a code's are left as they are: where a number ends and a code begins, nobody knows.
    """
    plain = half_width(text).strip()
    code, before = plain[-_CODE:], plain[:-_CODE]
    is_code = len(code) == _CODE and code.isdecimal() and (not before or not before.isdecimal())
    return text.rstrip()[-_CODE:] if is_code else ""


def add_code(text: str, line: Line, others: Sequence[str]) -> dict[str, Any]:
    """Return the codes of a line with one more; one that is there already is not added, and said to be there.

    Nothing typed takes the last one away.
    """
    codes = list(line.get("codes") or ())
    if not text:
        return {"codes": codes[:-1], "scan": ""}
    code = half_width(text).replace(" ", "").upper()
    if code in codes or code in others:
        return {"codes": codes, "scan": f"追溯码 {code} 已经扫过了，一盒只记一次。请扫下一盒。"}
    return {"codes": [*codes, code], "scan": ""}


def entered(lines: Sequence[Line]) -> tuple[EntryLine, ...]:
    """Return what is entered; lines with nothing on them are left out."""
    return tuple(
        EntryLine(
            drug=line["drug"],
            name=line["name"],
            strength=line.get("strength") or "",
            unit=line.get("unit") or "",
            quantity=line["quantity"] if isinstance(line["quantity"], int) else 0,
            lot=line["lot"] or "",
            expiry=line["expiry"] if isinstance(line["expiry"], date) else date.min,
            reason=line.get("reason") or "",
            over=line.get("over") or "",
            code_reason=line.get("code_reason") or "",
            codes=tuple(line["codes"] or ()),
        )
        for line in lines
        if not is_empty(line)
    )


def place_of_fault(lines: Sequence[Line], line: int, code: str, field: str = "") -> tuple[int, str] | None:
    """Return where a refusal belongs: the row of the paper's line from 1, and the column of the code; rows from 0."""
    rows = [place for place, one in enumerate(lines) if not is_empty(one)]
    if not 1 <= line <= len(rows):
        return None
    return rows[line - 1], _COLUMNS.get(code) or _FIELDS.get(field, "quantity")


def thawed(kept: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return kept lines with their days as days again."""
    return [{**empty(), **line, "expiry": day_again(line.get("expiry"))} for line in kept] or [empty()]
