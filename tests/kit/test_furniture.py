"""Banner, toast, confirmation, choice, trail, panel and the rest: what they say, and that keys reach them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fit import cut
from tests.gui import CONTROL
from tests.gui import answering
from tests.gui import button
from tests.gui import has_focus_by_tab
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from tests.gui import type_in
from tests.gui import words
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.banner import Banner
from yigongti_desktop.kit.banner import Toast
from yigongti_desktop.kit.bars import BarChart
from yigongti_desktop.kit.bars import Bars
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.choice import Choice
from yigongti_desktop.kit.confirm import Confirm
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.trail import AHEAD
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import NOW
from yigongti_desktop.kit.trail import STOPPED
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView

pytestmark = pytest.mark.gui


def room(qtbot: QtBot, *widgets: QWidget, width: int = 700) -> QWidget:
    """Show widgets one below another."""
    holder = QWidget()
    holder.setLayout(column(*widgets, None))
    return show(qtbot, holder, width, 400)


def test_a_button_says_what_it_does_and_its_key_and_enter_or_space_press_it(qtbot: QtBot) -> None:
    one = KeyButton("保存并发送", "Ctrl+Enter", style=PRIMARY)
    holder = room(qtbot, QLineEdit(), one)
    assert one.accessibleName() == "保存并发送 Ctrl+Enter"
    assert has_focus_by_tab(holder, one)
    pressed: list[bool] = []
    one.clicked.connect(lambda: pressed.append(True))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        press(holder, key)
    assert len(pressed) == 3
    one.set_words("正在核对")
    assert one.accessibleName() == "正在核对 Ctrl+Enter"


def test_a_button_is_never_narrower_than_its_words(qtbot: QtBot) -> None:
    one = KeyButton("登记电话随访结果", "F7", icon="phone")
    room(qtbot, one, width=60)
    assert one.width() >= one.sizeHint().width()
    wide = one.sizeHint().width()
    one.hide_key(hidden=True)
    assert one.sizeHint().width() < wide


def test_a_button_that_cannot_be_pressed_takes_no_key(qtbot: QtBot) -> None:
    one = KeyButton("打印")
    room(qtbot, one)
    one.setFocus()
    one.setEnabled(False)
    pressed: list[bool] = []
    one.clicked.connect(lambda: pressed.append(True))
    press(one, Qt.Key.Key_Return)
    assert pressed == []


def test_a_banner_says_what_happened_and_offers_the_way_on(qtbot: QtBot) -> None:
    banner, way = Banner(), KeyButton("去改", "F8")
    holder = room(qtbot, banner, QLineEdit())
    assert not banner.isVisible()
    banner.say("县院没有收", "您填的数没有动。", way)
    assert banner.isVisible()
    assert banner.accessibleName() == "县院没有收 您填的数没有动。"
    assert {"县院没有收", "您填的数没有动。", "去改"} <= set(words(banner).splitlines())
    assert has_focus_by_tab(holder, way)
    banner.say("", "另一件事", tone="warn")
    assert words(banner) == "另一件事"
    banner.clear()
    assert not banner.isVisible()


def test_a_toast_offers_the_way_back_once(qtbot: QtBot) -> None:
    holder = room(qtbot)
    toast = Toast(holder, above=28)
    undone: list[bool] = []
    toast.say("已删一行", "阿莫西林胶囊", undo=lambda: undone.append(True))
    assert toast.accessibleName() == "已删一行 阿莫西林胶囊"
    assert "撤销" in words(toast)
    assert toast.undo()
    assert (undone, toast.isVisible(), toast.undo()) == ([True], False, False)
    toast.say("已导出")
    assert "撤销" not in words(toast)
    assert not toast.undo()


def test_a_toast_is_as_high_as_what_it_says_now_whatever_was_said_before(qtbot: QtBot) -> None:
    holder = room(qtbot)
    toast = Toast(holder, above=28)
    heights = []
    for said in ("2 盒", "岳口镇中心卫生院　2026年11月　已核对，待上传", "", "岳口镇中心卫生院　已核对，" * 8, "2 盒"):
        toast.say("已存本机", said)
        heights.append(toast.height())
    short, longer, empty, longest, again = heights
    assert short == longer == again
    assert 0 < empty < short < longest
    assert longest < 3 * short


def test_a_toast_stays_in_its_corner_and_goes_by_itself(qtbot: QtBot) -> None:
    holder = room(qtbot)
    toast = Toast(holder, above=28)
    toast.say("已存本机")
    for width, height in ((700, 400), (400, 300)):
        holder.resize(width, height)
        qtbot.waitUntil(lambda: holder.rect().contains(toast.geometry()))
        assert toast.geometry().bottom() < holder.height() - 28
    toast._timer.setInterval(1)
    toast.say("已存本机")
    qtbot.waitUntil(toast.isHidden)


def test_a_confirmation_has_verbs_and_the_focus_on_the_safe_one(qtbot: QtBot) -> None:
    holder = room(qtbot)
    dialog = Confirm(holder, "作废这张转出单", "作废后不能恢复。", verb="作废")
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    focused = QApplication.focusWidget()
    assert isinstance(focused, KeyButton)
    assert focused.text() == "先不"
    assert {"作废这张转出单", "作废后不能恢复。", "作废", "先不"} <= set(words(dialog).splitlines())
    assert has_focus_by_tab(dialog, button(dialog, "作废"))
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Space)


@pytest.mark.parametrize(("key", "wanted"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False)])
def test_enter_and_escape_leave_things_as_they_are(qtbot: QtBot, key: Qt.Key, wanted: object) -> None:
    holder = room(qtbot)
    timer = answering(QDialog, lambda dialog: press(dialog, key))
    assert confirm(holder, "作废", "不能恢复。", verb="作废") is wanted
    assert not timer.isActive()


def test_a_confirmed_act_is_done(qtbot: QtBot) -> None:
    holder = room(qtbot)
    answering(Confirm, lambda dialog: button(dialog, "作废").click())
    assert confirm(holder, "作废", "不能恢复。", verb="作废")


def made_choice(qtbot: QtBot) -> Choice:
    """Show two values of one field, the cursor on the first."""
    choice = Choice("电话", "13900000000", ("13900000001", "本机　周建国"), ("13900000002", "刘春梅"))
    room(qtbot, choice)
    choice.focus_first()
    return choice


def decided(choice: Choice) -> str:
    """Return what was decided; empty while nothing is."""
    return choice.value or ""


def test_nothing_is_chosen_until_a_key_takes_a_value(qtbot: QtBot) -> None:
    choice = made_choice(qtbot)
    assert decided(choice) == ""
    with qtbot.waitSignal(choice.changed):
        press(choice, Qt.Key.Key_2)
    assert decided(choice) == "13900000002"
    press(choice, Qt.Key.Key_1)
    assert decided(choice) == "13900000001"
    assert "改之前 13900000000" in words(choice)


def test_a_third_value_can_be_written(qtbot: QtBot) -> None:
    choice = made_choice(qtbot)
    press(choice, Qt.Key.Key_3)
    assert decided(choice) == ""
    type_in("13900000123")
    assert decided(choice) == "13900000123"


def test_both_values_are_equally_large_and_named_for_a_screen_reader(qtbot: QtBot) -> None:
    choice = made_choice(qtbot)
    cards = choice._cards
    assert cards[0].size() == cards[1].size()
    assert cards[0].accessibleName() == "1 13900000001 本机　周建国"
    assert cards[0]._differs == (10, 11)
    assert [one.accessibleName() for one in choice.findChildren(QLineEdit)] == ["电话另填"]


def test_a_trail_says_what_happened_in_words(qtbot: QtBot) -> None:
    trail = TrailView()
    room(qtbot, trail, width=300)
    trail.show_marks(
        (
            Mark("已存本机", DONE, "08:03", "设备 A"),
            Mark("已送达", NOW, "08:05", "回执 7c1e，由县院转诊办持有，等待接收，超过两个工作日会提醒"),
            Mark("县院已收", AHEAD),
            Mark("已退回", STOPPED, "09:00"),
        )
    )
    name = trail.accessibleName()
    assert name.startswith("已存本机 08:03 设备 A；已送达 08:05 回执 7c1e")
    assert name.endswith("县院已收；已退回 09:00")
    tall = trail.height()
    trail.resize(trail.width(), tall)
    trail.show_marks(())
    assert trail.height() < tall


def test_a_long_proof_wraps_and_makes_room(qtbot: QtBot) -> None:
    trail = TrailView()
    holder = room(qtbot, trail, width=600)
    trail.show_marks((Mark("已送达", DONE, "08:05", "回执" * 40),))
    before = trail.height()
    holder.resize(260, 400)
    qtbot.waitUntil(lambda: trail.height() > before)


def test_an_empty_state_says_why_and_offers_ways(qtbot: QtBot) -> None:
    empty, way = EmptyState(), KeyButton("清除筛选")
    holder = room(qtbot, empty)
    empty.say("没有符合条件的转诊", "您找的是「邱」。本机共有 14 条转诊。", way)
    qtbot.waitUntil(way.isVisible)
    assert {"没有符合条件的转诊", "您找的是「邱」。本机共有 14 条转诊。", "清除筛选"} == set(words(empty).splitlines())
    assert has_focus_by_tab(holder, way)


def test_facts_leave_out_what_is_empty(qtbot: QtBot) -> None:
    facts = Facts()
    room(qtbot, facts)
    facts.show_facts((("电话", "139 0000 0001"), ("档案", ""), ("诊断", "脑梗死", "danger")))
    qtbot.waitUntil(lambda: words(facts).split() == ["电话", "139", "0000", "0001", "诊断", "脑梗死"])
    facts.show_facts((("地址", "岳口镇"),))
    qtbot.waitUntil(lambda: words(facts).split() == ["地址", "岳口镇"])


def test_a_badge_is_words_and_a_chart_says_its_numbers(qtbot: QtBot) -> None:
    badge, chart = BadgeLabel(Badge("已逾期", "danger")), BarChart()
    room(qtbot, badge, chart, KeyHints((("↑↓", "移动"),)))
    chart.show_bars((Bars("47 周", 12, 3), Bars("48 周", 9, 4)))
    assert badge.accessibleName() == "已逾期"
    assert chart.accessibleName() == "47 周 12 3；48 周 9 4"
    badge.set_badge(None)
    assert not badge.isVisible()


def test_a_picklist_is_opened_and_chosen_with_keys(qtbot: QtBot) -> None:
    picks = Picklist((("30", "近 30 天"), ("90", "近 90 天")))
    holder = room(qtbot, QLineEdit(), picks)
    assert has_focus_by_tab(holder, picks)
    press(holder, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(seen(picks, QMenu)))
    menu = seen(picks, QMenu)[0]
    with qtbot.waitSignal(picks.chosen) as chosen:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            press(menu, key)
    assert (chosen.args, picks.key, picks.text()) == (["90"], "90", "近 90 天")
    assert picks.accessibleName() == "近 90 天"


def test_where_there_is_no_room_the_side_opens_over_the_list(qtbot: QtBot) -> None:
    main, side = QLineEdit(), QLineEdit()
    beside = show(qtbot, Beside(main, side, 300), 800, 300)
    assert (main.width(), side.isVisible()) == (490, True)
    beside.set_narrow(True)
    assert (main.width(), side.isVisible()) == (800, False)
    beside.open_side(opened=True)
    assert side.isVisible()
    assert beside.rect().contains(side.geometry())


def made_panel(qtbot: QtBot) -> Panel:
    """Show a panel with somebody in it."""
    panel = show(qtbot, Panel("选一条看看"), 396, 600)
    panel.show_head("邱传富", "男　67 岁", Badge("待接收", "warn"), "岳口-20261123-A-001", "08:03")
    panel.show_acts((Act(name="accept", text="接收", key="F7", style=PRIMARY), Act(name="refuse", text="退回")))
    return panel


def test_a_panel_says_who_and_what_or_that_nothing_is_chosen(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    assert {"邱传富", "男　67 岁", "岳口-20261123-A-001", "接收", "退回"} <= set(words(panel).splitlines())
    panel.show_nothing()
    assert words(panel) == "选一条看看"


@pytest.mark.parametrize(
    "name", ["邱传富", "阿卜杜热合曼·阿卜杜克里木𠮷䶮", "注射用重组人粒细胞巨噬细胞集落刺激因子" * 2]
)
def test_a_panel_cuts_no_name_and_puts_what_else_it_says_below_it(qtbot: QtBot, name: str) -> None:
    panel = made_panel(qtbot)
    panel.resize(396, 160)
    for _ in range(2):  # the second time as when the list is read anew
        panel.show_head(
            name, "男　67 岁", Badge("待接收", "warn"), "岳口-20261123-A-001", "岳口镇健康村二组一百八十八号"
        )
    qtbot.waitUntil(lambda: panel._name.width() > 0)
    for _ in range(3):
        QApplication.processEvents()
    assert cut(panel) == []
    known = panel._name
    assert known.height() >= (known.heightForWidth(known.width()) if known.wordWrap() else known.sizeHint().height())
    assert {name, "男　67 岁"} <= set(words(panel).splitlines())
    panel.show_head(name, "", None)
    assert panel._headline.height() > 20


def test_acts_of_a_panel_have_a_key_and_are_reached_by_tab(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    with qtbot.waitSignal(panel.acted) as acted:
        press(panel, Qt.Key.Key_F7)
    assert acted.args == ["accept"]
    assert has_focus_by_tab(panel, button(panel, "退回"))
    with qtbot.waitSignal(panel.acted) as acted:
        press(panel, Qt.Key.Key_Space)
    assert acted.args == ["refuse"]


def test_acts_that_are_no_longer_offered_have_no_key(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    heard: list[str] = []
    panel.acted.connect(heard.append)
    panel.show_acts((Act(name="close", text="关闭转诊", key="F8"),))
    press(panel, Qt.Key.Key_F7)
    press(panel, Qt.Key.Key_F8)
    assert heard == ["close"]


def test_an_act_that_is_offered_again_keeps_its_button_and_the_cursor_on_it(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    refuse = button(panel, "退回")
    refuse.setFocus()
    heard: list[str] = []
    panel.acted.connect(heard.append)
    QTest.mousePress(refuse, Qt.MouseButton.LeftButton)
    panel.show_head("邱传富", "男　67 岁", None)  # as when the list is read again
    more, other = Act(name="print", text="打印"), Act(name="close", text="关闭转诊")
    panel.show_acts((more, Act(name="refuse", text="退回"), other))
    QTest.mouseRelease(refuse, Qt.MouseButton.LeftButton)
    assert heard == ["refuse"]
    assert refuse.hasFocus()
    qtbot.waitUntil(lambda: "关闭转诊" in words(panel))
    offered = [button(panel, one) for one in ("打印", "退回", "关闭转诊")]
    assert sorted(offered, key=lambda one: one.x()) == offered
    press(panel, Qt.Key.Key_Tab)
    assert button(panel, "关闭转诊").hasFocus()
    press(panel, Qt.Key.Key_Backtab)
    press(panel, Qt.Key.Key_Backtab)
    assert button(panel, "打印").hasFocus()


def test_an_act_asks_for_its_reason_and_is_done_only_with_it(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    done: list[Any] = []
    form = panel.open_form("退回给谁改", "退回", only(reason(("缺检查单", "科室不对"))), done.append)
    press(panel, Qt.Key.Key_Return, CONTROL)
    assert "原因没有填。请补上。" in words(panel)
    assert done == []
    form.go_to("reason")
    type_in("字迹不清")
    press(panel, Qt.Key.Key_Return, CONTROL)
    assert done == [{"reason": "字迹不清"}]
    panel.say_fault("这张单子现在不归本院办，只能看。")
    assert "这张单子现在不归本院办，只能看。" in words(panel)
    assert form.values() == {"reason": "字迹不清"}


class Slow:
    """A desk that answers when it is told to, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answers: list[tuple[Any, Any]] = []

    def do(self, _owner: Any, command: Any, done: Any, failed: Any) -> None:
        self.asked.append(command)
        self.answers.append((done, failed))

    def say(self, fault: Refused) -> str:
        return f"不行：{fault.code}"


