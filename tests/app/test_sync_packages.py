"""导出同步包, 导入回执包 on 同步: a file is asked for, written or read while one works on, and told in words."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from tests.screens import Screen
from tests.screens import Screens
from tests.sync.sticks import Stick
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.gui, pytest.mark.sync]


@pytest.fixture
def stick(screens: Screens, tmp_path: Path) -> Stick:
    """A stick, and no line."""
    screens.county.cut_line()
    return Stick(screens.county, tmp_path / "stick")


def test_what_waits_is_exported_with_a_key_and_the_answer_confirms_it(screens: Screens, stick: Stick) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    me.sync()
    waiting = me.bench.read(status).waiting
    package = stick.folder / "同步包-岳口.ygtsync"
    _choose(me, "Ctrl+E", package)
    me.until(lambda: me.says("请交县院导入，再把回执包带回来导入。"))
    assert me.says(f"{waiting} 条待上传")
    assert me.bench.read(status).waiting == waiting
    answer = stick.answer(package)
    _choose(me, "Ctrl+I", answer)
    me.until(lambda: me.says(f"县院新确认 {waiting} 条，退回 0 条"))
    me.settle()
    assert me.bench.read(status).waiting == 0
    assert page.badge.accessibleName() == "离线"  # a stick is no line
    assert me.says("县院已收下")


def test_what_lies_in_a_package_says_so_and_what_came_later_does_not(screens: Screens, stick: Stick) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    me.sync()
    assert not me.says("已导出到同步包", page.detail)
    _choose(me, "Ctrl+E", stick.folder / "x.ygtsync")
    me.until(lambda: me.says("请交县院导入"))
    me.settle()
    assert me.says("已导出到同步包（12:00），等县院的回执包", page.detail)
    assert "等回执包" in page.detail._trail.accessibleName()
    later = screens.county.send_referral("岳口", history="后写的")
    page.reload()
    me.settle()
    page.table.view.rest_on(lambda one: one.act.record == later.id)
    me.settle()
    assert me.says("连不上县院，线路通了自动送", page.detail)


def test_both_buttons_stay_in_sight_in_a_small_window(screens: Screens, stick: Stick) -> None:
    me = screens("医生")
    page = me.page("sync")
    for width, height in ((911, 512), (1366, 697), (911, 512)):
        me.window.resize(width, height)
        is_small = width < 1000
        me.until(partial(lambda wanted: page._is_compact is wanted, is_small))
        me.until(lambda: {"导出同步包", "导入回执包"} <= set(me.buttons()))
    assert list(stick.folder.iterdir()) == []


def test_the_name_is_proposed_and_the_ending_is_added(screens: Screens, stick: Stick) -> None:
    me = screens("医生")
    me.page("sync")
    asked = me.answer(me.name_file(stick.folder / "周一"))
    me.click("导出同步包")
    me.until(lambda: asked)
    me.come_back()
    me.until(lambda: me.says("请交县院导入"))
    assert len(asked) == 1
    assert [one.name for one in stick.folder.iterdir()] == ["周一.ygtsync"]
    assert me.says("没有待上传的")


def test_a_question_for_a_file_that_is_let_go_does_nothing(screens: Screens, stick: Stick) -> None:
    me = screens("医生")
    me.page("sync")
    for key in ("Ctrl+E", "Ctrl+I"):
        asked = me.answer(QDialog.reject)
        me.press(key)
        _until_asked(me, asked)
    assert list(stick.folder.iterdir()) == []
    assert "导出同步包" in me.buttons()
    assert "导入回执包" in me.buttons()


def test_a_file_of_another_desk_is_refused_in_words(screens: Screens, stick: Stick) -> None:
    screens.county.send_referral("岳口二")
    foreign = stick.answer(stick.export("岳口二"))
    me = screens("医生")
    me.page("sync")
    _choose(me, "Ctrl+I", foreign)
    me.until(lambda: me.says("这是给另一台电脑的回执包，没有采用。"))
    assert me.says("没有导入")
    assert {"导出同步包", "导入回执包"} <= set(me.buttons())


def test_a_stick_that_is_not_there_is_told_in_words(screens: Screens, stick: Stick) -> None:
    me = screens("医生")
    page = me.page("sync")
    hand, go_on = page._by_hand, page._by_hand._go_on

    def pulled_out(done: int, size: int) -> bool:
        shutil.rmtree(stick.folder, ignore_errors=True)
        return bool(go_on(done, size))

    hand._go_on = pulled_out
    screens.county.send_referral("岳口")
    _choose(me, "Ctrl+E", stick.folder / "x.ygtsync")
    me.until(lambda: me.says("U 盘可能被拔出"))
    assert {"导出同步包", "导入回执包"} <= set(me.buttons())


def test_whoever_stops_an_export_finds_no_file_and_can_begin_again(screens: Screens, stick: Stick) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    package = stick.folder / "x.ygtsync"
    hand, go_on = page._by_hand, page._by_hand._go_on

    def stopping(done: int, size: int) -> bool:
        hand._on_stop()
        return bool(go_on(done, size))

    hand._go_on = stopping
    _choose(me, "Ctrl+E", package)
    me.until(lambda: me.says("已停下"))
    assert list(stick.folder.iterdir()) == []
    hand._go_on = go_on
    _choose(me, "Ctrl+E", package)
    me.until(lambda: me.says("请交县院导入"))
    assert package.exists()


def _choose(me: Screen, key: str, file: Path) -> None:
    asked = me.answer(me.name_file(file))
    me.press(key)
    _until_asked(me, asked)


def _until_asked(me: Screen, asked: list[QDialog]) -> None:
    me.until(lambda: asked)  # the name is read before the question is asked
    me.come_back()
