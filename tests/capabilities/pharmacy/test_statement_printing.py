"""药款对账单 read back from its PDF: every lot, every sum, the total in figures and in capital numerals."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.test_statements import books
from tests.capabilities.pharmacy.test_statements import opened
from tests.capabilities.pharmacy.test_statements import priced
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from yigongti_desktop.capabilities.pharmacy.model import statement as model
from yigongti_desktop.capabilities.pharmacy.model.payables import Delivery
from yigongti_desktop.capabilities.pharmacy.model.payables import DueLine
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.printing.statements import statement_form


def delivery(place: int, lines: int) -> Delivery:
    """Return a delivery of so many lots at 12.34."""
    return Delivery(
        request=f"r-{place}",
        number=f"岳口-20261123-A-{place:03d}",
        delivery=f"市一医-20261124-A-{place:03d}",
        received_on=date(2026, 11, 24),
        lines=tuple(
            DueLine(
                drug=f"d{line}",
                name="精蛋白人胰岛素混合注射液（30R）",
                strength="3ml:300IU",
                unit="支",
                lot=f"B2026{place:02d}{line:03d}",
                expiry=date(2028, 3, 31),
                sent=100_000 - line,
                received=99_999 - line,
                payable=99_999 - line,
                price_fen=1234,
                difference="short",
            )
            for line in range(lines)
        ),
    )


def known(**changes: object) -> Statement:
    return replace(opened(books(priced())), **changes)


@pytest.mark.policy("PHA-14")
def test_a_settled_statement_says_who_did_what_and_the_total_in_both_ways() -> None:
    settled = model.close(model.confirm(known(), ruling(CLINIC)), ruling(HOSPITAL))
    sheets = read(statement_form(settled))
    check_layout(sheets)
    assert in_order(
        sheets.flat,
        "药款对账单",
        "付款单位：岳口镇中心卫生院",
        "所属月份：2026年11月",
        "状态：已结账",
        "市一医-20261123-A-007",
        "阿莫西林胶囊",
        "600.00",
        "合计：配送单 1 张，应付 1,300.00 元",
        "大写：人民币壹仟叁佰元整",
        "中心药房制单：",
        "单位核对：",
        "单位负责人：",
        "结账：",
    )
    for name in ("王建平", "周建国"):
        assert name in sheets.flat


def test_lots_without_a_price_stand_apart_and_are_not_in_the_total() -> None:
    sheets = read(statement_form(known(deliveries=opened(books(priced(price=None))).deliveries)))
    check_layout(sheets)
    assert sheets.flat.count("未定价") == 3
    assert flat("应付 0.00 元") in sheets.flat
    assert flat("以下 3 行没有单价，不在合计内：阿莫西林胶囊 0.25g×60盒") in sheets.flat


def test_what_was_settled_before_and_what_the_unit_objects_to_are_said() -> None:
    sheets = read(statement_form(known(settled_fen=100_000, words="价格与上月不同，请核对。" * 20)))
    check_layout(sheets)
    assert flat("此前已结 1,000.00 元，本次再结 300.00 元") in sheets.flat
    assert sheets.flat.count(flat("价格与上月不同，请核对。")) == 20


@pytest.mark.parametrize("lines", [1, 8, 9, 10, 11, 12, 40])
def test_long_statements_go_on_under_the_same_heads_with_their_pages_counted(lines: int) -> None:
    paper = known(deliveries=tuple(delivery(place, lines) for place in range(3)))
    sheets = read(statement_form(paper))
    check_layout(sheets)
    assert all(f"B2026{place:02d}{line:03d}" in sheets.flat for place in range(3) for line in range(lines))
    for number, page in enumerate(sheets.pages, start=1):
        assert flat(f"第 {number} 页，共 {len(sheets.pages)} 页") in flat(page.text)
        if number > 1:
            assert flat(f"药款对账单 {paper.number}　岳口镇中心卫生院　续") in flat(page.text)
    assert flat("大写：人民币") in flat(sheets.pages[-1].text)


def test_long_names_and_thousands_stay_in_their_places() -> None:
    name = "阿卜杜热合曼·阿卜杜克里木𠮷䶮"
    unpriced = tuple(replace(line, price_fen=None) for line in delivery(2, 1).lines)
    lasting = known(
        opener=name, confirmer=name, closer=name, deliveries=(delivery(1, 3), replace(delivery(2, 1), lines=unpriced))
    )
    sheets = read(statement_form(lasting))
    check_layout(sheets)
    assert sheets.flat.count(name) == 3
    assert "100,000" in sheets.flat
    assert "×99,999支" in sheets.flat
