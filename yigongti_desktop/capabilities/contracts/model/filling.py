"""How the forms of follow-ups are filled in: numbers in their units, choices and symptoms by their numbers on the form.

The same is typed on a screen and written on a round sheet by pen. What was typed becomes the value under which a
reading is kept, or is refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from yigongti_desktop.capabilities.contracts.model import diabetes
from yigongti_desktop.capabilities.contracts.model import hypertension
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.deciding import Reaction
from yigongti_desktop.capabilities.contracts.model.forms import MEASURED
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.plausible import Field
from yigongti_desktop.capabilities.contracts.model.plausible import Range
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width

#: Codes of a choice, in the order of their numbers on the form.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "salt": ("light", "middle", "heavy"),
    "adherence": ("regular", "sometimes", "never"),
    "reaction": tuple(Reaction),
    "foot_pulse": ("touched", "weak", "gone"),
    "hypoglycaemia": ("none", "sometimes", "often"),
}
SYMPTOMS: Mapping[Form, type[StrEnum]] = {
    Form.HYPERTENSION: hypertension.Symptom,
    Form.DIABETES: diabetes.Symptom,
}
#: Symptoms that have a place on the form come first, in its order; the others are signs of danger.
ON_FORM: Mapping[Form, int] = {Form.HYPERTENSION: 10, Form.DIABETES: 10}
#: The most of what is only counted; of spirits in tenths of 两.
COUNTED: Mapping[str, int] = {
    "cigarettes_a_day": 200,
    "alcohol_a_day": 500,
    "exercise_a_week": 50,
    "exercise_minutes": 600,
    "staple_a_day": 3000,
}
_TENTHS = frozenset({"alcohol_a_day"})
TEXTS = frozenset({"drugs", "insulin"})
_LONGEST = 500
_NUMBER = re.compile(r"([0-9]{1,5})(?:\.([0-9]))?")
_GAPS = re.compile(r"[\s,，、;；/.。]+")


def read_typed(form: Form, name: str, typed: str, ranges: Mapping[Field, Range] = plausible.RANGES) -> Any:
    """Return a reading as it is kept; None for nothing typed.

    Args:
        form: of the follow-up.
        name: of the reading.
        typed: a number in the unit of the form; of a choice its number; of symptoms their numbers, with gaps.
        ranges: what is possible and usual.

    Raises:
        Refused: value_format, value_impossible, value_places, value_range, choice_unknown, symptom_unknown,
            symptom_none, field_long; each with its field.
    """
    text = half_width(typed).strip()
    if not text:
        return None
    if name == "symptoms":
        return _symptoms(form, text)
    if name in CHOICES:
        return _choice(name, text)
    if name in MEASURED:
        return plausible.read(MEASURED[name], text, ranges)
    if name in COUNTED:
        return _counted(name, text)
    line = clean_line(typed)
    if len(line) > _LONGEST:
        raise Refused("field_long", field=name, most=_LONGEST, length=len(line))
    return line


def typed_as(form: Form, name: str, value: Any) -> str:
    """Return a reading as it is typed."""
    if value is None or (not value and isinstance(value, str | list)):
        return ""
    if name == "symptoms":
        order = list(SYMPTOMS[form])
        return " ".join(str(order.index(one) + 1) for one in value if one in order)
    if name in CHOICES:
        return str(CHOICES[name].index(value) + 1) if value in CHOICES[name] else ""
    if name in MEASURED:
        return plausible.shown(MEASURED[name], value)
    if name in _TENTHS:
        return f"{value // 10}.{value % 10}".removesuffix(".0")
    return str(value)


def _symptoms(form: Form, text: str) -> list[str]:
    order = list(SYMPTOMS[form])
    found: list[str] = []
    for part in filter(None, _GAPS.split(text)):
        if not part.isdecimal() or not 1 <= int(part) <= len(order):
            raise Refused("symptom_unknown", field="symptoms", typed=part[:20], most=len(order))
        found.append(order[int(part) - 1].value)
    if len(found) > 1 and "none" in found:
        raise Refused("symptom_none", field="symptoms")
    return list(dict.fromkeys(found))


def _choice(name: str, text: str) -> str:
    codes = CHOICES[name]
    if not text.isdecimal() or not 1 <= int(text) <= len(codes):
        raise Refused("choice_unknown", field=name, typed=text[:20], most=len(codes))
    return str(codes[int(text) - 1])


def _counted(name: str, text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Refused("value_format", field=name, typed=text[:20])
    scale = 10 if name in _TENTHS else 1
    tenths = int(found[1]) * 10 + int(found[2] or 0)
    if tenths * scale % 10:
        raise Refused("value_places", field=name, places=0)
    value = tenths * scale // 10
    if value > COUNTED[name]:
        raise Refused("value_range", field=name, least=0, most=COUNTED[name] // scale)
    return value
