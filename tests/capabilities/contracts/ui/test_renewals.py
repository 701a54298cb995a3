"""批量续签 by keyboard: who expires is ticked and renewed slice by slice; who was refused is told, each with why."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.capabilities.contracts.ui.place import Place
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.teams import EndPackage
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.registry.messages import MoveResident

pytestmark = pytest.mark.gui


@pytest.fixture
def place(screens: Screens) -> Place:
    return Place(screens.county)


def finished(me: object, page: object) -> None:
    me.until(lambda: page.work._run is not None and not page.work.is_running)  # type: ignore[attr-defined]
    me.settle()  # type: ignore[attr-defined]


def test_all_who_expire_are_renewed_with_two_keys(screens: Screens, place: Place) -> None:
    residents = [place.somebody(301 + 2 * one, f"邱传{one}", date(1950, 3, 1 + one)) for one in range(5)]
    for one in residents:
        place.sign(one)
    screens.county.clock.advance(days=350)
    me = screens("医生")
    page = me.page("contracts")
    me.press("F9")
    me.settle()
    assert me.says("勾选 5 份，共 5 份")
    assert [row[5] for row in me.rows(page.work)] == ["0 / 3"] * 5
    me.press("Ctrl+Return")
    finished(me, page)
    assert me.says("续上 5 份，没续上 0 份。")
    for one in residents:
        contract = me.bench.read(store.of_resident, one)
        assert contract is not None
        assert (contract.since, len(contract.former)) == (date(2027, 11, 23), 1)
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.says("生效 5 份　快到期 0 份")


def test_who_is_refused_is_told_with_why_and_the_others_go_on(screens: Screens, place: Place) -> None:
    stays = place.sign(place.resident())
    ended = place.sign(place.somebody(305, "邱传富", date(1950, 3, 12)))
    gone = place.sign(place.somebody(307, "周小红", date(1950, 3, 13)), package="老年人服务包")
    screens.county.clock.advance(days=350)
    late = EndContract(contract=ended.id, on=place.today() + timedelta(days=10), reason=Ending.BY_RESIDENT)
    place.by("医生", late)
    place.by("医共体办", EndPackage(package=place.packages["老年人服务包"], until=place.today()), "市一医")
    screens.county.sync("市一医", "岳口")
    me = screens("医生")
    page = me.page("contracts")
    me.press("F9")
    me.settle()
    me.press("Ctrl+Return")
    finished(me, page)
    assert me.says("续上 1 份，没续上 2 份。")
    told = {row[1]: row[7] for row in me.rows(page.work)}
    assert "已续签，至" in told["胡小燕"]
    assert "已在" in told["邱传富"]
    assert "「老年人服务包」已停用" in told["周小红"]
    me.click("只看没续上的")
    me.settle()
    assert {row[1] for row in me.rows(page.work)} == {"邱传富", "周小红"}
    assert len(me.bench.read(store.by_number, stays.number)[0].agreements) == 2
    assert len(me.bench.read(store.by_number, gone.number)[0].agreements) == 1


def test_other_packages_and_years_are_chosen_for_all(screens: Screens, place: Place) -> None:
    resident = place.resident()
    place.sign(resident)
    screens.county.clock.advance(days=350)
    me = screens("医生")
    page = me.page("contracts")
    me.press("F7")
    me.settle()
    form = page.work.form
    form.go_to("packages")
    me.press("Right")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("没有选服务包")
    page.work.offered.view.setFocus()
    me.press("Home", "Space")
    form.go_to("years")
    me.press("Right")
    me.press("Ctrl+Return")
    finished(me, page)
    contract = me.bench.read(store.of_resident, resident)
    assert contract is not None
    assert ([one.name for one in contract.packages], contract.until) == (["基础服务包"], date(2029, 11, 22))


def test_who_has_moved_is_not_ticked_and_nobody_is_renewed_without_a_tick(screens: Screens, place: Place) -> None:
    resident = place.resident()
    place.sign(resident)
    screens.county.clock.advance(days=350)
    place.by("医生", MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))
    me = screens("医生")
    page = me.page("contracts")
    me.press("F9")
    me.settle()
    assert me.says("勾选 0 份，共 1 份")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("没有勾选")
    me.press("Space")
    assert me.says("勾选 1 份，共 1 份")
    me.press("Ctrl+Return")
    finished(me, page)
    assert me.says("没续上 1 份")


def test_what_was_stopped_leaves_the_rest_to_be_renewed(screens: Screens, place: Place) -> None:
    for one in range(60):
        place.sign(place.somebody(301, f"邱{one}", date(1950, 1, 1) + timedelta(days=one)))
    screens.county.clock.advance(days=350)
    me = screens("医生")
    page = me.page("contracts")
    me.press("F9")
    me.settle()
    me.press("Ctrl+Return")
    page.work.stop()
    me.until(lambda: not page.work.is_running)
    me.settle()
    done = len(page.work._run.renewed)
    assert 0 < done < 60
    page.work.table.tick(one.contract for one in page.work._all)
    page.work.begin()
    me.until(lambda: len(page.work._run.renewed) == 60)
    me.settle()
    assert me.says("续上 60 份")
