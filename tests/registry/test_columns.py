"""Which column is what: guessed among titles and remarks, and said otherwise by whoever knows better."""

from __future__ import annotations

import pytest

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.columns import find

HEADS = {"name": ("通用名", "名称"), "unit": ("单位",), "price": ("价格", "采购价"), "code": ("院内码",)}
NEEDED = ("name", "unit")


def test_a_head_below_a_merged_title_and_remarks_is_found_by_its_known_names() -> None:
    rows: list[list[object]] = [
        ["天门市统一用药目录", None, None],
        [],
        ["制表：药学部", None, "单位：元"],
        ["序号", "通用名", "单位"],
        [1, "甲", "盒"],
    ]
    columns, lines = find(rows, HEADS, NEEDED)
    assert (columns.row, columns.places) == (4, {"name": 1, "unit": 2})
    assert list(lines) == [(5, [1, "甲", "盒"])]
    assert columns.unused() == ["序号"]


def test_a_head_below_the_tenth_row_is_not_looked_for() -> None:
    with pytest.raises(Refused, match="column_missing"):
        find([*[["说明"]] * 10, ["通用名", "单位"]], HEADS, NEEDED)


def test_a_head_of_two_rows_is_read_as_one() -> None:
    rows: list[list[object]] = [["通用名", "单位", "价格", None], [None, None, "采购价", "零售价"], ["甲", "盒", 1, 2]]
    columns, lines = find(rows, HEADS, NEEDED)
    assert columns.titles == ("通用名", "单位", "采购价", "零售价")
    assert columns.places["price"] == 2
    assert [number for number, _ in lines] == [3]


def test_a_row_that_only_lacks_its_needed_cells_is_no_second_head() -> None:
    columns, lines = find([["通用名", "单位", "院内码"], ["", "", "YP1"]], HEADS, NEEDED)
    assert columns.row == 1
    assert len(list(lines)) == 1


def test_signs_and_remarks_around_a_title_do_not_hide_it() -> None:
    columns, _ = find([["*通用 名", "单位：", "价格（元）", full_width("[x]") + "院内码"]], HEADS, NEEDED)
    assert columns.places == {"name": 0, "unit": 1, "price": 2, "code": 3}


def test_what_is_said_goes_before_what_is_guessed() -> None:
    rows = [["通用名", "备注名", "单位", "价格", "编号"]]
    columns, _ = find(rows, HEADS, NEEDED, [("备注名", "name"), ("编号", "院内码"), ("价格", "")])
    assert columns.places == {"name": 1, "unit": 2, "code": 4}


def test_one_column_may_be_two_fields() -> None:
    columns, _ = find([["通用名", "单位", "编号"]], HEADS, NEEDED, [("编号", "code"), ("编号", "price")])
    assert (columns.places["code"], columns.places["price"]) == (2, 2)


def test_a_head_is_found_by_what_is_said_of_it() -> None:
    columns, _ = find([["目录"], ["A", "B"], ["甲", "盒"]], HEADS, NEEDED, [("A", "name"), ("B", "unit")])
    assert columns.row == 2


def test_a_column_or_a_field_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="column_unknown") as caught:
        find([["通用名", "单位"]], HEADS, NEEDED, [("编号", "code")])
    assert caught.value.facts == {"column": "编号", "known": ["通用名", "单位"]}
    with pytest.raises(Refused, match="field_unknown"):
        find([["通用名", "单位"]], HEADS, NEEDED, [("单位", "颜色")])


def test_a_bad_cell_is_told_with_the_title_of_its_column() -> None:
    columns, lines = find([["通用名", "单位"], ["甲", BadCell("cell_formula")]], HEADS, NEEDED)
    with pytest.raises(Refused, match="cell_formula") as caught:
        columns.cells(next(lines)[1])
    assert caught.value.facts == {"column": "单位"}


def test_a_bad_cell_in_the_head_is_a_column_without_a_title() -> None:
    assert find([["通用名", BadCell("cell_error"), "单位"]], HEADS, NEEDED)[0].places == {"name": 0, "unit": 2}
