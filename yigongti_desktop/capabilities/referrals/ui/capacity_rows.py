"""A week of reserved capacity as a grid: a row for each thing, a cell for each day, "6/20" for six of twenty.

What a person makes of the grid becomes one command: lines published, changed, closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.capacity import Changing
from yigongti_desktop.capabilities.referrals.messages.capacity import Opening
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import MOST
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.capacity import State
from yigongti_desktop.capabilities.referrals.model.capacity import tidy_time
from yigongti_desktop.capabilities.referrals.model.capacity_share import reserve
from yigongti_desktop.kernel.text import clean_line

#: Keys of the seven days of a row.
DAYS = tuple(f"d{place}" for place in range(7))
#: Fields that say what a row is.
WHAT = ("kind", "department", "name", "time", "place")
_CELL = re.compile(r"(?:(\d{1,3})\s*/\s*)?(\d{1,3})")
#: Full-width digits and stroke, as input methods write them.
_WIDE = {0xFEE0 + ord(character): character for character in "0123456789/"}

Row = Mapping[str, Any]


def empty(after: Row | None = None) -> dict[str, Any]:
    """Return an empty row, of the kind and the department of the one above it."""
    known = {field: (after or {}).get(field, "") for field in ("kind", "department")}
    return dict.fromkeys(WHAT, "") | {"kind": Kind.EXPERT.value} | {k: v for k, v in known.items() if v} | _days()


def rows_of(lines: Iterable[CapacityLine], monday: date) -> list[dict[str, Any]]:
    """Return the lines of a week as rows."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in sorted(lines, key=_order):
        key = (line.kind.value, line.department, line.name, line.time, line.place)
        place = (line.day - monday).days
        row = rows.get(key)
        if row is None or row["ids"].get(DAYS[place]):
            row = {**dict(zip(WHAT, key, strict=True)), **_days(), "ids": {}, "lines": {}}
            row["was"] = (line.time, line.place)
            rows[key] = row
        row["ids"][DAYS[place]] = line.id
        row["lines"][DAYS[place]] = {
            "held": line.held,
            "used": line.used,
            "returned": line.returned,
            "state": line.state.value,
            "cell": cell_of(line),
        }
        row[DAYS[place]] = cell_of(line)
    return list(rows.values())


def cell_of(line: CapacityLine) -> str:
    """Return what a cell says of a line; nothing of a closed one."""
    return "" if line.state is State.CLOSED else f"{line.reserved}/{line.total}"


def read_cell(typed: str, percent: int) -> Numbers | None:
    """Return the numbers of a cell; a single number is the total, of which the county's share is reserved.

    None for what is no such numbers.
    """
    found = _CELL.fullmatch(typed.translate(_WIDE).strip())
    if not found:
        return None
    total = int(found[2])
    reserved = int(found[1]) if found[1] is not None else reserve(total, percent)
    return Numbers(total=total, reserved=reserved) if 1 <= total <= MOST and reserved <= total else None


def copied(rows: Sequence[Row], former: Iterable[CapacityLine], monday: date, today: date) -> list[dict[str, Any]]:
    """Return the rows with the week before put in where nothing stands; days that are over stay as they are."""
    found = [dict(row) for row in rows if any(row.get(field) for field in ("department", "name", *DAYS))]
    known = {tuple(row[field] for field in WHAT): row for row in found}
    for before in rows_of(former, monday - timedelta(days=7)):
        key = tuple(before[field] for field in WHAT)
        row = known.get(key)
        if row is None:
            row = known[key] = {field: before[field] for field in WHAT} | _days()
            found.append(row)
        for place, day_key in enumerate(DAYS):
            is_over = monday + timedelta(days=place) < today
            is_there = row.get(day_key) or row.get("ids", {}).get(day_key)
            if before[day_key] and not is_over and not is_there:
                row[day_key] = before[day_key]
    return found


def command_of(
    rows: Sequence[Row], monday: date, today: date, percent: int, reason: str, source: Source = Source.TYPED
) -> PublishCapacity | None:
    """Return the command that makes the week what the rows say; None when nothing is changed.

    Cells have to be right: they were checked where they stand. A row that gets another time or place gets it on the
    days that may still be changed (REF-09): not on those that are over, nor on those that went back to the pool.
    """
    opened: list[Opening] = []
    changed: list[Changing] = []
    closed: list[str] = []
    for row in rows:
        for place, key in enumerate(DAYS):
            line, numbers = row.get("ids", {}).get(key), read_cell(str(row.get(key) or ""), percent)
            was = row.get("lines", {}).get(key, {})
            if line and was["state"] != State.CLOSED:
                if numbers is None:
                    closed += [line]
                elif _may_be_changed(row, key, monday + timedelta(days=place), today) and (
                    f"{numbers.reserved}/{numbers.total}" != was["cell"] or _is_moved(row)
                ):
                    changed.append(Changing(line=line, numbers=numbers, time=row["time"], place=row["place"]))
            elif numbers is not None:
                opened.append(Opening(slot=_slot(row, monday + timedelta(days=place)), numbers=numbers))
    if not (opened or changed or closed):
        return None
    return PublishCapacity(
        opened=tuple(opened), changed=tuple(changed), closed=tuple(closed), reason=reason, source=source
    )


