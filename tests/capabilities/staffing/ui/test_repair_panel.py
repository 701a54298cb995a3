"""Somebody drops out: ways to mend the month stand beside the grid, and a key takes one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import fit
from tests.capabilities.staffing.clinic import DUTIES
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import rows
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.repair import with_leave
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.ui.remedy_row import RemedyRow
from yigongti_desktop.capabilities.staffing.ui.repair_panel import RepairPanel
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.kit.labels import row

pytestmark = pytest.mark.gui


def test_ways_are_shown_with_their_cells_and_a_key_takes_one(qtbot: QtBot) -> None:
    panel, holder = RepairPanel(), QWidget()
    holder.setLayout(row(panel))
    show(qtbot, holder, 300, 690)
    night = replace(DUTIES[2], needs=(Need(least=1),))
    people = may(doctor(0), doctor(1), doctor(2), doctor(3), days=7)
    ill = with_leave(people, Leave(person="s00", first=on(2), last=on(5), name="病假"))
    question = asked(ill, [night], national(), built_in())
    roster = rows(question, "N.N....", ".N.N...", "....N..", ".......")
    with qtbot.waitSignal(panel.answered):
        panel.ask(question, roster, 1, "赵某 2–5 日病假")
    qtbot.waitUntil(lambda: len(seen(panel, RemedyRow)) == 2)
    words = "\n".join(one.text() for one in seen(panel, QLabel))
    assert "1 个班空出来；按 1–2 采用一种" in words
    assert "李某 3 日休息改夜班" in words
    assert "已证明改得最少" in words
    assert fit.cut(panel.window()) == fit.outside(panel.window()) == []
    assert fit.latin(panel.window()) == set()
    with qtbot.waitSignal(panel.taken) as taken:
        press(panel, Qt.Key.Key_1)
    assert {(step.person, step.day) for step in taken.args[0]} >= {("s00", on(3))}
    assert len(taken.args[0]) == panel.ways[0].count
    with qtbot.waitSignal(panel.dropped):
        press(panel, Qt.Key.Key_Escape)
    assert panel.ways == ()
