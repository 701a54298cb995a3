"""How far units are and on what terms doctors are sent: what may be settled, by whom, and what it costs a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.staffing.posted import ready
from tests.capabilities.staffing.posted import ruling
from tests.capabilities.staffing.posted import staff
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model.posting_prices import Weights
from yigongti_desktop.capabilities.staffing.model.posting_prices import department_price
from yigongti_desktop.capabilities.staffing.model.posting_prices import way_price
from yigongti_desktop.capabilities.staffing.model.posting_prices import weights
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingWay
from yigongti_desktop.capabilities.staffing.model.posting_terms import couples
from yigongti_desktop.capabilities.staffing.model.posting_terms import settle_terms
from yigongti_desktop.capabilities.staffing.model.posting_terms import settle_way
from yigongti_desktop.capabilities.staffing.model.posting_terms import streams
from yigongti_desktop.capabilities.staffing.model.posting_terms import terms_id
from yigongti_desktop.capabilities.staffing.model.posting_terms import way_id
from yigongti_desktop.capabilities.staffing.ui.terms_words import read_months
from yigongti_desktop.capabilities.staffing.ui.terms_words import say_months

STRANGER = staff("stranger", home=YUEKOU)


def terms(current: PostingTerms | None = None, person: str = "xiong", **changes: tuple[Any, Any]) -> PostingTerms:
    judge = ruling(known=ready(staff("spouse"), STRANGER), record=terms_id(LEAD, person))
    return settle_terms(current, person, changes, judge)


def way(seen: int, new: int, current: PostingWay | None = None) -> PostingWay:
    return settle_way(current, YUEKOU, {"kilometres": (seen, new)}, ruling(record=way_id(LEAD, YUEKOU)))


def test_terms_are_settled_field_by_field_in_order_and_the_lead_hospital_alone_receives_them() -> None:
    one = terms(barred=([], [YUEKOU, YUEKOU]), away=([], ["2027-04", "2027-03"]))
    assert (one.barred, one.away) == ((YUEKOU,), ("2027-03", "2027-04"))
    both = terms(one, apart=("", "spouse"), near=("", YUEKOU))
    assert (both.barred, both.apart, both.near) == ((YUEKOU,), "spouse", YUEKOU)
    assert streams(both) == streams(way(0, 12)) == {f"unit:{LEAD}"}


def test_no_field_asks_for_a_reason() -> None:
    known = {"id", "revision", "extra", "lead", "person", "near", "barred", "away", "apart"}
    assert set(PostingTerms.__struct_fields__) == known


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("terms_self", {"apart": ("", "xiong")}),
        ("terms_not_ours", {"apart": ("", "stranger")}),
        ("not_found", {"apart": ("", "nobody")}),
        ("institution_unknown", {"barred": ([], ["nowhere"])}),
        ("institution_unknown", {"near": ("", "nowhere")}),
        ("terms_month", {"away": ([], ["2027-13"])}),
        ("terms_month", {"away": ([], ["明年三月"])}),
        ("terms_many", {"away": ([], [f"20{year}-{month:02}" for year in range(27, 37) for month in range(1, 8)])}),
        ("field_unknown", {"reason": ("", "要照顾老人")}),
        ("conflict", {"near": (YUEKOU, "")}),
    ],
)
def test_what_cannot_be_settled_is_refused_in_words(code: str, changes: dict[str, tuple[Any, Any]]) -> None:
    known = terms(near=("", "tianmen.duobao")) if code == "conflict" else None
    judge = ruling(known=ready(staff("spouse"), STRANGER), record=terms_id(LEAD, "xiong"))
    with refused(code):
        settle_terms(known, "xiong", changes, judge)


def test_nobody_settles_terms_of_people_of_others_nor_under_another_id() -> None:
    with refused("terms_not_ours"):
        terms(person="stranger", near=("", YUEKOU))
    with refused("terms_id_wrong"):
        settle_terms(None, "xiong", {}, ruling(record="other"))
    with refused("way_id_wrong"):
        settle_way(None, YUEKOU, {}, ruling(YUEKOU, record=way_id(LEAD, YUEKOU)))


def test_kilometres_are_whole_and_of_this_world() -> None:
    assert way(12, 18, way(0, 12)).kilometres == 18
    for wrong in (-1, 501):
        with refused("way_far"):
            way(0, wrong)
    with refused("field_format"):
        way(0, 1.5)  # type: ignore[arg-type]
    with refused("conflict"):
        way(0, 20, way(0, 12))


def test_a_couple_is_one_whoever_of_both_said_so() -> None:
    one, other = terms(apart=("", "spouse")), terms(person="spouse", apart=("", "xiong"))
    assert couples({"xiong": one}) == couples({"spouse": other}) == couples({"xiong": one, "spouse": other})


def test_the_way_costs_by_steps_up_to_the_most_and_nothing_near_home_or_unknown() -> None:
    its = Weights(free=10, step=10, price=1, most=5)
    assert [way_price(km, its, is_near=False) for km in (0, 10, 11, 20, 21, 60, 61, 400)] == [0, 0, 1, 1, 2, 5, 5, 5]
    assert way_price(400, its, is_near=True) == 0
    assert [department_price(one, ("内科",), its) for one in ("内科", "外科", "")] == [0, 4, 4]
    assert department_price("外科", (), its) == 0


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 40), st.integers(1, 40), st.integers(0, 9))
def test_a_longer_way_never_costs_less(one: int, other: int, free: int, step: int, price: int) -> None:
    its = Weights(free=free, step=step, price=price, most=20)
    assert way_price(min(one, other), its, is_near=False) <= way_price(max(one, other), its, is_near=False) <= 20


def test_the_weights_are_rules_of_the_county_and_say_that_they_are_defaults() -> None:
    register = ready()
    assert weights(register, date(2027, 1, 1)) == Weights()
    for name in ("way_free_km", "way_step_km", "way_step_price", "way_most_price", "other_department_price"):
        found = register.get("rule", f"staffing.{name}")
        assert found is not None
        assert found.versions[0].source.startswith("默认")


@given(st.sets(st.tuples(st.integers(2024, 2035), st.integers(1, 12)), max_size=30))
def test_months_are_read_as_they_are_said(months: set[tuple[int, int]]) -> None:
    known = tuple(sorted(f"{year}-{month:02}" for year, month in months))
    assert read_months(say_months(known)) == known


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("2027-03—2027-06、2028-01", ("2027-03", "2027-04", "2027-05", "2027-06", "2028-01")),
        ("2027年3月至2027年4月", ("2027-03", "2027-04")),
        ("2027.12~2028.1", ("2027-12", "2028-01")),
        ("", ()),
        ("2027-06—2027-03", None),
        ("三月", None),
        ("2027-13", None),
    ],
)
def test_months_as_offices_write_them(typed: str, known: tuple[str, ...] | None) -> None:
    assert read_months(typed) == known
