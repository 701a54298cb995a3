"""Whether the stock's balances are what its entries add up to: reckoned anew from every entry, lot by lot.

Screens ask the balances that are kept beside the entries; this asks the entries alone, and says where both differ.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records

_PART = 1000


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A lot whose kept balance is not what its entries add up to."""

    key: LotKey
    #: What the drug is called; empty where it is not listed any more.
    name: str = ""
    kept: int
    reckoned: int


class LedgerCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of one institution's ledger found."""

    entries: int
    lots: int
    wrong: tuple[Disagreement, ...] = ()
    #: Trace codes of packs that are said to be here and are not, or the other way round.
    wrong_codes: tuple[str, ...] = ()
    #: Lots of which more went than the books had; right as a sum, and to be counted.
    short: int = 0

    @property
    def is_right(self) -> bool:
        """Say whether balances and entries agree."""
        return not (self.wrong or self.wrong_codes)


def institutions(connection: Connection) -> list[str]:
    """Return whose ledgers lie here."""
    return sorted(connection.scalars(select(stock_entries.c.institution).distinct()))


def check(connection: Connection, institution: str) -> LedgerCheck:
    """Reckon every balance of an institution from its entries, and compare."""
    reckoned: dict[str, int] = {}
    entries = 0
    query = select(stock_entries).where(stock_entries.c.institution == institution)
    for rows in connection.execute(query).partitions(_PART):
        for row in rows:
            entries += 1
            for account, amount in stock.postings(records.from_row(store.STOCK_ENTRY, row)):
                reckoned[account] = reckoned.get(account, 0) + amount
    kept = postings.balances(connection, stock.beginning(institution))
    codes = postings.balances(connection, stock.trace_account(institution, ""))
    its = {account: amount for account, amount in reckoned.items() if account.startswith("stock|")}
    traced = {account: amount for account, amount in reckoned.items() if account.startswith("trace|")}
    wrong = [account for account in sorted(its.keys() | kept.keys()) if its.get(account, 0) != kept.get(account, 0)]
    keys = {account: stock.read_account(account) for account in wrong}
    drugs = records.load_many(connection, registry.DRUG, {key.drug for key in keys.values()})
    return LedgerCheck(
        entries=entries,
        lots=len(its),
        wrong=tuple(
            Disagreement(
                key=key,
                name=drugs[key.drug].name if key.drug in drugs else "",
                kept=kept.get(account, 0),
                reckoned=its.get(account, 0),
            )
            for account, key in keys.items()
        ),
        wrong_codes=tuple(
            account.rpartition("|")[2]
            for account in sorted(traced.keys() | codes.keys())
            if traced.get(account, 0) != codes.get(account, 0)
        ),
        short=sum(amount < 0 for amount in its.values()),
    )
