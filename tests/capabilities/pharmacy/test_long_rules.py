"""长处方: for whom, of what, for how long; packs are whole, exact and never one too many."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import tianmen
from tests.capabilities.judging import wide
from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Quantity
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Terms
from yigongti_desktop.capabilities.pharmacy.ui.long_words import arithmetic
from yigongti_desktop.capabilities.pharmacy.ui.long_words import dose_words
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.units import read_pack as read_units

DAY = date(2026, 11, 23)
ONE_AND_A_HALF = Dose(units=3, per=2)


def register(**rules: object) -> Register:
    made = tianmen()
    for name, value in rules.items():
        made.put("rule", Rule(id=f"long_prescription.{name}", versions=(RuleVersion(value=value),)))
    return made


TERMS = long_rules.terms(tianmen(), DAY)
AMLODIPINE = Drug(
    id="d1", community="tianmen-1", name="苯磺酸氨氯地平片", form="片剂", strength="5mg", pack="28片", unit="盒"
)


def check(
    drug: Drug = AMLODIPINE,
    dose: Dose = ONE_AND_A_HALF,
    days: int = 28,
    disease: str = "高血压",
    terms: Terms = TERMS,
    *,
    is_contracted: bool = True,
    is_signed: bool = False,
) -> Quantity:
    return long_rules.check(drug, dose, days, disease, terms, is_contracted=is_contracted, is_signed=is_signed)


@pytest.mark.policy("PHA-12")
def test_the_longest_course_is_the_stricter_of_county_and_nation() -> None:
    assert long_rules.terms(tianmen(), DAY).most_days == 84
    assert long_rules.terms(register(most_days=60), DAY).most_days == 60  # 益阳: two months
    assert long_rules.terms(register(most_days=180), DAY).most_days == 84
    with refused("days_range", most=60, days=61):
        check(days=61, terms=long_rules.terms(register(most_days=60), DAY), is_signed=True)
    assert check(days=84, is_signed=True).packs == 5
    for days in (85, 0, -1):
        with refused("days_range", most=84):
            check(days=days, is_signed=True)


@pytest.mark.policy("PHA-12")
def test_only_contracted_patients_with_a_chronic_disease_have_one() -> None:
    with refused("contract_needed"):
        check(is_contracted=False)
    for disease in ("", "感冒"):
        with refused("disease_chronic"):
            check(disease=disease)


def test_beyond_four_weeks_the_patient_signs_and_no_county_says_later() -> None:
    assert check(days=28).packs == 2
    with refused("signature_needed", days=28):
        check(days=29)
    assert check(days=29, is_signed=True).packs == 2
    assert long_rules.terms(register(sign_days=60), DAY).sign_days == 28
    with refused("signature_needed", days=14):
        check(days=15, terms=long_rules.terms(register(sign_days=14), DAY))


@pytest.mark.parametrize("control", [one for one in Control if one is not Control.NONE])
def test_no_controlled_drug_is_given_for_long(control: Control) -> None:
    with refused("drug_barred", why=control.value):
        check(replace(AMLODIPINE, control=control))


@pytest.mark.parametrize(
    ("name", "storage", "why"),
    [
        ("阿莫西林胶囊", "常温", "antimicrobial"),
        ("左氧氟沙星片", "常温", "antimicrobial"),
        ("精蛋白人胰岛素注射液", "冷藏", "storage"),
        ("盐酸麻黄碱片", "常温", "listed"),
        ("异烟肼片", "常温", ""),
        ("利福平胶囊", "常温", ""),
        ("苯磺酸氨氯地平片", "阴凉", ""),
    ],
)
def test_antimicrobials_but_for_tuberculosis_and_what_a_home_cannot_keep_are_barred(
    name: str, storage: str, why: str
) -> None:
    drug = replace(AMLODIPINE, name=name, storage=storage)
    assert long_rules.barred(drug, TERMS) == why
    if why:
        with refused("drug_barred", why=why) as sentence:
            check(drug)
        assert "不能开长处方" in sentence[0]


def test_a_county_names_drugs_of_its_own() -> None:
    terms = long_rules.terms(register(barred=["氨氯地平"]), DAY)
    assert long_rules.barred(AMLODIPINE, terms) == "listed"


@given(units=st.integers(1, 300), per=st.integers(1, 12), days=st.integers(1, 84), pack=st.integers(1, 500))
def test_packs_are_enough_and_one_fewer_would_not_be(units: int, per: int, days: int, pack: int) -> None:
    quantity = long_rules.reckon(replace(AMLODIPINE, pack=f"{pack}片"), Dose(units=units, per=per), days)
    needed = Fraction(units, per) * days
    assert (quantity.packs - 1) * pack < needed <= quantity.packs * pack
    assert quantity.needed.a_day == needed
    assert quantity.left.a_day == quantity.packs * pack - needed
    assert 0 <= quantity.left.a_day < pack


def test_the_arithmetic_can_be_read() -> None:
    quantity = check(days=60, is_signed=True)
    words = "60 天 × 每天 1.5 片 = 90 片，每盒 28 片，取整 4 盒，余 22 片"
    assert arithmetic(ONE_AND_A_HALF, 60, quantity, "盒") == words
    exact = long_rules.reckon(AMLODIPINE, Dose(units=1), 28)
    assert arithmetic(Dose(units=1), 28, exact, "盒") == "28 天 × 每天 1 片 = 28 片，每盒 28 片，取整 1 盒"


@pytest.mark.parametrize(
    ("typed", "units", "per"),
    [("1", 1, 1), ("1.5", 3, 2), ("3/2", 3, 2), ("0.25", 1, 4), (f" {wide('2')} ", 2, 1), ("1/3", 1, 3), ("2/4", 1, 2)],
)
def test_a_dose_is_read_exactly_however_it_is_typed(typed: str, units: int, per: int) -> None:
    assert long_rules.read_dose(typed) == Dose(units=units, per=per)


@given(units=st.integers(1, 900), per=st.integers(1, 90))
def test_a_dose_that_is_shown_reads_back_the_same(units: int, per: int) -> None:
    dose = long_rules.exactly(Fraction(units, per))
    assert long_rules.read_dose(dose_words(dose)) == dose


@pytest.mark.parametrize("typed", ["", "一片", "1/0", "-1", "1,5", "1.5.2", "1e2"])
def test_what_is_no_dose_is_refused(typed: str) -> None:
    with refused("dose_format"):
        long_rules.read_dose(typed)


@pytest.mark.parametrize("dose", [Dose(units=0), Dose(units=-1), Dose(units=1, per=0), Dose(units=1001)])
def test_nobody_takes_nothing_or_a_thousand_tablets(dose: Dose) -> None:
    with refused("dose_range"):
        check(dose=dose)


@pytest.mark.parametrize("pack", ["", "片", "0片", "10片×2板"])
def test_a_pack_that_cannot_be_read_is_said(pack: str) -> None:
    with refused("pack_unreadable", pack=pack):
        check(replace(AMLODIPINE, pack=pack))


@pytest.mark.parametrize(
    ("pack", "unit", "per_pack", "piece"),
    [
        ("10片×2板/盒", "盒", 20, "片"),
        ("0.25g×24粒/盒", "盒", 24, "粒"),
        ("10ml×6支/盒", "盒", 6, "支"),
        ("20袋", "袋", 1, "袋"),
        ("1支", "支", 1, "支"),
        ("100ml", "瓶", 100, "ml"),
        ("28片", "盒", 28, "片"),
    ],
)
def test_the_units_of_the_formulary_say_what_a_pack_holds(pack: str, unit: str, per_pack: int, piece: str) -> None:
    drug = replace(AMLODIPINE, pack=pack, unit=unit, units=read_units(pack, unit))
    assert long_rules.read_pack(drug) == (per_pack, piece)


def test_units_count_even_where_the_text_says_otherwise_and_the_text_where_there_are_none() -> None:
    assert long_rules.read_pack(replace(AMLODIPINE, pack="见说明书", units=(("盒", 30), ("片", 1)))) == (30, "片")
    assert long_rules.read_pack(replace(AMLODIPINE, units=(("盒", 14), ("片", 1)))) == (14, "片")
    assert long_rules.read_pack(replace(AMLODIPINE, units=(("箱", 500), ("片", 1)))) == (28, "片")  # nothing of a 盒
    assert (
        long_rules.reckon(
            replace(AMLODIPINE, pack="10片×2板/盒", units=read_units("10片×2板/盒", "盒")), Dose(units=1), 41
        ).packs
        == 3
    )


@given(layers=st.lists(st.integers(1, 30), min_size=1, max_size=3), days=st.integers(1, 84))
def test_packs_by_units_are_enough_and_one_fewer_would_not_be(layers: list[int], days: int) -> None:
    names = ("片", "板", "盒", "箱")[: len(layers) + 1]
    sizes = [math.prod(layers[:place]) for place in range(len(names))]
    units = tuple(zip(reversed(names), reversed(sizes), strict=True))
    for place, unit in enumerate(names):
        quantity = long_rules.reckon(replace(AMLODIPINE, unit=unit, units=units, pack=""), Dose(units=3, per=2), days)
        assert (quantity.per_pack, quantity.piece) == (sizes[place], "片")
        assert (quantity.packs - 1) * sizes[place] < Fraction(3, 2) * days <= quantity.packs * sizes[place]


def test_packs_of_the_starter_formulary_can_be_read() -> None:
    drugs = [one for (kind, _), one in tianmen().records.items() if kind == "drug" and isinstance(one, Drug)]
    assert len(drugs) > 300
    for drug in drugs:
        assert long_rules.read_pack(drug)[0] >= 1
