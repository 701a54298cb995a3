"""What a unit lacks of the drugs that a paper from elsewhere wants of it (用药无缝衔接, PHA-02).

What lies there is what the ledger has of lots that may be used; what is laid aside for others (长处方) is not free. Two
lines of one drug share what is there, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import need_free
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import reserved_account
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import need_institution


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """One drug that is wanted, in packs of its unit."""

    #: Id in a formulary; empty for a drug in words.
    drug: str = ""
    quantity: int


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """What is lacking of a line."""

    #: Which line, from 1.
    line: int
    #: Id in the unit's own formulary; empty where that does not list the drug, which then has to be bought (代购).
    drug: str
    quantity: int


def lacking(wants: Iterable[Want], institution: str, register: Books, today: date) -> Iterator[Lack]:
    """Return what of the lines the unit lacks: all that it cannot know of, and what is short of the others.

    What goes by 印鉴卡 is asked for in another way than a shortage, and is left out.

    Raises:
        Refused: institution_unknown, institution_not_working.
    """
    community = need_institution(register, institution).community_on(today)
    free: dict[str, int] = {}
    for place, want in enumerate(wants, start=1):
        known: Drug | None = register.get("drug", want.drug) if want.drug else None
        if known is not None and known.control in NOT_BY_REQUEST:
            continue
        drug = known.on(today) if known is not None else None
        if drug is None or drug.community != community:
            yield Lack(line=place, drug="", quantity=want.quantity)
            continue
        if drug.id not in free:
            free[drug.id] = free_packs(drug, institution, register, today)
        taken = min(free[drug.id], want.quantity)
        free[drug.id] -= taken
        if taken < want.quantity:
            yield Lack(line=place, drug=drug.id, quantity=want.quantity - taken)


def free_packs(drug: Drug, institution: str, register: Books, today: date) -> int:
    """Return what of a drug a unit may give out, in all its rooms: not expired, not held, not laid aside.

    What is booked below nought on a lot has in truth been taken from the others; the answer is never below nought.
    """
    there = 0
    for account, packs in register.balances(stock.beginning(institution)).items():
        key = stock.read_account(account)
        if key.drug == drug.id and (packs < 0 or _is_usable(drug, key, register, today)):
            there += packs
    return max(there - register.total(reserved_account(institution, drug.id)), 0)


def _is_usable(drug: Drug, key: stock.LotKey, register: Books, today: date) -> bool:
    if key.expiry < today:
        return False
    try:
        need_free(register, drug, key.lot, key.institution, 1)
    except Refused:
        return False
    return True
