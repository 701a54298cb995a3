"""The whole window on real desks: damaged data, faults of ours, papers before a lock, Qt's own words, one true line."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PySide6.QtCore import QEvent
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialogButtonBox
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QMessageBox
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.fakes.time import StoppedClock
from tests.gui import ALT
from tests.gui import CONTROL
from tests.gui import answering
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from tests.gui import type_in
from tests.gui import words
from tests.seats import PASSWORD
from tests.seats import PATIENTS
from tests.seats import Seat
from tests.seats import at_work
from tests.seats import folder
from tests.seats import seat
from tests.seats import township
from tests.storage.desks import Frozen
from yigongti_desktop.app.application import watch_for_bugs
from yigongti_desktop.app.desk import DeskWindow
from yigongti_desktop.kit.papers import PaperDialog
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import records
from yigongti_desktop.storage.home import Home

__all__ = ["at_work", "folder", "seat", "township"]
pytestmark = pytest.mark.gui


def said(at: Seat, sentence: str) -> None:
    """Wait until a sentence is in sight."""
    at.qtbot.waitUntil(lambda: sentence in words(at.window))


# data that cannot be opened


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("zeros", "钥匙和数据文件不配。可能混用了别的机器的文件，请用备份恢复。"),
        ("torn", "数据文件损坏。请不要继续用，用最近的备份恢复"),
        ("empty", "数据文件损坏。请不要继续用，用最近的备份恢复"),
        ("missing", "数据文件不见了"),
        ("vault", "钥匙文件 keys.vault 损坏。请用最近的备份恢复。"),
    ],
)
def test_data_that_cannot_be_opened_is_said_in_a_sentence(
    seat: Seat, folder: Path, capfd: pytest.CaptureFixture[str], harm: str, sentence: str
) -> None:
    home = Home(folder)
    if harm == "zeros":
        home.database.write_bytes(bytes(home.database.stat().st_size))
    elif harm == "torn":
        whole = home.database.read_bytes()
        home.database.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    elif harm == "empty":
        home.database.write_bytes(b"")
    elif harm == "missing":
        home.database.unlink()
    else:
        home.vault.write_bytes(b"nothing of the kind")
    seat.open()
    said(seat, sentence)
    assert "Traceback" not in capfd.readouterr().err
    type_in(PASSWORD)
    seat.press(Qt.Key.Key_Return)
    assert not seat.is_at_work


def test_the_words_that_open_the_keys_are_asked_for_and_lead_to_the_log_in(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.world import WORDS

    monkeypatch.delenv("YIGONGTI_PASSPHRASE")
    seat.open()
    said(seat, "请输入口令，或打印的恢复码")
    type_in("something else")
    seat.press(Qt.Key.Key_Return)
    said(seat, "口令或恢复码不对。请再试")
    type_in(WORDS)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.opened)
    assert seat.focus is seat.desk.login.password


def test_to_log_in_before_the_data_is_open_is_answered(seat: Seat) -> None:
    seat.desk.login.submitted.emit("zhou", "x")
    assert seat.desk.login._fault.text == "本机数据还没有打开，请稍等一下再登录。"


# faults of ours


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program's own hook stand, as when it runs by itself."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def stumble() -> None:
    """Fail as only a bug does, with something typed in the fault."""
    raise ValueError("邱传富 429006195903123015")


@pytest.mark.usefixtures("watched")
def test_a_fault_of_ours_is_said_on_the_page_and_what_was_typed_stays_out_of_the_log(
    at_work: Seat, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    watch_for_bugs(at_work.desk.say_bug)
    at_work.desk.window.closing.connect(stumble)
    at_work.desk.window.closing.emit()
    at_work.desk.window.closing.disconnect(stumble)
    assert at_work.page.banner.accessibleName() == (
        "程序出了错 这一步可能没有办成，已存的内容都在。请再试一次，并告诉县院医共体办公室。"
    )
    assert at_work.page.banner.isVisible()
    logged = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert len(logged) == 1
    assert logged[0].startswith("a fault of ours: ValueError at ")
    assert "test_desk_window.py:" in logged[0]
    assert "邱传富" not in caplog.text
    told = capfd.readouterr()
    assert "Traceback" not in told.err
    assert "邱传富" not in told.err + told.out


@pytest.mark.usefixtures("watched")
def test_a_fault_of_ours_in_work_off_the_screen_is_said_too(at_work: Seat, caplog: pytest.LogCaptureFixture) -> None:
    watch_for_bugs(at_work.desk.say_bug)
    assert at_work.desk.desk is not None
    at_work.desk.desk.work(at_work.page, stumble, lambda _: None)
    said(at_work, "程序出了错")
    assert "ValueError" in caplog.text


@pytest.mark.usefixtures("watched")
def test_a_fault_of_ours_at_the_gate_and_at_the_lock_is_said_there(
    at_work: Seat, caplog: pytest.LogCaptureFixture
) -> None:
    watch_for_bugs(at_work.desk.say_bug)
    at_work.press(Qt.Key.Key_L, CONTROL)
    said(at_work, "已锁定")
    sys.excepthook(ValueError, ValueError("x"), None)
    said(at_work, "程序出了错。这一步可能没有办成")
    at_work.opened = False
    at_work.press(Qt.Key.Key_F4)
    at_work.qtbot.waitUntil(lambda: at_work.opened)
    assert "程序出了错" not in words(at_work.window)
    sys.excepthook(ValueError, ValueError("x"), None)
    said(at_work, "程序出了错。这一步可能没有办成")
    assert caplog.text.count("a fault of ours") == 2


# papers, drafts and closing


def open_paper(at: Seat) -> PaperDialog:
    """Print the first case and return the paper that stands before the window."""
    at.press(Qt.Key.Key_2, ALT)
    at.wait_for_page("referrals")
    at.qtbot.waitUntil(lambda: at.page.current is not None)
    at.press(Qt.Key.Key_P, CONTROL)
    at.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    return dialog


def test_a_paper_with_a_name_on_it_goes_when_the_desk_locks(at_work: Seat) -> None:
    open_paper(at_work)
    at_work.window.idle.emit()
    said(at_work, "已锁定")
    at_work.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]


def test_a_question_about_a_file_goes_too_when_the_desk_locks(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_2, ALT)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: at_work.page.current is not None)
    asked = answering(QFileDialog, lambda _dialog: at_work.window.idle.emit())
    at_work.press(Qt.Key.Key_E, CONTROL)
    assert not asked.isActive()
    said(at_work, "已锁定")


def test_a_paper_is_saved_as_pdf_with_keys_where_there_is_no_printer(at_work: Seat, tmp_path: Path) -> None:
    dialog = open_paper(at_work)
    shown = words(dialog)
    assert "这台电脑没有打印机，可以存成 PDF，换台电脑打印。" in shown
    assert "存成 PDF" in shown
    target = tmp_path / "转出单.pdf"

    def answer(asked: QFileDialog) -> None:
        asked.selectFile(str(target))
        asked.accept()

    answering(QFileDialog, answer)
    press(dialog, Qt.Key.Key_S, CONTROL)
    assert target.read_bytes().startswith(b"%PDF")
    said(at_work, "已存成 PDF")


def test_a_list_goes_into_excel_as_it_stands(at_work: Seat, tmp_path: Path) -> None:
    at_work.press(Qt.Key.Key_2, ALT)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: at_work.page.table.view.records.rowCount() == len(PATIENTS))
    target = tmp_path / "转诊.xlsx"

    def answer(asked: QFileDialog) -> None:
        assert asked.windowTitle() == "导出到 Excel"
        asked.selectFile(str(target))
        asked.accept()

    answering(QFileDialog, answer)
    at_work.press(Qt.Key.Key_E, CONTROL)
    said(at_work, "已导出")
    sheet = load_workbook(target).worksheets[0]
    cells = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert sheet.max_row == 1 + len(PATIENTS)
    assert any(name in cell for name in PATIENTS for cell in cells)
    at_work.settle()
    assert at_work.desk.bench is not None
    assert "export" in [line.act for line in at_work.desk.bench.read(audit.latest)]


def test_a_list_that_is_fetched_as_it_is_seen_goes_into_excel_whole(at_work: Seat, tmp_path: Path) -> None:
    bench = at_work.desk.bench
    assert bench is not None
    one = bench.read(registry.everything, registry.RESIDENT)[0]
    many = [replace(one, id=f"{one.id[:-4]}{place:04d}", name=f"李{place}", id_number="") for place in range(450)]
    bench.write(records.save_many, registry.RESIDENT, many)
    at_work.workplace.open_page("residents")
    at_work.wait_for_page("residents")
    view = at_work.page.table.view
    total = len(PATIENTS) + len(many)
    at_work.qtbot.waitUntil(lambda: view.records.rowCount() == total)
    assert len(view.records.records()) < total
    target = tmp_path / "居民.xlsx"

    def answer(asked: QFileDialog) -> None:
        asked.selectFile(str(target))
        asked.accept()

    answering(QFileDialog, answer)
    at_work.press(Qt.Key.Key_E, CONTROL)
    said(at_work, "已导出")
    assert load_workbook(target).worksheets[0].max_row == 1 + total
    assert f"{total} 行" in words(at_work.window)


def test_closing_the_window_keeps_what_is_being_written(at_work: Seat, folder: Path, clock: StoppedClock) -> None:
    at_work.press(Qt.Key.Key_F2)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: isinstance(at_work.focus, QLineEdit))
    at_work.page.work.form.form.go_to("history")
    type_in("发热三天")
    at_work.close()
    again = Seat(at_work.qtbot, folder, clock)
    again.open_to_login()
    again.log_in()
    again.press(Qt.Key.Key_F2)
    again.wait_for_page("referrals")
    said(again, "接着上次没写完的")
    assert again.page.work.form.form.values()["history"] == "发热三天"
    again.close()


def test_a_window_that_is_closed_ends_its_threads_and_lets_the_data_go(seat: Seat) -> None:
    import threading

    before = {thread.name for thread in threading.enumerate()}
    seat.open_to_login()
    seat.log_in()
    seat.settle()
    seat.desk.close()
    left = {thread.name.partition("_")[0] for thread in threading.enumerate()} - {
        name.partition("_")[0] for name in before
    }
    assert left & {"opening", "writer", "reader", "line"} == set()


# the gate's own line


def test_the_gate_says_when_something_was_confirmed_while_nobody_sat_there(seat: Seat) -> None:
    seat.open_to_login()
    desk = seat.desk.desk
    assert desk is not None
    seat.qtbot.waitUntil(lambda: not desk.is_talking)
    said(seat, "待上传 8 条")
    assert seat.desk.bench is not None
    seat.desk.bench.write(lambda connection: connection.exec_driver_sql("DELETE FROM outbox"))
    desk.changed.emit(frozenset({"sync"}))
    said(seat, "待上传 0 条")


def test_the_gate_says_what_became_of_the_talk_that_began_there(seat: Seat) -> None:
    seat.open_to_login()
    assert seat.desk.desk is not None
    seat.desk.desk.sync()
    said(seat, "离线（12:00 起）")
    assert "在线" not in words(seat.window)


def test_somebody_who_was_added_meanwhile_stands_on_the_list_and_what_was_typed_stays(
    seat: Seat, township: Frozen
) -> None:
    seat.open_to_login()
    desk, bench = seat.desk.desk, seat.desk.bench
    assert desk is not None
    assert bench is not None
    seat.qtbot.waitUntil(lambda: not desk.is_talking)
    seat.choose("zhou")
    type_in("Yue")
    account = next(one for one in bench.read(registry.everything, registry.ACCOUNT) if one.id == township.zhou.account)
    added = replace(account, id="new-account", login="lin", name="林新来")
    bench.write(records.save_many, registry.ACCOUNT, [added])
    desk.changed.emit(frozenset({"accounts"}))
    seat.qtbot.waitUntil(lambda: "new-account" in [one.account for one in seat.desk.login.people])
    assert getattr(seat.desk.login.chosen, "login", "") == "zhou"
    assert seat.desk.login.password.text() == "Yue"


# Qt's own words


BUTTONS = {
    QMessageBox.StandardButton.Yes: "是",
    QMessageBox.StandardButton.No: "否",
    QMessageBox.StandardButton.Cancel: "取消",
    QMessageBox.StandardButton.Save: "保存",
    QMessageBox.StandardButton.Discard: "丢弃",
    QMessageBox.StandardButton.Close: "关闭",
    QMessageBox.StandardButton.Retry: "重试",
}


def test_buttons_that_qt_makes_are_chinese(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    for which, text in BUTTONS.items():
        box.addButton(which)
        made = box.button(which)
        assert made is not None
        assert made.text().partition("(")[0].replace("&", "").strip() == text


def test_the_menu_of_a_field_is_chinese(qtbot: QtBot) -> None:
    field = show(qtbot, QLineEdit("岳口"))
    menu = field.createStandardContextMenu()
    entries = [action.text().partition("(")[0].replace("&", "").strip("\t ") for action in menu.actions()]
    assert [entry.partition("\t")[0] for entry in entries if entry] == [
        "撤消",
        "重做",
        "剪切",
        "复制",
        "粘贴",
        "删除",
        "全选",
    ]
    menu.deleteLater()


def test_the_menu_opens_by_its_key_and_closes_when_the_desk_locks(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    field = at_work.focus
    assert isinstance(field, QLineEdit)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), field.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(field, event)
    at_work.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    at_work.window.idle.emit()
    assert QApplication.activePopupWidget() is None
    assert event.type() == QEvent.Type.ContextMenu


def test_the_file_dialog_is_chinese(qtbot: QtBot) -> None:
    dialog = QFileDialog(None, "导出到 Excel")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    show(qtbot, dialog, 700, 400)
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    texts = {one.text().partition("(")[0].replace("&", "").strip() for one in seen(box, QPushButton)}
    assert texts == {"保存", "取消"}
    assert not [text for text in words(dialog).splitlines() if text in {"Look in:", "File name:", "Files of type:"}]


def test_the_window_is_named_and_never_smaller_than_it_can_be_used(seat: Seat) -> None:
    window = seat.desk.window
    assert isinstance(seat.desk, DeskWindow)
    assert window.windowTitle() == "医共体工作台"
    assert not window.windowIcon().isNull()
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 480)
