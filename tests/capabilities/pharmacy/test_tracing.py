"""Trace codes: which drug a head belongs to is learned from what was entered, and forgotten when it is taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import refused
from tests.capabilities.pharmacy.ledger import Store
from tests.capabilities.pharmacy.ledger import line
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind

HEAD = "8123456"


def code(serial: int, head: str = HEAD) -> str:
    """Return a trace code of a head."""
    return f"{head}{serial:013d}"


def known(store: Store, head: str = HEAD) -> dict[str, int]:
    """Return for which drugs a head is known."""
    return tracing.drugs_of(store.register, CLINIC, code(0, head))


@pytest.fixture
def store() -> Store:
    """岳口 that has received 阿莫西林 by its codes, and 青霉素 without any."""
    made = Store()
    made.enter(EntryKind.RECEIPT, line(codes=(code(1), code(2))))
    made.enter(EntryKind.RECEIPT, line(drug=PENICILLIN, lot="P1"))
    return made


def test_a_head_is_learned_from_the_codes_that_were_entered(store: Store) -> None:
    assert known(store) == {AMOXICILLIN: 2}
    store.enter(EntryKind.ISSUE_PATIENTS, line(1, codes=(code(1),)))
    assert known(store) == {AMOXICILLIN: 3}


def test_a_code_of_another_drug_is_warned_of_and_stands_with_a_reason(store: Store) -> None:
    with refused("trace_other", line=1, code=code(9)) as said:
        store.enter(EntryKind.ISSUE_PATIENTS, line(1, lot="P1", drug=PENICILLIN, codes=(code(9),)))
    assert "阿莫西林胶囊" in said[0]
    assert "码不符原因" in said[0]
    entry = store.enter(
        EntryKind.ISSUE_PATIENTS, line(1, lot="P1", drug=PENICILLIN, codes=(code(9),), code_reason=" 上次扫错行 ")
    )
    assert entry.lines[0].code_reason == "上次扫错行"
    assert known(store) == {AMOXICILLIN: 2, PENICILLIN: 1}


def test_a_head_that_is_known_for_both_warns_of_neither(store: Store) -> None:
    store.enter(EntryKind.RECEIPT, line(1, lot="P1", drug=PENICILLIN, codes=(code(9),), code_reason="换包装"))
    store.enter(EntryKind.RECEIPT, line(1, lot="P1", drug=PENICILLIN, codes=(code(10),)))
    store.enter(EntryKind.RECEIPT, line(1, codes=(code(11),)))


def test_what_was_taken_back_is_forgotten(store: Store) -> None:
    wrong = store.enter(EntryKind.RECEIPT, line(1, lot="P1", drug=PENICILLIN, codes=(code(3, "8999999"),)))
    assert known(store, "8999999") == {PENICILLIN: 1}
    store.reverse(wrong.id, "药品选错")
    assert known(store, "8999999") == {}
    store.enter(EntryKind.RECEIPT, line(1, codes=(code(3, "8999999"),)))
    assert known(store, "8999999") == {AMOXICILLIN: 1}


def test_the_hub_takes_what_has_happened(store: Store) -> None:
    store.enter(EntryKind.ISSUE_PATIENTS, line(1, lot="P1", drug=PENICILLIN, codes=(code(9),)), final=True)


def test_codes_of_other_kinds_teach_nothing(store: Store) -> None:
    store.enter(EntryKind.RECEIPT, line(2, codes=("ABC12345678901234567", "123456789012")))
    assert stock.head_of("ABC12345678901234567") == ""
    store.enter(EntryKind.RECEIPT, line(1, lot="P1", drug=PENICILLIN, codes=("123456789999",)))


def test_what_goes_from_room_to_room_teaches_nothing(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(1, codes=(code(7),)), other_room="二楼")
    assert known(store) == {AMOXICILLIN: 2}


@given(
    moves=st.lists(st.tuples(st.sampled_from([AMOXICILLIN, PENICILLIN]), st.integers(0, 2), st.booleans()), max_size=20)
)
def test_what_is_known_is_what_the_entries_that_stand_said(moves: list[tuple[str, int, bool]]) -> None:
    store, expected = Store(), dict[tuple[str, str], int]()
    for serial, (drug, head, is_back) in enumerate(moves):
        its = code(serial, f"812345{head}")
        entry = store.enter(EntryKind.RECEIPT, line(1, drug=drug, codes=(its,), code_reason="以前记错"))
        if is_back:
            store.reverse(entry.id)
        else:
            expected[its[:7], drug] = expected.get((its[:7], drug), 0) + 1
    for head in range(3):
        found = known(store, f"812345{head}")
        assert found == {drug: packs for (its, drug), packs in expected.items() if its == f"812345{head}"}
