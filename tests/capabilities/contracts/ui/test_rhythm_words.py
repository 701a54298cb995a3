"""When an item falls due is written and read in words; what is said is read again as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.capabilities.judging import refused
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Phase
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import read_rhythm
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import say_rhythm


def spans() -> some.SearchStrategy[Span]:
    """Return spans as a rhythm may have them."""

    def make(unit: Unit, first: int, more: int, wanted: int | None) -> Span:
        place = None if wanted is None else first + min(wanted, more)
        return Span(unit=unit, first=first, last=first + more, wanted=place)

    count = some.integers(0, 90)
    return some.builds(make, some.sampled_from(Unit), count, count, some.none() | count)


def rhythms() -> some.SearchStrategy[Rhythm]:
    """Return rhythms that the rules allow."""
    days = some.integers(0, 366)
    early = some.none() | days
    by_days = some.builds(Phase, lasts=some.integers(1, 6), days=some.integers(1, 30))
    by_months = some.integers(1, 6).flatmap(
        lambda lasts: some.builds(Phase, lasts=some.just(lasts), months=some.integers(1, lasts))
    )
    return some.one_of(
        some.builds(Yearly, times=some.integers(1, 52), early=early, late=days),
        some.builds(Monthly, months=some.integers(1, 36), early=early, late=days),
        some.builds(
            Milestones, anchor=some.sampled_from(Anchor), spans=some.lists(spans(), min_size=1, max_size=9).map(tuple)
        ),
        some.builds(
            Course,
            anchor=some.sampled_from(Anchor),
            phases=some.lists(by_months, min_size=1, max_size=4).map(tuple)
            | some.lists(by_days, min_size=1, max_size=1).map(tuple).filter(lambda one: one[0].days >= 2),
        ),
    )


@given(rhythms())
def test_what_is_said_is_read_again_as_it_was(rhythm: Rhythm) -> None:
    assert read_rhythm(say_rhythm(rhythm)) == rhythm


@pytest.mark.parametrize("name", list(standard.BY_NAME))
def test_the_rhythms_of_the_nation_are_read_again_too(name: str) -> None:
    rhythm = standard.BY_NAME[name]
    assert read_rhythm(say_rhythm(rhythm)) == rhythm


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("每年 4 次", "每年4次"),
        ("每３个月一次", "每3月"),
        ("每年4次，", None),
        ("每年2次 提前30天 可迟7天", "每年2次 提前30天可迟7天"),
        ("月龄3、6，8", "月龄 3、6、8"),
        ("孕周 16至20、21~24", "孕周 16-20、21-24"),
        ("孕周 0-12约12", "孕周 0-12约12"),
        ("出院后 3-7天", "出院后 3-7天"),
        ("出生后 28-30天、3月", "出生后 28-30天、3月"),
        ("疗程 2月每10天、4月每月", "疗程 2月每10天、4月每1月"),
        ("通知后疗程 3月每1月", "通知后疗程 3月每1月"),
        ("出院后 3-7", None),
        ("月龄 3周", None),
        ("一直", None),
        ("", None),
    ],
)
def test_people_write_it_as_they_are_used_to(typed: str, said: str | None) -> None:
    if said is None:
        with refused("rhythm_words"):
            read_rhythm(typed)
    else:
        assert say_rhythm(read_rhythm(typed)) == said


def test_a_rhythm_that_gives_no_days_is_refused_by_the_rules() -> None:
    with refused("rhythm_range"):
        read_rhythm("每年99次")
    with refused("rhythm_empty"):
        read_rhythm("月龄")
    with refused("rhythm_range"):
        read_rhythm("孕周 20-16")
