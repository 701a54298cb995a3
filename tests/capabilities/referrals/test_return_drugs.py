"""The drugs of a return slip: named as the formulary names them, or in the doctor's words; wrong ones are said."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.acts import act
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralReturned
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import MOST_DRUGS
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.refused import cases as refused_acts

ASPIRIN = tianmen().drug("阿司匹林肠溶片")
LISTED = SlipDrug(drug=ASPIRIN, dose="1片", frequency="每日1次", days=30, quantity=2)
FREE = SlipDrug(name="依达拉奉右莰醇舌下片", unit="盒", dose="1片", frequency="每日2次", days=14, quantity=3)


def returned(*drugs: SlipDrug) -> Referral:
    return hospital.send_back(in_state(State.ARRIVED), back(), ruling(HOSPITAL), drugs)


@pytest.mark.policy("PHA-02")
def test_a_listed_drug_is_named_as_the_formulary_has_it_and_another_as_it_was_written() -> None:
    first, second = returned(replace(LISTED, name="随便写的", unit="粒", dose=" 1片 "), FREE).return_drugs
    assert (first.name, first.strength, first.unit) == ("阿司匹林肠溶片", "0.1g×30片", "盒")
    assert (first.dose, first.frequency, first.days, first.quantity) == ("1片", "每日1次", 30, 2)
    assert second == FREE


def test_a_slip_without_drugs_is_what_it_was_and_drugs_when_needed_have_no_days() -> None:
    assert returned().return_drugs == ()
    assert returned(replace(FREE, frequency="必要时", days=0)).return_drugs[0].days == 0


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"dose": " "}, "field_empty", "dose"),
        ({"frequency": ""}, "field_empty", "frequency"),
        ({"frequency": "次" * 41}, "field_long", "frequency"),
        ({"days": -1}, "course_days", "days"),
        ({"days": 367}, "course_days", "days"),
        ({"quantity": 0}, "quantity_low", "quantity"),
        ({"quantity": 10_000}, "quantity_high", "quantity"),
        ({"drug": "none"}, "drug_unknown", "drug"),
        ({"drug": "", "name": " "}, "field_empty", "drug"),
        ({"drug": "", "name": "药" * 101, "unit": "盒"}, "field_long", "drug"),
        ({"drug": "", "name": "某药", "unit": ""}, "field_empty", "unit"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_place(changes: dict[str, Any], code: str, field: str) -> None:
    with refused(code, field=field, line=2) as sentence:
        returned(FREE, replace(LISTED, **changes))
    assert sentence[0].startswith("第 2 行：")


def test_more_drugs_than_anybody_takes_are_refused() -> None:
    assert len(returned(*[FREE] * MOST_DRUGS).return_drugs) == MOST_DRUGS
    with refused("drugs_many", most=MOST_DRUGS):
        returned(*[FREE] * (MOST_DRUGS + 1))


def test_a_message_of_a_program_that_knew_no_drugs_is_read_and_a_newer_one_too() -> None:
    old = b'{"slip":{"diagnosis":"d","findings":"f","plan":"p","doctor":"w","diagnosis_code":"","case_number":""}}'
    assert msgspec.json.decode(old, type=ReferralReturned).drugs == ()
    newer = b'{"slip":{"diagnosis":"d","findings":"f","plan":"p","doctor":"w"},"drugs":[{"quantity":1,"route":"po"}]}'
    assert msgspec.json.decode(newer, type=ReferralReturned).drugs == (SlipDrug(quantity=1),)
    body = ReferralReturned(slip=back(), drugs=(LISTED, FREE))
    assert msgspec.json.decode(msgspec.json.encode(body), type=ReferralReturned) == body


def test_a_refused_return_shows_its_drugs_in_words() -> None:
    body = ReferralReturned(slip=back(), drugs=returned(LISTED, FREE).return_drugs)
    told = dict(refused_acts.contents(None, act("referral.returned", "referral", body)) or ())
    assert told["续用药品 1"] == "阿司匹林肠溶片 0.1g×30片　每次 1片　每日1次　30 天　要 2 盒"
    assert told["续用药品 2"].startswith("依达拉奉右莰醇舌下片　每次 1片")
