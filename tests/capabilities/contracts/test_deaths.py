"""With the death of a resident their agreement ends, wherever it was noted; what was put right later is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.capabilities.contracts.world import Clinic
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.storage import outbox

OTHER, FAR = "二号机", "多宝"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


def ended(clinic: Clinic, desk: str, resident: str) -> tuple[object, str]:
    kept = clinic.world.desks[desk].read(store.of_resident, resident)
    assert kept is not None
    return kept.ended, kept.end_reason


def test_a_death_noted_at_one_desk_ends_the_agreement_there_at_once_and_at_the_other_by_the_hub(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    clinic.sign(resident)
    clinic.world.clock.advance(days=40)
    clinic.talk()
    died = clinic.today() - timedelta(days=2)
    clinic.world.do(clinic.place, NoteDeath(resident=resident, died_on=died))
    wanted = (died + timedelta(days=1), "died")
    assert ended(clinic, clinic.place, resident) == wanted
    clinic.talk()
    assert ended(clinic, OTHER, resident) == wanted
    for desk in (clinic.place, OTHER):
        assert clinic.world.desks[desk].read(outbox.in_states, [outbox.REFUSED]) == []


def test_a_death_noted_at_another_unit_ends_the_agreement_at_the_one_that_has_it(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    clinic.sign(resident)
    clinic.world.desk(FAR)
    clinic.world.do(FAR, RegisterResident(identity=hu_xiaoyan()))
    clinic.talk()
    clinic.world.clock.advance(days=9)
    clinic.world.do(FAR, NoteDeath(resident=resident, died_on=clinic.today()))
    clinic.talk()
    assert ended(clinic, clinic.place, resident) == (clinic.today() + timedelta(days=1), "died")


def test_who_had_been_let_go_already_stays_as_they_were_let_go(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    clinic.world.do(clinic.place, EndContract(contract=signed.id, on=clinic.today(), reason=Ending.MOVED_AWAY))
    clinic.world.clock.advance(days=9)
    clinic.world.do(clinic.place, NoteDeath(resident=resident, died_on=clinic.today()))
    clinic.talk()
    assert ended(clinic, OTHER, resident)[1] == "moved_away"


def test_a_death_that_was_noted_by_mistake_is_put_right_and_the_agreement_goes_on(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    clinic.sign(resident)
    clinic.world.clock.advance(days=9)
    died = clinic.today() - timedelta(days=2)
    clinic.world.do(clinic.place, NoteDeath(resident=resident, died_on=died))
    clinic.talk()
    clinic.world.do(OTHER, NoteDeath(resident=resident, died_on=None, seen=died, reason="同名弄错了"))
    clinic.talk()
    for desk in (clinic.place, OTHER):
        assert ended(clinic, desk, resident) == (None, "")
