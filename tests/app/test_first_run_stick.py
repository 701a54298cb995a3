"""The first minutes of a desk without a line, with a real hub and real windows: code, request, answer, log-in."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.app.test_first_run_window import WORDS
from tests.app.test_first_run_window import give_passphrase
from tests.app.test_first_run_window import said
from tests.app.test_first_run_window import view_of
from tests.fakes.time import StoppedClock
from tests.gui import CONTROL
from tests.gui import naming
from tests.gui import type_in
from tests.gui import words
from tests.seats import Seat
from tests.world import World
from yigongti_desktop.app import admitting
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.shell.first_run import EnrolView
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.gui
_PATIENCE = 20.0


@pytest.fixture
def far(world: World) -> World:
    """A hub that no line leads to."""
    world.cut_line()
    return world


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that plays a stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def choose(seat: Seat, key: Qt.Key, act: Callable[[QFileDialog], object]) -> None:
    """Press a key that asks for a file, and deal with the question."""
    met: list[QDialog] = []
    ends = time.monotonic() + _PATIENCE
    timer = QTimer(seat.window, interval=10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog) and dialog.isActiveWindow() and not met:
            met.append(dialog)
            act(dialog)
        elif isinstance(dialog, QDialog) and time.monotonic() > ends:
            dialog.reject()  # else the test would never end

    timer.timeout.connect(look)
    timer.start()
    seat.press(key, CONTROL)
    timer.stop()
    assert met
    seat.window.activateWindow()
    seat.qtbot.waitUntil(seat.window.isActiveWindow)


def name(seat: Seat, key: Qt.Key, file: Path) -> None:
    """Press a key that asks for a file, and name one."""
    choose(seat, key, naming(file))


def answer(world: World, request: Path) -> Path:
    """Let the hub take a request in and answer it."""
    enrolled = world.hub.admissions.take(request)
    return world.hub.admissions.hand_out(enrolled, request.with_name("登记回执.ygtsync")).file


def code_file(world: World, stick: Path, place: str = "岳口") -> Path:
    """Let the keeper write a code onto the stick."""
    file = stick / "登记码.txt"
    file.write_bytes(world.keeper.issue_code_file(place).written())
    return file


def log_in(seat: Seat, login: str, password: str) -> None:
    """Put the recovery code away, and log in for the first time."""
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.opened)
    seat.choose(login)
    type_in(password)
    seat.press(Qt.Key.Key_Return)
    said(seat, "换成自己的密码")


@pytest.mark.slow
def test_a_file_a_request_and_an_answer_lead_to_the_log_in(empty: Seat, far: World, stick: Path) -> None:
    _, password = far.keeper.add_account("岳口", "zhou", "周建国", (Role.DOCTOR,))
    file = code_file(far, stick)
    empty.open()
    give_passphrase(empty)
    name(empty, Qt.Key.Key_I, file)
    said(empty, "岳口镇中心卫生院的登记码，有效期至")
    request = stick / "登记申请.ygtsync"
    name(empty, Qt.Key.Key_E, request)
    said(empty, "登记申请已写好：登记申请.ygtsync。请拿到县院导入，带回登记回执，按「打开文件」。")
    assert "登记码文件用过了，已删除" in words(empty.window)
    assert list(stick.iterdir()) == [request]
    name(empty, Qt.Key.Key_I, answer(far, request))
    said(empty, "登记好了")
    assert "岳口镇中心卫生院　设备 A" in words(empty.window)
    recovery = view_of(empty, EnrolView)._recovery.text()
    log_in(empty, "zhou", password)
    path = Home(empty.desk.home).vault
    assert vaults.open_with_words(path, recovery).id == vaults.open_with_words(path, WORDS).id


@pytest.mark.slow
def test_a_machine_that_waits_says_so_the_next_day_and_takes_the_answer(
    empty: Seat, far: World, stick: Path, qtbot: QtBot
) -> None:
    """The code is read out on the telephone, so that one journey is enough; the machine is off meanwhile."""
    _, password = far.keeper.add_account("岳口", "zhou", "周建国", (Role.DOCTOR,))
    code = far.keeper.issue_code("岳口").spell()
    empty.open()
    give_passphrase(empty)
    type_in(code.lower())
    request = stick / "登记申请.ygtsync"
    name(empty, Qt.Key.Key_E, request)
    said(empty, "登记申请已写好")
    empty.close()
    again = Seat(qtbot, empty.desk.home, StoppedClock())
    again.open()
    said(again, "请输入口令，或打印的恢复码")
    type_in(WORDS)
    again.press(Qt.Key.Key_Return)
    said(again, "本机在等县院的登记回执。带回来了，按「打开文件」；登记申请丢了，可以再写一份，是一样的。")
    assert view_of(again, EnrolView).code.toPlainText() == code
    name(again, Qt.Key.Key_I, answer(far, request))
    said(again, "登记好了")
    log_in(again, "zhou", password)
    again.close()


@pytest.mark.slow
def test_a_line_that_comes_while_one_waits_does_with_the_code_that_stands_there(
    empty: Seat, far: World, stick: Path
) -> None:
    empty.open()
    give_passphrase(empty)
    type_in(far.keeper.issue_code("岳口").spell())
    empty.press(Qt.Key.Key_Return)
    said(empty, "没有网，按「写登记申请」，用 U 盘登记。")
    name(empty, Qt.Key.Key_E, stick / "x.ygtsync")
    said(empty, "登记申请已写好")
    assert "连不上县院中枢" not in words(empty.window)
    answer(far, stick / "x.ygtsync")
    far.open_line()
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记好了")
    assert len(far.keeper.devices()) == 1


def test_files_that_are_wrong_are_told_in_words_and_make_nothing(empty: Seat, far: World, stick: Path) -> None:
    file = code_file(far, stick)
    whole = file.read_bytes()
    empty.open()
    give_passphrase(empty)
    for content, sentence in (
        (whole[:-9], "这个登记码文件残缺或被改动过"),
        (b"\x89PNG\r\n", "这个文件不是登记码文件，也不是登记回执"),
        (b"", "这个文件不是登记码文件，也不是登记回执"),
    ):
        file.write_bytes(content)
        name(empty, Qt.Key.Key_I, file)
        said(empty, sentence)
    assert file.exists()
    assert not Home(empty.desk.home).vault.exists()
    empty.press(Qt.Key.Key_E, CONTROL)
    said(empty, "登记码不对")


def test_an_answer_for_another_machine_is_told_in_words(empty: Seat, far: World, stick: Path, tmp_path: Path) -> None:
    other = create(Home(tmp_path / "other"), lambda vault: vault.lock_with_secret(vaults.KEYRING, bytes(32)))
    foreign = answer(far, admitting.ask(other, far.keeper.issue_code("岳口").spell(), stick))
    other.close()
    empty.open()
    give_passphrase(empty)
    name(empty, Qt.Key.Key_I, foreign)
    said(empty, "本机还没有写过登记申请，打不开登记回执。")
    type_in(far.keeper.issue_code("岳口").spell())
    name(empty, Qt.Key.Key_E, stick / "x.ygtsync")
    said(empty, "登记申请已写好")
    name(empty, Qt.Key.Key_I, foreign)
    said(empty, "这是给另一台电脑的登记回执，没有采用。")
    assert "正在" not in words(empty.window)


def test_a_question_for_a_file_that_is_let_go_does_nothing(empty: Seat, far: World) -> None:
    empty.open()
    give_passphrase(empty)
    code = far.keeper.issue_code("岳口").spell()
    type_in(code)
    for key in (Qt.Key.Key_E, Qt.Key.Key_I):
        choose(empty, key, QDialog.reject)
    view = view_of(empty, EnrolView)
    assert view.code.toPlainText() == code
    assert view._enter.isEnabled()
    assert not Home(empty.desk.home).vault.exists()


def test_a_stick_that_cannot_be_written_is_told_in_words_and_the_request_can_be_written_elsewhere(
    empty: Seat, far: World, stick: Path
) -> None:
    empty.open()
    give_passphrase(empty)
    type_in(far.keeper.issue_code("岳口").spell())

    def pull_out(dialog: QFileDialog) -> None:
        stick.rmdir()
        naming(stick / "x.ygtsync")(dialog)

    choose(empty, Qt.Key.Key_E, pull_out)
    said(empty, "U 盘可能被拔出，或文件夹不在了")
    stick.mkdir()
    name(empty, Qt.Key.Key_E, stick / "x.ygtsync")
    said(empty, "登记申请已写好")
