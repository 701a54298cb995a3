"""Of two agreements of one person the one signed first stands, the other gives way and goes on when they are parted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import agreed
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import one_person
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.service.follows import of_person
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Folded

pytestmark = pytest.mark.policy("FDC-09")

OTHER, THIRD = "resident-2", "resident-3"
DAY = timedelta(days=1)


def folded(known: Register, one: str, into: str) -> Resident:
    """Fold a record into another, as the registry does; return the kept one."""
    note = Folded(resident=one, name="胡小燕", reason="重复建档", person="周建国", on=TODAY)
    kept: Resident = known.records.get(("resident", into)) or replace(known.need("resident", RESIDENT), id=into)  # type: ignore[assignment]
    known.put("resident", replace(known.need("resident", RESIDENT), id=one, merged_into=into, folded=()))
    kept = replace(kept, folded=(*kept.folded, note))
    known.put("resident", kept)
    return kept


def begun(known: Register, resident: str, number: str, **others: Any) -> Contract:
    """Return the contract of a record after signing, kept in the register."""
    known.put("resident", replace(known.need("resident", RESIDENT), id=resident, merged_into="", folded=()))
    judge = ruling(register=known, record=contract_id(resident))
    contract = signing.sign(None, agreed(number=number, resident=resident, **others), judge)
    known.put("contract", contract)
    return contract


def test_a_person_is_all_records_that_were_folded_one_by_way_of_another() -> None:
    known = register()
    folded(known, THIRD, OTHER)
    kept = folded(known, OTHER, RESIDENT)
    known.put("resident", replace(known.need("resident", THIRD), merged_into=OTHER))
    known.put("resident", replace(known.need("resident", OTHER), folded=(replace(kept.folded[0], resident=THIRD),)))
    assert one_person.records_of(kept, known) == (RESIDENT, OTHER, THIRD)
    gone = replace(kept, folded=(replace(kept.folded[0], resident="nobody"),))
    assert one_person.records_of(gone, known) == (RESIDENT,)
    assert one_person.contracts_of(kept, known) == []


def test_nobody_is_signed_while_another_record_of_theirs_has_an_agreement_but_for_the_one_that_is_left() -> None:
    known = register()
    begun(known, OTHER, "岳口-002")
    folded(known, OTHER, RESIDENT)
    with refused("contract_there", number="岳口-002"):
        signed(known)
    assert signed(known, takes_over="岳口-002", takes_reason="重签").number == agreed().number


def test_what_gave_way_ended_all_that_still_held_and_goes_on_as_it_was() -> None:
    known = register(**{"team-2": written_team("新堰村团队")})
    first = signed(known)
    moved = signing.transfer(first, "team-2", TODAY + 20 * DAY, "搬家", "岳口-003", by(known))
    gave_way = one_person.give_way(moved, "岳口-009", TODAY + 5 * DAY)
    assert [(one.ended, one.end_reason) for one in gave_way.agreements] == [
        (TODAY + 5 * DAY, "same_person"),
        (TODAY + 20 * DAY, "same_person"),
    ]
    assert gave_way.on(TODAY + 4 * DAY) is not None
    assert gave_way.on(TODAY + 5 * DAY) is gave_way.on(TODAY + 30 * DAY) is None
    again = one_person.go_on(gave_way)
    assert [one.term for one in again.agreements] == [one.term for one in moved.agreements]
    assert again.former[0].end_reason == "other_team"


def test_only_what_gave_way_goes_on() -> None:
    known = register()
    contract = signed(known)
    with refused("term_ended"):
        one_person.go_on(contract)
    with refused("term_ended"):
        one_person.go_on(signing.end(contract, TODAY, Ending.BY_RESIDENT, "", by(known)))
    for move in (one_person.go_on, lambda now: one_person.give_way(now, "", TODAY)):
        with refused("not_found", kind="contract"):
            move(None)


def test_the_one_signed_first_stands_whichever_record_is_kept() -> None:
    known = register()
    later = signed(known)
    begun(known, OTHER, "岳口-002", signed_on=TODAY - 9 * DAY)
    (follows,) = of_person(folded(known, OTHER, RESIDENT), known, TODAY)
    assert (follows.kind, follows.record) == ("contract.yielded", later.id)


def test_two_that_do_not_hold_on_one_day_both_stand() -> None:
    known = register()
    contract = signed(known)
    ended = signing.end(contract, TODAY + 20 * DAY, Ending.BY_RESIDENT, "", by(known))
    known.put("contract", ended)
    begun(known, OTHER, "岳口-002", since=TODAY + 20 * DAY)
    assert list(of_person(folded(known, OTHER, RESIDENT), known, TODAY)) == []


@given(st.permutations([RESIDENT, OTHER, THIRD]), st.integers(0, 20))
def test_of_three_records_parted_in_any_order_no_two_ever_hold_on_one_day(order: list[str], days: int) -> None:
    known = register()
    for place, one in enumerate(order):
        begun(known, one, f"岳口-00{place}", since=TODAY + days * place * DAY)
    for one in (OTHER, THIRD):
        kept = folded(known, one, RESIDENT)
        _do(known, of_person(kept, known, TODAY))
        _one_holds(known, kept)
    for one in (THIRD, OTHER):
        kept = replace(kept, folded=tuple(note for note in kept.folded if note.resident != one))
        parted = replace(known.need("resident", one), merged_into="")
        for its in (kept, parted):
            known.put("resident", its)
        for its in (kept, parted):
            _do(known, of_person(its, known, TODAY, are_parted=True))
            _one_holds(known, its)
    assert all(known.need("contract", contract_id(one)).ended is None for one in order)


def test_a_death_before_a_renewal_begins_ends_what_still_holds_too_and_put_right_all_goes_on() -> None:
    known = register()
    contract = signed(known)
    on = contract.until - 5 * DAY
    renewed = signing.renew(contract, agreed(number="岳口-003", signed_on=on), by(known, at=NOON + (on - TODAY)))
    lapsed = signing.lapse(renewed, on + DAY)
    assert [one.ended for one in lapsed.agreements] == [on + 2 * DAY, renewed.since]
    assert not any(one.holds(on + 2 * DAY) for one in lapsed.agreements)
    assert signing.lapse(lapsed, None) == renewed


def _do(known: Register, follows: Any) -> None:
    for one in list(follows):
        current = known.need("contract", one.record)
        if one.kind == "contract.yielded":
            known.put("contract", one_person.give_way(current, one.body.number, one.body.on))
        else:
            known.put("contract", one_person.go_on(current))


def _one_holds(known: Register, kept: Resident) -> None:
    its = one_person.contracts_of(kept, known)
    for on in (TODAY + days * DAY for days in range(0, 400, 5)):
        assert sum(one.on(on) is not None for one in its) <= 1
