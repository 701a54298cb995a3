"""Trace codes that are scanned while a delivery is counted: kept once, in the ledger, with drug, lot and delivery."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import wide
from tests.capabilities.pharmacy.ledger import Store
from tests.capabilities.pharmacy.ledger import line
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import dispatched
from tests.capabilities.pharmacy.test_tracing import HEAD
from tests.capabilities.pharmacy.test_tracing import code
from yigongti_desktop.capabilities.pharmacy.messages.requests import DeliveryReceived
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.service.follows import follow
from yigongti_desktop.kernel.errors import Refused

pytestmark = pytest.mark.policy("PHA-13")
#: A head of which every pack was 青霉素.
OTHER_HEAD = "8999999"


def counts(first: tuple[str, ...] = (), second: tuple[str, ...] = (), **others: Any) -> tuple[Count, ...]:
    """Return the delivery counted as it was sent, with codes of the two lots of 阿莫西林."""
    codes = (first, second) if first or second else ()
    others = {"received": (60, 40)} | others
    return (Count(drug=AMOXICILLIN, codes=codes, **others), Count(drug=PENICILLIN, received=(30,)))


def receive(store: Store, given: tuple[Count, ...], *, final: bool = False) -> StockEntry:
    """Receive the delivery, and return the entry that follows."""
    by = replace(ruling(CLINIC, register=store.register), final=final)
    sent = dispatched()
    after = moves.receive(sent, given, replace(by, record=sent.id))
    store.register.put("drug_request", after)
    (reaction,) = (
        one
        for one in follow("drug_request.received", after, DeliveryReceived(counts=given), by)
        if one.kind == "stock.entered"
    )
    body: Any = reaction.body
    entry = entering.enter(None, "", body.entering, replace(by, record=reaction.record))
    store.register.put("stock_entry", entry)
    return entry


def here(store: Store, one: str) -> int:
    """Return how often a pack lies here."""
    return store.register.total(stock.trace_account(CLINIC, one))


def test_codes_stand_in_the_ledger_with_their_drug_lot_and_delivery() -> None:
    store = Store()
    entry = receive(store, counts((code(1), code(2)), (code(3),)))
    assert (entry.kind, entry.document) == (EntryKind.RECEIPT, DELIVERY)
    assert [(one.drug, one.lot, one.quantity, one.codes) for one in entry.lines] == [
        (AMOXICILLIN, "A1", 60, (code(1), code(2))),
        (AMOXICILLIN, "A2", 40, (code(3),)),
        (PENICILLIN, "P1", 30, ()),
    ]
    assert [here(store, code(serial)) for serial in (1, 2, 3)] == [1, 1, 1]
    assert tracing.drugs_of(store.register, CLINIC, code(9)) == {AMOXICILLIN: 3}  # its head is known from now on


def test_a_code_is_compared_as_scanners_mean_it() -> None:
    entry = receive(Store(), counts((f" {wide(code(1)[:7])} {code(1)[7:]}", "abc12345678")))
    assert entry.lines[0].codes == (code(1), "ABC12345678")


def test_a_count_without_codes_is_what_it_was() -> None:
    entry = receive(Store(), counts())
    assert [one.codes for one in entry.lines] == [(), (), ()]


def test_a_pack_is_scanned_once_in_whatever_lot() -> None:
    with refused("trace_twice", line=1, code=code(1)):
        receive(Store(), counts((code(1),), (code(1),)))
    with refused("trace_twice", line=1, code=code(1)):
        receive(Store(), counts((code(1), code(1))), final=True)


def test_more_codes_than_packs_that_came_are_refused() -> None:
    given = counts((code(1), code(2)), received=(1, 40), difference="short")
    with refused("trace_many", line=1, count=2, quantity=1, lot="A1"):
        receive(Store(), given)
    with refused("trace_many"):
        receive(Store(), given, final=True)


def test_a_pack_that_lies_here_is_not_received_again_and_its_paper_is_named() -> None:
    store = Store()
    store.enter(EntryKind.RECEIPT, line(5, lot="K7", codes=(code(1),)), document="市一医-20260801-A-002")
    with refused("trace_received", line=1, code=code(1), document="市一医-20260801-A-002", lot="K7") as said:
        receive(store, counts((code(1),)))
    assert "已随 市一医-20260801-A-002 入库" in said[0]
    assert "请另放" in said[0]


def test_a_pack_that_went_back_may_come_again() -> None:
    store = Store()
    store.enter(EntryKind.RECEIPT, line(5, codes=(code(1),)))
    store.enter(EntryKind.RETURN_OUT, line(1, codes=(code(1),), reason="多发退回"))
    receive(store, counts((code(1),)))
    assert here(store, code(1)) == 1


def test_the_hub_takes_a_pack_that_another_desk_received_meanwhile() -> None:
    store = Store()
    store.enter(EntryKind.RECEIPT, line(5, codes=(code(1),)))
    receive(store, counts((code(1),)), final=True)
    assert here(store, code(1)) == 2


def test_a_head_of_another_drug_is_warned_of_and_stands_with_a_reason() -> None:
    store = Store()
    store.enter(EntryKind.RECEIPT, line(1, lot="P0", drug=PENICILLIN, codes=(code(1, OTHER_HEAD),)))
    with refused("trace_other", line=1, code=code(2, OTHER_HEAD)):
        receive(store, counts((code(2, OTHER_HEAD),)))
    entry = receive(store, counts((code(2, OTHER_HEAD),), code_reason="厂家换了标识码"))
    assert [one.code_reason for one in entry.lines] == ["厂家换了标识码", "", ""]
    with refused("field_long", field="reason", line=1, most=200):
        receive(store, counts((code(3, OTHER_HEAD),), code_reason="长" * 201))


def test_codes_of_lots_that_were_not_sent_are_refused() -> None:
    with refused("line_uncounted", line=1):
        receive(Store(), (Count(drug=AMOXICILLIN, received=(60, 40), codes=((code(1),),)), counts()[1]))


@pytest.mark.parametrize("typed", ["1234567", "8" * 33, "追溯码追溯码追溯码", "٨" * 20])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with refused("trace_length", line=1):
        receive(Store(), counts((typed,)))


@given(
    scanned=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8),
    before=st.sets(st.integers(0, 5), max_size=3),
    came=st.integers(0, 4),
    final=st.booleans(),
)
def test_what_the_rules_take_stands_in_the_ledger_pack_by_pack(
    scanned: list[tuple[int, bool]], before: set[int], came: int, *, final: bool
) -> None:
    store = Store()
    if before:
        codes = tuple(code(serial) for serial in sorted(before))
        store.enter(EntryKind.RECEIPT, line(len(codes), lot="K7", codes=codes))
    first, second = (tuple(code(serial) for serial, is_first in scanned if is_first is one) for one in (True, False))
    is_twice = len({serial for serial, _ in scanned}) < len(scanned)
    is_wrong = is_twice or len(first) > came or (not final and any(serial in before for serial, _ in scanned))
    given = counts(first, second, received=(came, 40), difference="short")
    kept: list[str] = []
    with suppress(Refused):
        kept += [one for row in receive(store, given, final=final).lines for one in row.codes]
    assert sorted(kept) == ([] if is_wrong else sorted(first + second))
    for serial in range(6):
        assert here(store, code(serial)) == (serial in before) + (code(serial) in kept)
    assert tracing.drugs_of(store.register, CLINIC, code(0)).get(AMOXICILLIN, 0) == len(before) + len(kept)
    assert stock.head_of(code(0)) == HEAD
