"""Every ledger after the storm: what is posted is what the entries post, on desks and hub, none doubled, none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlalchemy import select

from tests.sync.agreement import STATES
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import differences
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_COUNT
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_ENTRY
from yigongti_desktop.hub.journal import Entry
from yigongti_desktop.registry.store import everything
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.tables import postings

_ALL = 1_000_000


def check(hub: Hub, desks: Iterable[Workbench], judged: Iterable[Entry]) -> int:
    """Check the ledgers of a hub and its desks that have all talked; return how many entries stand."""
    entries = _need_sums(hub.engine)
    accepted = Counter(row.record for row in judged if row.record_kind == STOCK_ENTRY.name and not row.code)
    assert accepted == Counter(entries.keys())  # each entry was made by one act, and each act has made one
    _check_counts(hub, entries)
    for desk in desks:
        own = {record: entry for record, entry in entries.items() if entry.institution == desk.fact(facts.INSTITUTION)}
        assert _need_sums(desk.engine) == own
        _check_acts(desk, own)
    return len(entries)


def _need_sums(engine: Engine) -> dict[str, StockEntry]:
    """Fail unless each posting of a database is one of its records', each there once; return the entries of stock."""
    expected: Counter[tuple[str, str]] = Counter()
    with reading(engine) as connection:
        for kind in CATALOGUE.records.values():
            for one in everything(connection, kind):
                for account, amount in kind.postings(one):
                    expected[account, one.id] += amount
        entries = {entry.id: entry for entry in everything(connection, STOCK_ENTRY)}
        found = [(row.account, row.record, row.amount) for row in connection.execute(select(postings))]
    assert len(found) == len({(account, record) for account, record, _ in found})
    assert {(account, record): amount for account, record, amount in found} == dict(expected)
    return entries


def _check_counts(hub: Hub, entries: dict[str, StockEntry]) -> None:
    """A count that was confirmed has brought the books to what was counted, once; no other has."""
    with reading(hub.engine) as connection:
        counts = everything(connection, STOCK_COUNT)
    for count in counts:
        is_due = count.state is CountState.CONFIRMED and bool(differences(count))
        assert (origin.of_count(count.id) in entries) == is_due, count


def _check_acts(desk: Workbench, entries: dict[str, StockEntry]) -> None:
    """What was entered here and taken by the hub stands; what was refused does not."""
    with reading(desk.engine) as connection:
        acts = outbox.in_states(connection, STATES, _ALL)
    for act in acts:
        if act.record_kind == STOCK_ENTRY.name and act.state == outbox.ACCEPTED:
            assert act.record in entries, act
