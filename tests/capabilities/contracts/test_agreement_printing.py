"""The agreement read back from its PDF: two copies, each with all that it has to say, for one and a household."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from pypdfium2 import raw

from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import members
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import read
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Taken
from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Phase
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.printing.agreements import Paperwork
from yigongti_desktop.capabilities.contracts.printing.agreements import Whom
from yigongti_desktop.capabilities.contracts.printing.agreements import agreement_form
from yigongti_desktop.capabilities.contracts.printing.words import how_often
from yigongti_desktop.capabilities.contracts.store.offers import _usual
from yigongti_desktop.capabilities.contracts.ui.pad import picture
from yigongti_desktop.documents.paper import MM

BASIC = Taken(
    package="b",
    name="基础服务包",
    year=2026,
    items=tuple(Item(code=f"x{place}", name=f"第 {place} 项服务", rhythm=Monthly(months=3)) for place in range(40)),
)
CHILD = "resident-2"


def work(*contracts: Contract, **others: Any) -> Paperwork:
    whom = {
        RESIDENT: Whom(id_number="429006195802280021", phone="139 0000 0001", address="健康村 18 号", relation="户主"),
        CHILD: Whom(relation="孙辈"),
    }
    usual: dict[str, Any] = {
        "number": contracts[0].number,
        "contracts": contracts,
        "whom": whom,
        "team": members(),
        "unit_address": "岳口镇建设街 8 号",
        "unit_phone": "0728-4712345",
        "texts": _usual(),
    }
    return Paperwork(**(usual | others))


def text_of(*contracts: Contract, **others: Any) -> str:
    return flat("".join(page.text for page in read(agreement_form(work(*contracts, **others))).pages))


def household() -> tuple[Contract, Contract]:
    mother = signed(register(), years=3)
    child = replace(
        mother,
        id="contract-2",
        resident=CHILD,
        name="邱一鸣",
        birth=date(2024, 5, 1),
        packages=(BASIC,),
        signer="胡小燕",
        signer_relation="祖母",
    )
    return replace(mother, packages=(BASIC, *mother.packages)), child


@pytest.mark.policy("FDC-15")
def test_an_agreement_says_all_that_it_has_to_say_in_each_of_its_copies() -> None:
    sheets = read(agreement_form(work(signed(register()))))
    half = len(sheets.pages) // 2
    for copy, whose in ((sheets.pages[:half], "甲方（居民）留存"), (sheets.pages[half:], "乙方（签约机构）留存")):
        text = flat("".join(page.text for page in copy))
        for words in (
            "协议编号：岳口-20261123-A-001",
            whose,
            "甲方（居民）：胡小燕",
            "429006195802280021",
            "乙方（签约机构）：岳口镇中心卫生院",
            "家庭医生团队：健康村团队",
            *(one.name for one in members()),
            "县级",
            "乡级",
            "村级",
            "高血压随访",
            "每年4次",
            "自2026年11月23日起至2027年11月22日止",
            "双方的权利",
            "双方的义务",
            "保密和个人信息",
            "变更、续签、解除和终止",
            "知情同意书",
            "甲方胡小燕签名",
            "乙方家庭医生周建国签名",
            "乙方（盖章）：岳口镇中心卫生院",
        ):
            assert flat(words) in text, words
        assert flat(f"第1页，共{half}页") in text
    check_layout(sheets)


@pytest.mark.policy("FDC-14")
def test_the_price_is_said_with_who_pays_it_in_figures_and_capital_numerals() -> None:
    text = text_of(signed(register(), years=2))
    for words in (
        "每年合计100.00元，人民币壹佰元整",
        "个人每年负担20.00元，人民币贰拾元整",
        "协议期2年个人共负担40.00元，人民币肆拾元整",
    ):
        assert words in text


def test_a_household_has_its_members_their_packages_and_a_place_to_sign_for_each() -> None:
    sheets = read(agreement_form(work(*household())))
    text = flat("".join(page.text for page in sheets.pages))
    for words in ("甲方（家庭）：胡小燕、邱一鸣", "共2人", "孙辈", "2024-05-01", "邱一鸣（胡小燕代签，祖母）签名"):
        assert words in text
    check_layout(sheets)


def test_the_head_and_the_heads_of_tables_come_again_on_every_page() -> None:
    sheets = read(agreement_form(work(*household())))
    assert len(sheets.pages) > 4
    going_on = [flat(page.text) for page in sheets.pages if "续" in page.text and "第1页" not in flat(page.text)]
    assert going_on
    assert all("家庭医生签约服务协议书岳口-20261123-A-001" in text for text in going_on)
    assert any("服务项目" in text and "第39项服务" in text for text in going_on)


@pytest.mark.parametrize("name", ["𠮷䶮㛃", "阿依古丽·买买提", "单于"])
def test_rare_characters_and_long_names_print(name: str) -> None:
    contract = replace(signed(register()), name=name)
    sheets = read(agreement_form(work(contract)))
    assert name in flat("".join(page.text for page in sheets.pages))
    check_layout(sheets)


@pytest.mark.parametrize("way", [Way.PAPER, Way.SCREEN])
def test_who_signs_for_whom_leaves_the_rule_and_the_day_free_however_long_the_names_are(way: Way) -> None:
    name = "阿卜杜热合曼·阿卜杜克里木𠮷䶮"
    contract = replace(
        signed(register()), name=name, signer=name, signer_relation="监护人（外祖母）", way=way, signature="picture"
    )
    sheets = read(agreement_form(work(contract)))
    check_layout(sheets)
    assert sheets.flat.count(f"（{name}代签，监护人（外祖母））签名：") == 2


def test_the_heading_of_a_part_stands_over_its_table_whatever_is_above_it() -> None:
    mother, child = household()
    for many in range(1, 14):
        sheets = read(agreement_form(work(mother, *[replace(child, id=f"c{place}") for place in range(many)])))
        for page in sheets.pages:
            assert not re.search(r"(团队|项目|分摊)医共体工作台", flat(page.text)), many


def test_what_was_signed_on_the_screen_says_so_with_its_day() -> None:
    contract = replace(signed(register()), way=Way.SCREEN, signature="picture")
    text = text_of(contract)
    assert "已在屏幕上手签" in text


def test_a_signature_that_was_drawn_on_the_screen_is_printed_in_each_copy_where_one_signs() -> None:
    mother, child = (
        replace(one, way=Way.SCREEN, signature=name) for one, name in zip(household(), ("one", "two"), strict=True)
    )
    strokes = [[[20 + 12 * step, 60 - 30 * (step % 2)] for step in range(12)]]
    pdf = agreement_form(work(mother, child, signatures={"one": picture(strokes).content}))
    drawn = [found for page in pdfium.PdfDocument(pdf) for found in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])]
    assert len(drawn) == 2
    for one in drawn:
        left, bottom, right, top = one.get_bounds()
        assert (right - left) / MM == pytest.approx(44, abs=0.1) or (top - bottom) / MM == pytest.approx(13, abs=0.1)
    sheets = read(pdf)
    check_layout(sheets)
    assert sheets.flat.count("已在屏幕上手签，签名图存于系统") == 2  # the child's, which has not come yet


def test_a_free_agreement_of_a_team_that_is_not_known_here_is_printed_too() -> None:
    contract = replace(signed(register()), packages=(BASIC,), renews="岳口-20251123-A-001")
    text = text_of(contract, team=(), whom={})
    assert "健康村团队，家庭医生周建国" in text
    assert "个人负担：免费" in text
    assert "接续协议岳口-20251123-A-001" in text


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Yearly(times=4), "每年 4 次"),
        (Monthly(months=1), "每月 1 次"),
        (Monthly(months=3), "每 3 个月 1 次"),
        (
            Milestones(anchor=Anchor.BIRTH, spans=tuple(Span(unit=Unit.MONTH, first=m, last=m) for m in (1, 3, 6))),
            "1、3、6 月龄",
        ),
        (Milestones(anchor=Anchor.BIRTH, spans=(Span(unit=Unit.DAY, first=3, last=7),)), "出生后 3–7 天"),
        (Milestones(anchor=Anchor.PREGNANCY, spans=(Span(unit=Unit.WEEK, first=16, last=20),)), "孕 16–20 周"),
        (
            Course(anchor=Anchor.TREATMENT, phases=(Phase(lasts=2, days=10), Phase(lasts=4, months=1))),
            "治疗后第 1–2 个月每 10 天 1 次，第 3–6 个月每月 1 次",
        ),
        (Course(anchor=Anchor.DISCHARGE, phases=(Phase(lasts=6, months=3),)), "出院后第 1–6 个月每 3 个月 1 次"),
    ],
)
def test_how_often_something_is_done_is_said_in_words(rhythm: Rhythm, words: str) -> None:
    assert how_often(rhythm) == words
