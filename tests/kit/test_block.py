"""A block from Excel goes into the cells from the cursor on; what does not fit is told, and nothing goes elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from yigongti_desktop.kit.lines import block
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.model import LineModel

pytestmark = pytest.mark.usefixtures("qapp")
COLUMNS = (
    LineColumn(key="name", title="姓名", width=80),
    LineColumn(key="on", title="日期", width=80, kind=DATE),
    LineColumn(key="sbp", title="收缩压", width=80, kind=NUMBER),
    LineColumn(key="decided", title="判定", width=80),
    LineColumn(key="note", title="说明", width=80, kind=WORDS, is_open=lambda line: line["name"] != "陈大春"),
)
NAMES = ("胡小燕", "邱传富", "陈大春")
OPEN = ("on", "sbp", "note")
CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=("Cs", "Cc")), max_size=6)


@pytest.fixture
def model(qapp: QApplication) -> LineModel:
    return made(qapp)


def made(_app: QApplication | None = None, **first: Any) -> LineModel:
    found = LineModel(COLUMNS)
    empty = {"on": None, "sbp": None, "decided": "", "note": ""}
    found.set_lines([{"name": name} | empty | (first if not place else {}) for place, name in enumerate(NAMES)])
    return found


def test_cells_that_excel_wrote_are_read_with_quotes_line_ends_and_an_empty_last_line() -> None:
    assert block.read_block('128\t78\r\n"两行\n字"\t"引""号"\r\n\r\n') == [["128", "78"], ["两行\n字", '引"号']]
    assert block.read_block("") == []
    assert not block.is_block("128\n")
    assert block.is_block("128\t78")
    assert block.is_block("128\n130")


def test_a_block_that_begins_in_a_cell_to_fill_in_passes_over_those_that_nobody_fills(model: LineModel) -> None:
    placed = block.place(model, block.read_block("128\t平稳\n\t已交代\n130\t住院"), 0, 2)
    block.fill(model, placed)
    assert [(line["sbp"], line["note"]) for line in model.lines] == [(128, "平稳"), (None, "已交代"), (130, "")]
    assert (placed.more_rows, placed.more_columns, placed.others) == (0, 0, [])


def test_a_row_of_somebody_else_is_not_taken_and_both_names_are_told(model: LineModel) -> None:
    text = "胡小燕\t2026-11-20\t128\n陈大春\t2026-11-20\t152\n陈大春\t2026-11-21\t140"
    placed = block.place(model, block.read_block(text), 0, 0)
    assert placed.others == [(1, "邱传富", "陈大春")]
    block.fill(model, placed)
    assert [line["sbp"] for line in model.lines] == [128, None, 140]
    assert str(model.lines[0]["on"]) == "2026-11-20"


def test_what_has_no_room_is_counted_and_what_is_no_value_stays_as_it_was(model: LineModel) -> None:
    placed = block.place(model, block.read_block("高\t平稳\t多\t\n1\n2"), 1, 2)
    block.fill(model, placed)
    assert (placed.more_rows, placed.more_columns) == (1, 1)
    assert model.lines[1]["sbp"] == "高"
    assert "应为整数" in model.fault(1, "sbp")


def test_what_would_be_covered_is_counted_before_anything_is_put(qapp: QApplication) -> None:
    model = made(qapp, sbp=120, note="平稳")
    placed = block.place(model, block.read_block("120\t加重"), 0, 2)
    assert block.overwritten(model, placed) == 1
    assert model.lines[0]["note"] == "平稳"


@given(
    cells=st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6),
    row=st.integers(0, 2),
    column=st.integers(0, 4),
)
def test_no_block_raises_loses_a_row_or_touches_a_cell_before_the_cursor(
    cells: list[list[str]], row: int, column: int
) -> None:
    model = made()
    before = model.lines
    text = "\n".join("\t".join(cell.replace('"', "") for cell in one) for one in cells)
    placed = block.place(model, block.read_block(text), row, column)
    block.fill(model, placed)
    after = model.lines
    assert len(after) == len(before)
    assert [line["name"] for line in after] == list(NAMES)
    assert after[:row] == before[:row] or row == 0
    left = [one.key for one in COLUMNS[:column] if one.key in OPEN]
    assert [[line[key] for key in left] for line in after] == [[None if key != "note" else "" for key in left]] * 3
    taken = set(placed.values) | {at for at, _here, _pasted in placed.others}
    assert all(at >= row for at in taken)
