"""Villages as residents' addresses have them: without the group of people, counted, read from a line."""

from __future__ import annotations

import pytest

from yigongti_desktop.capabilities.contracts.model.load import Load
from yigongti_desktop.capabilities.contracts.model.villages import counted
from yigongti_desktop.capabilities.contracts.model.villages import read_villages
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.model.villages import village_of


@pytest.mark.parametrize(
    ("written", "village"),
    [
        ("健康村二组", "健康村"),
        ("健康村 12组", "健康村"),
        ("石桥社区第3小组", "石桥社区"),
        ("新堰村十一队", "新堰村"),
        ("健康村委会一组", "健康村"),
        ("健康村", "健康村"),
        ("二组", "二组"),
        ("沿河路 8 号", "沿河路 8 号"),
        (" ", ""),
    ],
)
def test_a_village_is_told_without_its_group(written: str, village: str) -> None:
    assert village_of(written) == village


def test_residents_of_all_groups_are_counted_together_the_largest_village_first() -> None:
    lines = {"健康村一组": 3, "新堰村": 5, "健康村二组": 4, "": 9}
    assert counted(lines) == {"健康村": 7, "新堰村": 5}
    assert list(counted(lines)) == ["健康村", "新堰村"]


def test_a_line_of_villages_is_read_however_they_are_parted_each_once() -> None:
    assert read_villages("健康村、新建村，健康村  石桥村;") == ("健康村", "新建村", "石桥村")
    assert read_villages(" ") == ()
    assert say_villages(read_villages("健康村,新建村")) == "健康村、新建村"


@pytest.mark.policy("FDC-15")
@pytest.mark.parametrize(
    ("has", "near", "over", "left"),
    [
        (0, False, False, 2000),
        (1799, False, False, 201),
        (1800, True, False, 200),
        (2000, True, False, 0),
        (2001, True, True, 0),
    ],
)
def test_a_team_is_nearly_full_from_nine_tenths_of_the_norm_on(has: int, near: bool, over: bool, left: int) -> None:  # noqa: FBT001 - cases
    load = Load(has, 2000)
    assert (load.is_near, load.is_over, load.left) == (near, over, left)
    assert load.share == has / 2000
