"""为什么？ is answered beside the grid, and the keys 1–3 take a remedy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import fit
from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import rows
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from yigongti_desktop.capabilities.staffing.model.candidates import Step
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.ui.remedy_row import RemedyRow
from yigongti_desktop.capabilities.staffing.ui.why_panel import WhyPanel
from yigongti_desktop.kit.labels import row
from yigongti_desktop.rostering.task import Roster

pytestmark = pytest.mark.gui


@pytest.fixture
def panel(qtbot: QtBot) -> WhyPanel:
    made, holder = WhyPanel(), QWidget()
    holder.setLayout(row(made))
    show(qtbot, holder, 300, 690)
    made.setFocus()
    return made


def broken() -> tuple[Asked, Roster]:
    """赵 goes from a night into a day's duty; 钱 is on leave."""
    people = (doctor(0), doctor(1), doctor(2), nurse(3))
    month = having(may(*people, days=7), leave=(Leave(person="s01", first=on(1), last=on(7)),))
    asked = ask(month)
    return asked, rows(asked, "..ND...", ".......", "....D..", ".......")


def said(panel: WhyPanel) -> str:
    return "\n".join(one.text() for one in seen(panel, QLabel))


def test_a_cell_that_breaks_a_rule_says_so_with_its_source_and_key_one_mends_it(qtbot: QtBot, panel: WhyPanel) -> None:
    asked, roster = broken()
    with qtbot.waitSignal(panel.answered):
        panel.ask_cell(asked, roster, "s00", on(4), position="第 1 处，共 2 处")
    qtbot.waitUntil(lambda: len(seen(panel, RemedyRow)) == 3)
    words = said(panel)
    assert "赵某 3 日夜班后 4 日排了白班：夜班后要休息" in words
    assert "第 1 处，共 2 处" in words
    assert "赵某　5月4日　周一　白班" in words
    assert "4 日白班为什么是赵某" in words
    assert "钱某 1–7 日休假" in words
    assert fit.cut(panel.window()) == fit.outside(panel.window()) == []
    assert fit.latin(panel.window()) == set()
    with qtbot.waitSignal(panel.taken) as taken:
        press(panel, Qt.Key.Key_1)
    assert any(isinstance(step, Step) and (step.person, step.day) == ("s00", on(4)) for step in taken.args[0])


def test_enter_takes_the_first_and_each_key_its_own(qtbot: QtBot, panel: WhyPanel) -> None:
    asked, roster = broken()
    with qtbot.waitSignal(panel.answered):
        panel.ask_gap(asked, roster, on(6), "E")
    assert "6 日晚班为什么缺人" in said(panel)
    for key, place in ((Qt.Key.Key_Return, 0), (Qt.Key.Key_2, 1), (Qt.Key.Key_3, 2)):
        with qtbot.waitSignal(panel.taken) as taken:
            press(panel, key)
        assert taken.args[0] == panel.remedies[place].steps


def test_the_last_question_is_the_one_that_is_answered(qtbot: QtBot, panel: WhyPanel) -> None:
    asked, roster = broken()
    with qtbot.waitSignal(panel.answered), qtbot.assertNotEmitted(panel.taken):
        panel.ask_gap(asked, roster, on(6), "E")
        panel.ask_cell(asked, roster, "s02", on(5))
        press(panel, Qt.Key.Key_1)
    assert "5 日白班为什么是孙某" in said(panel)
    panel.clear()
    assert panel.remedies == ()
    assert "选一格，或者一个缺人的班，看为什么。" in said(panel)
