"""The status line: every state of the line and every count in its own words, and never a better one than is true."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from itertools import product

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui import show
from yigongti_desktop.shell.statusline import StatusLine
from yigongti_desktop.sync.status import Status

pytestmark = pytest.mark.gui
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
GOOD = Status(
    enrolled=True,
    waiting=0,
    refused=0,
    quarantined=0,
    set_aside=0,
    confirmed_at=NOW - timedelta(minutes=18),
    clock_drift=0,
    line="",
    line_since=NOW - timedelta(hours=3),
    tried_at=NOW - timedelta(minutes=18),
    backup_at=NOW - timedelta(hours=4),
)
LINES = ["", "never", "hub_unreachable", "line_cut", "hub_certificate", "hub_busy", "device_revoked", "stopped"]


def said(qtbot: QtBot, status: Status, *, narrow: bool = False) -> str:
    """Return the whole line for a status."""
    line = show(qtbot, StatusLine(), 1366, 28)
    line.set_narrow(narrow, NOW)
    line.show_status(status, NOW)
    return line.words()


def test_all_well(qtbot: QtBot) -> None:
    assert said(qtbot, GOOD) == (
        "在线　待上传 0 条　待处理 0 条　县院上次确认 11:42（18 分钟前）　备份 11月23日 08:00，已核验"
    )


def test_a_small_window_says_the_same_four_facts_with_fewer_words(qtbot: QtBot) -> None:
    status = replace(GOOD, line="hub_unreachable", waiting=3, refused=1)
    assert said(qtbot, status, narrow=True) == "离线　待上传 3　待处理 1　县院确认 11:42"


@pytest.mark.parametrize("line", LINES)
def test_only_a_talk_that_came_to_its_end_is_called_online(qtbot: QtBot, line: str) -> None:
    words = said(qtbot, replace(GOOD, line=line))
    assert ("在线" in words) == (line == "")
    assert ("离线" in words) == (line in {"hub_unreachable", "line_cut"})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("never", "还没有连过县院"),
        ("stopped", "已停下"),
        ("hub_busy", "县院正忙"),
        ("hub_certificate", "对方不是县院"),
        ("device_revoked", "本机已停用"),
    ],
)
def test_why_the_last_talk_did_not_come_to_its_end_is_said(qtbot: QtBot, line: str, words: str) -> None:
    assert said(qtbot, replace(GOOD, line=line)).startswith(words)


def test_a_desk_that_lacks_data_says_how_much_whether_it_talks_or_not(qtbot: QtBot) -> None:
    line = show(qtbot, StatusLine(), 1366, 28)
    line.show_status(replace(GOOD, line="never", to_fill=8400), NOW)
    assert line.words().startswith("还没有连过县院，首次收取还差 8,400 条")
    line.show_talking(True, NOW, 6200)  # noqa: FBT003 - Qt's own manner
    assert line.words().startswith("首次收取还差 6,200 条")
    line.show_talking(False, NOW)  # noqa: FBT003
    line.show_status(replace(GOOD, line="line_cut", to_fill=6200), NOW)
    assert line.words().startswith("离线，首次收取还差 6,200 条")
    assert "在线" not in line.words()


def test_a_stopped_first_sync_is_not_called_online(qtbot: QtBot) -> None:
    assert said(qtbot, replace(GOOD, line="stopped", to_fill=5)).startswith("已停下，首次收取还差 5 条")


def test_a_restored_desk_is_told_so_until_somebody_has_read_it(qtbot: QtBot) -> None:
    assert "数据是从备份恢复的" in said(qtbot, replace(GOOD, restored_at=NOW))
    assert "补收还差 7 条" in said(qtbot, replace(GOOD, restored_at=NOW, to_fill=7))
    assert "备份恢复" not in said(qtbot, GOOD)


def test_a_second_machine_with_this_identity_is_told_of(qtbot: QtBot) -> None:
    assert "另一台电脑也用本机的身份" in said(qtbot, replace(GOOD, is_doubled=True, restored_at=NOW))
    assert "两机同号" in said(qtbot, replace(GOOD, is_doubled=True), narrow=True)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(hours=3), "离线（09:00 起）"),
        (timedelta(days=3), "离线（11-20 12:00 起）"),
        (timedelta(days=400), "离线（2025-10-19 12:00 起）"),
        (timedelta(hours=14), "离线（11-22 22:00 起）"),
    ],
)
def test_how_long_the_line_has_been_down_names_its_day(qtbot: QtBot, since: timedelta, words: str) -> None:
    assert said(qtbot, replace(GOOD, line="line_cut", line_since=NOW - since)).startswith(words)


@pytest.mark.parametrize(("waiting", "refused", "quarantined"), [(0, 0, 0), (1, 0, 0), (1_234, 2, 3), (0, 0, 7)])
@pytest.mark.parametrize("narrow", [False, True])
def test_what_waits_and_what_needs_a_person_are_counted(
    qtbot: QtBot, waiting: int, refused: int, quarantined: int, *, narrow: bool
) -> None:
    status = replace(GOOD, waiting=waiting, refused=refused, quarantined=quarantined)
    words = said(qtbot, status, narrow=narrow).split("　")
    unit = "" if narrow else " 条"
    assert words[1:3] == [f"待上传 {waiting:,}{unit}", f"待处理 {refused + quarantined:,}{unit}"]


def test_a_desk_that_the_hub_never_confirmed_says_so(qtbot: QtBot) -> None:
    words = said(qtbot, replace(GOOD, confirmed_at=None, line="never", backup_at=None))
    assert words == "还没有连过县院　待上传 0 条　待处理 0 条　县院还没有确认过　还没有备份"


def test_a_desk_that_is_not_enrolled_is_not_called_online(qtbot: QtBot) -> None:
    assert said(qtbot, replace(GOOD, enrolled=False)).startswith("还没有登记　")


@pytest.mark.parametrize(
    ("drift", "words"), [(0, ""), (599, ""), (-600, ""), (660, "本机时钟差 11 分钟"), (-7200, "本机时钟差 120 分钟")]
)
def test_a_wrong_clock_is_said_whichever_way_it_is_wrong(qtbot: QtBot, drift: int, words: str) -> None:
    whole = said(qtbot, replace(GOOD, clock_drift=drift))
    assert (words in whole) if words else ("时钟" not in whole)


def test_a_talk_under_way_is_said_and_then_what_came_of_it(qtbot: QtBot) -> None:
    line = show(qtbot, StatusLine(), 1366, 28)
    line.show_status(replace(GOOD, line="hub_unreachable"), NOW)
    line.show_talking(True, NOW)  # noqa: FBT003 - Qt's own manner
    assert line.words().startswith("正在同步　")
    line.show_talking(False, NOW)  # noqa: FBT003
    assert line.words().startswith("离线")


def test_saving_here_is_never_called_sent(qtbot: QtBot) -> None:
    line = show(qtbot, StatusLine(), 1366, 28)
    for waiting, code, confirmed in product((0, 5), LINES, (None, NOW)):
        line.show_status(replace(GOOD, waiting=waiting, line=code, confirmed_at=confirmed), NOW)
        line.show_saved(NOW)
        words = line.words()
        assert "本机已存 12:00:00" in words
        assert f"待上传 {waiting} 条" in words
        assert "送达" not in words
        assert "成功" not in words


def test_an_old_backup_is_warned_of(qtbot: QtBot) -> None:
    line = show(qtbot, StatusLine(), 1366, 28)
    line.show_status(replace(GOOD, backup_at=NOW - timedelta(days=9)), NOW)
    assert "备份 11月14日" in line.words()
    assert line._backup._tone == "warn"


def test_each_fact_leads_on_with_a_click(qtbot: QtBot) -> None:
    line = show(qtbot, StatusLine(), 1366, 28)
    line.show_status(GOOD, NOW)
    for fact in (line._line, line._waiting, line._todo, line._confirmed):
        with qtbot.waitSignal(line.pressed):
            QTest.mouseClick(fact, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("width", "narrow"), [(1366, False), (911, True), (900, True)])
def test_the_longest_line_fits_the_window(qtbot: QtBot, width: int, *, narrow: bool) -> None:
    line = show(qtbot, StatusLine(), width, 28)
    line.set_narrow(narrow, NOW)
    line.show_status(
        replace(
            GOOD,
            waiting=12_345,
            refused=1_234,
            line="hub_unreachable",
            line_since=NOW - timedelta(days=40),
            confirmed_at=NOW - timedelta(days=40),
            clock_drift=72_000,
        ),
        NOW,
    )
    line.show_saved(NOW)
    qtbot.waitUntil(lambda: line._line.width() > 30)
    shown = [one for one in line.findChildren(QWidget) if one.isVisible()]
    assert line.minimumSizeHint().width() <= width
    assert all(one.geometry().right() < width for one in shown)
