"""Follow-up of hypertension: grade, danger, target, and what follows (高血压患者健康管理服务规范; CHR-01, CHR-04).

Pressures are in mmHg, whole. Every limit is one of the national standard unless the county has a rule of its own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.contracts.model import deciding
from yigongti_desktop.capabilities.contracts.model.deciding import Assessment
from yigongti_desktop.capabilities.contracts.model.deciding import Decision
from yigongti_desktop.capabilities.contracts.model.deciding import Finding
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.deciding import Judged
from yigongti_desktop.capabilities.contracts.model.deciding import Pace
from yigongti_desktop.protocol.event import Lookup


class Symptom(StrEnum):
    """What the resident complains of; those of the form first, in its order (症状)."""

    NONE = "none"
    HEADACHE_DIZZINESS = "headache_dizziness"
    NAUSEA_VOMITING = "nausea_vomiting"
    DIM_SIGHT_TINNITUS = "dim_sight_tinnitus"
    DYSPNOEA = "dyspnoea"
    PALPITATION_TIGHTNESS = "palpitation_tightness"
    NOSEBLEED = "nosebleed"
    NUMBNESS = "numbness"
    OEDEMA = "oedema"
    OTHER = "other"
    #: Signs of danger that the form has no place for.
    ALTERED_CONSCIOUSNESS = "altered_consciousness"
    SEVERE_HEADACHE_DIZZINESS = "severe_headache_dizziness"
    BLURRED_VISION = "blurred_vision"
    EYE_PAIN = "eye_pain"
    ORTHOPNOEA = "orthopnoea"


#: 意识改变、剧烈头痛或头晕、恶心呕吐、视力模糊、眼痛、心悸、胸闷、喘憋不能平卧.
SIGNS = (
    Symptom.ALTERED_CONSCIOUSNESS,
    Symptom.SEVERE_HEADACHE_DIZZINESS,
    Symptom.NAUSEA_VOMITING,
    Symptom.BLURRED_VISION,
    Symptom.EYE_PAIN,
    Symptom.PALPITATION_TIGHTNESS,
    Symptom.ORTHOPNOEA,
)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the standard; a county replaces one by a rule of its name ("hypertension.emergency_sbp")."""

    emergency_sbp: int = 180
    emergency_dbp: int = 110
    #: Satisfied is below; from these ages on the second pair holds.
    target_sbp: int = 140
    target_dbp: int = 90
    elderly_age: int = 65
    elderly_sbp: int = 150
    elderly_dbp: int = 90
    #: From here on pressure is raised (高于正常) in pregnancy and nursing; the standard gives no number.
    raised_sbp: int = 140
    raised_dbp: int = 90
    signs: tuple[str, ...] = SIGNS
    months: int = 3
    check_days: int = 14
    referral_days: int = 14


STANDARD = Limits()
#: Lower bounds of grades 1 to 3, systolic and diastolic.
_GRADES = ((140, 90), (160, 100), (180, 110))


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """What a follow-up finds."""

    on: date
    sbp: int
    dbp: int
    #: Full years on the day.
    age: int
    #: Of a minute; it is on the form and decides nothing.
    pulse: int | None = None
    symptoms: tuple[Symptom, ...] = ()
    assessed: Assessment = Assessment()
    #: An old person tolerates the lower target, and it was set for them (能耐受可进一步降至 140/90 以下).
    tolerates_lower: bool = False
    former: Former = Former()


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """How high a pressure is."""

    #: 0 is below grade 1.
    level: int
    #: 单纯收缩期高血压.
    is_isolated_systolic: bool


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Pressure is to be below both."""

    sbp: int
    dbp: int


class HypertensionDecision(Decision, frozen=True, kw_only=True):
    """What a follow-up of hypertension comes to."""

    grade: Grade
    target: Target


def limits(register: Lookup, on: date) -> Limits:
    """Return what holds in the county on a day."""
    return deciding.county_limits(STANDARD, "hypertension", register, on)


def decide(values: Values, limits: Limits = STANDARD) -> HypertensionDecision:
    """Return what follows from a follow-up."""
    target = target_for(values.age, limits, tolerates_lower=values.tolerates_lower)
    judged = Judged(
        dangers=_dangers(values, limits),
        above=_at_least(values, "sbp_above_target", target.sbp, "dbp_above_target", target.dbp),
    )
    pace = Pace(months=limits.months, check_days=limits.check_days, referral_days=limits.referral_days)
    made = deciding.decide(values.on, judged, values.assessed, values.former, pace)
    fields = {name: getattr(made, name) for name in made.__struct_fields__}
    return HypertensionDecision(**fields, grade=grade_of(values.sbp, values.dbp), target=target)


def target_for(age: int, limits: Limits = STANDARD, *, tolerates_lower: bool = False) -> Target:
    """Return below what pressure is to be."""
    if age >= limits.elderly_age and not tolerates_lower:
        return Target(sbp=limits.elderly_sbp, dbp=limits.elderly_dbp)
    return Target(sbp=limits.target_sbp, dbp=limits.target_dbp)


def grade_of(sbp: int, dbp: int) -> Grade:
    """Return how high a pressure is: the higher grade of the two numbers."""
    level = sum(sbp >= systolic or dbp >= diastolic for systolic, diastolic in _GRADES)
    systolic, diastolic = _GRADES[0]
    return Grade(level=level, is_isolated_systolic=sbp >= systolic and dbp < diastolic)


def _dangers(values: Values, limits: Limits) -> tuple[Finding, ...]:
    found = _at_least(values, "sbp_danger", limits.emergency_sbp, "dbp_danger", limits.emergency_dbp)
    if values.assessed.is_pregnant_or_nursing:
        found += _at_least(values, "sbp_raised_pregnant", limits.raised_sbp, "dbp_raised_pregnant", limits.raised_dbp)
    return found + deciding.dangers_of(values.symptoms, limits.signs, values.assessed)


def _at_least(values: Values, sbp_code: str, sbp: int, dbp_code: str, dbp: int) -> tuple[Finding, ...]:
    measured = ((sbp_code, values.sbp, sbp), (dbp_code, values.dbp, dbp))
    return tuple(Finding(code=code, value=value, limit=limit) for code, value, limit in measured if value >= limit)
