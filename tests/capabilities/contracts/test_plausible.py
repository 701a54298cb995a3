"""What cannot be is refused, what is rare is asked about, and a number in another unit is known for what it is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.contracts.refusals import no
from tests.capabilities.judging import Register
from tests.capabilities.judging import wide
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.plausible import RANGES
from yigongti_desktop.capabilities.contracts.model.plausible import Doubt
from yigongti_desktop.capabilities.contracts.model.plausible import Field
from yigongti_desktop.capabilities.contracts.model.plausible import Hint
from yigongti_desktop.capabilities.contracts.model.plausible import Range
from yigongti_desktop.capabilities.contracts.model.plausible import Slip
from yigongti_desktop.capabilities.contracts.model.plausible import check
from yigongti_desktop.capabilities.contracts.model.plausible import read
from yigongti_desktop.capabilities.contracts.model.plausible import shown
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.policy("CHR-04")

USUAL = {
    Field.SBP: 128,
    Field.DBP: 82,
    Field.PULSE: 72,
    Field.GLUCOSE: 65,
    Field.HBA1C: 68,
    Field.WEIGHT: 650,
    Field.HEIGHT: 1680,
    Field.WAIST: 850,
    Field.TEMPERATURE: 365,
}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (Field.SBP, "128", 128),
        (Field.SBP, " 128.0 ", 128),
        (Field.GLUCOSE, "7", 70),
        (Field.GLUCOSE, "7.0", 70),
        (Field.GLUCOSE, "16.7", 167),
        (Field.GLUCOSE, wide("16.7"), 167),
        (Field.WEIGHT, "65.5", 655),
        (Field.HEIGHT, "168", 1680),
        (Field.TEMPERATURE, "36.50", 365),
    ],
)
def test_a_number_is_read_exactly(field: Field, typed: str, value: int) -> None:
    assert read(field, typed) == value
    assert read(field, shown(field, value)) == value


@pytest.mark.parametrize("typed", ["", "七", "-7", "7,0", "1e2", "7.", ".5", "7 0", "NaN"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with no("value_format", field="glucose", typed=typed):
        read(Field.GLUCOSE, typed)


def test_more_places_than_the_field_has_are_refused_and_never_rounded() -> None:
    with no("value_places", field="glucose", places=1):
        read(Field.GLUCOSE, "6.95")
    with no("value_places", field="sbp", places=0):
        read(Field.SBP, "128.5")


@pytest.mark.parametrize(
    ("field", "typed", "hints", "meant"),
    [
        (Field.SBP, "16", ["kpa"], ["120"]),
        (Field.SBP, "18.7", ["kpa"], ["140"]),
        (Field.SBP, "24", ["kpa"], ["180"]),
        (Field.DBP, "10.7", ["kpa"], ["80"]),
        (Field.DBP, "14.7", ["kpa"], ["110"]),
        (Field.SBP, "1280", [], []),
        (Field.SBP, "5", [], []),
        (Field.GLUCOSE, "126", ["mg_dl", "point"], ["7.0", "12.6"]),
        (Field.GLUCOSE, "300", ["mg_dl", "point"], ["16.7", "30.0"]),
        (Field.GLUCOSE, "68", ["mg_dl", "point"], ["3.8", "6.8"]),
        (Field.GLUCOSE, "0.1", [], []),
        (Field.HBA1C, "53", ["mmol_mol", "point"], ["7.0", "5.3"]),
        (Field.HEIGHT, "1.65", ["metres"], ["165.0"]),
        (Field.HEIGHT, "1.7", ["metres"], ["170.0"]),
        (Field.WAIST, "0.9", ["metres"], ["90.0"]),
        (Field.WAIST, "2.7", ["chi"], ["90.0"]),  # 2.7 尺 of the standard
        (Field.WAIST, "2.6", ["chi"], ["86.7"]),
        (Field.TEMPERATURE, "98.6", ["fahrenheit"], ["37.0"]),
        (Field.TEMPERATURE, "365", ["point"], ["36.5"]),
        (Field.WEIGHT, "310", ["jin"], ["155.0"]),
        (Field.PULSE, "700", [], []),
    ],
)
def test_what_cannot_be_is_refused_and_another_unit_is_known(
    field: Field, typed: str, hints: list[str], meant: list[str]
) -> None:
    least, most = shown(field, RANGES[field].least), shown(field, RANGES[field].most)
    with no("value_impossible", field=field.value, least=least, most=most, hints=hints, meant=meant):
        read(field, typed)


def test_the_limits_themselves_are_possible_and_one_beyond_is_not() -> None:
    for field, bounds in RANGES.items():
        for value in (bounds.least, bounds.most):
            assert [doubt.field for doubt in check({field: value})] == [field]
        for value in (bounds.least - 1, bounds.most + 1):
            with no("value_impossible", field=field.value):
                check({field: value})


def test_usual_values_raise_no_question() -> None:
    assert check(USUAL) == ()
    assert check({}) == ()


def test_the_lower_pressure_is_below_the_upper() -> None:
    for sbp, dbp in ((80, 120), (100, 100)):
        with no("pressure_order", sbp=sbp, dbp=dbp):
            check({Field.SBP: sbp, Field.DBP: dbp})
    assert check({Field.SBP: 120, Field.DBP: 100}) == ()
    assert check({Field.SBP: 120, Field.DBP: 101}) == (Doubt(field=Field.DBP, value=101, low=20, high=100),)
    assert check({Field.SBP: 180, Field.DBP: 79}) == (Doubt(field=Field.DBP, value=79, low=80, high=160),)


@pytest.mark.parametrize(
    ("field", "value", "hints"),
    [
        (Field.SBP, 230, ()),
        (Field.SBP, 75, ()),
        (Field.PULSE, 40, ()),
        (Field.GLUCOSE, 301, ()),
        (Field.GLUCOSE, 27, ()),
        (Field.GLUCOSE, 540, (Hint(Slip.MG_DL, 30), Hint(Slip.POINT, 54))),
        (Field.WEIGHT, 1300, (Hint(Slip.JIN, 650),)),
        (Field.TEMPERATURE, 391, ()),
        (Field.HEIGHT, 1340, ()),
    ],
)
def test_what_is_rare_is_asked_about(field: Field, value: int, hints: tuple[Hint, ...]) -> None:
    bounds = RANGES[field]
    assert check({field: value}) == (Doubt(field=field, value=value, low=bounds.low, high=bounds.high, hints=hints),)


def test_a_weight_that_does_not_go_with_the_height_may_be_in_jin() -> None:
    (doubt,) = check({Field.WEIGHT: 1000, Field.HEIGHT: 1550})  # 100 kg at 155 cm
    assert (doubt.field, doubt.low, doubt.high) == (Field.WEIGHT, 337, 864)
    assert doubt.hints == (Hint(Slip.JIN, 500),)
    assert check({Field.WEIGHT: 864, Field.HEIGHT: 1550}) == ()
    assert check({Field.WEIGHT: 337, Field.HEIGHT: 1550}) == ()
    (thin,) = check({Field.WEIGHT: 336, Field.HEIGHT: 1550})
    assert thin.hints == ()
    (once,) = check({Field.WEIGHT: 1300, Field.HEIGHT: 1650})
    assert once.hints == (Hint(Slip.JIN, 650),)


def test_a_child_is_not_too_small_and_its_heart_may_be_fast() -> None:
    infant = {Field.WEIGHT: 62, Field.HEIGHT: 610, Field.PULSE: 140, Field.SBP: 78, Field.DBP: 42}
    assert check(infant, is_child=True) == ()
    assert {doubt.field for doubt in check(infant)} >= {Field.WEIGHT, Field.HEIGHT, Field.PULSE}


def test_questions_come_in_the_order_of_the_form_whatever_was_typed_first() -> None:
    asked = check({Field.TEMPERATURE: 395, Field.GLUCOSE: 310, Field.SBP: 225, Field.DBP: 135})
    assert [doubt.field for doubt in asked] == [Field.SBP, Field.DBP, Field.GLUCOSE, Field.TEMPERATURE]


def test_a_county_has_its_own_ranges_where_they_make_sense() -> None:
    register = Register({})
    on = date(2026, 11, 23)
    assert plausible.ranges(register, on) == RANGES
    for name, value in {"glucose": [10, 30, 250, 400], "sbp": [80, 40, 220, 320], "dbp": [1, 2], "pulse": "?"}.items():
        register.put("rule", Rule(id=f"plausible.{name}", versions=(RuleVersion(value=value),)))
    assert plausible.ranges(register, on) == {**RANGES, Field.GLUCOSE: Range(10, 30, 250, 400)}
    assert check({Field.GLUCOSE: 260}, plausible.ranges(register, on))


@given(st.sampled_from(list(Field)), st.integers(0, 99_999), st.integers(0, 999))
def test_whatever_is_typed_is_a_possible_value_or_a_refusal_whose_hints_are_possible(
    field: Field, whole: int, places: int
) -> None:
    typed = f"{whole}.{places}"
    try:
        value = read(field, typed)
    except Refused as refusal:
        for meant in refusal.facts.get("meant", []):
            assert RANGES[field].least <= read(field, meant) <= RANGES[field].most
        return
    assert Fraction(shown(field, value)) == Fraction(typed)
    check({field: value})
