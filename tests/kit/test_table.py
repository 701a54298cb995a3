"""The record table: a hundred thousand rows, order, filters, columns, copying, and keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtCore import QPoint
from PySide6.QtCore import QRect
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import QImage
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from tests.gui import CONTROL
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from tests.kit.rows import Row
from tests.kit.rows import columns
from tests.kit.rows import row
from tests.kit.rows import rows
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.table import RecordTable

MANY = 100_000
HEADS = "状态\t姓名\t数量\t日期"
pytestmark = pytest.mark.gui


class Source:
    """Hands out pages of many rows, and remembers which were asked for."""

    def __init__(self, table: RecordTable, *, at_once: bool = True) -> None:
        self.table = table
        self.at_once = at_once
        self.asked: list[int] = []

    def fetch(self, offset: int, most: int) -> None:
        self.asked.append(offset)
        if self.at_once:
            self.answer(offset, most)

    def answer(self, offset: int, most: int = 200) -> None:
        found = [row(place) for place in range(offset, min(offset + most, MANY))]
        self.table.view.records.fill_window(offset, found)


def shown(table: RecordTable) -> list[str]:
    """Return the names in their order."""
    return [one.name for one in table.view.records.records()]


def foot(table: RecordTable) -> str:
    """Return what the foot says of the place."""
    return next(one.text() for one in seen(table, QLabel) if "共" in one.text())


def made(qtbot: QtBot, given: Sequence[Any] = (), **how: Any) -> RecordTable:
    """Show a table of rows with the focus in it."""
    table = show(qtbot, RecordTable(columns(), **how))
    table.show_rows(given or rows(40))
    table.view.setFocus()
    return table


def test_of_a_hundred_thousand_rows_only_those_in_sight_are_asked_for(qtbot: QtBot) -> None:
    table = show(qtbot, RecordTable(columns()))
    source = Source(table)
    table.show_window(MANY, source.fetch)
    table.view.viewport().repaint()
    assert source.asked == [0]
    assert table.view.records.rowCount() == MANY
    assert foot(table) == "共 100,000 条"
    table.view.scrollTo(table.view.records.index(61_234, 0))
    table.view.viewport().repaint()
    assert source.asked == [0, 61_200]
    assert table.view.records.at(61_234) == row(61_234)
    assert table.view.records.at(30_000) is None


def test_a_page_that_is_on_its_way_is_not_asked_for_again(qtbot: QtBot) -> None:
    table = show(qtbot, RecordTable(columns()))
    source = Source(table, at_once=False)
    table.show_window(MANY, source.fetch)
    for _ in range(3):
        table.view.viewport().repaint()
    assert source.asked == [0]
    assert table.view.records.at(3) is None
    source.answer(0)
    assert table.view.records.at(3) == row(3)


def test_the_keys_cross_a_hundred_thousand_rows(qtbot: QtBot) -> None:
    table = show(qtbot, RecordTable(columns()))
    source = Source(table)
    table.show_window(MANY, source.fetch)
    table.view.setFocus()
    press(table, Qt.Key.Key_End)
    assert table.view.current_row() == MANY - 1
    qtbot.waitUntil(lambda: table.view.current() == row(MANY - 1))
    assert foot(table) == "第 100,000 条，共 100,000 条"
    press(table, Qt.Key.Key_Home)
    assert table.view.current() == row(0)
    assert set(source.asked) == {0, MANY - 200}


def test_rows_that_are_fetched_page_by_page_are_not_put_in_an_order_that_would_be_false(qtbot: QtBot) -> None:
    table = made(qtbot)
    head = table.view.horizontalHeader()
    head.sectionClicked.emit(2)
    table.show_window(MANY, Source(table).fetch)
    assert table.view.records.headerData(2, Qt.Orientation.Horizontal) == "数量"
    head.sectionClicked.emit(2)
    assert table.view.records.headerData(2, Qt.Orientation.Horizontal) == "数量"
    table.view.viewport().repaint()
    assert table.view.records.at(0) == row(0)


def title(table: RecordTable) -> str:
    """Return the head of the counts, with its arrow."""
    return str(table.view.records.headerData(2, Qt.Orientation.Horizontal))


def test_a_head_orders_by_value_then_backwards_then_as_it_came(qtbot: QtBot) -> None:
    given = [Row(1, "周", 9, row(1).on), Row(2, "李", 1_000, row(2).on), Row(3, "王", None, row(3).on)]
    table = made(qtbot, given)
    click = table.view.horizontalHeader().sectionClicked.emit
    click(2)
    assert (shown(table), title(table)) == (["周", "李", "王"], "数量 ↑")
    click(2)
    assert (shown(table), title(table)) == (["李", "周", "王"], "数量 ↓")
    click(2)
    assert (shown(table), title(table)) == (["周", "李", "王"], "数量")


def test_what_has_no_value_stands_last_whichever_way(qtbot: QtBot) -> None:
    given = [Row(1, "空", None, row(1).on), Row(2, "少", 1, row(2).on), Row(3, "多", 2, row(3).on)]
    table = made(qtbot, given)
    click = table.view.horizontalHeader().sectionClicked.emit
    click(2)
    assert shown(table) == ["少", "多", "空"]
    click(2)
    assert shown(table) == ["多", "少", "空"]


def test_the_order_stays_when_the_rows_are_read_again(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.horizontalHeader().sectionClicked.emit(2)
    table.show_rows(rows(5))
    assert [one.count for one in table.view.records.records()] == [996, 997, 998, 999, 1000]


def test_the_cursor_stays_on_its_record_when_the_rows_are_read_again(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.rest_on(lambda one: one.id == 7)
    table.show_rows([row(30), row(7), row(8)])
    assert table.view.current() == row(7)
    table.show_rows([row(30), row(31)])
    assert table.view.current() == row(30)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ((Qt.Key.Key_Down, Qt.Key.Key_Down), 2),
        ((Qt.Key.Key_Down, Qt.Key.Key_Up), 0),
        ((Qt.Key.Key_End,), 39),
        ((Qt.Key.Key_End, Qt.Key.Key_Up), 38),
        ((Qt.Key.Key_End, Qt.Key.Key_Home), 0),
    ],
)
def test_arrows_and_ends_move_the_cursor(qtbot: QtBot, keys: tuple[Qt.Key, ...], place: int) -> None:
    table = made(qtbot)
    for key in keys:
        press(table, key)
    assert table.view.current_row() == place
    assert foot(table) == f"第 {place + 1} 条，共 40 条"
    assert table.view.chosen() == [row(place)]


def test_a_page_down_and_up_moves_by_what_is_in_sight(qtbot: QtBot) -> None:
    table = made(qtbot, rows(100))
    in_sight = table.view.viewport().height() // 30
    press(table, Qt.Key.Key_PageDown)
    assert abs(table.view.current_row() - in_sight) <= 1
    press(table, Qt.Key.Key_PageUp)
    assert table.view.current_row() == 0


def test_enter_opens_the_record_and_a_slash_leads_to_the_search(qtbot: QtBot) -> None:
    table = made(qtbot, placeholder="姓名、单号")
    press(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.view.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args == [row(1)]
    press(table, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is table.search
    press(table, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is table.view


def test_letters_jump_to_the_next_name_that_is_spelled_so(qtbot: QtBot) -> None:
    given = [Row(place, name, 1, row(0).on) for place, name in enumerate(("周建国", "孙立新", "单桂兰", "周晓"))]
    table = made(qtbot, given)
    table.view._typing.setInterval(60_000)
    press(table, Qt.Key.Key_S)
    assert table.view.current() == given[1]
    press(table, Qt.Key.Key_G)  # sg: 单桂兰, whose 单 is read shan as a name
    assert table.view.current() == given[2]
    table.view._typing.start(1)
    qtbot.waitUntil(lambda: not table.view._typed)
    press(table, Qt.Key.Key_Z)
    assert table.view.current() == given[3]


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    table = made(qtbot, placeholder="姓名")
    press(table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not table.view


def test_what_is_typed_in_the_search_is_told_after_a_pause_and_escape_clears_it(qtbot: QtBot) -> None:
    table = made(qtbot, placeholder="姓名、单号")
    heard: list[str] = []
    table.searched.connect(heard.append)
    table.focus_search()
    for key in (Qt.Key.Key_Z, Qt.Key.Key_J, Qt.Key.Key_G):
        press(table, key)
    qtbot.waitUntil(lambda: heard[-1:] == ["zjg"])
    press(table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: heard[-2:] == ["zjg", ""])


def test_chips_are_moved_by_the_arrows_and_say_how_many(qtbot: QtBot) -> None:
    table = made(qtbot, chips=(Chip("all", "全部"), Chip("late", "已逾期"), Chip("open", "待办")))
    chips = table.chips
    assert chips is not None
    chips.set_counts({"all": 40, "late": 14, "open": 26})
    chips.chosen.connect(lambda key: table.show_rows([one for one in rows(40) if key in {"all", one.state}]))
    chips.setFocus()
    press(table, Qt.Key.Key_Right)
    assert chips.accessibleName() == "已逾期 14"
    assert table.view.records.rowCount() == 14
    press(table, Qt.Key.Key_Right)
    press(table, Qt.Key.Key_Right)
    assert (chips.key, table.view.records.rowCount()) == ("open", 26)
    press(table, Qt.Key.Key_Left)
    assert chips.key == "late"


def test_groups_head_their_rows_and_are_passed_over(qtbot: QtBot) -> None:
    table = made(qtbot, [Group("已逾期", "先办这些"), row(0), row(1), Group("今天"), row(2)])
    assert table.view.current() == row(0)
    for expected in (row(1), row(2), row(2)):
        press(table, Qt.Key.Key_Down)
        assert table.view.current() == expected
    assert foot(table) == "第 3 条，共 3 条"
    press(table, Qt.Key.Key_Home)
    assert table.view.current() == row(0)
    assert table.view.records.data(table.view.records.index(0, 0)) == "已逾期 先办这些"


def test_nothing_to_show_gives_place_to_the_empty_state(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.empty.say("没有要办的事", "有新的会出现在这里。")
    table.show_rows([])
    assert table.empty.isVisible()
    assert foot(table) == "共 0 条"
    table.show_rows(rows(1))
    assert table.view.isVisible()


def test_a_copy_is_a_table_with_its_heads(qtbot: QtBot) -> None:
    table = made(qtbot)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(table, Qt.Key.Key_C, CONTROL)
    expected = f"{HEADS}\n已逾期\t{row(0).name}\t1,000 盒\t11-23\n待办\t{row(1).name}\t999 盒\t11-22"
    assert QGuiApplication.clipboard().text() == expected


def test_a_copy_leaves_out_the_columns_that_were_put_away(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.put_away({"数量"})
    press(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "状态\t姓名\t日期"


def test_a_copy_of_rows_that_nobody_has_seen_yet_is_whole(qtbot: QtBot) -> None:
    table = show(qtbot, RecordTable(columns()))
    source = Source(table)
    table.show_window(1_000, source.fetch)
    table.view.setFocus()
    press(table, Qt.Key.Key_A, CONTROL)
    press(table, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1_001
    assert sorted(source.asked) == [0, 200, 400, 600, 800]


def column_titles(table: RecordTable) -> list[str]:
    """Return the columns in sight."""
    view = table.view
    return [one.title for place, one in enumerate(view.records.columns) if not view.isColumnHidden(place)]


def test_a_person_chooses_the_columns_and_those_that_must_stay_stay(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.choose_columns()
    menu = next(one for one in table.view.findChildren(QMenu) if one.isVisible())
    offered = {action.text(): action for action in menu.actions()}
    assert {text: action.isEnabled() for text, action in offered.items()} == {
        "状态": False,
        "姓名": False,
        "数量": True,
        "日期": True,
    }
    with qtbot.waitSignal(table.view.hidden_changed) as told:
        offered["日期"].trigger()
    assert told.args == [{"日期"}]
    assert column_titles(table) == ["状态", "姓名", "数量"]
    menu.close()


def test_where_there_is_no_room_columns_give_way_by_rank(qtbot: QtBot) -> None:
    table = made(qtbot)
    for width, titles in (
        (900, ["状态", "姓名", "数量", "日期"]),
        (320, ["状态", "姓名", "数量"]),
        (230, ["状态", "姓名"]),
    ):
        table.resize(width, 400)
        qtbot.waitUntil(lambda titles=titles: column_titles(table) == titles)  # type: ignore[misc] # bound at once
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)


def test_chips_move_together_and_leave_counts_out_before_any_of_their_words_is_cut(qtbot: QtBot) -> None:
    chips = show(qtbot, Chips([Chip(str(place), words, place * 60) for place, words in enumerate(("全部", "呆滞"))]))
    roomy, least = chips.sizeHint().width(), chips.minimumSizeHint().width()
    assert least < roomy
    for width in range(least, roomy + 20):
        chips.setFixedWidth(width)
        ends = sum(chips._widths(*chips._way()))
        assert ends <= width + 1
    assert chips._way() == (11, 0)
    chips.setFixedWidth(least)
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=QPoint(least - 4, 10))
    assert chips.key == "1"


def test_a_cell_that_has_no_room_for_its_words_says_them_whole_in_a_tip(qtbot: QtBot) -> None:
    name = "阿卜杜热合曼·阿卜杜克里木·买买提明"
    table = made(qtbot, [Row(1, name, 3, row(1).on), Row(2, "周", 4, row(2).on)])
    table.resize(340, 300)
    view = table.view
    for place, words in ((0, name), (1, "")):
        at = view.visualRect(view.records.index(place, 1)).center()
        tip = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
        QApplication.sendEvent(view.viewport(), tip)
        qtbot.waitUntil(partial(_tips, words))


def test_the_values_of_the_last_column_in_sight_end_where_its_head_ends(qtbot: QtBot) -> None:
    table = made(qtbot)
    for width in (900, 340):
        table.resize(width, 400)
        view = table.view
        last = view.last_column()
        assert view.records.columns[last].title == ("日期" if width == 900 else "数量")
        place = 2
        head = view.horizontalHeader()
        right = view.columnViewportPosition(place) + view.columnWidth(place)
        top = QRect(right - 60, 0, 60, head.height() - 4)
        row = QRect(right - 60, view.rowViewportPosition(1) + 4, 60, 20)
        assert abs(ink_end(head.grab(top)) - ink_end(view.viewport().grab(row))) <= 2, width


def ink_end(picture: QPixmap) -> int:
    """Return how far to the right the words of a picture reach."""
    image = picture.toImage()
    ground = image.pixelColor(0, image.height() // 2).lightness()
    inked = (x for x in range(image.width() - 1, -1, -1) if any(_is_ink(image, x, y, ground) for y in _inside(image)))
    return next(inked)


def _inside(image: QImage) -> range:
    return range(3, image.height() - 2)


def _is_ink(image: QImage, x: int, y: int, ground: int) -> bool:
    return abs(image.pixelColor(x, y).lightness() - ground) > 60


def _tips(words: str) -> bool:
    return bool(QToolTip.text() == words)
