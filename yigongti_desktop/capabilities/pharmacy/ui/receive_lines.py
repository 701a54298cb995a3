"""Lines of a delivery as they are counted and scanned, and read back into what came.

A line that is begun by a scan counts its packs by their codes, up to what was sent; from the moment at which somebody
types how many came, its codes are only set beside its packs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.ui.lines import given
from yigongti_desktop.kit.form.editors import read_number
from yigongti_desktop.kit.lines.columns import Line

#: Codes of one line that the side has room for.
_SHOWN = 5


def to_receive(request: DrugRequest) -> list[Line]:
    """Return the lots to be counted; nothing is proposed, since a count is made and not believed."""
    plain: dict[str, Any] = {"received": None, "difference": "", "note": "", "code_reason": ""}
    return [
        given(line)
        | {"lot": lot.lot, "expiry": lot.expiry, "sent": lot.quantity, "codes": []}
        | plain
        | ({"is_more": True} if place else {})
        for line in request.lines
        for place, lot in enumerate(line.lots)
    ]


def counts(lines: Sequence[Line]) -> tuple[Count, ...]:
    """Return what came, the lots of a drug together, each with the codes that were scanned of it."""
    found: dict[str, Count] = {}
    for line in lines:
        known = found.get(line["drug"], Count(drug=line["drug"], received=()))
        found[line["drug"]] = Count(
            drug=line["drug"],
            received=(*known.received, line["received"] if isinstance(line["received"], int) else 0),
            difference=known.difference or line["difference"] or "",
            note=known.note or line["note"] or "",
            codes=(*known.codes, codes_of(line)),
            code_reason=known.code_reason or line.get("code_reason") or "",
        )
    return tuple(one if any(one.codes) else replace(one, codes=()) for one in found.values())


def codes_of(line: Line) -> tuple[str, ...]:
    """Return the codes of a line, also of one that was kept before lines had codes."""
    return tuple(line.get("codes") or ())


def type_received(text: str, _line: Line) -> dict[str, Any]:
    """Return how many packs somebody counted; from now on the line is not counted by its codes."""
    number = read_number(text) if text else None
    return {"received": text if text and number is None else number, "by_scan": False}


def with_code(line: Line, code: str) -> dict[str, Any]:
    """Return a line with one more code."""
    return _with(line, [*codes_of(line), code])


def without_code(line: Line, code: str) -> dict[str, Any]:
    """Return a line without a code."""
    return _with(line, [one for one in codes_of(line) if one != code])


def is_by_scan(line: Line) -> bool:
    """Say whether a line is counted by its codes, and not by a number that was typed."""
    count = len(codes_of(line))
    return line["received"] is None or (bool(line.get("by_scan")) and line["received"] == count)


def most_codes(line: Line) -> int:
    """Return how many codes a line can have: as many packs as came, or as were sent where that is counted by codes."""
    received = line["received"]
    return received if isinstance(received, int) and not is_by_scan(line) else int(line["sent"])


def waits(line: Line) -> bool:
    """Say whether a line has packs whose codes are still to come."""
    return len(codes_of(line)) < most_codes(line)


def code_words(codes: Sequence[str]) -> str:
    """Return codes one below another, the first few of many."""
    shown = list(codes[:_SHOWN])
    return "\n".join([*shown, f"等 {len(codes):,} 个"] if len(codes) > _SHOWN else shown)


def place_of_code(lines: Sequence[Line], code: str) -> int | None:
    """Return the row on which a code stands, or None."""
    return next((row for row, line in enumerate(lines) if code in codes_of(line)), None)


def _with(line: Line, codes: list[str]) -> dict[str, Any]:
    counted = {"received": len(codes) or None, "by_scan": True} if is_by_scan(line) else {}
    return {"codes": codes, "other": ""} | counted