def sums(rows: Sequence[Row], percent: int) -> dict[str, tuple[int, int]]:
    """Return by kind how many are reserved of how many, as the rows say."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        for key in DAYS:
            numbers = read_cell(str(row.get(key) or ""), percent)
            if numbers is not None and row.get("kind"):
                reserved, total = found.get(row["kind"], (0, 0))
                found[row["kind"]] = (reserved + numbers.reserved, total + numbers.total)
    return found


def what(row: Row) -> tuple[str, ...]:
    """Return what a row is, by which it is known again when the week was read anew."""
    return tuple(str(row.get(field) or "") for field in WHAT)


def is_new(row: Row) -> bool:
    """Say whether nothing of a row has been published yet: what it is may be changed."""
    return not row.get("ids")


def is_idle(row: Row) -> bool:
    """Say whether nothing stands on a row."""
    return is_new(row) and not any(row.get(field) for field in ("name", "time", "place", *DAYS))


def may_change(row: Row, key: str) -> bool:
    """Say whether the cell of a day may be filled in: what went back to the ordinary pool stays as it is."""
    return _line_of(row, key).get("state") != State.RETURNED.value


def taken(row: Row, key: str) -> int:
    """Return how many of a cell are held or used."""
    line = _line_of(row, key)
    return int(line.get("held", 0)) + int(line.get("used", 0))


def words_of(row: Row, key: str) -> str:
    """Return a cell in words: 6/20 占4; 停 where it was closed, 退3 where the rest went back."""
    line, text = _line_of(row, key), str(row.get(key) or "")
    if line.get("state") == State.CLOSED.value and not text:
        return "停"
    marks = [f"占{taken(row, key)}"] if taken(row, key) else []
    marks += [f"退{line['returned']}"] if line.get("returned") else []
    return " ".join((text, *marks)).strip()


def tone_of(row: Row, key: str) -> str:
    """Return the tone of a cell: quiet where it is over, warning where all that is reserved is held."""
    line, text = _line_of(row, key), str(row.get(key) or "")
    if line.get("state") in {State.CLOSED.value, State.RETURNED.value} and (not text or text == line.get("cell")):
        return "text3"
    reserved = text.partition("/")[0]
    return "warn" if reserved.isdecimal() and int(reserved) and taken(row, key) >= int(reserved) else ""


def filled(typed: str, percent: int) -> str:
    """Return what a cell says after something was typed: a total alone is given its share; else as it was typed."""
    text = typed.translate(_WIDE).strip()
    numbers = read_cell(text, percent)
    return f"{numbers.reserved}/{numbers.total}" if numbers else text


def typed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return what people have typed into rows, for the draft: what stands at the hub is read anew."""
    return [{field: row.get(field, "") for field in (*WHAT, *DAYS)} | {"ids": row.get("ids", {})} for row in rows]


def taken_up(fresh: Sequence[Row], kept: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the week as it is, with what was typed before in its cells; rows that were new stay at the end."""
    found = [dict(row) for row in fresh]
    by_line = {line: row for row in found for line in row["ids"].values()}
    for was in kept:
        row = next((by_line[line] for line in was.get("ids", {}).values() if line in by_line), None)
        row = row or next((one for one in found if all(one[field] == was[field] for field in WHAT)), None)
        if row is None:
            found.append({field: was.get(field, "") for field in (*WHAT, *DAYS)})
        else:
            row.update({field: was.get(field, "") for field in ("time", "place", *DAYS)})
    return found


def _line_of(row: Row, key: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = row.get("lines", {}).get(key, {})
    return found


def _may_be_changed(row: Row, key: str, on: date, today: date) -> bool:
    return on >= today and may_change(row, key)


def _is_moved(row: Row) -> bool:
    was = row.get("was")
    return was is not None and (tidy_time(row["time"]), clean_line(row["place"])) != tuple(was)


def _slot(row: Row, on: date) -> Slot:
    return Slot(
        kind=Kind(row["kind"]),
        department=row["department"],
        name=row["name"],
        day=on,
        time=row["time"],
        place=row["place"],
    )


def _days() -> dict[str, str]:
    return dict.fromkeys(DAYS, "")


def _order(line: CapacityLine) -> tuple[int, str, str, str, date]:
    return list(Kind).index(line.kind), line.department, line.name, line.time, line.day
