"""Codes as lists have them and as people type them: pairs, ranges, any case and width; what each reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from tests.capabilities.judging import tianmen
from tests.capabilities.judging import wide
from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.capabilities.referrals.model.codes import parts
from yigongti_desktop.capabilities.referrals.model.codes import read_reach
from yigongti_desktop.capabilities.referrals.model.codes import spelled
from yigongti_desktop.capabilities.referrals.model.slip import listed_code
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.catalogue import Diagnosis

LISTED = ("I10.x00x002", "I63.900", "A39.003+G01*", "A01.000x005+J17.0*", "M80000/0", "E11.900")


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("I10", "I10", "I10"),
        ("i10.X00X002", "I10.x00x002", "I10.x00x002"),
        (wide("I63.9"), "I63.9", "I63.9"),
        ("I10.-", "I10", "I10"),
        ("I10.*", "I10", "I10"),
        ("I60-I69", "I60", "I69"),
        ("I60～I69", "I60", "I69"),
        ("i60 至 i69.9", "I60", "I69.9"),
        ("G01*", "G01", "G01"),
        ("A39.003†g01" + wide("*"), "A39.003+G01", "A39.003+G01"),
        ("M80000/0", "M80000/0", "M80000/0"),
    ],
)
def test_what_people_write_is_read(typed: str, low: str, high: str) -> None:
    assert read_reach(typed) == Reach(low, high)


@pytest.mark.parametrize("typed", ["", "X", "高血压", "I1", "I10-", "I10-高", "10", "I10.x00x0021111"])
def test_what_is_no_code_is_refused_in_words(typed: str) -> None:
    if typed == "I10-":
        assert read_reach(typed) == Reach("I10", "I10")
        return
    with refused("catalogue_code", field="code"):
        read_reach(typed)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with refused("catalogue_range", first="I69", last="I60"):
        read_reach("I69-I60")


@pytest.mark.parametrize(
    ("reach", "code", "covers"),
    [
        ("I63", "I63.900", True),
        ("I63", "I64.x00", False),
        ("I60-I69", "I69.300x003", True),
        ("I60-I69", "I70.000", False),
        ("I10.x00x002", "I10.x00x002", True),
        ("I10.x00x002", "I10.x00x003", False),
        ("G01", "A39.003+G01*", True),
        ("A39", "A39.003+G01*", True),
        ("A39.003+G01", "A39.003+G01*", True),
        ("J17.0*", "A01.000x005+J17.0*", True),
        ("J18", "A01.000x005+J17.0*", False),
    ],
)
def test_a_line_reaches_what_stands_below_it_and_either_half_of_a_pair(reach: str, code: str, covers: bool) -> None:  # noqa: FBT001 - of a table
    assert read_reach(reach).covers(code) is covers


def typings(code: str) -> tuple[str, ...]:
    """Return a code as people type it."""
    dagger = code.replace("+", "†")
    plain = code.rstrip("*")
    return (code, code.lower(), code.upper(), wide(code), dagger, wide(code.lower()), plain, f" {code} ")


@pytest.mark.parametrize("code", LISTED)
def test_a_code_of_the_list_is_found_however_it_is_typed(code: str) -> None:
    register = tianmen()
    register.put("diagnosis", Diagnosis(id=code, name="某病"))
    assert {listed_code(register, typed) for typed in typings(code)} == {code}


def test_a_code_that_is_not_in_the_list_is_refused_as_it_was_typed() -> None:
    with refused("diagnosis_unknown", code="z99.999"):
        listed_code(tianmen(), "z99.999")


CODES = st.builds(
    "{}{:02}{}".format,
    st.sampled_from("ABIMZ"),
    st.integers(0, 99),
    st.sampled_from(["", ".9", ".900", ".x00", ".x00x002", ".900x001"]),
)


@settings(max_examples=60, deadline=None)
@given(CODES, CODES)
def test_reaches_hold_meet_and_cover_as_sets_do(one: str, other: str) -> None:
    low, high = sorted((one, other))
    whole, inner = Reach(low, high), Reach(high, high)
    assert whole.covers(low)
    assert whole.covers(high)
    assert whole.holds(inner)
    assert whole.meets(inner)
    assert inner.meets(whole)
    assert Reach(one, one).meets(Reach(other, other)) == (one.startswith(other) or other.startswith(one))


@settings(max_examples=60, deadline=None)
@given(CODES, CODES, st.sampled_from(["+", "†"]))
def test_a_pair_is_spelled_once_and_for_all(one: str, other: str, dagger: str) -> None:
    pair = spelled(f"{one}{dagger}{other}*")
    assert spelled(pair) == pair == f"{one}+{other}*"
    assert parts(pair) == (f"{one}+{other}", one, other)
    assert read_reach(one).covers(pair)
    assert read_reach(other).covers(pair)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_reach_that_is_read_again_or_a_refusal(typed: str) -> None:
    try:
        reach = read_reach(typed)
    except Refused as fault:
        quoted = ("typed", "first", "last")  # what was typed may be in any language
        said(Refused(fault.code, **{name: "甲" if name in quoted else fact for name, fact in fault.facts.items()}))
    else:
        assert read_reach(reach.written) == reach
