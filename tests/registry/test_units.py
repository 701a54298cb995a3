"""Packs counted exactly, from the way in which lists write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.units import Units
from yigongti_desktop.registry.model.units import convert
from yigongti_desktop.registry.model.units import read_pack
from yigongti_desktop.registry.model.units import spell

BOX: Units = (("盒", 20), ("板", 10), ("片", 1))


@pytest.mark.parametrize(
    ("typed", "unit", "units"),
    [
        ("24粒", "盒", (("盒", 24), ("粒", 1))),
        ("24粒/盒", "盒", (("盒", 24), ("粒", 1))),
        ("10片×2板/盒", "盒", BOX),
        ("10片x2板", "盒", BOX),
        (full_width("10") + "片 * 2板／盒", "盒", BOX),
        ("0.25g×24粒/盒", "盒", (("盒", 24), ("粒", 1))),
        ("10ml×6支/盒", "盒", (("盒", 6), ("支", 1))),
        ("10ml×6支/盒", "支", (("盒", 6), ("支", 1))),
        ("12片×2板×5盒/箱", "盒", (("箱", 120), ("盒", 24), ("板", 12), ("片", 1))),
        ("1支", "支", (("支", 1),)),
        ("1瓶/瓶", "瓶", (("瓶", 1),)),
        ("100ml", "瓶", (("瓶", 1),)),
        ("100ml/瓶", "瓶", (("瓶", 1),)),
        ("250ml×1瓶/瓶", "瓶", (("瓶", 1),)),
        ("20袋", "袋", (("袋", 1),)),
    ],
)
def test_a_pack_is_read_as_lists_write_it(typed: str, unit: str, units: Units) -> None:
    assert read_pack(typed, unit) == units


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("", "盒"),
        ("见说明书", "盒"),
        ("24", "盒"),
        ("粒", "盒"),
        ("0粒", "盒"),
        ("1.5片", "盒"),
        ("24粒/瓶", "盒"),
        ("24粒", ""),
        ("10片×2片/盒", "盒"),
        ("10片×2板/片", "盒"),
        ("99999999999粒", "盒"),
        ("9999片×9999板", "盒"),
        ("24粒/盒/箱", "箱"),
        ("×", "盒"),
    ],
)
def test_a_pack_that_says_nothing_exact_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(Refused, match="pack_format"):
        read_pack(typed, unit)


def test_packs_convert_into_each_other_in_whole_numbers() -> None:
    assert convert(BOX, 3, "盒", "片") == 60
    assert convert(BOX, 60, "片", "盒") == 3
    assert convert(BOX, 4, "板", "盒") == 2
    assert convert(BOX, -1, "盒", "板") == -2


def test_a_part_of_a_pack_is_refused_and_never_rounded() -> None:
    with pytest.raises(Refused, match="pack_fraction") as caught:
        convert(BOX, 45, "片", "盒")
    assert caught.value.facts == {"count": 45, "given": "片", "wanted": "盒", "left": 5, "smallest": "片"}


def test_a_unit_that_the_pack_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(Refused, match="unit_unknown") as caught:
        convert(BOX, 1, "瓶", "片")
    assert caught.value.facts == {"unit": "瓶", "known": ["盒", "板", "片"]}


def test_a_count_is_spelt_in_the_largest_units_that_come_out_even() -> None:
    assert [spell(BOX, count) for count in (45, 60, 0, -11)] == ["2盒5片", "3盒", "0片", "-1板1片"]
    assert spell((), 7) == "7"


sizes = st.lists(st.integers(1, 30), min_size=1, max_size=4)


@given(sizes, st.integers(-10_000, 10_000))
def test_what_converts_comes_back_the_same_and_no_piece_is_lost(steps: list[int], count: int) -> None:
    names = "片板盒箱"[: len(steps)]
    written = "×".join(f"{size}{name}" for size, name in zip(steps, names, strict=True))
    units = read_pack(f"{written}/件", "件")
    for name, size in units:
        small = convert(units, count, name, units[-1][0])
        assert small == count * size
        assert convert(units, small, units[-1][0], name) == count


@given(st.text(alphabet="0123456789.×x*/片粒盒支gml %", max_size=14), st.sampled_from(["盒", "支", ""]))
def test_whatever_is_written_is_exact_units_or_refused(typed: str, unit: str) -> None:
    try:
        units = read_pack(typed, unit)
    except Refused as refusal:
        assert refusal.code == "pack_format"  # noqa: PT017 - either end is right
    else:
        assert units[-1][1] == 1
        assert unit in dict(units)
