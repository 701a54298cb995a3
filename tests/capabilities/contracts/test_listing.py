"""The list of contracts says of each where it stands, whatever happened to it; many are listed without reading them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest

from tests.capabilities.contracts.world import Clinic
from tests.capabilities.contracts.world import written_team
from tests.world import World
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.store import listing as store
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.registry.messages import MoveResident


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


def resident(clinic: Clinic, serial: int, village: str = "健康村") -> str:
    birth = date(1960, 1, 1) + timedelta(days=serial)
    return clinic.register(hu_xiaoyan(birth=birth, id_number=id_number(birth, 302), village=village))


def unit(clinic: Clinic) -> str:
    return clinic.world.people[clinic.place].institution


def listed(clinic: Clinic) -> store.Listing:
    return clinic.world.desks[clinic.place].read(store.listing, unit(clinic), clinic.today())


def test_whatever_happened_to_a_contract_the_list_and_the_rules_say_the_same(clinic: Clinic) -> None:
    signed = [clinic.sign(resident(clinic, serial))[0] for serial in range(6)]
    other = clinic.world.do(clinic.place, SetUpTeam(written=written_team("新堰村团队"))).id
    today = clinic.today()
    clinic.world.do(clinic.place, EndContract(contract=signed[0].id, on=today, reason=Ending.MOVED_AWAY))
    moved = TransferContract(contract=signed[1].id, team=other, on=today + timedelta(days=30), reason="搬家")
    clinic.world.do(clinic.place, moved)
    clinic.world.clock.advance(days=340)
    late = EndContract(contract=signed[2].id, on=clinic.today() + timedelta(days=9), reason=Ending.BY_RESIDENT)
    clinic.world.do(clinic.place, late)
    clinic.world.do(clinic.place, RenewContracts(contracts=((signed[3].id, ()),), signed_on=clinic.today()))
    seen = set()
    for _ in range(5):
        listing = listed(clinic)
        rows = clinic.world.desks[clinic.place].read(
            store.rows, [one.contract for one in listing.entries], listing.today
        )
        for entry, row in zip(listing.entries, rows, strict=True):
            told = terms.state_on(row.contract.latest.term, listing.today, listing.allowed)
            assert entry.state is told
            assert state.fits(entry, "active") is (row.contract.on(listing.today) is not None)
            seen.add(told)
        soon = sum(state.fits(entry, "soon") for entry in listing.entries)
        desk = clinic.world.desks[clinic.place]
        assert desk.read(store.expiring, unit(clinic), listing.today) == soon
        active = sum(state.fits(entry, "active") for entry in listing.entries)
        assert desk.read(store.in_force, unit(clinic), listing.today) == active
        clinic.world.clock.advance(days=10)
    assert seen == set(terms.TermState)


def test_members_of_a_household_stand_together_village_by_village(clinic: Clinic) -> None:
    one, two, three = (resident(clinic, serial, village) for serial, village in enumerate(("二村", "一村", "一村")))
    clinic.sign(one)
    household = clinic.sign(two, three)
    entries = listed(clinic).entries
    assert [entry.village for entry in entries] == ["一村", "一村", "二村"]
    assert {entry.contract for entry in entries[:2]} == {contract.id for contract in household}
    assert all(entry.is_waiting for entry in entries)


def test_a_contract_that_went_on_at_another_unit_is_listed_there_alone(clinic: Clinic) -> None:
    (signed,) = clinic.sign(resident(clinic, 1))
    desk = clinic.world.desks[clinic.place]
    assert [one.contract for one in desk.read(store.listing, unit(clinic), clinic.today()).entries] == [signed.id]
    assert desk.read(store.listing, "tianmen.duobao", clinic.today()).entries == ()


def test_done_and_due_are_counted_by_the_latest_agreement(clinic: Clinic) -> None:
    (signed,) = clinic.sign(resident(clinic, 1))
    clinic.world.clock.advance(days=100)
    done = Done(
        contract=signed.id,
        agreement=signed.number,
        item="checkup",
        number=1,
        done_on=clinic.today(),
        way=Way.CLINIC,
    )
    clinic.world.do(clinic.place, RecordService(done=done))
    (row,) = clinic.world.desks[clinic.place].read(store.rows, [signed.id], clinic.today())
    assert (row.done, row.due) == (1, 2)


def test_who_is_found_by_name_letters_or_number(clinic: Clinic) -> None:
    (signed,) = clinic.sign(resident(clinic, 1))
    desk = clinic.world.desks[clinic.place]
    for typed in ("胡小", "hxy", signed.number[:12], signed.number.replace("-", "")):
        assert desk.read(store.matching, typed, 10) == {signed.id}
    assert desk.read(store.matching, "周", 10) == frozenset()


def test_who_has_moved_is_told_apart(clinic: Clinic) -> None:
    whose = resident(clinic, 1)
    (signed,) = clinic.sign(whose)
    desk = clinic.world.desks[clinic.place]
    assert desk.read(store.gone, [signed.id], unit(clinic), clinic.today()) == frozenset()
    clinic.world.do(clinic.place, MoveResident(resident=whose, unit="tianmen.duobao", reason="搬到多宝镇"))
    assert desk.read(store.gone, [signed.id], unit(clinic), clinic.today()) == {signed.id}
    (row,) = desk.read(store.rows, [signed.id], clinic.today())
    assert row.is_gone
    assert not row.is_dead


def test_the_numbers_of_the_filters_are_those_of_what_fits_them(clinic: Clinic) -> None:
    signed = [clinic.sign(resident(clinic, serial), years=1 + serial % 2)[0] for serial in range(4)]
    clinic.world.do(clinic.place, EndContract(contract=signed[0].id, on=clinic.today(), reason=Ending.MOVED_AWAY))
    for days in (1, 340, 30):
        clinic.world.clock.advance(days=days)
        entries = listed(clinic).entries
        keys = [chip.key for chip in state.CHIPS]
        assert state.counts(entries) == {key: sum(state.fits(entry, key) for entry in entries) for key in keys}


@pytest.mark.parametrize(("last", "is_soon"), [(0, True), (29, True), (30, False)])
def test_a_contract_may_be_renewed_in_its_last_thirty_days(last: int, *, is_soon: bool) -> None:
    today = date(2026, 11, 23)
    ends, opens = ((today + timedelta(days=days)).isoformat() for days in (last, Allowed().renewal_days - 1))
    stands = store._place("2026-01-01", ends, ends, today.isoformat(), opens)
    assert (stands is terms.TermState.EXPIRING) is is_soon
