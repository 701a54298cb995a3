"""The list of contracts: filters, search, the panel, and what is done from it; any number of them, read as seen."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from tests.capabilities.contracts.ui.place import Place
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.kit.papers import PaperDialog
from yigongti_desktop.registry.messages import MoveResident

pytestmark = pytest.mark.gui


@pytest.fixture
def place(screens: Screens) -> Place:
    return Place(screens.county)


def chips(page: object) -> dict[str, int]:
    return {chip.key: chip.count for chip in page.table.chips._chips}  # type: ignore[attr-defined]


def test_contracts_stand_under_their_filters_with_their_numbers(screens: Screens, place: Place) -> None:
    place.sign(place.resident())
    place.sign(place.somebody(305, "邱传富", date(1950, 3, 12)), years=2)
    screens.county.clock.advance(days=350)
    me = screens("医生")
    page = me.page("contracts")
    assert chips(page) == {"active": 2, "soon": 1, "over": 0, "ended": 0, "waiting": 2, "all": 2}
    assert me.says("生效 2 份　快到期 1 份")
    page.table.chips.choose("soon")
    me.settle()
    assert [row[0] for row in me.rows(page)] == ["胡小燕"]
    screens.county.clock.advance(days=20)
    page.reload()
    me.settle()
    assert (chips(page)["over"], chips(page)["active"]) == (1, 1)
    assert me.says("这一栏是空的")


def test_somebody_is_found_by_letters_number_village_or_team(screens: Screens, place: Place) -> None:
    signed = place.sign(place.resident())
    place.sign(place.somebody(305, "周小𠮷", date(1990, 3, 12), "新堰村三组"), team=place.other)
    me = screens("医生")
    page = me.page("contracts")
    for typed, name in (("hxy", "胡小燕"), (signed.number, "胡小燕"), ("新堰村", "周小𠮷"), ("𠮷", "")):
        page.table.search.setText(typed)
        page.on_typed(typed)
        me.settle()
        assert [row[0] for row in me.rows(page)] == ([name] if name else []), typed
    assert me.says("没有符合条件的签约")


def test_a_village_or_a_team_is_chosen_and_let_go_again(screens: Screens, place: Place) -> None:
    place.sign(place.resident())
    place.sign(place.somebody(305, "周小红", date(1990, 3, 12), "新堰村三组"), team=place.other)
    me = screens("医生")
    page = me.page("contracts")
    page.where.setFocus()
    me.pick("新堰村团队")
    assert [row[0] for row in me.rows(page)] == ["周小红"]
    page.where.setFocus()
    me.press("Ctrl+A", "Backspace")
    me.settle()
    assert len(me.rows(page)) == 2


def test_the_panel_says_with_whom_until_when_what_is_owed_and_what_it_brings(screens: Screens, place: Place) -> None:
    resident = place.resident()
    contract = place.sign(resident)
    screens.county.clock.advance(days=120)
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item="checkup",
        number=1,
        done_on=place.today(),
        way=Way.CLINIC,
    )
    place.by("医生", RecordService(done=done))
    me = screens("医生")
    me.page("contracts")
    for words in (
        "健康村团队　周建国",
        "2026-11-23 至 2027-11-22",
        "高血压随访 每年 4 次；健康体检 每年 1 次",
        "个人 20.00",
        "优先接诊、预约、优先检查、优先住院、长处方",
        "逾期 1，接下来 3",
        "高血压随访　逾期",
    ):
        assert me.says(words), words
    assert me.says("1 项服务逾期")


def test_a_resident_who_has_moved_is_told_in_list_and_panel(screens: Screens, place: Place) -> None:
    resident = place.resident()
    place.sign(resident)
    place.by("医生", MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))
    me = screens("医生")
    page = me.page("contracts")
    assert me.says("居民已迁出")
    assert page.table.view.records.columns[0].detail(page.current) == "已迁出"


def test_a_contract_is_transferred_to_another_team(screens: Screens, place: Place) -> None:
    resident = place.resident()
    place.sign(resident)
    screens.county.clock.advance(days=10)
    me = screens("医生")
    page = me.page("contracts")
    me.click("转签")
    me.settle()
    me.pick("新堰村")
    me.press("Return")
    me.pick("居民要求")
    me.press("Ctrl+Return")
    me.settle()
    contract = me.bench.read(store.of_resident, resident)
    assert contract is not None
    assert (contract.team_name, contract.since) == ("新堰村团队", place.today())
    assert page._shown.contract.former[0].end_reason == "other_team"
    assert me.says("转签其他团队")


def test_a_contract_is_ended_with_its_reason_and_refused_without_words_where_they_are_wanted(
    screens: Screens, place: Place
) -> None:
    resident = place.resident()
    place.sign(resident)
    me = screens("医生")
    page = me.page("contracts")
    me.click("解约")
    me.settle()
    me.pick("签错")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("说明")
    me.fill(page.panel.asking.form, note="录错了人")
    me.press("Ctrl+Return")
    me.settle()
    contract = me.bench.read(store.of_resident, resident)
    assert contract is not None
    assert (contract.ended, contract.end_note) == (place.today(), "录错了人")
    assert chips(page)["ended"] == 1


def test_whose_agreement_ended_is_signed_again_from_the_panel(screens: Screens, place: Place) -> None:
    place.sign(place.resident())
    screens.county.clock.advance(days=400)
    me = screens("医生")
    page = me.page("contracts")
    page.table.chips.choose("over")
    me.settle()
    assert "续签" in me.buttons()
    me.page("contracts", f"resident {page.current.contract.resident}")
    me.settle()
    assert [one.name for one in page.work.box.people] == ["胡小燕"]


def test_the_agreement_is_drawn_from_the_panel(screens: Screens, place: Place) -> None:
    place.sign(place.resident())
    me = screens("医生")
    me.page("contracts")
    met = me.answer(QDialog.accept)
    me.press("Ctrl+P")
    me.until(lambda: met)
    assert isinstance(met[0], PaperDialog)
    me.come_back()


def test_what_is_filtered_is_exported_with_days(screens: Screens, place: Place, tmp_path: Path) -> None:
    place.sign(place.resident())
    place.sign(place.somebody(305, "邱传富", date(1950, 3, 12)))
    me = screens("医生")
    me.page("contracts")
    target = tmp_path / "签约.xlsx"
    rows = list(me.exported(target).worksheets[0].iter_rows(values_only=True))
    assert {"姓名", "团队", "到期", "协议编号"} <= set(rows[0])
    assert len(rows) == 3
    last = rows[1][rows[0].index("到期")]
    assert isinstance(last, datetime)
    assert last.date() == place.today() + timedelta(days=364)


def test_the_number_at_the_page_is_that_of_its_filter(screens: Screens, place: Place) -> None:
    place.sign(place.resident())
    screens.county.clock.advance(days=350)
    me = screens("医生")
    assert me.bench.read(contract_today.count, me.actor, me.desk.now()).number == 1
    (figure,) = me.bench.read(contract_today.figures, me.actor, me.desk.now())
    assert (figure.value, figure.note) == ("1", "快到期 1 份")


def test_a_found_contract_is_opened_from_anywhere(screens: Screens, place: Place) -> None:
    contract = place.sign(place.resident())
    place.sign(place.somebody(305, "邱传富", date(1950, 3, 12)))
    me = screens("医生")
    page = me.page("contracts", contract.id)
    assert page._shown.contract.id == contract.id
