"""基层服务证明 read back from its PDF: every stay, the sum of days, whether the year is full."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.capabilities.staffing.posted import XIONG
from tests.capabilities.staffing.test_coverage import there
from yigongti_desktop.capabilities.staffing.model.service_years import service
from yigongti_desktop.capabilities.staffing.printing.certificates import certificate

LEAD = "天门市第一人民医院"
TODAY = date(2028, 7, 3)


@pytest.mark.policy("STF-26")
def test_a_certificate_names_each_stay_and_what_is_lacking_of_the_year() -> None:
    stays = [
        there("p1", date(2027, 7, 1), date(2027, 12, 31), date(2027, 8, 5)),
        there("p2", date(2028, 1, 1), date(2028, 6, 30)),
    ]
    sheets = read(certificate(XIONG, "中级", service(stays, "xiong"), LEAD, TODAY))
    check_layout(sheets)
    assert in_order(
        sheets.flat,
        "基层服务证明",
        "熊卫东（中级），自2027年7月1日至2028年6月30日",
        "累计在岗 365 天",
        "2027-07-01",
        "183",
        "2028-06-30",
        "182",
        "应满 365 天，已满",
        f"{LEAD}（盖章）",
        "2028年7月3日",
    )
    short = service(stays[:1], "xiong")
    assert flat("还差 182 天") in read(certificate(XIONG, "中级", short, LEAD, TODAY)).flat


def test_a_long_service_goes_on_over_the_page_with_rare_names_and_the_seal_whole() -> None:
    one = there("p1", date(2027, 7, 1), date(2027, 7, 2))
    many = [replace(one, id=f"p{place}", unit_name="𠮷阳镇中心卫生院䶮湖社区卫生服务中心分院") for place in range(60)]
    sheets = read(certificate(replace(XIONG, name="㛃䶮"), "中级", service(many, "xiong"), LEAD, TODAY))
    check_layout(sheets)
    assert "㛃䶮" in sheets.flat
    assert flat("（盖章）") in sheets.flat
