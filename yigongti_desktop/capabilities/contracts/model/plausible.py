"""Whether a value that was typed can be: refused where no living person has it, asked about where few have.

Values are whole numbers: pressures in mmHg and pulse a minute as they are, everything else in tenths of its unit
(mmol/L, %, kg, cm, ℃). A number in the unit of another device is known by its size, and what it would be is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

_TYPED = re.compile(r"([0-9]{1,5})(?:\.([0-9]{1,3}))?")
_MOST_SHOWN = 20
_BOUNDS = 4


class Field(StrEnum):
    """What is measured."""

    SBP = "sbp"
    DBP = "dbp"
    PULSE = "pulse"
    GLUCOSE = "glucose"
    HBA1C = "hba1c"
    WEIGHT = "weight"
    HEIGHT = "height"
    WAIST = "waist"
    TEMPERATURE = "temperature"


#: Fields whose numbers are whole; of the others they are tenths.
_WHOLE = frozenset({Field.SBP, Field.DBP, Field.PULSE})


class Slip(StrEnum):
    """What a number was probably taken for."""

    KPA = "kpa"
    MG_DL = "mg_dl"
    MMOL_MOL = "mmol_mol"
    METRES = "metres"
    #: 市斤, half a kilogram.
    JIN = "jin"
    #: 市尺, a third of a metre.
    CHI = "chi"
    FAHRENHEIT = "fahrenheit"
    #: The decimal point was left out.
    POINT = "point"


class Range(msgspec.Struct, frozen=True):
    """From where to where a value can be at all, and is usual."""

    least: int
    low: int
    high: int
    most: int


class Hint(msgspec.Struct, frozen=True):
    """What was probably meant."""

    slip: Slip
    meant: int


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A value to be asked about; it may be right."""

    field: Field
    value: int
    low: int
    high: int
    hints: tuple[Hint, ...] = ()


RANGES: Mapping[Field, Range] = {
    Field.SBP: Range(40, 80, 220, 320),
    Field.DBP: Range(20, 45, 130, 220),
    Field.PULSE: Range(20, 45, 130, 260),
    Field.GLUCOSE: Range(5, 28, 300, 600),
    Field.HBA1C: Range(30, 40, 150, 200),
    Field.WEIGHT: Range(5, 300, 1100, 3000),
    Field.HEIGHT: Range(300, 1350, 1950, 2500),
    Field.WAIST: Range(250, 550, 1300, 2500),
    Field.TEMPERATURE: Range(300, 350, 390, 440),
}
#: Children are small: only what cannot be is refused, and what is too much is asked about.
_CHILDREN = frozenset({Field.SBP, Field.DBP, Field.WEIGHT, Field.HEIGHT, Field.WAIST})
_MOST_PULSE_CHILD = 180
#: Body mass index beyond which a weight is asked about.
_INDEX_LOW, _INDEX_HIGH = 14, 36
#: Systolic less diastolic.
_APART_LOW, _APART_HIGH = 20, 100


class _Guess(msgspec.Struct, frozen=True):
    """Numbers as typed, from one up to below another, and what they are in the unit of the field."""

    slip: Slip
    least: Fraction
    below: Fraction
    turn: Callable[[Fraction], Fraction]


def _guess(slip: Slip, least: str, below: str, times: str, plus: str = "0") -> _Guess:
    factor, more = Fraction(times), Fraction(plus)
    return _Guess(slip, Fraction(least), Fraction(below), lambda typed: typed * factor + more)


_GUESSES: Mapping[Field, tuple[_Guess, ...]] = {
    Field.SBP: (_guess(Slip.KPA, "8", "40", "7.5006"),),
    Field.DBP: (_guess(Slip.KPA, "4", "20", "7.5006"),),
    Field.GLUCOSE: (_guess(Slip.MG_DL, "40", "1000", "1/18"), _guess(Slip.POINT, "31", "333", "1/10")),
    Field.HBA1C: (_guess(Slip.MMOL_MOL, "21", "150", "0.09148", "2.152"), _guess(Slip.POINT, "40", "151", "1/10")),
    Field.WEIGHT: (_guess(Slip.JIN, "110", "400", "1/2"),),
    Field.HEIGHT: (_guess(Slip.METRES, "0.3", "2.51", "100"),),
    Field.WAIST: (_guess(Slip.METRES, "0.4", "1.5", "100"), _guess(Slip.CHI, "1.5", "5", "100/3")),
    Field.TEMPERATURE: (
        _guess(Slip.FAHRENHEIT, "90", "112", "5/9", "-160/9"),
        _guess(Slip.POINT, "340", "430", "1/10"),
    ),
}


