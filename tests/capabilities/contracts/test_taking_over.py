"""Whoever was refused because another desk came first takes the other's, or takes the resident over with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import agreed
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import LEAD
from tests.capabilities.contracts.world import Clinic
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import refused
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.storage import outbox

LATER = "岳口-20261123-B-001"
OTHER, FAR = "二号机", "多宝"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


def test_a_resident_is_taken_over_only_from_the_agreement_that_is_named_and_with_a_reason() -> None:
    known = register(**{"team-2": written_team("新堰村团队")})
    contract = signed(known)
    again = {"number": LATER, "team": "team-2"}
    with refused("contract_there", number=contract.number):
        signing.sign(contract, agreed(**again, takes_over="另一份", takes_reason="搬家"), by(known))
    with refused("field_empty", field="takes_reason"):
        signing.sign(contract, agreed(**again, takes_over=contract.number), by(known))
    with refused("team_same"):
        taken = agreed(number=LATER, team=TEAM, takes_over=contract.number, takes_reason="搬家")
        signing.sign(contract, taken, by(known))


def test_the_agreement_that_was_left_ends_on_the_day_on_which_the_other_begins() -> None:
    known = register(**{"team-2": written_team("新堰村团队")})
    contract = signed(known)
    on = TODAY + timedelta(days=20)
    taken = agreed(
        number=LATER, team="team-2", since=on, takes_over=contract.number, takes_reason="搬到新堰村", remark="远"
    )
    after = signing.sign(contract, taken, by(known))
    former, latest = after.agreements
    assert (former.ended, former.end_reason, former.end_note) == (on, "other_team", "搬到新堰村")
    assert former.term.last == on - timedelta(days=1)
    assert (latest.since, latest.team_name) == (on, "新堰村团队")


def test_signed_on_one_day_by_two_the_one_that_was_left_held_on_no_day() -> None:
    known = register(**{"team-2": written_team("新堰村团队")})
    contract = signed(known)
    taken = agreed(number=LATER, team="team-2", takes_over=contract.number, takes_reason="先登记错了")
    after = signing.sign(contract, taken, by(known))
    assert [one.holds(TODAY) for one in after.agreements] == [False, True]
    assert after.on(TODAY) == after.latest


@pytest.mark.policy("FDC-09")
def test_two_units_sign_one_resident_off_line_and_the_later_one_takes_them_over(clinic: Clinic) -> None:
    world = clinic.world
    resident = clinic.register(hu_xiaoyan())
    world.desk(FAR)
    assert world.do(FAR, RegisterResident(identity=hu_xiaoyan())).id == resident
    team = world.do(FAR, SetUpTeam(written=written_team("多宝团队"))).id
    clinic.talk()
    (first,) = clinic.sign(resident)
    people = (Signer(resident=resident, packages=(clinic.package,)),)
    asked = SignContract(team=team, people=people, signed_on=clinic.today())
    (mine,) = world.do(FAR, asked)
    clinic.talk()
    (back,) = world.desks[FAR].read(outbox.in_states, [outbox.REFUSED])
    assert back.code == "contract_there"
    assert back.facts["number"] == first.number
    assert {"unit", "team", "since", "until"} <= set(back.facts)
    assert world.desks[FAR].read(store.of_resident, resident) is None
    over = SignContract(
        team=team, people=people, signed_on=clinic.today(), takes_over=first.number, takes_reason="搬到多宝镇"
    )
    (again,) = world.do(FAR, over)
    clinic.talk()
    for name in (clinic.place, FAR):
        kept = world.desks[name].read(store.of_resident, resident)
        assert kept is not None
        assert [one.number for one in kept.agreements] == [first.number, again.number]
        assert (kept.institution_name, kept.former[0].end_reason) == ("多宝镇卫生院", "other_team")
    assert mine.id == again.id
    assert world.desks[LEAD].read(store.of_resident, resident) is None


def test_a_household_signed_at_one_desk_and_a_member_let_go_at_the_other_both_stand(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    child = clinic.register(hu_xiaoyan(name="邱一鸣", id_number="", no_id_reason="新生儿", birth=clinic.today()))
    clinic.talk()
    (alone,) = clinic.sign(child, name=OTHER)
    clinic.talk()
    clinic.world.do(OTHER, EndContract(contract=alone.id, on=clinic.today(), reason=Ending.MOVED_AWAY))
    clinic.world.desks[OTHER].sync()
    people = tuple(Signer(resident=one, packages=(clinic.package,)) for one in (mother, child))
    household = SignContract(team=clinic.team, people=people, signed_on=clinic.today())
    clinic.world.desks[clinic.place].sync()
    signed = clinic.world.do(clinic.place, household)
    clinic.talk()
    for name in (clinic.place, OTHER):
        desk = clinic.world.desks[name]
        assert len(desk.read(store.by_number, signed[0].number)) == 2
        kept = desk.read(store.of_resident, child)
        assert kept is not None
        assert [one.ended is None for one in kept.agreements] == [False, True]
        assert desk.read(outbox.in_states, [outbox.REFUSED]) == []


def test_of_a_household_whose_member_was_let_go_meanwhile_only_that_one_is_asked_about(clinic: Clinic) -> None:
    mother = clinic.register(hu_xiaoyan())
    child = clinic.register(hu_xiaoyan(name="邱一鸣", id_number="", no_id_reason="新生儿", birth=clinic.today()))
    signed = clinic.sign(mother, child)
    clinic.talk()
    gone = EndContract(contract=signed[1].id, on=clinic.today(), reason=Ending.MOVED_AWAY)
    clinic.world.do(clinic.place, gone)
    clinic.world.do(OTHER, EndContract(contract=signed[1].id, on=clinic.today(), reason=Ending.BY_RESIDENT))
    clinic.talk()
    (back,) = clinic.world.desks[OTHER].read(outbox.in_states, [outbox.REFUSED])
    assert (back.kind, back.code) == ("contract.ended", "term_ended")
    kept = clinic.world.desks[OTHER].read(store.by_number, signed[0].number)
    assert [one.end_reason for one in kept] == ["", "moved_away"]
