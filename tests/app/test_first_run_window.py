"""The first minutes of a real desk: no folder, a code from a real hub, a passphrase, the recovery code, the log-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fakes.time import StoppedClock
from tests.gui import type_in
from tests.gui import words
from tests.seats import Seat
from tests.world import World
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.shell.first_run import EnrolView
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.gui
WORDS = "spring-river-72"


def said(seat: Seat, sentence: str) -> None:
    """Wait until a sentence is in sight."""
    seat.qtbot.waitUntil(lambda: sentence in words(seat.window), timeout=20_000)


def give_passphrase(seat: Seat) -> None:
    """Choose a passphrase, and come to the code."""
    said(seat, "设一个口令")
    for _ in range(2):
        type_in(WORDS)
        seat.press(Qt.Key.Key_Return)
    said(seat, "登记本机")


def view_of(seat: Seat, kind: type[EnrolView]) -> EnrolView:
    """Return the view that is asked for the code."""
    return next(one for one in seat.window.findChildren(kind) if one.isVisible())


def test_without_a_folder_the_first_run_begins_and_nothing_is_made_yet(empty: Seat) -> None:
    empty.open()
    said(empty, "设一个口令")
    assert "这台电脑没有可用的系统钥匙串，本机数据要用口令保护" in words(empty.window)
    assert not empty.desk.home.exists()


def test_a_short_passphrase_is_said(empty: Seat) -> None:
    empty.open()
    said(empty, "设一个口令")
    for _ in range(2):
        type_in("kurz")
        empty.press(Qt.Key.Key_Return)
    assert "口令至少 8 位。请加长。" in words(empty.window)


@pytest.mark.parametrize("typed", ["", "nonsense", "岳口"])
def test_a_code_that_is_none_is_said_and_can_be_put_right(empty: Seat, typed: str) -> None:
    empty.open()
    give_passphrase(empty)
    type_in(typed)
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记码不对：可能少了、多了或输错了字。请照原样再输一遍。")
    assert view_of(empty, EnrolView).code.toPlainText() == typed


@pytest.mark.slow
def test_a_code_makes_this_machine_a_desk_and_its_people_can_log_in(empty: Seat, world: World) -> None:
    code = world.keeper.issue_code("岳口").spell()
    _, password = world.keeper.add_account("岳口", "zhou", "周建国", (Role.DOCTOR,))
    empty.open()
    give_passphrase(empty)
    type_in(code)
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记好了")
    assert "岳口镇中心卫生院　设备 A" in words(empty.window)
    recovery = view_of(empty, EnrolView)._recovery.text()
    empty.press(Qt.Key.Key_Return)
    empty.qtbot.waitUntil(lambda: empty.opened)
    assert [one.login for one in empty.desk.login.people] == ["zhou"]
    empty.choose("zhou")
    type_in(password)
    empty.press(Qt.Key.Key_Return)
    said(empty, "换成自己的密码")
    path = Home(empty.desk.home).vault
    assert vaults.open_with_words(path, recovery).id == vaults.open_with_words(path, WORDS).id


@pytest.mark.slow
def test_a_code_that_was_used_is_said_and_a_fresh_one_goes_on_where_it_stopped(
    empty: Seat, world: World, tmp_path: Path
) -> None:
    used = world.keeper.issue_code("岳口").spell()
    other = create(Home(tmp_path / "other"), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
    other.enrol(used)
    other.close()
    empty.open()
    give_passphrase(empty)
    type_in(used)
    empty.press(Qt.Key.Key_Return)
    said(empty, "这个登记码已经用过。请县院再发一个。")
    view_of(empty, EnrolView).code.setPlainText(world.keeper.issue_code("多宝").spell())
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记好了")
    assert "多宝" in words(empty.window)


def test_a_hub_that_cannot_be_reached_is_said_and_the_code_stays(empty: Seat, world: World) -> None:
    code = world.keeper.issue_code("岳口").spell()
    world.cut_line()
    empty.open()
    give_passphrase(empty)
    type_in(code)
    empty.press(Qt.Key.Key_Return)
    said(empty, "连不上县院中枢")
    view = view_of(empty, EnrolView)
    assert view.code.toPlainText() == code
    world.open_line()
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记好了")


def test_a_desk_that_was_made_but_not_enrolled_asks_for_its_words_and_then_the_code(empty: Seat, qtbot: QtBot) -> None:
    empty.open()
    give_passphrase(empty)
    type_in("nonsense")
    empty.press(Qt.Key.Key_Return)
    said(empty, "登记码不对")
    empty.desk.close()
    again = Seat(qtbot, empty.desk.home, StoppedClock())
    again.open()
    said(again, "请输入口令，或打印的恢复码")
    type_in("wrong words")
    again.press(Qt.Key.Key_Return)
    said(again, "口令或恢复码不对。请再试")
    type_in(WORDS)
    again.press(Qt.Key.Key_Return)
    said(again, "登记本机")
    again.close()
