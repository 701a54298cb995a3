"""The figures of referral (REF-02, REF-16, REF-27, QLT-13)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.referrals.moved import TODAY
from tests.capabilities.referrals.moved import cases
from tests.capabilities.referrals.moved import moved
from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.model.figures import Way
from yigongti_desktop.capabilities.referrals.model.figures import figures
from yigongti_desktop.capabilities.referrals.model.figures import flows
from yigongti_desktop.capabilities.referrals.model.figures import grouped
from yigongti_desktop.capabilities.referrals.model.figures import growth
from yigongti_desktop.capabilities.referrals.model.figures import taken
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period
from yigongti_desktop.kernel.periods import year_before

NOVEMBER = period(Span.MONTH, TODAY)
MORNING = datetime(2026, 11, 23, tzinfo=UTC)


def test_nothing_sent_has_no_shares() -> None:
    none = figures([], NOVEMBER)
    assert (none.up, none.down, none.acceptance, none.missing, none.agreement) == (0, 0, None, None, None)
    assert none.answering.median is None


@pytest.mark.policy("REF-02")
def test_a_patient_sent_up_last_month_and_back_in_this_one_came_down_in_this_one() -> None:
    case = moved(date(2026, 10, 30), returned_at=MORNING)
    assert figures([case], NOVEMBER).down == 1
    assert figures([case], NOVEMBER).up == 0
    assert figures([case], period(Span.MONTH, date(2026, 10, 1))).up == 1


@pytest.mark.policy("REF-02")
def test_who_was_sent_down_without_having_been_sent_up_counts_as_come_down() -> None:
    found = figures([moved(way=Way.DOWN), moved(way=Way.ACROSS)], NOVEMBER)
    assert (found.up, found.across, found.down) == (0, 1, 1)


@pytest.mark.policy("REF-02")
def test_growth_is_over_the_same_days_a_year_before() -> None:
    now = [moved(way=Way.DOWN)] * 11
    then = [moved(date(2025, 11, 2), way=Way.DOWN)] * 10
    assert growth(now + then, NOVEMBER, year_before(NOVEMBER)) == Fraction(1, 10)
    assert growth(now, NOVEMBER, year_before(NOVEMBER)) is None


def test_a_day_begins_at_midnight_here_and_not_in_greenwich() -> None:
    late = moved(sent_at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))  # 1 November, 00:00
    assert figures([late], NOVEMBER).up == 1


def test_acceptance_leaves_out_what_is_not_answered() -> None:
    some = [moved(answer=answer) for answer in (Answer.ACCEPTED, Answer.ACCEPTED, Answer.DECLINED, Answer.OPEN)]
    assert figures(some, NOVEMBER).acceptance == Fraction(2, 3)


@pytest.mark.policy("QLT-13")
@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        ("I63.900", "I63.301", "agreed"),
        ("I63.900", "i63.301", "agreed"),
        ("I63.900", "I61.900", "differs"),
        ("I63.900", "", "not compared"),
        ("", "I63.900", "not compared"),
        ("", "", "not compared"),
    ],
)
def test_diagnoses_agree_when_their_categories_do(first: str, last: str, verdict: str) -> None:
    case = moved(code=first, final_code=last)
    assert case.is_compared is (verdict != "not compared")
    assert case.is_agreed is (verdict == "agreed")


def test_a_time_that_ended_before_it_began_is_left_out_and_told() -> None:
    spans = [(MORNING, MORNING + timedelta(hours=hours)) for hours in (-1, 1, 2, 4, 30)]
    found = taken([*spans, (MORNING, None), (None, MORNING)])
    assert (found.counted, found.left_out) == (4, 1)
    assert (found.median, found.p90) == (timedelta(hours=3), timedelta(hours=30))


def test_both_ways_between_a_clinic_and_a_hospital_are_one_flow() -> None:
    up = moved(returned_at=MORNING)
    down = moved(way=Way.DOWN, origin="first", target="yuekou")
    other = moved(origin="duobao")
    found = flows([up, down, other], NOVEMBER)
    assert [(one.low, one.high, one.up, one.down) for one in found] == [
        ("yuekou", "first", 1, 2),
        ("duobao", "first", 1, 0),
    ]


@pytest.mark.parametrize(
    ("of", "before"),
    [
        (period(Span.MONTH, date(2024, 2, 1)), (date(2023, 2, 1), date(2023, 2, 28))),
        (period(Span.MONTH, date(2025, 2, 1)), (date(2024, 2, 1), date(2024, 2, 29))),
        (period(Span.QUARTER, date(2026, 1, 9)), (date(2025, 1, 1), date(2025, 3, 31))),
        (period(Span.TWELVE, TODAY), (date(2024, 12, 1), date(2025, 11, 30))),
    ],
)
def test_the_year_before_is_as_long(of: Period, before: tuple[date, date]) -> None:
    assert (year_before(of).first, year_before(of).last) == before


@given(st.lists(cases(), max_size=30), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_figures_equal_a_plain_recount(some: list[Moved], on: date) -> None:
    within = period(Span.MONTH, on)
    begin = datetime(within.first.year, within.first.month, 1, tzinfo=UTC) - timedelta(hours=8)
    last = datetime(within.last.year, within.last.month, within.last.day, tzinfo=UTC)
    end = last + timedelta(hours=16)
    sent = [one for one in some if begin <= one.sent_at < end]
    found = figures(some, within)
    tally = Counter(one.answer for one in sent)
    assert (found.accepted, found.declined, found.open) == tuple(
        tally[Answer(word)] for word in ("accepted", "declined", "open")
    )
    assert found.up + found.across + sum(one.way is Way.DOWN for one in sent) == len(sent)
    downs = 0
    for one in some:
        came = one.sent_at if one.way is Way.DOWN else one.returned_at
        downs += came is not None and begin <= came < end
    assert found.down == downs
    hours = [one.accepted_at - one.sent_at for one in sent if one.accepted_at and one.accepted_at >= one.sent_at]
    assert found.answering.counted == len(hours)
    if hours:
        assert found.answering.median == timedelta(seconds=median(one.total_seconds() for one in hours))
    assert sum(one.up + one.down for one in flows(some, within)) == found.up + found.across + found.down


@given(st.lists(cases(), max_size=30))
def test_groups_add_up_to_the_whole(some: list[Moved]) -> None:
    within = period(Span.TWELVE, TODAY)
    groups = grouped(some, within, lambda one: one.origin).values()
    whole = figures(some, within)
    for name in ("up", "across", "down", "emergencies", "accepted", "declined", "open", "arrived", "missed", "agreed"):
        assert sum(getattr(group, name) for group in groups) == getattr(whole, name)
