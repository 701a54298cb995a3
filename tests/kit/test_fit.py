"""The measure of the tests of size itself: it finds what is cut, outside, foreign or without a name."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import fit
from tests.gui import show
from tests.kit.rows import columns
from tests.kit.rows import rows
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.table.view import RecordView

pytestmark = pytest.mark.gui


def room(qtbot: QtBot, child: QWidget, width: int, at: tuple[int, int] = (0, 0)) -> QWidget:
    """Show a window with one widget of a width in a place."""
    holder = QWidget()
    child.setParent(holder)
    child.setGeometry(*at, width, 24)
    return show(qtbot, holder, 300, 200)


def test_words_without_room_are_found_and_a_tool_tip_excuses_them(qtbot: QtBot) -> None:
    words = QLabel("岳口镇中心卫生院")
    window = room(qtbot, words, 40)
    assert len(fit.cut(window)) == 1
    words.setToolTip("岳口镇中心卫生院")
    assert fit.cut(window) == []


def test_a_sentence_that_wraps_needs_room_below(qtbot: QtBot) -> None:
    words = label("数据文件损坏。请不要继续用，用最近的备份恢复。", wrap=True)
    assert len(fit.cut(room(qtbot, words, 80))) == 1


def test_what_reaches_out_of_the_window_is_found(qtbot: QtBot) -> None:
    assert len(fit.outside(room(qtbot, QLabel("医"), 100, (250, 0)))) == 1
    assert fit.outside(room(qtbot, QLabel("医"), 100)) == []


def test_foreign_words_are_found_and_keys_and_codes_are_not(qtbot: QtBot) -> None:
    known = room(qtbot, QLabel("Ctrl+Enter 存成 PDF，I63.900，岳口-20261123-A-001"), 290)
    assert fit.latin(known) == set()
    foreign = room(qtbot, QLabel("无法 Open 文件 account_unknown"), 290)
    assert fit.latin(foreign) == {"Open", "account", "unknown"}


def test_a_field_without_a_name_is_found(qtbot: QtBot) -> None:
    field = QLineEdit()
    window = room(qtbot, field, 100)
    assert len(fit.unreadable(window)) == 1
    field.setAccessibleName("姓名")
    assert fit.unreadable(window) == []


def test_a_name_that_its_cell_cannot_hold_is_found(qtbot: QtBot) -> None:
    view = show(qtbot, RecordView(columns()), 500, 300)
    view.records.set_rows(rows(3))
    assert fit.cut(view) == []
    view.setColumnWidth(1, 30)
    assert len(fit.cut(view)) == 3
