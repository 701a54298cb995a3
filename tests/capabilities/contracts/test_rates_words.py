"""Figures in words: shares that never say more than they are, and a word for each code."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.rates import KEY_GROUPS
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.ui import rates_words as words


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(18, 34), "52.9 %"),
        (Fraction(1, 2), "50.0 %"),
        (Fraction(9_999, 10_000), "99.9 %"),
        (Fraction(1, 10_000), "0.1 %"),
        (Fraction(1), "100.0 %"),
        (Fraction(0), "0.0 %"),
        (None, "—"),
    ],
)
def test_a_share_is_never_whole_that_is_not_whole(share: Fraction | None, said: str) -> None:
    assert words.percent(share) == said


def test_targets_points_and_axes_are_short() -> None:
    assert [words.target_words(one) for one in (Fraction(3, 5), Fraction(5, 8), None)] == ["60 %", "62.5 %", "—"]
    assert [words.points(one) for one in (Fraction(7, 5), Fraction(-52, 5), Fraction(0), Fraction(-1, 1000), None)] == [
        "+1.4 点",
        "-10.4 点",
        "0 点",
        "-0.1 点",
        "—",
    ]
    assert [words.axis_percent(one) for one in (0, 0.001, 0.529, 0.999, 1)] == ["0%", "1%", "53%", "99%", "100%"]


def test_every_figure_has_its_words() -> None:
    for table in (words.TITLES, words.FORMULAS, words.SIDES):
        assert set(table) == set(Definition)
    assert set(words.CUTS) == set(words.NOWHERE) == set(Cut)
    assert set(KEY_GROUPS) < set(words.GROUPS)
    said = {one: words.definition_words(one, Terms()) for one in Definition}
    assert len(set(said.values())) == len(Definition)


def test_a_definition_says_the_countys_own_numbers() -> None:
    terms = Terms(key_groups=("elderly", "mental"), least_percent=80, late_days=30)
    assert "65 岁及以上老年人、严重精神障碍" in words.definition_words(Definition.KEY, terms)
    assert "做了 80 % 以上" in words.definition_words(Definition.PEOPLE, terms)
    assert "晚 30 天以内接上的也算" in words.definition_words(Definition.RENEWAL, terms)
    assert "全做了" in words.definition_words(Definition.PEOPLE, Terms())
    assert "中间断开的不算" in words.definition_words(Definition.RENEWAL, Terms())
