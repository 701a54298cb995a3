"""筛查: raised on three days is referred; any one of the risks is measured every half year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.plans import day
from tests.capabilities.judging import Register
from yigongti_desktop.capabilities.contracts.model import screening
from yigongti_desktop.capabilities.contracts.model.screening import Measured
from yigongti_desktop.capabilities.contracts.model.screening import Outcome
from yigongti_desktop.capabilities.contracts.model.screening import Risk
from yigongti_desktop.capabilities.contracts.model.screening import screen
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.policy("CHR-01")

CALM = Measured(on=date(2026, 8, 31), sbp=118, dbp=76, age=40, sex=Sex.MALE, height=1700, weight=650, waist=820)


@pytest.mark.parametrize(
    ("known", "outcome", "until", "risks"),
    [
        ({}, Outcome.WELL, "2027-08-31", ()),
        ({"sbp": 129, "dbp": 84}, Outcome.WELL, "2027-08-31", ()),
        ({"sbp": 130}, Outcome.AT_RISK, "2027-02-28", (Risk.HIGH_NORMAL,)),
        ({"dbp": 85}, Outcome.AT_RISK, "2027-02-28", (Risk.HIGH_NORMAL,)),
        ({"sbp": 139, "dbp": 89}, Outcome.AT_RISK, "2027-02-28", (Risk.HIGH_NORMAL,)),
        ({"weight": 693}, Outcome.WELL, "2027-08-31", ()),  # 69.3 / 1.70² is 23.98
        ({"weight": 694}, Outcome.AT_RISK, "2027-02-28", (Risk.OVERWEIGHT,)),  # 24.01
        ({"height": 1500, "weight": 540}, Outcome.AT_RISK, "2027-02-28", (Risk.OVERWEIGHT,)),  # exactly 24
        ({"height": None, "weight": 1200}, Outcome.WELL, "2027-08-31", ()),
        ({"waist": 899}, Outcome.WELL, "2027-08-31", ()),
        ({"waist": 900}, Outcome.AT_RISK, "2027-02-28", (Risk.WAIST,)),
        ({"sex": Sex.FEMALE, "waist": 849}, Outcome.WELL, "2027-08-31", ()),
        ({"sex": Sex.FEMALE, "waist": 850}, Outcome.AT_RISK, "2027-02-28", (Risk.WAIST,)),
        ({"has_family_history": True}, Outcome.AT_RISK, "2027-02-28", (Risk.FAMILY,)),
        ({"eats_much_salt": True}, Outcome.AT_RISK, "2027-02-28", (Risk.SALT,)),
        ({"drinks_much": True}, Outcome.AT_RISK, "2027-02-28", (Risk.ALCOHOL,)),
        ({"age": 54}, Outcome.WELL, "2027-08-31", ()),
        ({"age": 55}, Outcome.AT_RISK, "2027-02-28", (Risk.AGE,)),
        ({"age": 60, "sbp": 132}, Outcome.AT_RISK, "2027-02-28", (Risk.HIGH_NORMAL, Risk.AGE)),
        ({"sbp": 140}, Outcome.MEASURE_AGAIN, "2026-09-07", ()),
        ({"dbp": 90, "days_raised_before": 1}, Outcome.MEASURE_AGAIN, "2026-09-07", ()),
        ({"sbp": 140, "days_raised_before": 2}, Outcome.REFER, "2026-09-14", ()),
        ({"dbp": 90, "days_raised_before": 2, "age": 58}, Outcome.REFER, "2026-09-14", (Risk.AGE,)),
        ({"days_raised_before": 2}, Outcome.WELL, "2027-08-31", ()),
        ({"sbp": 180}, Outcome.REFER_NOW, "2026-09-14", ()),
        ({"dbp": 110}, Outcome.REFER_NOW, "2026-09-14", ()),
    ],
    ids=str,
)
def test_a_measuring_worked_by_hand(
    known: dict[str, Any], outcome: Outcome, until: str, risks: tuple[Risk, ...]
) -> None:
    made = screen(replace(CALM, **known))
    assert (made.outcome, made.until, made.risks) == (outcome, day(until), risks)


def test_a_county_has_its_own_limits_where_it_says_so() -> None:
    register = Register({})
    assert screening.limits(register, CALM.on) == screening.STANDARD
    register.put("rule", Rule(id="screening.risk_age", versions=(RuleVersion(value=40),)))
    own = screening.limits(register, CALM.on)
    assert screen(CALM, own).risks == (Risk.AGE,)
