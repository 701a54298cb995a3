"""Before the desk: logging in by list and by typing, wrong passwords, the lock, a password of one's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QPlainTextEdit

from tests.fakes.time import StoppedClock
from tests.gui import CONTROL
from tests.gui import seen
from tests.gui import type_in
from tests.gui import words
from tests.seats import PASSWORD
from tests.seats import PATIENTS
from tests.seats import Seat
from tests.storage.desks import Frozen

pytestmark = pytest.mark.gui


def test_the_list_shows_who_works_here_and_nobody_else(seat: Seat) -> None:
    seat.open_to_login()
    listed = [one.name for one in seat.desk.login.people]
    assert sorted(listed) == ["周建国", "孙立新", "张测试"]  # 吴's account was stopped, 杨 is of the hospital
    assert seat.focus is seat.desk.login.password
    said = words(seat.window)
    assert "岳口镇" in said
    assert "没有网也能登录" in said
    assert "忘了密码，请找县院医共体办公室重置" in said


def test_a_person_of_the_list_logs_in_with_keys_alone(seat: Seat) -> None:
    seat.open_to_login()
    seat.log_in()
    assert seat.is_at_work
    assert seat.workplace.current_name == "today"
    assert "周建国" in words(seat.window)
    assert seat.desk.login.password.text() == ""


def test_somebody_who_is_not_on_the_list_types_the_name(seat: Seat) -> None:
    seat.open_to_login()
    seat.press(Qt.Key.Key_F4)
    assert isinstance(seat.focus, QLineEdit)
    assert seat.focus.accessibleName() == "登录名"
    type_in(" ZHOU ")
    seat.press(Qt.Key.Key_Return)
    type_in(PASSWORD)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.is_entered)
    assert seat.desk.session is not None
    assert seat.desk.session.login == "zhou"


def test_back_from_typing_to_the_list_and_a_name_left_empty_is_said(seat: Seat) -> None:
    seat.open_to_login()
    seat.press(Qt.Key.Key_F4)
    seat.press(Qt.Key.Key_Return)
    type_in("x")
    seat.press(Qt.Key.Key_Return)
    assert "登录名没有填。请补上。" in words(seat.window)
    seat.press(Qt.Key.Key_F4)
    assert seat.focus is seat.desk.login.password
    assert seat.desk.login.chosen is not None


def said(seat: Seat, sentence: str) -> None:
    """Wait until a sentence is in sight."""
    seat.qtbot.waitUntil(lambda: sentence in words(seat.window))


def wrong(seat: Seat, typed: str = "wrong-1") -> None:
    """Give a wrong password and wait for the answer."""
    type_in(typed)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: "正在核对" not in words(seat.window))


def test_a_wrong_password_is_said_with_the_tries_left_and_is_typed_again_at_once(seat: Seat) -> None:
    seat.open_to_login()
    seat.choose("zhou")
    wrong(seat)
    assert "密码不对。再错 4 次，锁 15 分钟。" in words(seat.window)
    assert seat.desk.login.password.property("faulty") is True
    type_in(PASSWORD)  # what was wrong is selected, so that typing replaces it
    assert "密码不对" not in words(seat.window)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.is_entered)


def test_after_too_many_tries_the_account_is_locked_for_a_while(seat: Seat, clock: StoppedClock) -> None:
    seat.open_to_login()
    seat.choose("zhou")
    for _ in range(5):
        wrong(seat)
    assert "密码连错太多次，账号已锁。15 分钟后再试，或请县院重置密码。" in words(seat.window)
    wrong(seat, PASSWORD)
    assert "账号已锁" in words(seat.window)
    clock.advance(minutes=16)
    seat.desk.login.password.clear()
    seat.log_in()
    assert seat.is_at_work


def test_an_empty_password_is_said_and_costs_no_try(seat: Seat) -> None:
    seat.open_to_login()
    seat.press(Qt.Key.Key_Return)
    assert "密码没有填。请补上。" in words(seat.window)
    seat.choose("zhou")
    wrong(seat)
    assert "再错 4 次" in words(seat.window)


def test_capitals_that_were_locked_by_mistake_are_noticed(seat: Seat) -> None:
    seat.open_to_login()
    assert "大写锁定已开" not in words(seat.window)
    seat.desk.login.password.capitals.emit(True)  # noqa: FBT003 - what the keyboard would tell
    assert "大写锁定已开" in words(seat.window)
    type_in("a")
    assert "大写锁定已开" not in words(seat.window)


def test_a_password_given_by_others_must_be_changed_first(seat: Seat, township: Frozen) -> None:
    seat.open_to_login()
    seat.choose("sun")
    type_in(township.passwords["sun"])
    seat.press(Qt.Key.Key_Return)
    said(seat, "换成自己的密码")
    assert not seat.is_at_work
    for typed in (township.passwords["sun"], "Yuekou-88", "Yuekou-89"):
        type_in(typed)
        seat.press(Qt.Key.Key_Return)
    assert "两次输入的新密码不一样。请再输一遍。" in words(seat.window)
    assert isinstance(seat.focus, QLineEdit)
    seat.focus.selectAll()
    type_in("Yuekou-88")
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.is_entered)
    assert seat.is_at_work


def test_a_new_password_that_will_not_do_is_said(seat: Seat, township: Frozen) -> None:
    seat.open_to_login()
    seat.choose("sun")
    type_in(township.passwords["sun"])
    seat.press(Qt.Key.Key_Return)
    said(seat, "换成自己的密码")
    for typed in (township.passwords["sun"], "kurz-1", "kurz-1"):
        type_in(typed)
        seat.press(Qt.Key.Key_Return)
    said(seat, "密码至少 8 位。请加长。")
    assert not seat.is_at_work


def locked(seat: Seat) -> None:
    """Lock with the key, and wait until it is."""
    seat.press(Qt.Key.Key_L, CONTROL)
    said(seat, "已锁定")


def test_the_lock_shows_no_patient_and_the_password_opens_it_again(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    at_work.wait_for_page("referrals")
    locked(at_work)
    assert not any(name in words(at_work.window) for name in PATIENTS)
    assert "周建国" in words(at_work.window)
    assert at_work.focus is at_work.lock.password
    wrong(at_work)
    said(at_work, "密码不对。再错 4 次，锁 15 分钟。")
    assert not at_work.is_at_work
    type_in(PASSWORD)
    at_work.press(Qt.Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: at_work.is_at_work)
    assert at_work.workplace.current_name == "referrals"


def test_what_is_being_written_is_kept_through_the_lock(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_F2)
    at_work.wait_for_page("referrals")
    at_work.qtbot.waitUntil(lambda: isinstance(at_work.focus, QLineEdit))
    type_in("王秀英")
    history = next(one for one in seen(at_work.page, QPlainTextEdit) if one.accessibleName())
    history.setFocus()
    type_in("发热三天")
    locked(at_work)
    assert "没写完的转诊单已存成草稿，解锁后接着写" in words(at_work.window)
    assert "王秀英" not in words(at_work.window)
    type_in(PASSWORD)
    at_work.press(Qt.Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: at_work.is_at_work)
    assert history.toPlainText() == "发热三天"


def test_proposals_with_names_do_not_stay_in_front_of_the_lock(at_work: Seat) -> None:
    at_work.press(Qt.Key.Key_K, CONTROL)
    field = at_work.focus
    type_in("qcf")
    at_work.qtbot.waitUntil(lambda: bool(getattr(field, "is_open", False)))
    locked(at_work)
    assert not getattr(field, "is_open", True)


def test_another_person_may_sit_down_at_a_locked_desk(at_work: Seat, township: Frozen) -> None:
    locked(at_work)
    at_work.opened = False
    at_work.press(Qt.Key.Key_F4)
    at_work.qtbot.waitUntil(lambda: at_work.opened)
    assert at_work.desk.session is None
    assert "登录" in words(at_work.window)
    at_work.choose("sun")
    type_in(township.passwords["sun"])
    at_work.press(Qt.Key.Key_Return)
    said(at_work, "换成自己的密码")


def test_keys_of_the_desk_do_nothing_while_it_is_locked(at_work: Seat) -> None:
    locked(at_work)
    before = at_work.workplace.current_name
    for key in (Qt.Key.Key_3, Qt.Key.Key_2):
        at_work.press(key, Qt.KeyboardModifier.AltModifier)
    at_work.press(Qt.Key.Key_F2)
    at_work.press(Qt.Key.Key_K, CONTROL)
    assert at_work.workplace.current_name == before
    assert at_work.focus is at_work.lock.password


def test_a_desk_that_nobody_touches_locks_itself(at_work: Seat) -> None:
    at_work.window._quiet.start(50)
    at_work.qtbot.waitUntil(lambda: not at_work.is_at_work)
    assert "已锁定" in words(at_work.window)


def test_every_touch_puts_the_lock_off(at_work: Seat) -> None:
    at_work.window.watch_idle(5)
    quiet = at_work.window._quiet
    assert quiet.interval() == 5 * 60_000
    quiet.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one is told by the second
    quiet.start(10_000_000)
    begun = QDeadlineTimer(quiet.remainingTime())
    at_work.qtbot.waitUntil(lambda: begun.remainingTime() < 10_000_000 - 300)
    at_work.press(Qt.Key.Key_Down)
    assert quiet.remainingTime() > begun.remainingTime() + 200
    at_work.window.watch_idle(0)
    assert not quiet.isActive()


def test_the_gate_tells_the_truth_about_the_line_and_what_waits(seat: Seat) -> None:
    seat.open_to_login()
    desk = seat.desk.desk
    assert desk is not None
    with seat.qtbot.waitSignal(desk.sync_ended):
        desk.sync()  # now, and not within the half minute over which the desks of a county spread
    said(seat, "离线")
    assert "待上传 8 条" in words(seat.window)  # a password, three residents, three slips, a request
