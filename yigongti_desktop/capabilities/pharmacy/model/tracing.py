"""药品追溯码: one code for each pack; its first seven digits are the 药品标识码 of a pack size of one drug.

Which drug a head belongs to nobody tells; it is learned from the codes that were entered at the institution before,
by a balance of its own (`stock.head_account`): what is taken back is forgotten again. A code whose head is known for
another drug is warned of, and stands with a reason. The ledger of other units is not seen here, and so not learned
from (least sight).
"""

from __future__ import annotations

from collections.abc import Mapping

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import Drug

_LENGTHS = range(8, 33)


def tidy_code(typed: str, place: int) -> str:
    """Return a code as it is compared.

    Raises:
        Refused: trace_length.
    """
    code = plain(typed)
    if not (code.isascii() and code.isalnum()) or len(code) not in _LENGTHS:
        raise Refused("trace_length", line=place, code=code[: max(_LENGTHS)])
    return code


def plain(typed: str) -> str:
    """Return what a scanner typed without blanks, in one width and case."""
    return half_width(typed).replace(" ", "").upper()


def check(entry: StockEntry, line: EntryLine, posted: Mapping[str, int], place: int, ruling: Ruling) -> None:
    """Refuse a pack that comes twice, goes without having come, or is of another drug than its line says.

    The hub takes what has happened at two desks.

    Raises:
        Refused: trace_twice, trace_gone, trace_other.
    """
    if ruling.final:
        return
    for account, amount in posted.items():
        if account.startswith("trace|"):
            here = ruling.register.total(account, ruling.record)
            if amount > 0 and here > 0:
                raise Refused("trace_twice", line=place, code=account.rpartition("|")[2])
            if amount < 0 and here < 0:
                raise Refused("trace_gone", line=place, code=account.rpartition("|")[2])
    if entry.kind in stock.SIGNED or line.code_reason:
        return
    for code in line.codes:
        need_own_drug(code, line.drug, entry.institution, place, ruling)


def need_own_drug(code: str, drug: str, institution: str, place: int, ruling: Ruling) -> None:
    """Refuse a code whose head is known for other drugs alone.

    Raises:
        Refused: trace_other.
    """
    known = drugs_of(ruling.register, institution, code)
    if known and drug not in known:
        other: Drug | None = ruling.register.get("drug", max(known, key=lambda one: known[one]))
        named = f"{other.name} {other.strength}".strip() if other else ""
        raise Refused("trace_other", line=place, code=code, name=named)


def drugs_of(register: Books, institution: str, code: str) -> dict[str, int]:
    """Return for which drugs the head of a code is known, with how many packs said so."""
    head = stock.head_of(code)
    if not head:
        return {}
    beginning = stock.heads(institution, head)
    found: dict[str, int] = {}
    account = register.next_account(beginning)
    while account.startswith(beginning):
        packs = register.total(account)
        if packs > 0:
            found[account.rpartition("|")[2]] = packs
        account = register.next_account(f"{account}\x01")
    return found
