"""The desk itself: every page by keys and back, the one search, what today shows, help, small windows."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QTextBrowser

from tests.fakes.time import StoppedClock
from tests.gui import ALT
from tests.gui import CONTROL
from tests.gui import SHIFT
from tests.gui import button
from tests.gui import seen
from tests.gui import type_in
from tests.gui import words
from tests.seats import PATIENTS
from tests.seats import Seat
from tests.storage.desks import Frozen
from tests.storage.desks import send
from tests.storage.desks import slip
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.shell.find import FindField
from yigongti_desktop.shell.navigation import Navigation
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui
DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7)
PAGES = ("today", "referrals", "followups", "slots", "scan", "services", "contracts")


def title(seat: Seat) -> str:
    """Return the title of the page in sight."""
    return str(seat.page.title)


def test_alt_and_a_number_open_every_page_and_the_first_again(at_work: Seat) -> None:
    opened = []
    for key in DIGITS:
        at_work.press(key, ALT)
        at_work.wait_for_page(at_work.workplace.current_name)
        opened.append(at_work.workplace.current_name)
    assert opened == list(PAGES)
    at_work.press(Qt.Key.Key_1, ALT)
    at_work.wait_for_page("today")


def test_every_page_puts_the_cursor_where_work_begins(at_work: Seat) -> None:
    for key, name in zip(DIGITS, PAGES, strict=True):
        at_work.press(key, ALT)
        at_work.wait_for_page(name)
        at_work.qtbot.waitUntil(lambda: at_work.focus is not None and at_work.page.isAncestorOf(at_work.focus))


def test_pages_at_the_foot_are_reached_by_the_search_and_by_tab(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    type_in("shezhi")
    at_work.qtbot.waitUntil(lambda: isinstance(at_work.focus, FindField) and at_work.focus.is_open)
    at_work.press(Qt.Key.Key_Return)
    at_work.wait_for_page("settings")
    at_work.press(Qt.Key.Key_1, ALT)
    at_work.wait_for_page("today")
    for _ in range(60):
        if at_work.focus is not None and at_work.focus.accessibleName().startswith("帮助"):
            break
        at_work.press(Qt.Key.Key_Tab)
    at_work.press(Qt.Key.Key_Space)
    at_work.wait_for_page("help")


def test_the_search_finds_a_patient_by_pinyin_and_opens_the_case(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    field = at_work.focus
    assert isinstance(field, FindField)
    assert field.accessibleName() == "查找"
    type_in("qcf")
    at_work.qtbot.waitUntil(lambda: field.is_open)
    popup = field._popup
    assert popup is not None
    assert {option.title for option in popup._options} == {"邱传富"}
    place = next(at for at, option in enumerate(popup._options) if option.key.startswith("referrals "))
    for _ in range(place):
        at_work.press(Qt.Key.Key_Down)
    at_work.press(Qt.Key.Key_Return)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: at_work.page.current is not None)
    assert at_work.page.current.referral.slip.patient.name == "邱传富"
    assert field.text() == ""


def test_a_search_that_finds_nothing_shows_nothing_and_escape_leaves_it(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    field = at_work.focus
    assert isinstance(field, FindField)
    type_in("qqqqq")
    at_work.qtbot.waitUntil(lambda: not field._pause.isActive())
    at_work.settle()
    assert not field.is_open


def test_f2_and_f3_begin_the_new_things_of_this_person(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_F2)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: at_work.page.work is not None)
    assert title(at_work) == "新建转出单"
    at_work.press(Qt.Key.Key_F3)
    at_work.wait_for_page("pharmacy")
    assert "请领" in title(at_work)


def test_f1_opens_help_and_the_way_back_is_a_key(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_F1)
    at_work.wait_for_page("help")
    topics = seen(at_work.page, RecordView)[0]
    assert topics.records.rowCount() >= 1
    assert seen(at_work.page, QTextBrowser)[0].toPlainText().strip()
    assert at_work.focus is topics
    at_work.press(Qt.Key.Key_2, ALT)
    at_work.wait_for_page("referrals")


def test_f6_goes_round_the_regions_and_comes_back(at_work: Seat) -> None:
    order: list[object] = []
    for _ in range(8):
        at_work.press(Qt.Key.Key_F6)
        focused = at_work.focus
        assert focused is not None
        in_navigation = any(one.isAncestorOf(focused) for one in seen(at_work.window, Navigation))
        order.append("navigation" if in_navigation else focused)
    count = len(set(order))
    assert "navigation" in order
    assert count >= 2  # there is nothing to go to on the right as long as nothing has happened elsewhere
    assert order[count:] == order[: 8 - count]


def test_today_says_the_day_what_is_late_and_leads_there(seat: Seat, clock: StoppedClock) -> None:
    clock.advance(days=4)
    seat.open_to_login()
    seat.log_in()
    seat.settle()
    assert "2026年11月27日　周五" in words(seat.page)
    view = seat.page.table.view
    assert [todo.title.partition("　")[0] for todo in view.records.records()] == sorted(PATIENTS)
    assert view.records.group_at(0).title == "已逾期"
    assert seat.page.table.chips.accessibleName() == "全部 3"
    assert view.hasFocus()
    seat.press(Qt.Key.Key_Down)
    wanted = view.current()
    seat.press(Qt.Key.Key_Return)
    seat.wait_for_page("referrals")
    seat.qtbot.waitUntil(lambda: seat.page.current is not None and seat.page.current.referral.id == wanted.record)


def test_today_counts_what_is_mine(seat: Seat, clock: StoppedClock, township: Frozen) -> None:
    clock.advance(days=4)
    seat.open_to_login()
    seat.log_in()
    seat.settle()
    table = seat.page.table
    seat.qtbot.waitUntil(lambda: table.view.records.rowCount() > 0)
    table.chips.choose("mine")
    assert {todo.account for todo in table.view.records.records()} == {township.zhou.account}


def test_today_without_work_says_so_and_offers_what_can_be_begun(at_work: Seat) -> None:
    assert "没有要办的事" in words(at_work.page)
    assert {"新建转出单", "新建请领单"} <= set(words(at_work.page).splitlines())


def test_ctrl_l_locks_and_the_button_says_its_key(at_work: Seat) -> None:
    assert button(at_work.window, "锁定").accessibleName() == "锁定 Ctrl+L"
    at_work.press(Qt.Key.Key_L, CONTROL)
    at_work.qtbot.waitUntil(lambda: not at_work.is_at_work)


def test_f5_talks_with_the_hub_and_says_what_came_of_it(at_work: Seat) -> None:
    desk = at_work.desk.desk
    assert desk is not None
    with at_work.qtbot.waitSignal(desk.sync_ended):
        at_work.press(Qt.Key.Key_F5)
    at_work.qtbot.waitUntil(lambda: "离线" in at_work.workplace.status.words())
    assert "待上传 8 条" in at_work.workplace.status.words()


def test_the_navigation_says_how_much_waits_for_a_screen_reader(at_work: Seat) -> None:
    entries = {name: entry.accessibleName() for name, entry in at_work.workplace.navigation._entries.items()}
    assert entries["today"] == "今日"
    at_work.qtbot.waitUntil(
        lambda: at_work.workplace.navigation._entries["pharmacy"].accessibleName().startswith("药品请领")
    )
    assert set(entries) == set(at_work.workplace.specs)
    assert {*PAGES, "counts", "residents", "sync", "settings", "help"} <= set(entries)


def test_a_small_window_keeps_names_counts_and_the_four_facts(at_work: Seat) -> None:
    desk = at_work.desk.desk
    assert desk is not None
    with at_work.qtbot.waitSignal(desk.sync_ended):
        at_work.press(Qt.Key.Key_F5)
    at_work.qtbot.waitUntil(lambda: "离线" in at_work.workplace.status.words())
    at_work.window.resize(911, 512)
    at_work.qtbot.waitUntil(lambda: at_work.workplace.navigation.width() == 60)
    status = at_work.workplace.status.words().split("　")
    assert [part.split(" ")[0] for part in status[:4]] == ["离线", "待上传", "待处理", "县院确认"]
    assert "锁定" in words(at_work.window)
    at_work.window.resize(1366, 768)
    at_work.qtbot.waitUntil(lambda: at_work.workplace.navigation.width() == 150)


def test_a_page_opened_once_keeps_its_place(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_2, ALT)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: at_work.page.table.view.records.rowCount() == len(PATIENTS))
    at_work.press(Qt.Key.Key_End)
    chosen = at_work.page.current
    at_work.press(Qt.Key.Key_1, ALT)
    at_work.press(Qt.Key.Key_2, ALT)
    at_work.settle()
    assert at_work.page.current == chosen


def test_tab_goes_round_the_whole_window_and_back(at_work: Seat) -> None:
    passed: list[object] = []
    for _ in range(80):
        at_work.press(Qt.Key.Key_Tab)
        if at_work.focus in passed:
            break
        passed.append(at_work.focus)
    assert len(passed) > 8
    assert None not in passed
    at_work.press(Qt.Key.Key_Tab, SHIFT)
    assert QApplication.focusWidget() in passed


def listed(at: Seat) -> list[str]:
    """Return who stands in the list of cases."""
    return sorted(one.referral.slip.patient.name for one in at.page.table.view.records.records())


def open_cases(at: Seat) -> None:
    """Open the list of cases with keys, and wait until it stands."""
    at.press(Qt.Key.Key_2, ALT)
    at.wait_for_page("referrals")
    at.qtbot.waitUntil(lambda: listed(at) == sorted(PATIENTS))


def test_a_list_is_filtered_by_what_is_typed_and_the_filter_is_cleared_with_keys(at_work: Seat) -> None:
    open_cases(at_work)
    at_work.press(Qt.Key.Key_Slash)
    type_in("sgl")
    at_work.qtbot.waitUntil(lambda: listed(at_work) == ["单桂兰"])
    at_work.press(Qt.Key.Key_Down)
    assert at_work.page.table.view.hasFocus()
    at_work.press(Qt.Key.Key_Slash)
    type_in("没有这个人")
    at_work.qtbot.waitUntil(lambda: "没有符合条件的转诊" in words(at_work.page))
    assert "您找的是「没有这个人」。" in words(at_work.page)
    at_work.press(Qt.Key.Key_Escape)
    at_work.qtbot.waitUntil(lambda: listed(at_work) == sorted(PATIENTS))


def test_a_list_is_filtered_by_its_chips_which_say_how_many(at_work: Seat) -> None:
    open_cases(at_work)
    chips = at_work.page.table.chips
    assert chips.accessibleName() == "全部 3"
    chips.setFocus()
    seen_by_chip = {}
    for _ in chips.keys:
        at_work.press(Qt.Key.Key_Left)
        seen_by_chip[chips.key] = (chips.accessibleName().split(" ")[-1], len(listed(at_work)))
    assert all(int(said) == count for said, count in seen_by_chip.values())
    assert {count for _, count in seen_by_chip.values()} == {0, 3}


def test_an_empty_part_of_a_list_offers_the_way_back_to_the_whole(at_work: Seat) -> None:
    open_cases(at_work)
    chips = at_work.page.table.chips
    chips.choose(chips.keys[-2])
    assert chips.accessibleName() == "已关闭 0"
    at_work.qtbot.waitUntil(lambda: "这一栏是空的" in words(at_work.page))
    clear = button(at_work.page, "清除筛选")
    clear.setFocus()
    at_work.press(Qt.Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: listed(at_work) == sorted(PATIENTS))


def test_enter_leads_into_the_panel_and_escape_back_to_the_list(at_work: Seat) -> None:
    at_work.window.resize(911, 512)
    open_cases(at_work)
    assert not at_work.page.panel.isVisible()
    at_work.press(Qt.Key.Key_Return)
    at_work.qtbot.waitUntil(at_work.page.panel.isVisible)
    assert at_work.focus is not None
    assert at_work.page.panel.isAncestorOf(at_work.focus)
    at_work.press(Qt.Key.Key_Escape)
    at_work.qtbot.waitUntil(lambda: not at_work.page.panel.isVisible())
    assert at_work.page.table.view.hasFocus()


def test_a_change_elsewhere_is_read_again_by_the_page_in_sight(at_work: Seat, township: Frozen) -> None:
    open_cases(at_work)
    bench, desk = at_work.desk.bench, at_work.desk.desk
    assert bench is not None
    assert desk is not None
    patient = replace(slip(serial=399).patient, name="吴后来")
    send(bench, township.zhou, serial=399, patient=patient)
    desk.changed.emit(frozenset({"referrals"}))
    at_work.qtbot.waitUntil(lambda: "吴后来" in listed(at_work))


def test_what_the_status_line_says_leads_to_where_it_is_dealt_with(at_work: Seat) -> None:
    QTest.mouseClick(at_work.workplace.status._waiting, Qt.MouseButton.LeftButton)
    at_work.wait_for_page("sync")


def test_the_way_back_that_a_toast_offers_is_a_key(at_work: Seat) -> None:
    undone: list[bool] = []
    at_work.page.wants_toast.emit("已删一行", "阿莫西林胶囊", lambda: undone.append(True))
    assert at_work.workplace.toast.isVisible()
    at_work.press(Qt.Key.Key_Z, CONTROL)
    assert undone == [True]
    assert not at_work.workplace.toast.isVisible()


def test_without_a_toast_the_key_takes_back_what_was_typed(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    field = at_work.focus
    assert isinstance(field, FindField)
    type_in("q")
    at_work.press(Qt.Key.Key_Z, CONTROL)
    assert field.text() == ""


def test_the_county_says_after_how_many_minutes_a_desk_locks(seat: Seat) -> None:
    seat.open_to_login()
    bench = seat.desk.bench
    assert bench is not None
    rule = Rule(id="account.idle_minutes", versions=(RuleVersion(since=date(2026, 1, 1), value=2),))
    bench.write(records.save_many, registry.RULE, [rule])
    seat.log_in()
    assert seat.window._quiet.interval() == 2 * 60_000


def test_pages_of_others_are_not_there_and_no_key_opens_them(seat: Seat, township: Frozen) -> None:
    seat.open_to_login()
    bench = seat.desk.bench
    assert bench is not None
    mine = next(one for one in bench.read(registry.everything, registry.ACCOUNT) if one.id == township.zhou.account)
    bench.write(records.save_many, registry.ACCOUNT, [replace(mine, roles=(Role.PHARMACIST,))])
    seat.log_in()
    assert "referrals" not in seat.workplace.specs
    seat.workplace.open_page("referrals")
    assert seat.workplace.current_name == "today"
    seat.press(Qt.Key.Key_F2)
    seat.wait_for_page("pharmacy")