def asking(panel: Panel, slow: Slow, told: list[Any], *, is_danger: bool = False) -> FormView:
    """Ask for a reason, and do what comes of it at the slow desk."""

    def do(values: Mapping[str, Any]) -> None:
        panel.asking.carry_out(cast("Desk", slow), panel, values["reason"], told.append, told.append)

    return panel.open_form("退回", "退回去", only(reason(("缺检查单",))), do, is_danger=is_danger)


def test_an_act_is_done_once_until_it_is_answered_and_what_was_typed_stays_where_it_is_refused(qtbot: QtBot) -> None:
    panel, slow = made_panel(qtbot), Slow()
    told: list[Any] = []
    form = asking(panel, slow, told)
    form.go_to("reason")
    type_in("字迹不清")
    press(panel, Qt.Key.Key_Return, CONTROL)
    press(panel, Qt.Key.Key_Return, CONTROL)
    button(panel, "退回去").click()
    assert slow.asked == ["字迹不清"]
    assert not button(panel, "退回去").isEnabled()
    press(panel, Qt.Key.Key_Escape)  # what is under way is not left before it is answered
    assert panel.has_form
    slow.answers.pop()[1](Refused("wrong_state"))
    assert "不行：wrong_state" in words(panel)
    assert form.values() == {"reason": "字迹不清"}
    press(panel, Qt.Key.Key_Return, CONTROL)
    assert slow.asked == ["字迹不清"] * 2
    slow.answers.pop()[0]("退回了")
    assert told == ["退回了"]
    assert button(panel, "退回去").isEnabled()
    press(panel, Qt.Key.Key_Escape)
    assert not panel.has_form


