"""What a family doctor has to decide stands on 今日: who moved away, who gave way, who was served after a death."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.capabilities.contracts.ui.place import Place
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import NoteDeath

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-09")]


@pytest.fixture
def place(screens: Screens) -> Place:
    return Place(screens.county)


def todos(place: Place, desk: str = "岳口", who: str = "医生") -> list[Todo]:
    county = place.county
    found: list[Todo] = county.desks[desk].read(contract_today.todos, county.people[who], county.clock.now())
    return found


def move(place: Place, resident: str) -> None:
    place.by("医生", MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))


def test_who_moved_away_with_an_agreement_is_the_leaders_to_decide_until_it_is_ended(
    screens: Screens, place: Place
) -> None:
    team = next(one for one in screens.county.desks["岳口"].read(all_teams) if one.id == place.team)
    account = screens.county.people["医生"].account
    members = [replace(one, account=account) if one.part.value == "leader" else one for one in team.members]
    changes = {"members": (to_builtins(team.members), to_builtins(members))}
    place.by("院长", ChangeTeam(team=place.team, changes=changes))
    resident = place.resident()
    contract = place.sign(resident)
    assert todos(place) == []
    move(place, resident)
    (todo,) = todos(place)
    assert (todo.title, todo.account, todo.record) == ("胡小燕", account, contract.id)
    assert todo.detail == "已迁往多宝镇卫生院，协议到 2027-11-22：解约，或由新机构转签"
    me = screens("医生")
    today = me.page("today")
    assert me.rows(today)[1:] == [["签约", "胡小燕", "周建国", "要决定"]]
    me.page(todo.page, todo.record)
    assert me.says("由新机构签约时转签，或在这里解约")
    me.press("F7")
    me.settle()
    assert me.says("迁出")
    me.press("Ctrl+Return")
    me.settle()
    kept = me.bench.read(store.of_resident, resident)
    assert kept is not None
    assert kept.end_reason == "moved_away"
    assert todos(place) == []


def test_who_moved_away_and_came_back_is_nothing_to_decide(screens: Screens, place: Place) -> None:
    resident = place.resident()
    place.sign(resident)
    screens.county.sync("岳口")
    move(place, resident)
    screens.county.sync("岳口", "多宝")
    assert len(todos(place)) == 1
    back = MoveResident(resident=resident, unit="tianmen.yuekou", reason="又搬回来")
    place.by("多宝医生", back, "多宝")
    screens.county.sync("多宝", "岳口")
    assert todos(place) == []


def test_whose_kept_record_moved_away_is_asked_about_too(place: Place) -> None:
    resident = place.resident()
    other = place.somebody(305, "邱传富", date(1975, 3, 12))
    contract = place.sign(resident)
    place.by("医生", MergeResidents(resident=resident, into=other, reason="重复建档"))
    move(place, other)
    (todo,) = todos(place)
    assert todo.record == contract.id


def test_of_two_agreements_of_one_person_the_one_that_gave_way_is_told_for_a_month(
    screens: Screens, place: Place
) -> None:
    one, other = place.resident(), place.somebody(305, "胡小燕", date(1975, 6, 1))
    first = place.sign(one)
    screens.county.clock.advance(hours=1)
    later = place.sign(other, team=place.other)
    place.by("医生", MergeResidents(resident=one, into=other, reason="重复建档"))
    (todo,) = todos(place)
    assert (todo.record, todo.detail) == (later.id, f"两份档案是同一人，这份让给 {first.number}")
    me = screens("医生")
    me.page(todo.page, todo.record)
    assert me.says("同一人另有协议")
    assert me.says(f"先签的算数：{first.number}")
    screens.county.clock.advance(days=31)
    assert todos(place) == []


def test_a_service_on_a_day_after_the_death_is_asked_about(screens: Screens, place: Place) -> None:
    resident = place.resident()
    contract = place.sign(resident)
    screens.county.clock.advance(days=40)
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item="checkup",
        number=1,
        done_on=place.today(),
        way=Way.CLINIC,
    )
    place.by("医生", RecordService(done=done))
    place.by("医生", NoteDeath(resident=resident, died_on=place.today() - timedelta(days=3)))
    (todo,) = todos(place)
    assert todo.detail == f"登记了去世，{place.today()} 又有服务：核对日期"
