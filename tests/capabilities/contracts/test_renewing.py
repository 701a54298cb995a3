"""Many are renewed slice by slice: households stay together, and a refusal names the one of whom it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.contracts.refusals import no
from tests.capabilities.contracts.world import Clinic
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.capabilities.contracts.ui.renew_run import slices


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(1, 9))
def test_slices_hold_everybody_once_and_part_no_household(numbers: list[int], most: int) -> None:
    entries = [
        Entry(
            contract=f"c{place}", number=f"n{number}", team="", village="", since="", last="", state=TermState.EXPIRING
        )
        for place, number in enumerate(numbers)
    ]
    found = slices(entries, most)
    assert sorted(one for some in found for one in some) == sorted(entry.contract for entry in entries)
    of = {entry.contract: entry.number for entry in entries}
    where = [{of[one] for one in some} for some in found]
    assert sum(map(len, where)) == len(set(numbers))
    assert all(len(some) <= most or len(numbers_of) == 1 for some, numbers_of in zip(found, where, strict=True))


def test_a_refusal_names_the_contract_of_which_it_is_said_and_nobody_is_renewed(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    child = clinic.register(hu_xiaoyan(name="邱一鸣", id_number="", no_id_reason="新生儿", birth=clinic.today()))
    signed = clinic.sign(mother, child)
    clinic.world.clock.advance(days=350)
    clinic.world.do(clinic.place, EndContract(contract=signed[1].id, on=clinic.today(), reason=Ending.MOVED_AWAY))
    both = RenewContracts(contracts=tuple((one.id, ()) for one in signed), signed_on=clinic.today())
    with no("term_ended", contract=signed[1].id):
        clinic.world.do(clinic.place, both)
    kept = clinic.world.desks[clinic.place].read(store.of_resident, mother)
    assert kept is not None
    assert kept.former == ()


def test_a_household_goes_on_with_one_number(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    child = clinic.register(hu_xiaoyan(name="邱一鸣", id_number="", no_id_reason="新生儿", birth=clinic.today()))
    signed = clinic.sign(mother, child)
    clinic.world.clock.advance(days=350)
    both = RenewContracts(contracts=tuple((one.id, ()) for one in signed), signed_on=clinic.today())
    renewed = clinic.world.do(clinic.place, both)
    assert len({one.number for one in renewed}) == 1
    assert {one.renews for one in renewed} == {signed[0].number}
