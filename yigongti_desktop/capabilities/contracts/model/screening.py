"""Screening of pressure: who is measured again, who is referred to be diagnosed, who is at risk (CHR-01).

高血压患者健康管理服务规范: residents from 35 on are measured once a year; raised on three different days they are
referred and asked after within two weeks; with one of six risks they are measured at least every half year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.contracts.model import deciding
from yigongti_desktop.capabilities.contracts.model.months import months_after
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Lookup


class Risk(StrEnum):
    """One of the six that make a resident one at high risk (高危人群)."""

    HIGH_NORMAL = "high_normal"
    #: 超重或肥胖, or 腹型肥胖.
    OVERWEIGHT = "overweight"
    WAIST = "waist"
    FAMILY = "family"
    SALT = "salt"
    ALCOHOL = "alcohol"
    AGE = "age"


class Outcome(StrEnum):
    """What a measuring comes to."""

    REFER_NOW = "refer_now"
    #: Raised on three days: a hospital diagnoses.
    REFER = "refer"
    #: Raised, and to be measured again on another day.
    MEASURE_AGAIN = "measure_again"
    AT_RISK = "at_risk"
    WELL = "well"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the standard; a county replaces one by a rule of its name ("screening.risk_age")."""

    emergency_sbp: int = 180
    emergency_dbp: int = 110
    raised_sbp: int = 140
    raised_dbp: int = 90
    high_normal_sbp: int = 130
    high_normal_dbp: int = 85
    #: Body mass index, kg/m².
    overweight: int = 24
    #: Waist in tenths of cm.
    waist_male: int = 900
    waist_female: int = 850
    risk_age: int = 55
    days_raised: int = 3
    #: The standard gives no time for measuring again: an assumption.
    again_days: int = 7
    referral_days: int = 14
    risk_months: int = 6
    months: int = 12


STANDARD = Limits()


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a resident who has no diagnosis of hypertension."""

    on: date
    sbp: int
    dbp: int
    age: int
    sex: Sex
    #: In tenths of cm and of kg; None where not measured.
    height: int | None = None
    weight: int | None = None
    waist: int | None = None
    #: 一、二级亲属.
    has_family_history: bool = False
    eats_much_salt: bool = False
    #: 每日饮白酒 ≥100 ml, for a long time.
    drinks_much: bool = False
    #: On how many other days before pressure was raised, in this round of measuring.
    days_raised_before: int = 0


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What a measuring comes to, and by when the resident is seen next."""

    outcome: Outcome
    risks: tuple[Risk, ...]
    until: date


def limits(register: Lookup, on: date) -> Limits:
    """Return what holds in the county on a day."""
    return deciding.county_limits(STANDARD, "screening", register, on)


def screen(measured: Measured, limits: Limits = STANDARD) -> Screening:
    """Return what a measuring comes to."""
    risks = tuple(_risks(measured, limits))
    outcome = _outcome(measured, risks, limits)
    on = measured.on
    until = {
        Outcome.REFER_NOW: on + timedelta(days=limits.referral_days),
        Outcome.REFER: on + timedelta(days=limits.referral_days),
        Outcome.MEASURE_AGAIN: on + timedelta(days=limits.again_days),
        Outcome.AT_RISK: months_after(on, limits.risk_months),
        Outcome.WELL: months_after(on, limits.months),
    }
    return Screening(outcome=outcome, risks=risks, until=until[outcome])


def is_heavy(height: int, weight: int, index: int) -> bool:
    """Say whether the body mass index is at least so much, exactly; height in tenths of cm, weight in tenths of kg."""
    return weight * 100_000 >= index * height * height


def _outcome(measured: Measured, risks: tuple[Risk, ...], limits: Limits) -> Outcome:
    if measured.sbp >= limits.emergency_sbp or measured.dbp >= limits.emergency_dbp:
        return Outcome.REFER_NOW
    if measured.sbp >= limits.raised_sbp or measured.dbp >= limits.raised_dbp:
        is_third = measured.days_raised_before + 1 >= limits.days_raised
        return Outcome.REFER if is_third else Outcome.MEASURE_AGAIN
    return Outcome.AT_RISK if risks else Outcome.WELL


def _risks(measured: Measured, limits: Limits) -> Iterator[Risk]:
    is_raised = measured.sbp >= limits.raised_sbp or measured.dbp >= limits.raised_dbp
    if not is_raised and (measured.sbp >= limits.high_normal_sbp or measured.dbp >= limits.high_normal_dbp):
        yield Risk.HIGH_NORMAL
    if measured.height and measured.weight and is_heavy(measured.height, measured.weight, limits.overweight):
        yield Risk.OVERWEIGHT
    # Of unknown sex the higher limit holds.
    widest = limits.waist_female if measured.sex is Sex.FEMALE else limits.waist_male
    if measured.waist is not None and measured.waist >= widest:
        yield Risk.WAIST
    said = {
        Risk.FAMILY: measured.has_family_history,
        Risk.SALT: measured.eats_much_salt,
        Risk.ALCOHOL: measured.drinks_much,
        Risk.AGE: measured.age >= limits.risk_age,
    }
    yield from (risk for risk, holds in said.items() if holds)
