"""The papers of the store read back from their PDFs: every figure in its row, heads on every page, places to sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.test_printing import line as request_line
from tests.capabilities.pharmacy.test_printing import request
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model.clearance import Act
from yigongti_desktop.capabilities.pharmacy.model.clearance import Clearance
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.capabilities.pharmacy.model.picking import Pick
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.printing.counts import count_result
from yigongti_desktop.capabilities.pharmacy.printing.counts import count_to_fill
from yigongti_desktop.capabilities.pharmacy.printing.deliveries import delivery_note
from yigongti_desktop.capabilities.pharmacy.printing.deliveries import picking_list
from yigongti_desktop.capabilities.pharmacy.printing.entries import entry_form
from yigongti_desktop.capabilities.pharmacy.printing.entries import yuan
from yigongti_desktop.capabilities.pharmacy.printing.expiring import expiring_list
from yigongti_desktop.registry.model.catalogue import Drug

NUMBER = "岳口-20261123-A-003"
UNIT = "岳口镇中心卫生院"
EXPIRY = date(2028, 3, 31)
DRUGS = ("注射用苄星青霉素", "䶮𠮷氏复方甘草口服溶液", "阿司匹林肠溶片", "精蛋白人胰岛素混合注射液（30R）")
#: Heads of each paper as they stand in a row.
BLIND = "行药品规格批号有效期至单位实盘备注"
RESULT = "行药品规格批号有效期至单位账面实盘差异原因"
RECEIPT = "行药品规格单位数量批号有效期至单价（元）金额（元）验收结论"
DELIVERY = "行药品规格单位批号有效期至实发实收备注"
PICKING = "行库房药品规格批号有效期至单位数量拣"
EXPIRING = "行药品规格批号有效期至剩余库存月用量建议"


def count(lines: int, *, is_done: bool = False, is_blind: bool = False) -> StockCount:
    made = tuple(
        CountLine(
            drug=f"d{place}",
            name=DRUGS[place % len(DRUGS)],
            strength="0.96g（160万单位）" if place % 3 else "100mg",
            unit="盒",
            lot=f"B{place:04d}",
            expiry=EXPIRY,
            book=1000 + place,
            counted=1000 + place - place % 2 if is_done else None,
            counted_by="刘小梅" if is_done else "",
            counted_at=NOON if is_done else None,
            reason="破损" if is_done and place % 2 else "",
        )
        for place in range(lines)
    )
    return StockCount(
        id="c",
        number=NUMBER,
        state=CountState.CONFIRMED if is_done else CountState.OPEN,
        institution="tianmen.yuekou",
        institution_name=UNIT,
        is_blind=is_blind,
        note="三季度盘点",
        lines=made,
        opener="刘小梅",
        opened_at=NOON,
        confirmer="孙立𠮷" if is_done else "",
        confirmed_at=NOON if is_done else None,
    )


def entry(kind: EntryKind, lines: int, *, price: int | None = 1234) -> StockEntry:
    made = tuple(
        EntryLine(
            drug=f"d{place}",
            name=DRUGS[place % len(DRUGS)],
            strength="100mg",
            unit="盒",
            quantity=10 + place,
            lot=f"B{place:04d}",
            expiry=EXPIRY,
            price_fen=price,
        )
        for place in range(lines)
    )
    return StockEntry(
        id="e",
        number=NUMBER,
        kind=kind,
        institution="tianmen.yuekou",
        partner_name="天门市九州通医药有限公司",
        document="市一医-20261123-A-007",
        lines=made,
        person="刘小梅",
        at=NOON,
    )


def picks(lines: int) -> list[Pick]:
    return [
        Pick(line=request_line(place), room="西药库", lot=f"B{place:04d}", expiry=EXPIRY, quantity=10)
        for place in range(lines)
    ]


def clearances(lines: int) -> list[Clearance]:
    return [
        Clearance(
            drug=Drug(
                id=f"d{place}", community="c", name=DRUGS[place % 4], form="", strength="100mg", pack="", unit="盒"
            ),
            lot=StockLot(lot=f"B{place:04d}", expiry=date(2026, 11, 22) + timedelta(place), quantity=30),
            nearness=Nearness.WARN if place else Nearness.EXPIRED,
            days=place - 1,
            monthly=Fraction(37, 3),
            act=Act.MOVE if place else Act.DESTROY,
            left_over=7,
        )
        for place in range(lines)
    ]


PAPERS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "count to fill": (BLIND, lambda lines: count_to_fill(count(lines, is_blind=True), at=NOON)),
    "count result": (RESULT, lambda lines: count_result(count(lines, is_done=True), at=NOON)),
    "receipt": (RECEIPT, lambda lines: entry_form(entry(EntryKind.RECEIPT, lines), UNIT)),
    "delivery": (DELIVERY, lambda lines: delivery_note(request(lines))),
    "picking": (PICKING, lambda lines: picking_list(request(1), picks(lines), at=NOON)),
    "expiring": (EXPIRING, lambda lines: expiring_list(UNIT, None, clearances(lines), months=6, at=NOON)),
}
KINDS = [
    (EntryKind.OPENING, "药品期初入账单", "经手人："),
    (EntryKind.RECEIPT, "药品验收入库单", "验收人："),
    (EntryKind.RETURN_IN, "药品退回入库单", "收药人："),
    (EntryKind.ISSUE_DEPARTMENT, "药品领用单", "发药人："),
    (EntryKind.ISSUE_VILLAGE, "村卫生室药品领用单", "发药人："),
    (EntryKind.ISSUE_PATIENTS, "药品出库单", "发药人："),
    (EntryKind.DISPATCH, "药品配送出库单", "发货人："),
    (EntryKind.RETURN_OUT, "药品退货单", "退货人："),
    (EntryKind.LOSS, "药品报损单", "经手人："),
    (EntryKind.EXPIRED, "过期药品销毁单", "监销人："),
    (EntryKind.TRANSFER, "药品调拨单", "调入人："),
    (EntryKind.COUNT, "药品盘点调整单", "经手人："),
    (EntryKind.REVERSAL, "药品冲红单", "负责人："),
]
#: Lot numbers as they stand on the papers of requests, and on all others.
_LOTS = {"delivery": "B2026{:04d}"}


@pytest.mark.parametrize("lines", [1, 60, 500])
@pytest.mark.parametrize("name", PAPERS)
def test_every_line_is_on_paper_once_under_the_heads_of_its_page(name: str, lines: int) -> None:
    heads, make = PAPERS[name]
    sheets = read(make(lines))
    check_layout(sheets)
    assert (len(sheets.pages) > 1) is (lines > 1)
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        assert text.count(heads) == 1 or number == len(sheets.pages)  # the last may hold sums and signatures alone
        assert f"第{number}页，共{len(sheets.pages)}页" in text
    lots = [_LOTS.get(name, "B{:04d}").format(place) for place in range(lines)]
    assert in_order(sheets.flat, *lots, "共")
    assert [sheets.flat.count(lot) for lot in lots] == [1] * lines
    if lines > 1:
        assert "䶮𠮷" in sheets.flat or name in {"delivery", "picking"}


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("lines", range(8, 45, 3))
def test_no_number_of_lines_breaks_the_end_of_a_page(name: str, lines: int) -> None:
    check_layout(read(PAPERS[name][1](lines)))


def test_the_sheet_of_a_blind_count_says_nothing_of_the_books() -> None:
    known = count(3, is_blind=True)
    filled = replace(known, lines=tuple(replace(line, counted=1) for line in known.lines))
    for one in (known, filled):
        text = read(count_to_fill(one, at=NOON)).flat
        assert BLIND in text
        assert "账面" not in text
        assert "100" not in text.replace("100mg", "")
        assert in_order(text, "盲盘", "库房：药房", "三季度盘点", "盘点人：", "复核人：")


def test_the_sheet_of_an_open_count_has_the_books_and_room_for_what_lies_there() -> None:
    text = read(count_to_fill(count(2), at=NOON)).flat
    assert "1注射用苄星青霉素100mgB00002028-03-31盒1,0002䶮𠮷氏" in text
    assert "空行" in text


def test_the_result_has_every_difference_its_reason_and_both_people() -> None:
    text = read(count_result(count(3, is_done=True), at=NOON)).flat
    assert "B00012028-03-31盒1,0011,000-1破损" in text
    assert "B00022028-03-31盒1,0021,0020" in text
    assert in_order(text, "共3批，已盘3批，盘盈0批，盘亏1批", "盘点人：刘小梅", "确认人：孙立𠮷", "2026-11-2312:00")


def test_a_receipt_has_prices_sums_and_who_accepted_it() -> None:
    text = read(entry_form(entry(EntryKind.RECEIPT, 2), UNIT)).flat
    assert in_order(text, "药品验收入库单", f"单号：{NUMBER}", "供货单位：天门市九州通医药有限公司", RECEIPT)
    assert "1注射用苄星青霉素100mg盒10B00002028-03-3112.34123.40合格" in text
    assert in_order(text, "金额合计259.14元", "验收人：刘小梅", "复核人：", "送货人：")


def test_lines_without_a_price_are_said_not_to_be_in_the_sum() -> None:
    known = entry(EntryKind.ISSUE_PATIENTS, 2)
    half = replace(known, lines=(known.lines[0], replace(known.lines[1], price_fen=None)))
    assert "金额合计123.40元（1行没有单价，没有计入）" in read(entry_form(half, UNIT)).flat
    assert "金额合计" not in read(entry_form(entry(EntryKind.ISSUE_PATIENTS, 2, price=None), UNIT)).flat


@pytest.mark.parametrize(("kind", "title", "signed"), KINDS)
def test_every_kind_of_entry_has_its_paper(kind: EntryKind, title: str, signed: str) -> None:
    sheets = read(entry_form(replace(entry(kind, 2), other_room="西药库", reason="登记"), UNIT))
    check_layout(sheets)
    assert sheets.flat.startswith(title)
    assert in_order(sheets.flat, "原因：登记", signed)


def test_every_kind_that_there_is_was_tried() -> None:
    assert {kind for kind, _, _ in KINDS} == set(EntryKind)


def test_a_delivery_note_says_what_is_sent_what_is_short_and_leaves_what_came_open() -> None:
    sent = in_state(State.DISPATCHED)
    short = replace(sent, lines=(replace(sent.lines[0], short_reason="库存不足，余量补发"), *sent.lines[1:]))
    sheets = read(delivery_note(short))
    check_layout(sheets)
    text = sheets.flat
    assert in_order(text, "药品配送单", f"配送单号：{sent.delivery}", f"请领单号：{sent.number}", UNIT, DELIVERY)
    assert "1阿莫西林胶囊0.25g×24粒盒A12028-03-31602阿莫西林胶囊0.25g×24粒盒A22028-03-3140" in text
    assert "未发足：阿莫西林胶囊批准100，实发100，库存不足，余量补发" in text
    assert in_order(text, "共2种，3批，实发130", "发货人：王建平", "送货人：", "收货人：")


def test_a_picking_list_has_a_box_for_each_lot_and_says_what_nobody_has() -> None:
    short = Pick(line=request_line(1), quantity=4, is_short=True)
    text = read(picking_list(request(2), [*picks(2), short], at=NOON)).flat
    assert "1西药库注射用苄星青霉素100mg×24粒B00002028-03-31盒10□" in text
    assert "3缺货阿莫西林克拉维酸钾颗粒" in text
    assert text.count("□") == 2
    assert "共2种，2批，缺1种。近效期的先拿。" in text


def test_the_list_of_what_expires_says_how_long_how_much_and_what_to_do() -> None:
    text = read(expiring_list(UNIT, "", clearances(2), months=6, at=NOON)).flat
    assert in_order(text, "近效期药品催销表", f"单位：{UNIT}", "库房：药房", "范围：6个月内到期和已过期", EXPIRING)
    assert "B00002026-11-22过1天30盒12.3停用，登记后销毁" in text
    assert "B00012026-11-230天30盒12.3先发，约剩7盒，调剂或退回" in text
    assert in_order(text, "共2批，其中已过期1批。", "制表人：", "药房负责人：")


def test_amounts_are_written_exactly() -> None:
    assert [yuan(fen) for fen in (0, 5, 123456, -7)] == ["0.00", "0.05", "1,234.56", "-0.07"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("注射用头孢曲松钠𠮷䶮（）0.5g·", min_size=1, max_size=40).map(str.strip).filter(bool),
            st.text("ABC0123456789-/", min_size=1, max_size=40),
            st.text("破损漏记，两盒。", max_size=60),
            st.integers(0, 99_999),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_word_and_figure_of_a_count_is_on_paper(rows: list[tuple[str, str, str, int]]) -> None:
    known = count(1, is_done=True)
    lines = tuple(
        replace(known.lines[0], name=name, lot=lot, reason=reason, counted=packs) for name, lot, reason, packs in rows
    )
    sheets = read(count_result(replace(known, lines=lines), at=NOON))
    check_layout(sheets)
    wanted = []
    for place, (name, lot, reason, packs) in enumerate(rows, start=1):
        difference = f"{packs - 1000:+,}" if packs != 1000 else "0"
        wanted += [f"{place}{name}", f"{lot}{EXPIRY}", f"盒1,000{packs:,}{difference}{reason}"]
    assert in_order(sheets.flat, *wanted, "确认人：")
