"""Follow-up of type 2 diabetes: danger, target, and what follows (2型糖尿病患者健康管理服务规范; CHR-01, CHR-04).

Glucose is in tenths of mmol/L and temperature in tenths of ℃, whole numbers both, so that 7.0 is exactly 70. Every
limit is one of the national standard unless the county has a rule of its own.
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
    THIRST = "thirst"
    HUNGER = "hunger"
    MUCH_URINE = "much_urine"
    BLURRED_VISION = "blurred_vision"
    INFECTION = "infection"
    NUMBNESS = "numbness"
    OEDEMA = "oedema"
    WEIGHT_LOSS = "weight_loss"
    OTHER = "other"
    #: Signs of danger that the form has no place for.
    ALTERED_CONSCIOUSNESS = "altered_consciousness"
    ACETONE_BREATH = "acetone_breath"
    PALPITATION = "palpitation"
    SWEATING = "sweating"
    NO_APPETITE = "no_appetite"
    NAUSEA = "nausea"
    VOMITING = "vomiting"
    ABDOMINAL_PAIN = "abdominal_pain"
    DEEP_BREATHING = "deep_breathing"
    FLUSHED_SKIN = "flushed_skin"
    SUDDEN_LOSS_OF_SIGHT = "sudden_loss_of_sight"


#: 意识或行为改变、呼气有烂苹果样丙酮味、心悸、出汗、食欲减退、恶心、呕吐、多饮、多尿、腹痛、有深大呼吸、皮肤潮红,
#: 视力突然骤降. The standard says of any one of them that it is a danger; a county may name fewer.
SIGNS = (
    Symptom.ALTERED_CONSCIOUSNESS,
    Symptom.ACETONE_BREATH,
    Symptom.PALPITATION,
    Symptom.SWEATING,
    Symptom.NO_APPETITE,
    Symptom.NAUSEA,
    Symptom.VOMITING,
    Symptom.THIRST,
    Symptom.MUCH_URINE,
    Symptom.ABDOMINAL_PAIN,
    Symptom.DEEP_BREATHING,
    Symptom.FLUSHED_SKIN,
    Symptom.SUDDEN_LOSS_OF_SIGHT,
)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the standard; a county replaces one by a rule of its name ("diabetes.emergency_high")."""

    #: Danger from here on, and down to here.
    emergency_high: int = 167
    emergency_low: int = 39
    #: Fasting glucose is to be below.
    target: int = 70
    #: From here on it is raised (高于正常) in pregnancy and nursing; the standard gives no number.
    raised: int = 61
    emergency_sbp: int = 180
    emergency_dbp: int = 110
    #: Danger above: beats a minute, for a long time; tenths of ℃.
    fast_pulse: int = 100
    fever: int = 390
    signs: tuple[str, ...] = SIGNS
    months: int = 3
    check_days: int = 14
    referral_days: int = 14


STANDARD = Limits()


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """What a follow-up finds."""

    on: date
    #: Fasting glucose (空腹血糖).
    fasting: int
    sbp: int
    dbp: int
    #: Glucose at another time of the day, when it was measured; it tells of danger, not of control.
    random: int | None = None
    pulse: int | None = None
    #: The pulse stays as fast when it is counted again after a rest (持续性心动过速).
    is_pulse_lasting: bool = False
    temperature: int | None = None
    symptoms: tuple[Symptom, ...] = ()
    assessed: Assessment = Assessment()
    former: Former = Former()


def limits(register: Lookup, on: date) -> Limits:
    """Return what holds in the county on a day."""
    return deciding.county_limits(STANDARD, "diabetes", register, on)


def decide(values: Values, limits: Limits = STANDARD) -> Decision:
    """Return what follows from a follow-up; a fast pulse that was counted once is told and decides nothing."""
    above = _at_least("fasting_above_target", values.fasting, limits.target)
    once = () if values.is_pulse_lasting else _above("pulse_to_be_counted_again", values.pulse, limits.fast_pulse)
    judged = Judged(dangers=_dangers(values, limits), above=above, told=once)
    pace = Pace(months=limits.months, check_days=limits.check_days, referral_days=limits.referral_days)
    return deciding.decide(values.on, judged, values.assessed, values.former, pace)


def _dangers(values: Values, limits: Limits) -> tuple[Finding, ...]:
    found = (
        *_glucose("fasting", values.fasting, limits),
        *_glucose("random", values.random, limits),
        *_at_least("sbp_danger", values.sbp, limits.emergency_sbp),
        *_at_least("dbp_danger", values.dbp, limits.emergency_dbp),
    )
    if values.is_pulse_lasting:
        found += _above("pulse_fast", values.pulse, limits.fast_pulse)
    found += _above("fever", values.temperature, limits.fever)
    if values.assessed.is_pregnant_or_nursing:
        found += _at_least("fasting_raised_pregnant", values.fasting, limits.raised)
    return found + deciding.dangers_of(values.symptoms, limits.signs, values.assessed)


def _glucose(name: str, value: int | None, limits: Limits) -> tuple[Finding, ...]:
    if value is not None and value <= limits.emergency_low:
        return (Finding(code=f"{name}_low_danger", value=value, limit=limits.emergency_low),)
    return _at_least(f"{name}_high_danger", value, limits.emergency_high)


def _at_least(code: str, value: int | None, limit: int) -> tuple[Finding, ...]:
    return () if value is None or value < limit else (Finding(code=code, value=value, limit=limit),)


def _above(code: str, value: int | None, limit: int) -> tuple[Finding, ...]:
    return () if value is None or value <= limit else (Finding(code=code, value=value, limit=limit),)
