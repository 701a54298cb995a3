"""What is done beyond the plan is counted under its day: it moves no task, clashes with none, and is told once."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.plans import ITEM
from tests.capabilities.contracts.plans import plan
from tests.capabilities.contracts.plans import row
from tests.capabilities.contracts.refusals import no
from tests.capabilities.contracts.test_schedule_machine import CYCLES
from tests.capabilities.contracts.test_schedule_machine import SIGNED
from tests.capabilities.contracts.test_schedule_machine import YEARS
from tests.capabilities.contracts.test_schedule_machine import histories
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model import numbers
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.numbers import BETWEEN
from yigongti_desktop.capabilities.contracts.model.numbers import UNPLANNED
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.schedule import Served
from yigongti_desktop.capabilities.contracts.model.schedule import Task
from yigongti_desktop.capabilities.contracts.service.follows import follow

pytestmark = pytest.mark.policy("FDC-16")


def bare(found: tuple[Task, ...]) -> list[Task]:
    """Return the tasks of the plan itself."""
    return [one for one in found if not one.is_between and not one.is_unplanned]


@given(st.dates(), st.integers(1, BETWEEN - 1), st.integers(0, 500), st.integers(0, 500))
def test_numbers_of_the_plan_of_checks_and_of_days_never_meet(day: date, place: int, one: int, other: int) -> None:
    planned, beyond = place + one * BETWEEN, unplanned(day) + other * BETWEEN
    assert planned < UNPLANNED <= beyond
    assert numbers.is_unplanned(beyond) == (other == 0)
    assert numbers.is_between(planned) == (one > 0)
    assert numbers.is_between(beyond) == (other > 0)
    assert numbers.is_numbered(planned)
    assert numbers.is_numbered(beyond)
    assert beyond // UNPLANNED == day.toordinal()


@settings(deadline=None)
@given(st.data(), SIGNED, YEARS, CYCLES, st.sets(st.integers(0, 1500), max_size=6), st.none() | st.sampled_from([14]))
def test_the_plan_stays_where_it_was_and_what_is_beyond_it_is_listed_once(
    data: st.DataObject, since: date, years: list[int], rhythm: Any, days: set[int], more: int | None
) -> None:
    history = data.draw(histories(since))
    beyond = [
        Served(
            item=ITEM,
            number=unplanned(on := since + timedelta(days=day)),
            on=on,
            next_due=on + timedelta(days=more) if more else None,
        )
        for day in sorted(days)
    ]
    for term in row(since, *years):
        without, found = plan(rhythm, term, *history), plan(rhythm, term, *history, *beyond)
        assert bare(found) == bare(without)
        assert len({one.number for one in found}) == len(found)
        listed = [(one.number, one.done) for one in found if one.is_unplanned]
        assert listed == [(one.number, one.on) for one in beyond if term.since <= one.on <= term.last]
        assert len([one for one in found if one.is_between and one.done is None]) <= 1


def beyond(contract: Contract, on: date, **others: Any) -> Done:
    """Return a blood pressure that was taken beyond the plan on a day."""
    usual: dict[str, Any] = {
        "contract": contract.id,
        "agreement": contract.number,
        "item": VISIT.code,
        "number": unplanned(on),
        "done_on": on,
        "way": Way.CLINIC,
        "readings": {"sbp": 152, "dbp": 94},
    }
    return Done(**(usual | others))


def perform(known: Register, what: Done, days: int = 0, current: Service | None = None) -> Service:
    """Write a service down so many days after today."""
    record = service_id(what.contract, what.agreement, what.item, what.number)
    return doing.perform(current, what, ruling(CLINIC, NOON + timedelta(days=days), register=known, record=record))


def test_one_item_is_done_beyond_the_plan_on_several_days_and_each_is_a_record_of_its_own() -> None:
    known = register()
    contract = signed(known)
    made = [perform(known, beyond(contract, TODAY + timedelta(days=days)), days) for days in (0, 1, 2)]
    assert len({one.id for one in made}) == 3
    (told,) = follow(made[0])
    assert told.body.served.number == unplanned(TODAY)  # type: ignore[attr-defined] # the body of this reaction


def test_a_second_one_of_a_day_is_told_and_one_that_is_void_is_done_again() -> None:
    known = register()
    contract = signed(known)
    first = perform(known, beyond(contract, TODAY))
    with no("unplanned_there", by="周建国", on=TODAY.isoformat(), item=VISIT.name):
        perform(known, beyond(contract, TODAY), current=first)
    void = doing.void(first, "记错人", by(known))
    assert perform(known, beyond(contract, TODAY), current=void).state is State.DONE


@pytest.mark.parametrize("number", [0, -1, unplanned(TODAY - timedelta(days=1)), UNPLANNED * 3_652_061 + 1])
def test_a_number_that_is_none_or_of_another_day_is_refused(number: int) -> None:
    known = register()
    with no("service_id_wrong"):
        perform(known, beyond(signed(known), TODAY, number=number))


def test_the_day_of_one_beyond_the_plan_stays_as_it_names_it() -> None:
    known = register()
    contract = signed(known)
    service = perform(known, beyond(contract, TODAY), days=1)
    tomorrow = ruling(CLINIC, NOON + timedelta(days=1), register=known, record=service.id)
    other = (TODAY + timedelta(days=1)).isoformat()
    with no("unplanned_day", field="done_on"):
        doing.correct(service, {"done_on": (TODAY.isoformat(), other)}, tomorrow)
    assert doing.correct(service, {"note": ("", "门诊量的")}, tomorrow).note == "门诊量的"
