"""Lists that a county brings along, row by row, with a word on each bad row."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_diagnoses
from yigongti_desktop.registry.model.listing import read_drugs

HEAD = ("通用名", "剂型", "规格", "包装", "单位", "基本药物", "特殊管理", "院内码")
GOOD = ("阿莫西林胶囊", "胶囊剂", "0.25g", "24粒", "盒", "是", "", "")


def drugs(*rows: Sequence[object], head: Sequence[object] = HEAD) -> tuple[list[Drug], list[RowFault]]:
    return read_drugs([head, *rows], "tianmen-1", "2018年版")


def fault(*rows: Sequence[object]) -> RowFault:
    (found,) = drugs(*rows)[1]
    return found


def test_a_row_becomes_a_drug_of_the_community() -> None:
    (drug,), faults = drugs(GOOD)
    assert not faults
    assert (drug.community, drug.name, drug.form, drug.strength) == ("tianmen-1", "阿莫西林胶囊", "胶囊剂", "0.25g")
    assert (drug.pack, drug.unit, drug.essential, drug.edition) == ("24粒", "盒", True, "2018年版")
    assert drug.control is Control.NONE


def test_an_edition_is_noted_only_where_the_drug_is_on_the_essential_list() -> None:
    (drug,), _ = drugs((*GOOD[:5], "否", "", ""))
    assert not drug.essential
    assert not drug.edition


@pytest.mark.parametrize("missing", ["通用名", "规格", "单位"])
def test_a_list_without_a_needed_column_is_refused_with_its_name(missing: str) -> None:
    place = HEAD.index(missing)
    head = HEAD[:place] + HEAD[place + 1 :]
    with pytest.raises(Refused) as caught:
        drugs(GOOD, head=head)
    assert caught.value.code == "column_missing"
    assert caught.value.facts == {"columns": [missing]}


def test_an_empty_list_lacks_its_columns_and_a_head_alone_has_no_rows() -> None:
    with pytest.raises(Refused, match="column_missing"):
        read_drugs([], "tianmen-1", "")
    assert drugs() == ([], [])


def test_columns_may_stand_in_any_order_under_any_known_name() -> None:
    head = ("采购单位", "不认识的列", "药品 名称", "规格", None)
    (drug,), faults = drugs(("盒", "x", "阿莫西林胶囊", "0.25g", "y"), head=head)
    assert not faults
    assert (drug.name, drug.strength, drug.unit) == ("阿莫西林胶囊", "0.25g", "盒")


def test_a_head_in_full_width_is_known() -> None:
    found, faults = read_diagnoses([(full_width("ICD-10"), "名称"), ("I10.x00x002", "高血压")], "x")
    assert [one.id for one in found] == ["I10.x00x002"]
    assert not faults


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_row_without_a_needed_cell_is_named_by_its_line_and_the_others_are_taken(place: int) -> None:
    bad = (*GOOD[:place], " \t", *GOOD[place + 1 :])
    found, faults = drugs(("青霉素", *GOOD[1:]), bad, ("头孢拉定", *GOOD[1:]))
    assert [one.name for one in found] == ["青霉素", "头孢拉定"]
    field = {0: "name", 2: "strength", 4: "unit"}[place]
    assert faults == [RowFault(row=3, code="field_empty", facts={"field": field})]


def test_an_empty_row_is_nothing() -> None:
    found, faults = drugs(("",) * 8, (), (None,) * 8, GOOD, (" ", "\u3000"))
    assert len(found) == 1
    assert not faults


def test_a_short_row_lacks_only_what_stands_behind() -> None:
    found, faults = drugs(GOOD[:5])
    assert len(found) == 1
    assert not faults


def test_a_row_that_comes_twice_is_named_the_second_time() -> None:
    assert fault(GOOD, GOOD) == RowFault(row=3, code="row_twice", facts={"first": 2})


def test_a_row_that_comes_again_in_full_width_is_the_same_drug() -> None:
    assert fault(GOOD, ("阿莫西林胶囊", "胶囊剂", full_width("0.25g"), "24粒", "盒")).code == "row_twice"


def test_two_strengths_or_makers_of_one_drug_are_two_drugs() -> None:
    head = (*HEAD, "生产企业")
    found, faults = drugs((*GOOD, "甲厂"), (*GOOD, "乙厂"), (*GOOD[:2], "0.5g", *GOOD[3:], "甲厂"), head=head)
    assert len({one.id for one in found}) == 3
    assert not faults


def test_a_drug_keeps_its_id_when_the_list_is_read_again_in_another_order() -> None:
    rows = [GOOD, ("青霉素", *GOOD[1:])]
    assert {one.id for one in drugs(*rows)[0]} == {one.id for one in drugs(*reversed(rows))[0]}


def test_the_house_s_own_code_names_a_drug_whatever_else_changes() -> None:
    (one,), _ = drugs((*GOOD[:7], "YP001"))
    (other,), _ = drugs(("阿莫西林胶囊（新）", *GOOD[1:7], full_width("YP001")))
    assert one.id == other.id
    assert other.local_code == "YP001"


def test_one_drug_of_two_communities_is_two_records() -> None:
    (here,), _ = read_drugs([HEAD, GOOD], "tianmen-1", "")
    (there,), _ = read_drugs([HEAD, GOOD], "tianmen-2", "")
    assert here.id != there.id


@pytest.mark.parametrize(
    ("typed", "control"),
    [
        ("麻醉", Control.NARCOTIC),
        ("第一类精神药品", Control.PSYCHOTROPIC_1),
        ("二类精神", Control.PSYCHOTROPIC_2),
        ("医疗用毒性药品", Control.TOXIC),
        ("放射", Control.RADIOACTIVE),
        ("无", Control.NONE),
        (None, Control.NONE),
    ],
)
def test_a_control_class_is_read_by_its_usual_names(typed: object, control: Control) -> None:
    (drug,), faults = drugs((*GOOD[:6], typed, ""))
    assert drug.control is control
    assert not faults


def test_an_unknown_control_class_is_a_fault_and_never_taken_for_none() -> None:
    # A narcotic drug under a misspelled class would otherwise be requested like aspirin.
    assert fault((*GOOD[:6], "麻", "")) == RowFault(row=2, code="control_unknown", facts={"typed": "麻"})


@pytest.mark.parametrize("typed", ["是", "Y", "yes", "1", 1, "√", full_width("1")])
def test_yes_is_said_in_several_ways(typed: object) -> None:
    (drug,), _ = drugs((*GOOD[:5], typed, "", ""))
    assert drug.essential


@pytest.mark.parametrize("typed", ["也许", "2", "甲类"])
def test_what_is_neither_yes_nor_no_is_a_fault(typed: str) -> None:
    assert fault((*GOOD[:5], typed, "", "")) == RowFault(row=2, code="yes_or_no", facts={"typed": typed})


def test_a_cell_of_five_megabytes_is_a_fault_that_says_how_long_it_is() -> None:
    found, (bad,) = drugs(GOOD, ("x" * 5_000_000, *GOOD[1:]))
    assert len(found) == 1
    assert bad == RowFault(row=3, code="field_long", facts={"field": "name", "most": 200, "length": 5_000_000})


def test_cells_may_be_numbers_as_excel_gives_them() -> None:
    (drug,), faults = drugs(("葡萄糖注射液", "注射剂", 0.5, 250, "瓶", 1, None, 10086))
    assert not faults
    assert (drug.strength, drug.pack, drug.local_code) == ("0.5", "250", "10086")


def test_a_diagnosis_with_a_wrong_code_or_without_a_name_is_a_fault() -> None:
    rows = [("编码", "名称"), ("I10.x00x002", "高血压"), ("高血压", "I10"), ("E11.900", ""), ("i10.X00X002", "又一次")]
    found, faults = read_diagnoses(rows, "国家医保版2.0")
    assert [(one.id, one.name, one.source) for one in found] == [("I10.x00x002", "高血压", "国家医保版2.0")]
    assert [(bad.row, bad.code) for bad in faults] == [(3, "diagnosis_code"), (4, "field_empty"), (5, "row_twice")]


def test_a_code_in_full_width_is_the_same_code() -> None:
    found, _ = read_diagnoses([("编码", "名称"), (full_width("E11.900"), "2型糖尿病")], "")
    assert [one.id for one in found] == ["E11.900"]


cells: st.SearchStrategy[Any] = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, max_size=9), max_size=12))
def test_every_row_is_taken_or_named_once(rows: list[list[Any]]) -> None:
    found, faults = drugs(*rows)
    lines = [bad.row for bad in faults]
    assert lines == sorted(set(lines))
    assert all(2 <= line <= len(rows) + 1 for line in lines)
    said = [row for row in rows if any(clean_line(str(cell)) for cell in row[: len(HEAD)] if cell is not None)]
    assert len(found) + len(faults) == len(said)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, max_size=4), max_size=6))
def test_any_table_is_read_or_refused(table: list[list[Any]]) -> None:
    for read in (lambda: read_drugs(table, "c", ""), lambda: read_diagnoses(table, "")):
        with suppress(Refused):
            read()
