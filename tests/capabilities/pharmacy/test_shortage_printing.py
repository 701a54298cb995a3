"""缺药登记表 read back from its PDF: every line whole, heads on every page, sums and places to sign on the last."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.shortages import arrived
from tests.capabilities.pharmacy.shortages import asked
from tests.capabilities.pharmacy.shortages import called
from tests.capabilities.pharmacy.shortages import in_state
from tests.capabilities.pharmacy.shortages import missing
from tests.capabilities.pharmacy.shortages import opened
from tests.capabilities.pharmacy.shortages import purchase
from tests.capabilities.pharmacy.shortages import registered
from tests.capabilities.reading import Sheets
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import shortage_moves as moves
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.printing.shortages import register_form

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
HEADS = "序登记药品、规格数量患者、电话需要日期到货用时处理情况"
ENDS = ("药师：", "药房负责人：", "院长：")


def paper(*shortages: Shortage, today: date = date(2026, 11, 24)) -> Sheets:
    return read(register_form(shortages, SINCE, UNTIL, printed_by="刘小梅", today=today))


@pytest.mark.policy("PHA-06")
def test_a_short_register_is_one_page_with_everything_on_it() -> None:
    came = replace(arrived(NOON + timedelta(days=2)), patient="胡小燕")
    sheets = paper(registered(missing(remark="长期用药")), came, purchase())
    check_layout(sheets)
    (page,) = sheets.pages
    text = flat(page.text)
    assert in_order(text, "缺药登记表", "单位：岳口镇中心卫生院", "登记日期：2026-11-01至2026-11-30", HEADS)
    assert in_order(text, "1", "11-23", "阿莫西林胶囊", "2盒", "邱传富", "2026-11-26", "待办")
    assert in_order(text, "0.25g×24粒", "13900000001", "备注：长期用药")
    assert in_order(text, "2天", "待通知", "11-25到货")
    assert "他克莫司胶囊0.5mg代购" in text
    assert "共3条，其中代购1条；已到货1条，平均用时2.0天；超期未到0条。截至2026-11-24，制表刘小梅" in text
    assert in_order(text, *ENDS)
    assert text.endswith("第1页，共1页")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.OPEN, "待办"),
        (State.ASKED, "已请领"),
        (State.ARRIVED, "待通知"),
        (State.CALLED, "已通知"),
        (State.FETCHED, "已取走"),
        (State.CANCELLED, "已取消"),
    ],
)
def test_each_line_says_how_it_stands(state: State, told: str) -> None:
    sheets = paper(in_state(state))
    check_layout(sheets)
    assert told in sheets.flat


def test_each_line_says_what_happened() -> None:
    cannot = moves.answer(purchase(), Answer.CANNOT_BUY, "厂家停产", ruling(HOSPITAL))
    late = moves.call(arrived(), CallResult.NO_ANSWER, "晚上再打", ruling())
    ended = moves.cancel(called(), "已在别处买到", ruling())
    text = paper(cannot, late, ended, asked()).flat
    assert "县院买不到，厂家停产" in text
    assert "11-23电话：没接通，晚上再打" in text
    assert "原因：已在别处买到" in text
    assert f"请领单{NUMBER}" in text


@pytest.mark.policy("PHA-02")
def test_one_that_a_return_slip_opened_says_which() -> None:
    assert "来自回转单岳口-20261123-A-001" in paper(opened()).flat
    assert "来自" not in paper(registered()).flat


def test_what_is_late_says_so_and_is_counted() -> None:
    text = paper(registered(), arrived(), today=date(2026, 12, 1)).flat
    assert "2026-11-26超期" in text
    assert "超期未到1条。截至2026-12-01" in text


def test_a_register_of_90_lines_has_its_heads_on_every_page_and_its_signatures_on_the_last() -> None:
    sheets = paper(*(registered(missing(quantity=1000 + place)) for place in range(90)))
    check_layout(sheets)
    assert len(sheets.pages) > 2
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        assert text.count(HEADS) == 1
        assert f"第{number}页，共{len(sheets.pages)}页" in text
        assert ("药师：" in text) is (number == len(sheets.pages))
        assert ("续" in text) is (number > 1)
    assert in_order(sheets.flat, *(f"{1000 + place:,}盒" for place in range(90)), "共90条")


@pytest.mark.parametrize("count", range(12, 36))
def test_no_number_of_lines_breaks_the_end_of_the_page(count: int) -> None:
    """Every place where sums and signatures just fit, or just do not."""
    sheets = paper(*(registered() for _ in range(count)))
    check_layout(sheets)
    assert in_order(flat(sheets.pages[-1].text), f"共{count}条", *ENDS)


WORDS = st.text("缺货周五来取，家属代取。ABC 0123-/", max_size=200).map(str.strip)
NAMES = st.text("阿依古丽·买提𠮷䶮", min_size=1, max_size=40).filter(lambda name: name.strip("·"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, WORDS, WORDS, st.integers(1, 9999)), min_size=1, max_size=20))
def test_every_word_and_figure_of_the_register_is_on_paper(written: list[tuple[Any, ...]]) -> None:
    lines = [
        replace(called(), patient=name, remark=remark, call_note=note, quantity=packs, unit="盒")
        for name, remark, note, packs in written
    ]
    sheets = paper(*lines)
    check_layout(sheets)
    for name, remark, note, packs in written:
        assert f"{packs:,}盒" in sheets.flat
        assert f"{flat(name)}13900000001" in sheets.flat
        assert f"会来取，{flat(note)}" in sheets.flat or not note
        assert f"备注：{flat(remark)}" in sheets.flat or not remark


def test_the_sums_and_who_made_it_take_as_many_lines_as_they_need() -> None:
    name = "阿卜杜热合曼·阿卜杜克里木𠮷䶮"
    today = date(2026, 12, 24)
    sheets = read(register_form([registered(), arrived()] * 15, SINCE, UNTIL, printed_by=name, today=today))
    check_layout(sheets)
    assert f"截至2026-12-24，制表{name}药师" in sheets.flat