def test_a_grave_act_has_its_button_under_the_cursor_again_once_it_is_refused(qtbot: QtBot) -> None:
    panel, slow = made_panel(qtbot), Slow()
    asking(panel, slow, [], is_danger=True).go_to("reason")
    type_in("字迹不清")
    button(panel, "退回去").setFocus()
    press(panel, Qt.Key.Key_Return)
    press(panel, Qt.Key.Key_Return)
    assert (slow.asked, panel.has_form) == (["字迹不清"], True)
    slow.answers.pop()[1](Refused("wrong_state"))
    assert QApplication.focusWidget() is button(panel, "退回去")


def test_a_refusal_that_comes_late_is_not_said_below_another_act(qtbot: QtBot) -> None:
    panel, slow = made_panel(qtbot), Slow()
    late: list[Any] = []
    asking(panel, slow, late).go_to("reason")
    type_in("字迹不清")
    press(panel, Qt.Key.Key_Return, CONTROL)
    panel.close_form()  # the case is another meanwhile
    asking(panel, slow, [])
    slow.answers.pop()[1](Refused("wrong_state"))
    assert [one.code for one in late] == ["wrong_state"]
    assert "不行" not in words(panel)
    assert button(panel, "退回去").isEnabled()


def test_escape_leaves_the_act_first_and_then_the_panel(qtbot: QtBot) -> None:
    panel = made_panel(qtbot)
    panel.open_form("退回", "退回", only(reason(("缺检查单",))), lambda _values: None)
    left: list[bool] = []
    panel.left.connect(lambda: left.append(True))
    press(panel, Qt.Key.Key_Escape)
    assert (panel.has_form, left) == (False, [])
    button(panel, "接收").setFocus()
    press(panel, Qt.Key.Key_Escape)
    assert left == [True]
