"""医保起付线告知单: every stay, the arithmetic, the county's rules, places to sign."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model.deductible import MOST_STAYS
from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Stay
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.model.deductible import reckon
from yigongti_desktop.capabilities.referrals.printing.deductible import deductible_notice

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


def test_many_stays_go_on_on_further_pages_and_none_is_left_out() -> None:
    places = [f"第{place}人民医院住院部某某病区" for place in range(1, MOST_STAYS + 1)]
    stays = tuple(
        Stay(place=place, came=Came.FIRST if not number else Came.BYPASSED, deductible=60_000, share=60, costs=900_000)
        for number, place in enumerate(places)
    )
    count, text = read(deductible_notice("", "某院", reckon(stays, TERMS), TERMS, NOON))
    assert count > 1
    assert all(text.count(place) == 2 for place in places)
