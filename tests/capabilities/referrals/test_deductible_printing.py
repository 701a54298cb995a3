"""医保起付线告知单: every stay, the arithmetic, the county's rules, places to sign."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model.deductible import CONTINUOUS
from yigongti_desktop.capabilities.referrals.model.deductible import FREE_BELOW
from yigongti_desktop.capabilities.referrals.model.deductible import HIGHEST_ONCE
from yigongti_desktop.capabilities.referrals.model.deductible import MOST_STAYS
from yigongti_desktop.capabilities.referrals.model.deductible import PENALTY
from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Stay
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.model.deductible import reckon
from yigongti_desktop.capabilities.referrals.model.deductible import terms_on
from yigongti_desktop.capabilities.referrals.printing.deductible import deductible_notice
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

TERMS = Terms(is_continuous=True, penalty=15)


def read(pdf: bytes) -> tuple[int, str]:
    """Return how many pages there are, and what stands on them without line ends."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), text.replace("\r", "").replace("\n", "")


@pytest.mark.policy("REF-19")
def test_the_notice_says_what_is_paid_and_why() -> None:
    stays = (
        Stay(place="岳口镇中心卫生院", came=Came.FIRST, deductible=20_000, share=90, costs=300_000),
        Stay(place="市第一人民医院", came=Came.UP, deductible=60_000, share=70, costs=2_060_000),
        Stay(place="省人民医院", came=Came.BYPASSED, deductible=120_000, share=60, costs=5_120_000),
    )
    count, text = read(deductible_notice("邱传富", "岳口镇中心卫生院", reckon(stays, TERMS), TERMS, NOON))
    assert count == 1
    for words in ("邱传富", "补差 400.00 元", "15 个百分点 = 45 %", "以医保经办机构结算为准", "患者或家属签字"):
        assert words in text


@pytest.mark.policy("REF-06")
@pytest.mark.policy("REF-25")
@pytest.mark.policy("REF-26")
def test_the_notice_cites_the_county_s_document_and_no_number_of_ours() -> None:
    written = (
        (CONTINUOUS, True, "REF-06 连续计算起付线"),
        (HIGHEST_ONCE, True, "REF-26"),
        (FREE_BELOW, True, "某医保发〔2026〕3号 第五条"),
        (PENALTY, 15, ""),
    )
    register = tianmen()
    for name, value, source in written:
        register.put("rule", Rule(id=name, versions=(RuleVersion(value=value, source=source),)))
    terms = terms_on(register, day(NOON), "共发〔2022〕16号")
    stays = (
        Stay(place="岳口镇中心卫生院", came=Came.FIRST, deductible=20_000, share=90),
        Stay(place="市第一人民医院", came=Came.UP, deductible=60_000, share=70),
        Stay(place="岳口镇中心卫生院", came=Came.DOWN, deductible=20_000, share=90),
        Stay(place="省人民医院", came=Came.BYPASSED, deductible=120_000, share=60),
        Stay(place="武汉某医院", came=Came.RESCUED, deductible=120_000, share=60, reason="急性心梗"),
    )
    _, text = read(deductible_notice("邱传富", "岳口镇中心卫生院", reckon(stays, terms), terms, NOON))
    assert not re.search(r"[A-Z]{3}-\d", text)
    for words in (
        "补差 400.00 元（共发〔2022〕16号「连续计算起付线」）。",
        "只收取一次起付线（共发〔2022〕16号）。",
        "免收起付线（某医保发〔2026〕3号 第五条）。",
        "危急重症抢救除外。",
    ):
        assert words in text, text


def test_many_stays_go_on_on_further_pages_and_none_is_left_out() -> None:
    places = [f"第{place}人民医院住院部某某病区" for place in range(1, MOST_STAYS + 1)]
    stays = tuple(
        Stay(place=place, came=Came.FIRST if not number else Came.BYPASSED, deductible=60_000, share=60, costs=900_000)
        for number, place in enumerate(places)
    )
    count, text = read(deductible_notice("", "某院", reckon(stays, TERMS), TERMS, NOON))
    assert count > 1
    assert all(text.count(place) == 2 for place in places)
