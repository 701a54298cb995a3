"""起付线: stays filled in by keyboard, reckoned as they stand, explained, printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.referrals.ui.further import choose_more
from tests.capabilities.referrals.ui.slips import CHEN
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui
#: As the files of counties cite what they have a rule from.
_SOURCE = "REF-06 连续计算起付线"


def decided(screens: Screens, **values: Any) -> None:
    """Let the county decide."""
    made = [
        Rule(id=f"referral.{name}", versions=(RuleVersion(value=value, since=date(2000, 1, 1), source=_SOURCE),))
        for name, value in values.items()
    ]
    screens.county.desks["岳口"].write(records.save_many, registry.RULE, made)


def typed(me: Screen, place: str, came: str, *cells: str) -> None:
    """Fill in the cells of a line one after another."""
    me.type(place)
    me.press("Return")
    me.pick(came)
    for cell in cells:
        me.type(cell)
        me.press("Return")
        me.settle()


def filled(me: Screen) -> Any:
    page = me.page("deductible")
    me.settle()
    page.first_focus()
    typed(me, "岳口镇中心卫生院", "sc", "200", "90", "3000")
    typed(me, "市第一人民医院", "sz", "600", "70", "20600")
    return page


@pytest.mark.policy("REF-06")
def test_the_arithmetic_stands_there_as_soon_as_the_stays_do(screens: Screens) -> None:
    decided(screens, continuous_deductible=True)
    me = screens("医生")
    page = filled(me)
    said = page.work.explanation
    assert "起付线合计 600.00 元；每次单独收取要 800.00 元，少付 200.00 元" in said
    assert "起付线 600.00 元，本次治疗已交 200.00 元，补差 400.00 元（天政办发〔2019〕5号「连续计算起付线」）。" in said
    assert "REF" not in said
    assert "基金支付（20,600.00 - 400.00）× 70 % = 14,140.00 元，个人支付 20,600.00 - 14,140.00 = 6,460.00 元。" in said


def test_where_nothing_is_decided_every_stay_pays_its_own(screens: Screens) -> None:
    me = screens("医生")
    page = filled(me)
    assert "起付线合计 800.00 元" in page.work.explanation
    assert "县里没有定" in page.work.explanation


def test_what_was_typed_is_there_again_after_another_page(screens: Screens) -> None:
    me = screens("医生")
    filled(me)
    me.page("referrals")
    page = me.page("deductible")
    me.settle()
    assert [line["place"] for line in page.work.content()["stays"]] == ["岳口镇中心卫生院", "市第一人民医院"]


def test_what_cannot_be_is_said_at_its_cell(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("deductible")
    me.settle()
    page.first_focus()
    typed(me, "市第一人民医院", "sz", "6oo")
    page.work.check()
    assert "起付线 6oo 不是金额。请填数字，最多两位小数。" in page.work.view.lines.fault(0, "deductible")
    assert not page.work.found


def test_a_referral_brings_its_stays(screens: Screens) -> None:
    case = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("deductible", case.id)
    me.settle()
    assert [(one["place"], one["came"]) for one in page.work.content()["stays"]] == [
        (case.origin_name, "first"),
        (case.target_name, "up"),
    ]
    assert page.facts.text() == f"患者 {case.slip.patient.name}"


def test_what_was_typed_for_a_case_is_kept_for_it_and_for_no_other(screens: Screens) -> None:
    one = screens.county.send_referral("岳口")
    patient = replace(one.slip.patient, name="陈桂兰", sex=Sex.FEMALE, birth=date(1955, 3, 12), id_number=CHEN)
    other = screens.county.send_referral("岳口", patient=patient)
    me = screens("医生")
    page = filled(me)

    def sums(referral: str) -> list[str]:
        me.page("deductible", referral)
        me.settle()
        return [line["deductible"] for line in page.work.content()["stays"]]

    assert sums(one.id) == ["", ""]
    for name, amount in ((one, "200"), (other, "300")):
        me.page("deductible", name.id)
        page.work.view.go_to(0, 2)
        me.type(amount)
        me.press("Return")
        me.page("referrals")
    assert sums(one.id) == ["200.00", ""]
    assert page.facts.text() == f"患者 {one.slip.patient.name}"
    assert sums(other.id) == ["300.00", ""]
    me.click("清空")
    me.settle()
    assert [line["place"] for line in page.work.content()["stays"]] == ["岳口镇中心卫生院", "市第一人民医院"]
    assert page.work.patient == ""
    assert sums(other.id) == ["", ""]
    assert sums(one.id) == ["200.00", ""]


@pytest.mark.policy("REF-06")
def test_the_stays_of_a_case_are_reckoned_from_the_case(screens: Screens) -> None:
    decided(screens, continuous_deductible=True)
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals")
    choose_more(me, "sqfx")
    me.until(lambda: me.workplace.current_name == "deductible" and me.page("deductible").work is not None)
    assert me.page("deductible").work.patient == sent.slip.patient.name
