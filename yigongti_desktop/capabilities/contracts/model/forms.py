"""What follows from a service, form by form (CHR-01, CHR-04).

Plain forms keep what was typed. The follow-ups of hypertension and of type 2 diabetes are judged by the national
rules (国家基本公共卫生服务规范 第三版), or the county's where it has its own.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model import diabetes
from yigongti_desktop.capabilities.contracts.model import hypertension
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.deciding import Decision
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.plausible import Doubt
from yigongti_desktop.capabilities.contracts.model.plausible import Field
from yigongti_desktop.capabilities.contracts.model.plausible import Range
from yigongti_desktop.capabilities.contracts.model.readings import DiabetesReadings
from yigongti_desktop.capabilities.contracts.model.readings import FollowUp
from yigongti_desktop.capabilities.contracts.model.readings import HypertensionReadings
from yigongti_desktop.capabilities.contracts.model.readings import plain
from yigongti_desktop.capabilities.contracts.model.readings import read
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.protocol.event import Lookup

#: Readings that are measured, each with what may be of it.
MEASURED: Mapping[str, Field] = {
    **{field.value: field for field in Field if field is not Field.GLUCOSE},
    "fasting": Field.GLUCOSE,
    "random": Field.GLUCOSE,
}


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a service."""

    readings: dict[str, Any]
    #: Class of the follow-up; empty for a plain form.
    outcome: str = ""
    #: Why the resident is referred, the gravest reason; empty when they are not.
    reason: str = ""
    #: The day by which a rule wants to see them again, before the plan does.
    next_due: date | None = None
    #: What the next follow-up needs to know of this one.
    leaves: Former = Former()
    #: All of the decision, for a screen.
    decision: Decision | None = None


def judge(form: Form, readings: Mapping[str, Any], on: date, birth: date, former: Former, register: Lookup) -> Judged:
    """Return the readings as they are kept, and what follows from them.

    Args:
        form: of the item.
        readings: by their names.
        on: day of the service.
        birth: of the resident.
        former: what the service before, of the same item, left.
        register: where the county's rules are looked up.

    Raises:
        Refused: readings_many, reading_missing, reading_format, value_impossible, pressure_order.
    """
    decide = _RULES.get(form)
    if decide is None:
        return Judged(readings=plain(readings))
    made, kept = decide(readings, on, birth, former, register)
    doubts(msgspec.structs.asdict(kept), on, register)
    return Judged(
        readings=_filled(kept),
        outcome=made.classes[0].value,
        reason=made.reasons[0].value if made.reasons else "",
        next_due=made.between,
        leaves=made.leaves,
        decision=made,
    )


def doubts(readings: Mapping[str, Any], on: date, register: Lookup) -> tuple[tuple[str, Doubt], ...]:
    """Return the readings that few people have, each with its name; they may be right, so they are asked about.

    Raises:
        Refused: value_impossible, pressure_order.
    """
    allowed = plausible.ranges(register, on)
    measured = {name: readings[name] for name in MEASURED if isinstance(readings.get(name), int)}
    random = {name: measured.pop(name) for name in ("random",) if name in measured}  # beside the fasting glucose
    return (*_check(measured, allowed), *_check(random, allowed))


def _check(measured: Mapping[str, int], allowed: Mapping[Field, Range]) -> tuple[tuple[str, Doubt], ...]:
    names = {MEASURED[name]: name for name in measured}
    found = plausible.check({MEASURED[name]: value for name, value in measured.items()}, allowed)
    return tuple((names[doubt.field], doubt) for doubt in found)


def _hypertension(
    readings: Mapping[str, Any], on: date, birth: date, former: Former, register: Lookup
) -> tuple[Decision, FollowUp]:
    found = read(readings, HypertensionReadings)
    values = hypertension.Values(
        on=on,
        sbp=found.sbp,
        dbp=found.dbp,
        age=age_on(birth, on),
        pulse=found.pulse,
        symptoms=found.symptoms,
        assessed=found.assessed,
        tolerates_lower=found.tolerates_lower,
        former=former,
    )
    return hypertension.decide(values, hypertension.limits(register, on)), found


def _diabetes(
    readings: Mapping[str, Any], on: date, _birth: date, former: Former, register: Lookup
) -> tuple[Decision, FollowUp]:
    found = read(readings, DiabetesReadings)
    values = diabetes.Values(
        on=on,
        fasting=found.fasting,
        sbp=found.sbp,
        dbp=found.dbp,
        random=found.random,
        pulse=found.pulse,
        is_pulse_lasting=found.is_pulse_lasting,
        temperature=found.temperature,
        symptoms=found.symptoms,
        assessed=found.assessed,
        former=former,
    )
    return diabetes.decide(values, diabetes.limits(register, on)), found


_Rule = Callable[[Mapping[str, Any], date, date, Former, Lookup], tuple[Decision, FollowUp]]
_RULES: Mapping[Form, _Rule] = {Form.HYPERTENSION: _hypertension, Form.DIABETES: _diabetes}


def _filled(kept: FollowUp) -> dict[str, Any]:
    """Return what was filled in; what is not told takes no room."""
    told = msgspec.to_builtins(kept)
    return {name: value for name, value in told.items() if value is not False and value not in (None, "", (), [])}
