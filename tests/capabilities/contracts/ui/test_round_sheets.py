"""A round: the sheet is printed, kept, and entered afterwards by keyboard; a row that is refused stops no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QMenu

from tests.capabilities.contracts.ui.owed import SUGAR
from tests.capabilities.contracts.ui.owed import by
from tests.capabilities.contracts.ui.owed import package
from tests.capabilities.contracts.ui.owed import services_of
from tests.capabilities.contracts.ui.owed import sign
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.ui.owed import team
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.reading import read
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.capabilities.contracts.ui.round_columns import keys_of
from yigongti_desktop.kernel.clock import day

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-16", "CHR-01")]


def printed(me: Screen, target: Path) -> None:
    """Print the tasks that are listed, into a file."""
    me.answer(lambda dialog: _save(dialog, target))
    me.press("F9")
    me.until(target.exists)
    me.come_back()


def _save(dialog: QDialog, target: Path) -> None:
    if not dialog.windowTitle().startswith("下乡随访表"):
        return
    pdf: Any = dialog
    target.write_bytes(pdf._pdf)
    dialog.reject()


def entering(me: Screen) -> Any:
    """Open the sheet that is proposed first."""
    me.press("F10")
    me.settle()
    me.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Return)
    for _ in range(3):
        me.settle()
    return me.opened("services")


def typed(me: Screen, *cells: str) -> None:
    """Type cell after cell, Enter to the next; an empty one is passed over."""
    for words in cells:
        if words:
            me.type(words)
        me.press("Return")


def fault(page: Any, row: int, key: str) -> str:
    """Return what is wrong with a cell."""
    words: str = page.work.table.view.lines.fault(row, key)
    return words


def test_a_sheet_is_printed_by_village_kept_and_entered_in_the_order_of_its_rows(
    screens: Screens, tmp_path: Path
) -> None:
    contracts = signed(screens.county, "胡小燕", "邱传富", "陈大春")
    me = screens("医生")
    me.page("services")
    target = tmp_path / "随访表.pdf"
    printed(me, target)
    flat = read(target.read_bytes()).flat
    assert all(name in flat for name in ("胡小燕", "邱传富", "陈大春", "健康村二组3户3人", "表号1123-1"))
    (kept,) = me.bench.read(rounds.kept, me.actor.account)
    assert (kept.number, kept.form, len(kept.places)) == ("1123-1", Form.HYPERTENSION, 3)
    page = entering(me)
    assert page.title == "集中录入"
    names = [line["name"] for line in page.work.lines]
    typed(me, "128", "78", "72", "61.5", "2", "2", "1", "1")
    assert page.work.lines[0]["sbp"] == "128"
    assert page.work.table.view.currentIndex().row() == 1  # on to the next person
    typed(me, "152", "94")
    me.press("Ctrl+Return")
    me.until(lambda: len(page.work.lines) == 1)
    me.settle()
    by_name = {one.name: one for one in contracts}
    (first,), (second,) = (services_of(me, by_name[name]) for name in names[:2])
    assert (first.readings["sbp"], first.readings["symptoms"], first.way) == (128, ["headache_dizziness"], Way.HOME)
    assert (second.outcome, second.doer_name) == ("unsatisfied", "周建国")
    assert not services_of(me, by_name[names[2]])
    assert me.toasts[-1] == ("已存本机，待上传", "2 行已登记")


def test_what_is_wrong_is_said_at_its_cell_and_the_other_rows_are_saved(screens: Screens) -> None:
    county = screens.county
    contracts = signed(county, "胡小燕", "邱传富", "陈大春")
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    order = {line["name"]: place for place, line in enumerate(page.work.lines)}
    people: dict[str, Contract] = {one.name: one for one in contracts}
    names = sorted(order, key=order.__getitem__)
    by(county, "村医", RecordService(done=_done(county, people[names[0]])))
    typed(me, "128", "78")
    page.work.table.view.go_to(1, _column(page, "sbp"))
    typed(me, "16", "78")
    page.work.table.view.go_to(2, _column(page, "sbp"))
    typed(me, "126", "76")
    assert "千帕" in fault(page, 1, "sbp")
    me.press("Ctrl+Return")
    me.until(lambda: len(page.work.lines) == 2)
    assert len(services_of(me, people[names[2]])) == 1
    assert "已由 何长贵 在 2026-11-23 做过并登记" in fault(page, 0, "name")
    page.work.table.view.go_to(0, _column(page, "sbp"))
    me.press("Ctrl+J")
    assert page.work.lines[0]["name"] == f"{names[0]} 计划外"
    page.work.table.view.go_to(1, _column(page, "sbp"))
    typed(me, "132")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert {one.number for one in services_of(me, people[names[0]])} == {1, unplanned(day(county.clock.now()))}
    assert not me.bench.read(rounds.kept, me.actor.account)


def test_what_was_entered_is_kept_and_gone_on_with_after_the_page_was_left(screens: Screens) -> None:
    signed(screens.county, "胡小燕", "邱传富")
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    typed(me, "128", "78", "72")
    me.press("Escape")
    me.settle()
    assert page.work is None
    page = entering(me)
    assert [line["sbp"] for line in page.work.lines] == ["128", ""]
    assert me.says("共 2 行，已填 1 行")
    me.answer(lambda dialog: dialog.accept())
    me.click("录完了，收起")
    me.until(lambda: page.work is None)
    me.until(lambda: not me.bench.read(rounds.kept, me.actor.account))


def test_each_form_has_a_sheet_of_its_own_and_whoever_has_to_go_to_hospital_is_named(screens: Screens) -> None:
    county = screens.county
    of, offered = team(county), package(county, VISIT, SUGAR, CHECKUP)
    contract = sign(county, "胡小燕", of, offered)
    me = screens("医生")
    page = me.page("services")
    page = _without_paper(me)
    kept = me.bench.read(rounds.kept, me.actor.account)
    assert {one.form for one in kept} == {Form.HYPERTENSION, Form.DIABETES}
    assert page.work.sheet.form is Form.HYPERTENSION
    typed(me, "186", "112")
    assert page.work.table.view.lines.words(0, page.work.table.view.lines.columns[-1]) == "立即转诊"
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert me.says("有人要立即转诊")
    page.rounds.open_sheet(next(one for one in kept if one.form is Form.DIABETES))
    me.settle()
    me.settle()
    typed(me, "132", "84", "")
    me.press("Ctrl+Return")
    assert fault(page, 0, "fasting") == "还没有填「空腹血糖」。请填上再保存。"
    page.work.table.view.go_to(0, _column(page, "fasting"))
    typed(me, "6.8")
    me.press("Ctrl+Return")
    me.until(lambda: len(services_of(me, contract)) == 2)


def test_a_sheet_that_would_be_of_nothing_is_not_printed(screens: Screens) -> None:
    signed(screens.county, "胡小燕")
    me = screens("医生")
    page = me.page("services")
    page.table.chips.choose("done")
    me.settle()
    me.press("F9")
    assert me.says("先选要做的任务")
    page.table.chips.choose("week")
    me.settle()
    me.press("F9")
    me.settle()
    assert me.says("没有可以随访的")
    assert not me.bench.read(rounds.kept, me.actor.account)


def _without_paper(me: Screen) -> Any:
    """Enter what is listed, without a sheet that was printed."""
    me.press("F10")
    for _ in range(4):
        me.settle()
    return me.opened("services")


def _column(page: Any, key: str) -> int:
    return next(place for place, one in enumerate(page.work.table.view.lines.columns) if one.key == key)


def _done(county: Any, contract: Contract) -> Done:
    return Done(
        contract=contract.id,
        agreement=contract.number,
        item=VISIT.code,
        number=1,
        done_on=day(county.clock.now()),
        way=Way.HOME,
        readings={"sbp": 130, "dbp": 80},
    )


def test_the_numbers_and_units_of_a_sheet_are_said_over_its_cells() -> None:
    pressure, sugar = (" ".join(keys_of(form)).replace("\u00a0", " ") for form in (Form.HYPERTENSION, Form.DIABETES))
    assert "摄盐：1 轻　2 中　3 重" in pressure
    assert "单位：收缩压、舒张压 mmHg，心率 次/分，体重 kg" in pressure
    assert "低血糖：1 无　2 偶尔　3 频繁" in sugar
    assert "空腹血糖 mmol/L" in sugar
    assert not keys_of(Form.PLAIN)
