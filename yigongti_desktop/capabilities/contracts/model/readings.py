"""What the forms of follow-ups ask for, by the names under which it is kept (随访服务记录表).

Glucose, weight, height, waist and temperature are in tenths of their units; see `plausible`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from typing import TypeVar

import msgspec

from yigongti_desktop.capabilities.contracts.model import diabetes
from yigongti_desktop.capabilities.contracts.model import hypertension
from yigongti_desktop.capabilities.contracts.model.deciding import Assessment
from yigongti_desktop.capabilities.contracts.model.deciding import Reaction
from yigongti_desktop.kernel.errors import Refused

#: More readings, or longer ones, than any form has.
_MOST, _LONGEST = 60, 500


class FollowUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all forms of chronic diseases ask for."""

    sbp: int
    dbp: int
    pulse: int | None = None
    #: Tenths of a kilogram, a centimetre.
    weight: int | None = None
    height: int | None = None
    waist: int | None = None
    cigarettes_a_day: int | None = None
    #: 两 of spirits a day, in tenths.
    alcohol_a_day: int | None = None
    #: Times a week, minutes each.
    exercise_a_week: int | None = None
    exercise_minutes: int | None = None
    #: regular, sometimes, never.
    adherence: str = ""
    #: Drugs and how they are taken, in words.
    drugs: str = ""
    reaction: Reaction = Reaction.NONE
    has_new_complication: bool = False
    has_worse_complication: bool = False
    is_beyond_us: bool = False
    is_pregnant_or_nursing: bool = False

    @property
    def assessed(self) -> Assessment:
        """Return what a clinician judged."""
        return Assessment(**{field: getattr(self, field) for field in Assessment.__struct_fields__})


class HypertensionReadings(FollowUp, frozen=True, kw_only=True):
    """高血压患者随访服务记录表."""

    symptoms: tuple[hypertension.Symptom, ...] = ()
    #: light, middle, heavy.
    salt: str = ""
    tolerates_lower: bool = False


class DiabetesReadings(FollowUp, frozen=True, kw_only=True):
    """2型糖尿病患者随访服务记录表."""

    symptoms: tuple[diabetes.Symptom, ...] = ()
    #: Tenths of mmol/L.
    fasting: int
    random: int | None = None
    #: Tenths of a per cent.
    hba1c: int | None = None
    #: Tenths of ℃.
    temperature: int | None = None
    is_pulse_lasting: bool = False
    #: Grams of staple food a day.
    staple_a_day: int | None = None
    #: touched, weak, gone.
    foot_pulse: str = ""
    #: none, sometimes, often.
    hypoglycaemia: str = ""
    insulin: str = ""


S = TypeVar("S", bound=FollowUp)


def read(readings: Mapping[str, Any], form: type[S]) -> S:
    """Return the readings of a form, or say which of them is missing or wrong.

    Raises:
        Refused: reading_missing, reading_format with the field.
    """
    if missing := sorted(_needed(form) - {name for name, value in readings.items() if value not in (None, "")}):
        raise Refused("reading_missing", field=missing[0])
    try:
        return msgspec.convert(dict(readings), form)
    except msgspec.ValidationError:
        raise Refused("reading_format", field=_wrong(readings, form)) from None


def plain(readings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the readings of a form without rules.

    Raises:
        Refused: readings_many, reading_format with the field.
    """
    if len(readings) > _MOST:
        raise Refused("readings_many", most=_MOST)
    for name, value in readings.items():
        if not isinstance(value, str | int | bool | list | None) or len(str(value)) > _LONGEST:
            raise Refused("reading_format", field=name)
    return dict(readings)


@lru_cache(maxsize=16)
def _needed(form: type[FollowUp]) -> frozenset[str]:
    """Return what a form cannot do without; finding it out takes a thousand times as long as knowing it."""
    return frozenset(field.name for field in msgspec.structs.fields(form) if field.required)


def _wrong(readings: Mapping[str, Any], form: type[S]) -> str:
    """Return the first reading that does not fit its field."""
    types = {field.name: field.type for field in msgspec.structs.fields(form)}
    for name, value in readings.items():
        if name not in types:
            return name
        try:
            msgspec.convert(value, types[name])
        except msgspec.ValidationError:
            return name
    return next(iter(readings), "")
