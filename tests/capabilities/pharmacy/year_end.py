"""What has to be so at the end of a scripted year, on every desk and at the hub."""

from __future__ import annotations

from sqlalchemy import Connection

from tests.capabilities.pharmacy.year import LEAD
from tests.capabilities.pharmacy.year import Year
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.shortage import State as Missed
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_ENTRY
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.capabilities.pharmacy.tables.shortages import shortages
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

_OVER = frozenset({State.REJECTED, State.WITHDRAWN})


def check(year: Year) -> dict[str, int]:
    """Fail where a ledger differs from its stock, a pack is unaccounted for, or an expired lot was used.

    Returns:
        What was looked at: entries, lines, packs asked for, received, cancelled and still open.
    """
    world = year.world
    with reading(world.hub.engine) as connection:
        at_hub = postings.balances(connection, "stock|")
        assert at_hub == _summed(connection)
        seen = _check_uses(connection) | _check_requests(connection) | _check_shortages(connection)
        assert seen["shortages"] == year.shortages
    for place in [LEAD, *year.size.units]:
        desk, own = world.desks[place], f"stock|{world.people[place].institution}|"
        state = desk.read(status)
        assert (state.waiting, state.refused, state.quarantined) == (0, 0, 0), place
        with reading(desk.engine) as connection:
            here = postings.balances(connection, "stock|")
            assert here == _summed(connection), place
            assert here == {account: amount for account, amount in at_hub.items() if account.startswith(own)}, place
    return seen


def _summed(connection: Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in connection.execute(stock_entries.select()):
        for account, amount in stock.postings(records.from_row(STOCK_ENTRY, row)):
            if account.startswith("stock|"):
                found[account] = found.get(account, 0) + amount
    return dict(sorted(found.items()))


def _check_uses(connection: Connection) -> dict[str, int]:
    entries = lines = 0
    for row in connection.execute(stock_entries.select()):
        entry = records.from_row(STOCK_ENTRY, row)
        entries, lines = entries + 1, lines + len(entry.lines)
        for line in entry.lines:
            assert entry.kind not in stock.USES or line.expiry >= day(entry.at), (entry.number, line.lot)
            assert not line.short or line.over, (entry.number, line.lot)
    return {"entries": entries, "lines": lines}


def _check_requests(connection: Connection) -> dict[str, int]:
    found = [records.from_row(DRUG_REQUEST, row) for row in connection.execute(drug_requests.select())]
    asked = sum(line.requested for request in found if not request.back_order_of for line in request.lines)
    received = cancelled = still_open = 0
    again = {request.back_order_of for request in found if request.number.endswith("-补")}
    resent = sum(line.requested for one in found if one.number.endswith("-差") for line in one.lines)
    for request in found:
        for line in request.lines:
            came, let_go, left = _fate(request, line, is_asked_again=request.id in again)
            received, cancelled, still_open = received + came, cancelled + let_go, still_open + left
    assert asked + resent == received + cancelled + still_open
    return {"asked": asked + resent, "received": received, "cancelled": cancelled, "open": still_open}


def _check_shortages(connection: Connection) -> dict[str, int]:
    """Fail where somebody waits for a request that can bring nothing any more."""
    found = [records.from_row(SHORTAGE, row) for row in connection.execute(shortages.select())]
    requests = {row.id: records.from_row(DRUG_REQUEST, row) for row in connection.execute(drug_requests.select())}
    for one in found:
        if one.state is Missed.ASKED:
            asked = requests[one.request]
            granted = {line.drug for line in asked.lines if line.approved or asked.state is State.SUBMITTED}
            assert asked.state in {State.SUBMITTED, State.REVIEWED, State.DISPATCHED}, asked.number
            assert one.drug in granted, asked.number
    came = sum(one.arrived_at is not None for one in found)
    return {"shortages": len(found), "came": came, "fetched": sum(one.fetched_at is not None for one in found)}


def _fate(request: DrugRequest, line: object, *, is_asked_again: bool) -> tuple[int, int, int]:
    """Return what of a line came, was let go, and is still open; what stays owed is open in the request for it."""
    requested, owed = line.requested, line.owed  # type: ignore[attr-defined] # a line
    received, dispatched = line.received, line.dispatched  # type: ignore[attr-defined]
    if request.state in _OVER:
        return 0, requested, 0
    if request.state not in {State.DISPATCHED, State.RECEIVED}:
        return 0, 0, requested
    passed_on = owed if is_asked_again else 0
    on_the_way = dispatched if request.state is State.DISPATCHED else 0
    lost = dispatched - received if request.state is State.RECEIVED else 0
    return received, requested - dispatched - passed_on + lost, on_the_way
