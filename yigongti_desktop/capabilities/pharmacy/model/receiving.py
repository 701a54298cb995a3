"""药品追溯码 of a delivery: what a clinic scans while it counts, judged before the ledger takes it (PHA-13).

The codes are kept once, in the entry of the ledger that follows from what came. The request does not repeat them: the
central pharmacy sees what came, and not which pack lies at a unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.entering import LONGEST
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling


def check_codes(lines: Sequence[Line], counts: Iterable[Count], ruling: Ruling) -> None:
    """Refuse codes that cannot be of the packs that were counted.

    The hub takes a pack that two desks received, and a head of another drug: both have happened.

    Args:
        lines: of the request, with what came.
        counts: what was counted, and scanned.
        ruling: what is known beside.

    Raises:
        Refused: trace_length, trace_many, trace_twice, trace_received, trace_other, line_uncounted, field_long; each
            with its line, from 1.
    """
    given = {count.drug: count for count in counts if count.codes}
    seen: set[str] = set()
    for place, line in enumerate(lines, start=1):
        if (count := given.get(line.drug)) is None:
            continue
        for code in _counted(line, count, place):
            if code in seen:
                raise Refused("trace_twice", line=place, code=code)
            seen.add(code)
            if not ruling.final:
                _need_new(code, place, ruling)
                if not clean_line(count.code_reason):
                    tracing.need_own_drug(code, line.given, ruling.actor.institution, place, ruling)


def came_with(entry: StockEntry, code: str) -> dict[str, str]:
    """Return with which paper a pack came, and which drug and lot it is, as facts of a refusal."""
    line = next((one for one in entry.lines if code in one.codes), None)
    named = {"name": line.name, "lot": line.lot} if line else {}
    return {"document": entry.document or entry.number} | named


def _counted(line: Line, count: Count, place: int) -> Iterator[str]:
    """Yield the codes of a line as they are compared, no more of a lot than packs of it came."""
    if len(count.codes) != len(line.lots):
        raise Refused("line_uncounted", line=place, drug=line.drug)
    reason = clean_line(count.code_reason)
    if len(reason) > LONGEST:
        raise Refused("field_long", field="reason", line=place, most=LONGEST, length=len(reason))
    for lot, codes in zip(line.lots, count.codes, strict=True):
        came = lot.received or 0
        if len(codes) > came:
            raise Refused("trace_many", line=place, count=len(codes), quantity=came, unit=line.given_unit, lot=lot.lot)
        for typed in codes:
            yield tracing.tidy_code(typed, place)


def _need_new(code: str, place: int, ruling: Ruling) -> None:
    """Refuse a pack that lies here already, and say with which paper it came.

    Raises:
        Refused: trace_received.
    """
    account = stock.trace_account(ruling.actor.institution, code)
    if ruling.register.total(account) <= 0:
        return
    posted = ruling.register.posted(account)
    entries = (ruling.register.get("stock_entry", record) for record, packs in posted.items() if packs > 0)
    known: list[StockEntry] = [entry for entry in entries if entry is not None]
    brought = max(known, key=lambda entry: (entry.at, entry.id), default=None)
    raise Refused("trace_received", line=place, code=code, **(came_with(brought, code) if brought else {}))
