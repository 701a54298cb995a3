"""药品请领单 read back from its PDF: every figure in its row, heads on every page, nothing clipped or overlaid."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import COUNTED
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.requests import received
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.printing.requests import request_form

HEADS = "行药品规格单位请领批准实发实收批号、有效期、说明"
LONG_NAME = "阿卜杜热合曼·阿卜杜克里木·买买提明"
DRUGS = ("注射用苄星青霉素", "阿莫西林克拉维酸钾颗粒", "阿司匹林肠溶片", "精蛋白人胰岛素混合注射液（30R）")


def line(place: int, **changes: Any) -> Line:
    whole = Line(
        drug=f"d{place}",
        name=DRUGS[place % len(DRUGS)],
        strength="0.96g（160万单位）" if place % 3 else "100mg",
        pack="24粒",
        unit="盒",
        essential=place % 2 == 0,
        requested=1000 + place,
        approved=1000 + place,
        lots=(Lot(lot=f"B2026{place:04d}", expiry=date(2028, 3, 31), quantity=1000 + place, received=1000 + place),),
    )
    return replace(whole, **changes)


def request(count: int, **changes: Any) -> DrugRequest:
    lines = tuple(line(place) for place in range(count))
    return replace(received(), **({"lines": lines} | changes))


def body(text: str) -> str:
    """Return the text without what continuing on a further page adds."""
    for pattern in (r"医共体工作台药品请领单\S{1,30}?第\d+页，共\d+页", r"药品请领单\S{1,25}?续" + HEADS):
        text = re.sub(pattern, "", text)
    return text


def test_an_ordinary_request_is_one_page_with_everything_on_it() -> None:
    sheets = read(request_form(received()))
    check_layout(sheets)
    (page,) = sheets.pages
    text = flat(page.text)
    assert in_order(
        text,
        "药品请领单",
        f"单号：{NUMBER}",
        "状态：已收常规",
        "请领单位：岳口镇中心卫生院",
        "供应单位：市第一人民医院",
    )
    assert in_order(text, "请领时间：2026-11-2312:00", f"配送单号：{DELIVERY}", HEADS)
    assert "1阿莫西林胶囊基0.25g×24粒盒100100100100A1至2028-03-31×60A2至2028-03-31×40" in text
    assert "2注射用青霉素钠基0.96g（160万单位）×1支支40303030P1至2028-03-31×30门诊用；库存不足" in text
    assert "共2行，请领140，批准130，实发130，实收130" in text
    assert in_order(text, "请领人：周建国", "审核人：王建平", "发货人：王建平", "收货人：周建国")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.DRAFT, "草稿"),
        (State.SUBMITTED, "已提交"),
        (State.SENT_BACK, "已退回"),
        (State.REVIEWED, "已审"),
        (State.REJECTED, "不予批准"),
        (State.DISPATCHED, "已发"),
        (State.RECEIVED, "已收"),
        (State.WITHDRAWN, "已撤回"),
    ],
)
def test_the_paper_says_how_far_it_is_and_leaves_the_rest_open(state: State, told: str) -> None:
    sheets = read(request_form(in_state(state)))
    check_layout(sheets)
    assert f"状态：{told}" in sheets.flat
    assert ("未编号" in sheets.flat) is (state is State.DRAFT)
    decided = state in {State.REVIEWED, State.REJECTED, State.DISPATCHED, State.RECEIVED}
    assert ("批准" in sheets.flat.partition("共2行")[2]) is decided
    assert ("实发" in sheets.flat.partition("共2行")[2]) is (state in {State.DISPATCHED, State.RECEIVED})
    assert ("实收" in sheets.flat.partition("共2行")[2]) is (state is State.RECEIVED)


def test_an_urgent_request_says_so() -> None:
    assert "已收加急" in read(request_form(request(1, urgency=Urgency.URGENT))).flat


@pytest.mark.parametrize("kind", Difference)
def test_a_difference_is_told_with_its_kind_and_its_lot(kind: Difference) -> None:
    short = Count(drug=AMOXICILLIN, received=(60, 38), difference=kind.value, note="两盒压坏")
    came = moves.receive(in_state(State.DISPATCHED), (short, COUNTED[1]), ruling())
    words = {
        "short": "短少",
        "over": "多发",
        "damaged": "破损",
        "wrong": "品种或规格不符",
        "near_expiry": "近效期",
        "cold_chain": "冷链中断",
        "other": "其他",
    }
    text = read(request_form(came)).flat
    assert f"A1至2028-03-31×60A2至2028-03-31×40A2收38；{words[kind.value]}；两盒压坏" in text


def test_a_request_of_60_lines_has_its_heads_on_every_page_and_its_signatures_on_the_last() -> None:
    sheets = read(request_form(request(60)))
    check_layout(sheets)
    assert len(sheets.pages) > 1
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        assert text.count(HEADS) == 1
        assert NUMBER in text
        assert f"第{number}页，共{len(sheets.pages)}页" in text
        assert ("请领人：" in text) is (number == len(sheets.pages))
    text = body(sheets.flat)
    assert in_order(text, *(f"B2026{place:04d}至2028-03-31×{1000 + place:,}" for place in range(60)))
    assert f"共60行，请领{sum(range(1000, 1060)):,}" in text


@pytest.mark.parametrize("count", range(1, 46))
def test_no_number_of_lines_breaks_the_end_of_the_page(count: int) -> None:
    """Every place where sums and signatures just fit, or just do not."""
    sheets = read(request_form(request(count)))
    check_layout(sheets)
    last = flat(sheets.pages[-1].text)
    assert in_order(last, f"共{count}行", "请领人：", "审核人：", "发货人：", "收货人：")


@pytest.mark.parametrize("copy", [1, 2])
def test_a_further_print_says_so(copy: int) -> None:
    sheets = read(request_form(received(), copy=copy))
    check_layout(sheets)
    assert sheets.flat.count(f"重打{copy}") == (2 if copy > 1 else 0)


def test_long_words_stay_on_the_paper() -> None:
    note = "节前补充请领，请尽量在周五前送到。" * 11
    wide = request(
        3,
        note=note,
        institution_name="天门市岳口镇中心卫生院（天门市第一人民医院医共体岳口分院）",
        supplier_name="天门市第一人民医院（天门市人民医院、武汉大学教学医院）",
        requester=LONG_NAME,
        reviewer=LONG_NAME,
        dispatcher=LONG_NAME,
        receiver=LONG_NAME,
    )
    sheets = read(request_form(wide))
    check_layout(sheets)
    text = sheets.flat
    assert f"说明：{note}{HEADS}" in text
    assert in_order(text, "医共体岳口分院）", f"请领人：{LONG_NAME}", f"收货人：{LONG_NAME}")


def test_a_line_with_more_lots_than_a_page_holds_goes_on() -> None:
    lots = tuple(Lot(lot=f"L{place:03d}", expiry=date(2028, 3, 31), quantity=1) for place in range(120))
    sheets = read(request_form(request(1, lines=(line(0, lots=lots, requested=120, approved=120),))))
    check_layout(sheets)
    assert in_order(body(sheets.flat), *(f"L{place:03d}至2028-03-31×1" for place in range(120)), "请领人：")


REMARKS = st.one_of(st.just(""), st.text("缺货库存不足，分两次配送。；ABC 0123-/", max_size=200).map(str.strip))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            line,
            st.integers(0, 999),
            name=st.text("注射用头孢曲松钠𠮷䶮（）0.5g·", min_size=1, max_size=40).map(str.strip).filter(bool),
            remark=REMARKS,
            reason=REMARKS,
            difference_note=REMARKS,
            requested=st.integers(1, 99_999),
        ),
        min_size=1,
        max_size=40,
    ),
    REMARKS,
)
def test_every_word_and_figure_of_a_request_is_on_paper(lines: list[Line], note: str) -> None:
    asked = request(1, lines=tuple(lines), note=note)
    sheets = read(request_form(asked))
    check_layout(sheets)
    wanted = []
    for one in lines:
        words = [flat(text) for text in (one.remark, one.reason, one.difference_note) if text]
        wanted += [f"{one.requested:,}", one.lots[0].lot, *words]
    text = body(sheets.flat)
    assert in_order(text, *([f"说明：{note}"] if note else []), *wanted, "请领人：")


def test_a_hospital_prints_the_same_paper_as_the_clinic() -> None:
    printed = moves.note_print(received(), ruling(HOSPITAL))
    assert request_form(printed) == request_form(received())
