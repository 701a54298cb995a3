"""The line table: numbers typed one cell after another, what is wrong said in words, lines added and removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui import CONTROL
from tests.gui import press
from tests.gui import show
from tests.gui import type_in
from tests.gui import words
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.lines.table import LineTable

pytestmark = pytest.mark.gui
DRUGS = (Option("amx", "阿莫西林胶囊"), Option("met", "盐酸二甲双胍片"), Option("xyl", "布洛芬", barred="已在单上"))
LINES = ({"drug": "阿莫西林胶囊", "advice": 120}, {"drug": "盐酸二甲双胍片", "advice": 260})


def columns() -> tuple[LineColumn, ...]:
    """Return a drug, what is advised, how many are wanted, until when, and a note that is seldom written."""
    return (
        numbered(),
        LineColumn(
            key="drug",
            title="药品",
            width=160,
            stretch=1,
            kind=PICK,
            search=among(DRUGS),
            is_open=lambda line: not line.get("drug"),
            taken=lambda _line, option: {"drug": option.title, "advice": 7},
        ),
        LineColumn(key="advice", title="建议", width=80, is_right=True, tone=lambda _line: "text3"),
        LineColumn(
            key="wanted",
            title="请领",
            width=90,
            kind=NUMBER,
            is_right=True,
            placeholder="填数",
            check=lambda value, _line: "" if value and value > 0 else "请领要大于 0。请改。",
            suggest=lambda line: line["advice"],
        ),
        LineColumn(key="until", title="效期", width=110, kind=DATE, is_passed=False),
        LineColumn(key="note", title="备注", width=120, kind=WORDS, is_passed=True, rank=2),
    )


def made(qtbot: QtBot) -> LineTable:
    """Show two lines, the cursor in the first open cell."""
    table = show(qtbot, LineTable(columns()), 800, 400)
    table.view.new_line = lambda _after: {}
    table.view.may_remove = lambda _line: True
    table.view.lines.set_lines(LINES)
    table.view.setFocus()
    table.view.go_to_first()
    return table


def here(table: LineTable) -> tuple[int, str]:
    """Return the line and column of the cursor."""
    index = table.view.currentIndex()
    return index.row(), table.view.lines.columns[index.column()].key


def column_of(table: LineTable, key: str) -> list[Any]:
    """Return the values of a column."""
    return [line.get(key) for line in table.view.lines.lines]


def cell() -> QLineEdit:
    """Return the editor that has the focus."""
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def test_the_cursor_begins_in_the_first_cell_to_be_filled_in(qtbot: QtBot) -> None:
    assert here(made(qtbot)) == (0, "wanted")


@pytest.mark.parametrize("on", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_numbers_are_typed_one_cell_after_another(qtbot: QtBot, on: Qt.Key) -> None:
    table = made(qtbot)
    for typed in ("120", "2028-06-30", "1,300", "20290131"):
        type_in(typed)
        press(table, on)
    assert column_of(table, "wanted")[:2] == [120, 1300]
    assert column_of(table, "until")[:2] == [date(2028, 6, 30), date(2029, 1, 31)]
    assert here(table) == (2, "drug")  # the last cell was passed: a new line waits for its drug


def test_typing_replaces_what_stood_there_and_escape_leaves_it(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.lines.put(0, {"wanted": 80})
    type_in("5")
    assert cell().text() == "5"
    press(table, Qt.Key.Key_Escape)
    assert column_of(table, "wanted")[0] == 80
    type_in("6")
    press(table, Qt.Key.Key_Return)
    assert column_of(table, "wanted")[0] == 6


def test_up_and_down_keep_what_was_typed_and_stay_in_the_column(qtbot: QtBot) -> None:
    table = made(qtbot)
    type_in("7")
    press(table, Qt.Key.Key_Down)
    assert here(table) == (1, "wanted")
    type_in("8")
    press(table, Qt.Key.Key_Up)
    assert (here(table), column_of(table, "wanted")) == ((0, "wanted"), [7, 8])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("十二", "第 1 行：请领应为整数，现在是「十二」。请改。"),
        ("1.5", "第 1 行：请领应为整数，现在是「1.5」。请改。"),
        ("0", "第 1 行：请领要大于 0。请改。"),
        ("-3", "第 1 行：请领要大于 0。请改。"),
    ],
)
def test_a_bad_number_stays_and_is_said_in_words(qtbot: QtBot, typed: str, sentence: str) -> None:
    table = made(qtbot)
    type_in(typed)
    press(table, Qt.Key.Key_Return)
    assert sentence in words(table)
    assert "1 处要改" in words(table)
    assert str(column_of(table, "wanted")[0]) == typed
    table.view.go_to_next_fault()
    assert here(table) == (0, "wanted")
    type_in("9")
    press(table, Qt.Key.Key_Return)
    assert "要改" not in words(table).replace("下一处要改", "")
    assert table.view.lines.faults() == []


def test_a_full_width_number_is_a_number(qtbot: QtBot) -> None:
    table = made(qtbot)
    type_in("\uff11\uff12")
    press(table, Qt.Key.Key_Return)
    assert column_of(table, "wanted")[0] == 12


def test_the_next_fault_goes_round_in_reading_order(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.lines.set_lines([{"drug": "甲", "wanted": "一"}, {"drug": "乙", "wanted": 1, "until": "明年"}])
    table.view.go_to(0, 0)
    places = []
    for _ in range(3):
        table.view.go_to_next_fault()
        places.append(here(table))
    assert places == [(0, "wanted"), (1, "until"), (0, "wanted")]
    assert "效期应为日期，如 2028-06-30，现在是「明年」。请改。" in table.view.lines.fault(1, "until")


def test_a_whole_check_names_the_cells_that_are_empty(qtbot: QtBot) -> None:
    table = made(qtbot)
    assert not table.view.lines.check()
    assert [row for row, _ in table.view.lines.faults()] == [0, 1]
    assert "2 处要改" in words(table)


def test_lines_are_added_below_and_taken_out_with_their_place_told(qtbot: QtBot) -> None:
    table = made(qtbot)
    press(table, Qt.Key.Key_Insert)
    assert (here(table), len(table.view.lines.lines)) == ((1, "drug"), 3)
    press(table, Qt.Key.Key_Up)
    with qtbot.waitSignal(table.view.removed) as told:
        press(table, Qt.Key.Key_Delete)
    assert told.args == [0, LINES[0]]
    assert column_of(table, "drug") == [None, "盐酸二甲双胍片"]


def test_where_lines_are_given_none_is_added_or_removed(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.new_line = lambda _after: None
    table.view.may_remove = lambda _line: False
    press(table, Qt.Key.Key_Insert)
    press(table, Qt.Key.Key_Delete)
    assert len(table.view.lines.lines) == 2
    table.view.go_to(1, 4)
    with qtbot.waitSignal(table.view.finished):
        press(table, Qt.Key.Key_Return)


def test_an_equals_sign_takes_the_advice_and_control_d_repeats_the_cell_above(qtbot: QtBot) -> None:
    table = made(qtbot)
    press(table, Qt.Key.Key_Equal)
    assert (column_of(table, "wanted"), here(table)) == ([120, None], (0, "until"))
    table.view.go_to(1, 3)
    press(table, Qt.Key.Key_D, CONTROL)
    assert column_of(table, "wanted") == [120, 120]


def test_backspace_empties_a_cell_and_a_cell_that_is_not_open_takes_nothing(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.lines.put(0, {"wanted": 5})
    press(table, Qt.Key.Key_Backspace)
    assert column_of(table, "wanted")[0] is None
    table.view.go_to(0, 2)
    type_in("9")
    assert column_of(table, "advice") == [120, 260]


def test_a_drug_is_picked_by_its_pinyin_and_brings_what_belongs_to_it(qtbot: QtBot) -> None:
    table = made(qtbot)
    press(table, Qt.Key.Key_Insert)
    type_in("ejsg")
    picker = cell()
    assert picker.accessibleName() == "药品"
    press(table, Qt.Key.Key_Escape)
    press(table, Qt.Key.Key_Escape)
    type_in("amxl")
    qtbot.waitUntil(lambda: getattr(cell(), "is_open", False))
    press(table, Qt.Key.Key_Return)
    assert table.view.lines.lines[1] == {"drug": "阿莫西林胶囊", "advice": 7}
    assert here(table) == (1, "wanted")


def test_what_is_barred_is_not_taken(qtbot: QtBot) -> None:
    table = made(qtbot)
    press(table, Qt.Key.Key_Insert)
    type_in("blf")
    qtbot.waitUntil(lambda: getattr(cell(), "is_open", False))
    press(table, Qt.Key.Key_Return)
    assert table.view.lines.lines[1] == {}


def test_every_column_that_can_be_filled_in_names_its_cell(qtbot: QtBot) -> None:
    made(qtbot)
    type_in("1")
    assert cell().accessibleName() == "请领"


def test_seldom_filled_columns_are_passed_over_and_reached_by_arrows(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.view.go_to(0, 4)
    press(table, Qt.Key.Key_Return)
    assert here(table) == (1, "wanted")
    table.view.go_to(0, 4)
    press(table, Qt.Key.Key_Right)
    type_in("急")
    press(table, Qt.Key.Key_Return)
    assert column_of(table, "note")[0] == "急"


def test_columns_give_way_by_rank_where_there_is_no_room(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.resize(500, 400)
    qtbot.waitUntil(lambda: table.view.isColumnHidden(0) or table.view.isColumnHidden(5))
    assert not table.view.isColumnHidden(1)
    assert not table.view.isColumnHidden(3)


def scanning() -> LineTable:
    """Return a table with a number that is read in a way of its own, and a cell into which codes are scanned."""

    def add(text: str, line: Line) -> Mapping[str, Any]:
        codes = line.get("codes") or []
        return {"codes": [*codes, text] if text else codes[:-1]}

    table = LineTable(
        (
            LineColumn(key="lot", title="批号", width=100, kind=WORDS, typed=lambda text, _line: {"lot": text.upper()}),
            LineColumn(key="made", title="产地", width=100, kind=WORDS, is_skipped=lambda line: bool(line.get("made"))),
            LineColumn(
                key="codes",
                title="追溯码",
                width=100,
                kind=WORDS,
                typed=add,
                is_scanned=True,
                text=lambda line: f"{len(line.get('codes') or ())} 个",
            ),
        )
    )
    table.view.new_line = lambda _after: {}
    return table


def test_codes_are_scanned_one_after_another_and_enter_alone_goes_on(qtbot: QtBot) -> None:
    table = show(qtbot, scanning())
    view = table.view
    view.lines.set_lines([{"made": "武汉"}])
    view.go_to_first()
    type_in("a1")
    press(table, Qt.Key.Key_Return)
    assert view.lines.lines[0]["lot"] == "A1"
    assert view.currentIndex().column() == 2  # the cell that is filled in already is passed over
    for code in ("11", "22"):
        type_in(code)
        press(table, Qt.Key.Key_Return)
        assert view.currentIndex().column() == 2
    assert view.lines.lines[0]["codes"] == ["11", "22"]
    press(table, Qt.Key.Key_Backspace)
    assert view.lines.lines[0]["codes"] == ["11"]
    press(table, Qt.Key.Key_Return)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 0)


def test_a_column_that_has_nothing_to_say_is_put_away_and_enter_does_not_stop_there(qtbot: QtBot) -> None:
    table = show(qtbot, scanning())
    view = table.view
    view.lines.set_lines([{}])
    view.put_away(frozenset({"made"}))
    assert view.isColumnHidden(1)
    view.go_to_first()
    press(table, Qt.Key.Key_Return)
    assert view.currentIndex().column() == 2
    view.put_away(frozenset())
    assert not view.isColumnHidden(1)


def test_what_is_typed_into_an_open_cell_is_known(qtbot: QtBot) -> None:
    table = show(qtbot, scanning())
    table.view.lines.set_lines([{}])
    table.view.go_to_first()
    seen = [table.view.is_typing]
    type_in("a")
    seen.append(table.view.is_typing)
    table.view.end_cell()
    assert [*seen, table.view.is_typing] == [False, True, False]


def taking_scans(qtbot: QtBot) -> tuple[LineTable, list[str]]:
    """Return a table that is told of codes of eight digits, and the codes that it told of."""
    table = show(qtbot, scanning())
    heard: list[str] = []
    table.view.take_scans(lambda text: text[-8:] if len(text) >= 8 and text[-8:].isdecimal() else "")
    table.view.scanned.connect(heard.append)
    table.view.lines.set_lines([{"lot": "A1", "made": "武汉"}, {}])
    return table, heard


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_code_is_heard_in_whatever_cell_it_is_scanned_and_the_cell_stays_what_it_was(
    qtbot: QtBot, place: int
) -> None:
    table, heard = taking_scans(qtbot)
    table.view.go_to(0, place)
    for code in ("12345678", "87654321"):  # one after another, without a pause
        type_in(code)
        press(table, Qt.Key.Key_Return)
    assert heard == ["12345678", "87654321"]
    assert table.view.lines.lines[0] == {"lot": "A1", "made": "武汉"}


def test_what_was_typed_before_a_code_is_taken_into_its_cell(qtbot: QtBot) -> None:
    table, heard = taking_scans(qtbot)
    table.view.go_to(0, 0)
    type_in("b2" + "12345678")
    press(table, Qt.Key.Key_Return)
    assert (heard, table.view.lines.lines[0]["lot"]) == (["12345678"], "B2")


def test_a_code_is_heard_where_the_cursor_stands_on_a_cell_that_takes_nothing(qtbot: QtBot) -> None:
    table = made(qtbot)
    heard: list[str] = []
    table.view.take_scans(lambda text: text if len(text) == 8 else "")
    table.view.scanned.connect(heard.append)
    table.view.go_to(0, 0)
    type_in("12345678")
    press(table, Qt.Key.Key_Return)
    assert heard == ["12345678"]
    type_in("1234")
    press(table, Qt.Key.Key_Return)
    assert heard == ["12345678"]
