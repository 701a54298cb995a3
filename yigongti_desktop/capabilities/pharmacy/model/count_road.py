"""The ordinary road of a stock count, for its trail: begun, counted piece by piece, confirmed by a second person."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

_COUNTED = "stock_count.counted"
ROAD = Road(
    handed_over="stock_count.opened",
    ahead=(_COUNTED, "stock_count.confirmed"),
    stops=frozenset({"stock_count.cancelled"}),
    again=frozenset({"stock_count.sent_back"}),
)


def steps(count: StockCount, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a count as people read it; pieces that one person counted in a row are one step."""
    return walk(ROAD, list(_in_rows(entries)), ended=count.state is not CountState.OPEN)


def _in_rows(entries: Iterable[TrailEntry]) -> Iterator[TrailEntry]:
    kept: TrailEntry | None = None
    for entry in entries:
        if kept is not None and not (_is_piece(kept) and _is_piece(entry) and kept.person == entry.person):
            yield kept
        kept = entry
    if kept is not None:
        yield kept


def _is_piece(entry: TrailEntry) -> bool:
    return entry.act == _COUNTED and not entry.code