def ranges(register: Lookup, on: date) -> Mapping[Field, Range]:
    """Return what a county thinks possible and usual: a rule "plausible.glucose" of four numbers in rising order."""
    found = dict(RANGES)
    for field in Field:
        own: list[int] = rule(register, f"plausible.{field}", on, [])
        if len(own) == _BOUNDS and own == sorted(own) and all(type(one) is int for one in own):
            found[field] = Range(*own)
    return found


def read(field: Field, typed: str, ranges: Mapping[Field, Range] = RANGES) -> int:
    """Read a number as it was typed, in the unit of the field.

    Raises:
        Refused: value_format, value_impossible (with hints where the unit was another), value_places.
    """
    found = _TYPED.fullmatch(half_width(typed).strip())
    if found is None:
        raise Refused("value_format", field=field.value, typed=typed[:_MOST_SHOWN])
    number = Fraction(f"{found[1]}.{found[2] or 0}")
    scaled = number * _scale(field)
    bounds = ranges[field]
    if not bounds.least <= scaled <= bounds.most:
        raise _impossible(field, number, bounds)
    if scaled.denominator != 1:
        raise Refused("value_places", field=field.value, places=0 if field in _WHOLE else 1)
    return int(scaled)


def check(
    measured: Mapping[Field, int], ranges: Mapping[Field, Range] = RANGES, *, is_child: bool = False
) -> tuple[Doubt, ...]:
    """Return what is to be asked about, in the order of the fields.

    Args:
        measured: values in the units of their fields.
        ranges: what is possible and usual.
        is_child: a child is not too small, and its heart may be fast.

    Raises:
        Refused: value_impossible, pressure_order.
    """
    for field, value in measured.items():
        if not ranges[field].least <= value <= ranges[field].most:
            raise _impossible(field, Fraction(value, _scale(field)), ranges[field])
    sbp, dbp = measured.get(Field.SBP), measured.get(Field.DBP)
    if sbp is not None and dbp is not None and dbp >= sbp:
        raise Refused("pressure_order", sbp=sbp, dbp=dbp)
    each = (_doubt(field, value, ranges[field], is_child=is_child) for field, value in measured.items())
    doubts = [*(doubt for doubt in each if doubt is not None), *_apart(sbp, dbp)]
    if not is_child and all(doubt.field is not Field.WEIGHT for doubt in doubts):
        doubts += _body(measured.get(Field.WEIGHT), measured.get(Field.HEIGHT))
    return tuple(sorted(doubts, key=lambda doubt: list(Field).index(doubt.field)))


def shown(field: Field, value: int) -> str:
    """Return a value as people write it: 7.0, 120."""
    return str(value) if field in _WHOLE else f"{value // 10}.{value % 10}"


def hints_for(field: Field, number: Fraction, bounds: Range) -> tuple[Hint, ...]:
    """Return what a number was probably taken for, as far as what it would then be is possible."""
    found = []
    for guess in _GUESSES.get(field, ()):
        meant = round(guess.turn(number) * _scale(field))
        if guess.least <= number < guess.below and bounds.least <= meant <= bounds.most:
            found.append(Hint(guess.slip, meant))
    return tuple(found)


def _scale(field: Field) -> int:
    return 1 if field in _WHOLE else 10


def _impossible(field: Field, number: Fraction, bounds: Range) -> Refused:
    hints = hints_for(field, number, bounds)
    return Refused(
        "value_impossible",
        field=field.value,
        least=shown(field, bounds.least),
        most=shown(field, bounds.most),
        hints=[hint.slip.value for hint in hints],
        meant=[shown(field, hint.meant) for hint in hints],
    )


def _doubt(field: Field, value: int, bounds: Range, *, is_child: bool) -> Doubt | None:
    low, high = bounds.low, bounds.high
    if is_child and field in _CHILDREN:
        low = bounds.least
    if is_child and field is Field.PULSE:
        high = max(high, _MOST_PULSE_CHILD)
    if low <= value <= high:
        return None
    hints = hints_for(field, Fraction(value, _scale(field)), bounds)
    return Doubt(field=field, value=value, low=low, high=high, hints=hints)


def _apart(sbp: int | None, dbp: int | None) -> list[Doubt]:
    if sbp is None or dbp is None or _APART_LOW <= sbp - dbp <= _APART_HIGH:
        return []
    return [Doubt(field=Field.DBP, value=dbp, low=sbp - _APART_HIGH, high=sbp - _APART_LOW)]


def _body(weight: int | None, height: int | None) -> list[Doubt]:
    """Return the weight where it does not go with the height: it may be in 斤."""
    if not weight or not height:
        return []
    low, high = (-(-index * height * height // 100_000) for index in (_INDEX_LOW, _INDEX_HIGH))
    if low <= weight < high:
        return []
    hints = (Hint(Slip.JIN, round(Fraction(weight, 2))),) if weight >= high and low <= weight // 2 < high else ()
    return [Doubt(field=Field.WEIGHT, value=weight, low=low, high=high - 1, hints=hints)]
