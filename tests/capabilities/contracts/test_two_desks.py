"""Two desks of one clinic that sign, serve and change off-line: after sync one truth, and both are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import Clinic
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.messages.services import VoidService
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import outbox

OTHER = "二号机"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


@pytest.mark.policy("FDC-09")
def test_of_two_desks_that_sign_one_resident_off_line_the_first_stands_and_the_other_is_asked(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    clinic.talk()
    (first,) = clinic.sign(resident)
    (second,) = clinic.sign(resident, name=OTHER)
    assert first.id == second.id == contract_id(resident)
    clinic.talk()
    kept = [
        desk.read(store.of_resident, resident) for desk in (clinic.world.desks[clinic.place], clinic.world.desks[OTHER])
    ]
    assert [one.number for one in kept if one] == [first.number] * 2
    (refused,) = clinic.world.desks[OTHER].read(outbox.in_states, [outbox.REFUSED])
    assert (refused.kind, refused.code) == ("contract.signed", "contract_there")
    assert refused.facts["number"] == first.number


@pytest.mark.policy("FDC-16")
def test_of_two_desks_that_do_one_task_off_line_the_first_stands_and_the_other_is_asked(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    clinic.talk()
    done = Done(
        contract=signed.id,
        agreement=signed.number,
        item=VISIT.code,
        number=1,
        done_on=clinic.today(),
        way=Way.HOME,
        readings={"sbp": 128, "dbp": 78},
    )
    clinic.world.do(clinic.place, RecordService(done=done))
    clinic.world.do(OTHER, RecordService(done=done))
    clinic.talk()
    for name in (clinic.place, OTHER):
        tasks = clinic.world.desks[name].read(store.tasks_of_contract, signed.id)
        assert [task.number for task in tasks if task.item == VISIT.code and task.done_on] == [1]
        assert sum(task.item == VISIT.code for task in tasks) == 4
    (refused,) = clinic.world.desks[OTHER].read(outbox.in_states, [outbox.REFUSED])
    assert refused.code == "service_there"


def test_a_service_that_is_taken_back_leaves_its_task_to_be_done(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    done = Done(
        contract=signed.id,
        agreement=signed.number,
        item=VISIT.code,
        number=1,
        done_on=clinic.today(),
        way=Way.CLINIC,
        readings={"sbp": 128, "dbp": 78},
    )
    service = clinic.world.do(clinic.place, RecordService(done=done))
    clinic.world.do(clinic.place, VoidService(service=service.id, reason="记错人"))
    clinic.talk()
    for name in (clinic.place, OTHER):
        tasks = clinic.world.desks[name].read(store.tasks_of_contract, signed.id)
        assert not any(task.done_on for task in tasks)


def test_a_household_signs_with_one_number_and_one_that_ends_leaves_the_others(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    child = clinic.register(hu_xiaoyan(name="邱一鸣", id_number="", no_id_reason="新生儿", birth=clinic.today()))
    signed = clinic.sign(mother, child)
    assert len({one.number for one in signed}) == 1
    clinic.world.do(clinic.place, EndContract(contract=signed[1].id, on=clinic.today(), reason=Ending.MOVED_AWAY))
    clinic.talk()
    desk = clinic.world.desks[OTHER]
    assert [one.ended is None for one in desk.read(store.by_number, signed[0].number)] == [True, False]
    assert desk.read(store.load_of_team, clinic.team, clinic.today()) == 1


@pytest.mark.policy("FDC-15")
def test_nobody_is_signed_when_one_of_a_household_cannot_be(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    with pytest.raises(Refused, match="resident_unknown"):
        clinic.sign(mother, "nobody")
    assert clinic.world.desks[clinic.place].read(store.of_resident, mother) is None


@pytest.mark.policy("FDC-16")
def test_two_desks_that_write_down_one_service_beyond_the_plan_meet_in_one_record(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    clinic.talk()
    today = clinic.today()
    done = Done(
        contract=signed.id,
        agreement=signed.number,
        item=VISIT.code,
        number=unplanned(today),
        done_on=today,
        way=Way.CLINIC,
        readings={"sbp": 152, "dbp": 94},
    )
    for name in (clinic.place, OTHER):
        clinic.world.do(name, RecordService(done=done))
    clinic.talk()
    for name in (clinic.place, OTHER):
        tasks = [
            task
            for task in clinic.world.desks[name].read(store.tasks_of_contract, signed.id)
            if task.item == VISIT.code
        ]
        assert [task.number for task in tasks if task.done_on] == [unplanned(today)]
        assert [task.number for task in tasks if not task.done_on] == [unplanned(today) + 10_000, 1, 2, 3, 4]
    (refused,) = clinic.world.desks[OTHER].read(outbox.in_states, [outbox.REFUSED])
    assert refused.code == "unplanned_there"
