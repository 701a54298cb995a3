"""A row of a list of residents, in the words of whichever county wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from tests.world import id_number
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.census import NO_NUMBER
from yigongti_desktop.registry.model.census import RESIDENT_HEADS
from yigongti_desktop.registry.model.census import RESIDENT_NEEDS
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.census import listed_residents
from yigongti_desktop.registry.model.census import need_birth
from yigongti_desktop.registry.model.census import read_entry
from yigongti_desktop.registry.model.columns import find
from yigongti_desktop.registry.model.listing import ClaimsInMemory
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.model.standing import Relation

TODAY = date(2026, 11, 23)
BIRTH = date(1975, 6, 1)
NUMBER = id_number(BIRTH, 302)


def entry(**cells: str) -> Entry:
    return read_entry(2, {"name": "胡小燕", "id_number": NUMBER} | cells, TODAY)


def fault(**cells: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        entry(**cells)
    return caught.value.code, caught.value.facts.get("field", "")


def listed(
    *rows: Sequence[Any], head: Sequence[str] = ("姓名", "身份证号", "出生日期", "村组")
) -> list[Entry | RowFault]:
    columns, lines = find([head, *rows], RESIDENT_HEADS, RESIDENT_NEEDS)
    return list(listed_residents(need_birth(columns), lines, ClaimsInMemory(), TODAY))


def test_a_row_is_tidied_in_every_cell() -> None:
    read = entry(
        name="　胡 小燕 ",
        id_number=full_width(NUMBER.lower()) + " ",
        sex="女",
        birth="1975年6月1日",
        phone="139 0000 0001".replace(" ", "") + "、0728-5223011",
        phones="13800000002;13800000003",
        contact=" 女儿 胡晓 ",
        village=" 健康村二组 ",
        health_record="42900610700100012",
        household=full_width("0012"),
        relation="户主",
        groups="高血压，2型糖尿病、老年人",
        insured="已参保",
    )
    who = read.identity
    assert (who.name, who.id_number, who.sex, who.birth) == ("胡小燕", NUMBER, Sex.FEMALE, BIRTH)
    assert (who.phone, who.phones) == ("13900000001", ("0728-5223011", "13800000002", "13800000003"))
    assert (who.village, who.contact, who.health_record) == ("健康村二组", "女儿 胡晓", "42900610700100012")
    assert (read.household, read.relation, read.groups) == ("0012", Relation.HEAD, ("hypertension", "diabetes"))
    assert who.insured is Insured.YES


def test_birth_and_sex_are_taken_from_the_number_where_the_list_is_silent() -> None:
    who = entry().identity
    assert (who.birth, who.sex) == (BIRTH, Sex.FEMALE)


@pytest.mark.parametrize("unsaid", ["", "无", "不详", "-"])
def test_somebody_without_a_number_is_taken_with_that_reason_if_the_birth_is_known(unsaid: str) -> None:
    who = entry(id_number=unsaid, birth="19750601", sex="2").identity
    assert (who.id_number, who.no_id_reason, who.sex) == ("", NO_NUMBER, Sex.FEMALE)
    assert fault(id_number=unsaid) == ("field_empty", "birth")


@pytest.mark.parametrize("number", ["T420123456", "810000199408230021", "CAN110075060101"])
def test_other_papers_are_taken_too(number: str) -> None:
    birth = "1994-08-23" if number.startswith("81") else "1975-06-01"
    assert entry(id_number=number, birth=birth, sex="女").identity.id_number == number


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        ({"name": ""}, "field_empty", "name"),
        ({"id_number": "1.23E+17"}, "id_number_excel", "id_number"),
        ({"id_number": "4.29006197506013e+17"}, "id_number_excel", "id_number"),
        ({"id_number": "429006197506013000"}, "id_number_excel", "id_number"),
        ({"id_number": NUMBER[:-1]}, "id_number_length", "id_number"),
        ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "id_number_check", "id_number"),
        ({"birth": "1975-06-02"}, "id_number_other_birth", "birth"),
        ({"birth": "六月"}, "day_format", "birth"),
        ({"sex": "男"}, "id_number_other_sex", "sex"),
        ({"sex": "乾"}, "sex_unknown", "sex"),
        ({"phone": "138"}, "mobile_length", "phone"),
        ({"phones": "电话"}, "phone_format", "phone"),
        ({"health_record": "12"}, "health_record_number", "health_record"),
        ({"relation": "邻居"}, "relation_unknown", "relation"),
        ({"groups": "高血压、贵宾"}, "group_unknown", "groups"),
        ({"insured": "也许"}, "insured_unknown", "insured"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_its_column(cells: dict[str, str], code: str, field: str) -> None:
    assert fault(**cells) == (code, field)


def test_a_person_twice_and_two_people_with_one_number_are_told_apart() -> None:
    found = listed(
        ["胡小燕", NUMBER, "", "健康村"],
        ["胡小燕", NUMBER + " ", "", "健康村"],
        ["王明", NUMBER, "", "健康村"],
        ["李明", "", "1980-01-01", "健康村"],
        ["李明", "", "1980/1/1", "健康村"],
        ["李明", "", "1980-01-01", "新堰村"],
    )
    assert [one.code if isinstance(one, RowFault) else "" for one in found] == [
        "", "row_repeated", "id_twice", "", "row_repeated", "",
    ]  # fmt: skip
    assert [one.facts["first"] for one in found if isinstance(one, RowFault)] == [2, 2, 5]


def test_one_number_of_a_health_record_for_two_people_is_told() -> None:
    head = ("姓名", "出生日期", "健康档案编号")
    found = listed(["王明", "1980-01-01", "42900610700100012"], ["李明", "1981-01-01", "42900610700100012"], head=head)
    assert isinstance(found[1], RowFault)
    assert (found[1].code, found[1].facts["first"]) == ("code_twice", 2)


@pytest.mark.parametrize(
    "head",
    [
        ("姓名*", "证件号码", "所属村居", "居民健康档案编号"),
        ("居民姓名", "公民身份号码", "村委会", "健康档案号"),
        ("患者姓名", "身份证", "行政村", "档案号"),
    ],
)
def test_the_heads_of_several_counties_are_known(head: Sequence[str]) -> None:
    (read,) = listed(["胡小燕", NUMBER, "健康村", "42900610700100012"], head=head)
    assert isinstance(read, Entry)
    assert (read.identity.village, read.identity.health_record) == ("健康村", "42900610700100012")


def test_a_list_of_another_kind_is_refused_with_the_columns_that_it_lacks() -> None:
    with pytest.raises(Refused, match="column_missing") as caught:
        listed(["阿莫西林", "0.25g"], head=("通用名", "规格"))
    assert caught.value.facts == {"columns": ["姓名"]}
    with pytest.raises(Refused, match="column_missing") as caught:
        listed(["胡小燕", "健康村"], head=("姓名", "村组"))
    assert caught.value.facts == {"columns": ["身份证号", "出生日期"]}


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional={field: st.text(max_size=12) for field in RESIDENT_HEADS}))
def test_whatever_stands_in_a_row_is_an_entry_or_a_refusal(cells: dict[str, str]) -> None:
    with suppress(Refused):
        assert read_entry(2, {"name": ""} | cells, TODAY).identity.name
