"""The drugs of a return slip on paper: every line whole, page after page, the signature behind the last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.test_return_drugs import FREE
from tests.capabilities.referrals.test_return_drugs import LISTED
from tests.capabilities.referrals.test_return_drugs import returned
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.return_drugs import MOST_DRUGS
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing.slips import return_slip

HEAD = "序药品、规格每次用量频次天数数量"
WORDS = st.text("阿司匹林肠溶片缓释𠮷䶮㛃（）、·0123456789.mg×ABC ", min_size=1, max_size=40).filter(str.strip)


@pytest.mark.policy("PHA-02")
def test_the_drugs_stand_on_the_slip_with_how_they_are_taken_before_the_signature() -> None:
    sheets = read(return_slip(returned(LISTED, FREE)))
    assert len(sheets.pages) == 1
    assert in_order(
        sheets.flat,
        "康复建议：",
        f"续用药品（请贵单位备药）：{HEAD}",
        "1阿司匹林肠溶片0.1g×30片1片每日1次30天2盒",
        "2依达拉奉右莰醇舌下片1片每日2次14天3盒",
        "转诊医生（签字）：",
    )
    check_layout(sheets)


def test_a_slip_without_drugs_has_no_table_and_is_as_it_was() -> None:
    sheets = read(return_slip(returned()))
    assert "续用药品" not in sheets.flat
    assert len(sheets.pages) == 1


def test_a_drug_taken_when_needed_has_no_days() -> None:
    sheets = read(return_slip(returned(replace(FREE, frequency="必要时", days=0))))
    assert "1片必要时3盒" in sheets.flat


@pytest.mark.parametrize("count", range(1, MOST_DRUGS + 1))
def test_however_many_drugs_each_is_there_once_and_no_page_is_empty(count: int) -> None:
    drugs = [replace(FREE, name=f"某药{place:02d}号") for place in range(count)]
    sheets = read(return_slip(returned(*drugs)))
    check_layout(sheets)
    for drug in drugs:
        assert sheets.flat.count(drug.name) == 1
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        body = text.replace(f"续页单号{NUMBER}", "").partition("医共体工作台")[0]
        assert body, number
        assert ("续页" in text) is (number > 1)
    assert sheets.flat.count(HEAD) == sum("某药" in flat(page.text) for page in sheets.pages)
    assert flat(sheets.pages[-1].text).count("转诊医生（签字）") == 1 + (len(sheets.pages) == 1)


@settings(max_examples=40, deadline=None)
@given(
    drugs=st.lists(
        st.builds(
            SlipDrug,
            name=st.one_of(WORDS, st.just("药" * 100)),
            unit=st.sampled_from(["盒", "支装大箱十个字的单位"]),
            dose=st.one_of(WORDS, st.just("每次约半片随餐服用" * 4)),
            frequency=st.sampled_from(["每日1次", "每日早晚各一次，血压低于九十时停用并及时复诊"]),
            days=st.integers(0, 366),
            quantity=st.integers(1, 9_999),
        ),
        min_size=1,
        max_size=12,
    ),
    findings=st.integers(1, 900).map(lambda length: "检" * length),
    plan=st.integers(1, 900).map(lambda length: "方案" * length),
)
def test_every_word_of_every_drug_is_on_paper(drugs: list[SlipDrug], findings: str, plan: str) -> None:
    arrived = in_state(State.ARRIVED)
    case = hospital.send_back(arrived, back(findings=findings, plan=plan), ruling(HOSPITAL), drugs)
    sheets = read(return_slip(case))
    check_layout(sheets)
    boxes = [flat(box.text) for page in sheets.pages for box in page.boxes]
    told = "".join(boxes)
    for drug in case.return_drugs:
        for word in (drug.name, drug.dose, drug.frequency):
            assert all(told.count(letter) >= word.count(letter) for letter in set(flat(word)))
        assert flat(f"{drug.quantity:,} {drug.unit}")[:4] in told
    assert told.count("转诊医生（签字）：") == 2
