"""处方点评表 read back from its PDF: how it was drawn, every line, the figures, the answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.test_reviews import LEAD
from tests.capabilities.pharmacy.test_reviews import judged
from tests.capabilities.pharmacy.test_reviews import opened
from tests.capabilities.pharmacy.test_reviews import whole
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from yigongti_desktop.capabilities.pharmacy.model import prescription_review as model
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.printing.reviews import review_form


@pytest.mark.policy("PHA-10")
def test_an_answered_review_says_how_it_was_drawn_and_what_came_of_it() -> None:
    wrong = judged("0001", finding=Finding.UNSUITABLE.value, words="无指征用抗菌药", has_antimicrobial=True)
    known = model.answer(model.give_back(model.write(whole(), [wrong], LEAD), LEAD), "已整改", ruling(CLINIC))
    sheets = read(review_form(known))
    check_layout(sheets)
    assert in_order(
        sheets.flat,
        "处方点评表",
        "被点评单位：岳口镇中心卫生院",
        "点评单位：市第一人民医院",
        "处方月份：2026年11月",
        "已答复",
        "抽样：3 张中随机抽 3 张，种子 a1b2c3d4",
        "合理",
        "用药不适宜：无指征用抗菌药",
        "已点评 3 张：合理 2 张，不规范 0 张，用药不适宜 1 张，超常 0 张。处方合理率 66.7%",
        "抗菌药使用率 33.3%，注射剂使用率 0.0%，平均每张 2.0 种药，基本药物占 100.0%，平均每张 45.50 元",
        "单位答复：已整改",
        "抽样人：",
        "点评人：",
        "单位答复人：",
    )


def test_an_empty_form_can_be_written_by_hand() -> None:
    sheets = read(review_form(opened()))
    check_layout(sheets)
    assert flat("已点评 0 张") in sheets.flat
    assert flat("处方合理率 —") in sheets.flat
    for number in ("0000", "0001", "0002"):
        assert number in sheets.flat


@pytest.mark.parametrize("count", [20, 26, 27, 28, 100])
def test_a_hundred_prescriptions_go_on_under_the_same_heads(count: int) -> None:
    lines = tuple(
        judged(
            f"MZ20261103{place:04d}", diagnosis="慢性阻塞性肺病伴有急性加重", words="用法用量与说明书不符" * (place % 3)
        )
        for place in range(count)
    )
    sheets = read(review_form(replace(opened(), lines=lines)))
    check_layout(sheets)
    assert all(line.number in sheets.flat for line in lines)
    assert all(flat("处方号日期医生诊断") in flat(page.text) for page in sheets.pages[:-1])
    for number, page in enumerate(sheets.pages, start=1):
        assert flat(f"第 {number} 页，共 {len(sheets.pages)} 页") in flat(page.text)


def test_long_names_stay_in_their_places() -> None:
    name = "阿卜杜热合曼·阿卜杜克里木𠮷䶮"
    sheets = read(review_form(replace(opened(), opener=name, reviewer=name, answerer=name)))
    check_layout(sheets)
    assert sheets.flat.count(name) == 3
