"""Lines of a count as its sheet holds them: made of the count, and read back into what is asked of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.entering import tidy_lot
from yigongti_desktop.capabilities.pharmacy.store.counting import Key
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.registry.model.catalogue import Drug

_OPEN = CountState.OPEN
#: What may be typed into a line by whoever counts, and by whoever confirms.
COUNTED = ("counted", "reason")
EXPLAINED = ("reason",)


def found_lot() -> Line:
    """Return a line for a lot that the books do not have here."""
    return {
        "drug": "",
        "name": "",
        "specification": "",
        "unit": "",
        "lot": "",
        "expiry": None,
        "book": 0,
        "counted": None,
        "reason": "",
        "is_new": True,
        "saved": None,
    }


def of_drug(drug: Drug) -> Mapping[str, Any]:
    """Return what a drug changes in the line of a lot that was found."""
    return {"drug": drug.id, "name": drug.name, "specification": drug.strength, "unit": drug.unit}


def to_sheet(opened: OpenedCount, *, is_counting: bool) -> list[Line]:
    """Return the lines of a count; one that is to be counted again has its quantity to be typed anew."""
    return [to_line(line, opened, is_counting=is_counting and line.key in opened.stale) for line in opened.count.lines]


def to_line(line: CountLine, opened: OpenedCount, *, is_counting: bool = False) -> Line:
    """Return a line of a count; of one that is not counted yet, the books have what they have now."""
    is_stale = line.key in opened.stale
    counted = None if is_stale and is_counting else line.counted
    return {
        "drug": line.drug,
        "name": line.name,
        "specification": line.strength,
        "unit": line.unit,
        "lot": line.lot,
        "expiry": line.expiry,
        "book": opened.books.get(line.key, 0) if counted is None and opened.count.state is _OPEN else line.book,
        "counted": counted,
        "reason": line.reason,
        "is_new": False,
        "is_stale": is_stale,
        "was": line.counted,
        "by": line.counted_by,
        "saved": {"counted": counted, "reason": line.reason},
    }


def key_of(line: Line) -> Key | None:
    """Return which lot a line is; None while that is not said."""
    expiry = line["expiry"]
    lot = tidy_lot(str(line["lot"] or ""))
    return (str(line["drug"]), expiry.isoformat(), lot) if line["drug"] and lot and isinstance(expiry, date) else None


def is_typed(line: Line) -> bool:
    """Say whether something stands in a line that the count does not have."""
    saved = line["saved"]
    if saved is None:
        return bool(line["drug"] or line["lot"] or line["expiry"] or line["counted"] is not None)
    return line["counted"] != saved["counted"] or (line["reason"] or "") != (saved["reason"] or "")


def difference(line: Line) -> int | None:
    """Return by how much a line differs from the books; None while it is not counted."""
    return line["counted"] - line["book"] if isinstance(line["counted"], int) else None


def to_count(line: Line) -> CountLine | None:
    """Return what was counted of a lot; None while a part of it is missing or no value."""
    key = key_of(line)
    if key is None or not isinstance(line["counted"], int) or not isinstance(line["expiry"], date):
        return None
    return CountLine(
        drug=key[0],
        lot=key[2],
        expiry=line["expiry"],
        unit=str(line["unit"]),
        counted=line["counted"],
        reason=str(line["reason"] or ""),
    )


def reasons(count: StockCount, lines: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    """Return why lines differ, by their place in the count from 1."""
    said = {key_of(line): str(line["reason"] or "") for line in lines}
    places = enumerate(count.lines, start=1)
    return tuple((place, said[line.key]) for place, line in places if said.get(line.key) and line.difference)


def kept(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return what of the lines is to be kept as a draft: all that the count does not have."""
    return [{name: line[name] for name in found_lot()} for line in lines if is_typed(line)]


def with_kept(lines: Sequence[Line], draft: Sequence[Mapping[str, Any]], typed: Sequence[str]) -> list[Line]:
    """Return the lines with what was typed and kept of them; lots that were found and not counted yet come last."""
    thawed = [{**found_lot(), **values, "expiry": _day(values.get("expiry"))} for values in draft]
    by_key = {key: values for values in thawed if (key := key_of(values)) is not None}
    known = {key_of(line) for line in lines}
    resumed = [
        {**line, **{name: by_key[key][name] for name in typed}} if (key := key_of(line)) in by_key and key else line
        for line in lines
    ]
    return [*resumed, *(values for values in thawed if values["is_new"] and key_of(values) not in known)]


def _day(typed: Any) -> Any:
    try:
        return date.fromisoformat(typed)
    except (TypeError, ValueError):
        return typed
