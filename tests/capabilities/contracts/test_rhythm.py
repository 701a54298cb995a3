"""Every rhythm of the standard gives the days that a calendar gives."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from itertools import pairwise

import pytest

from tests.capabilities.contracts.plans import day
from tests.capabilities.contracts.refusals import no
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
from yigongti_desktop.capabilities.contracts.model.rhythm import anchor_of
from yigongti_desktop.capabilities.contracts.model.rhythm import check_rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import slots

pytestmark = pytest.mark.policy("CHR-05")


def read(rhythm: Rhythm, anchor: str, most: int = 20) -> list[str]:
    return [f"{one.since} {one.due} {one.until}" for one in islice(slots(rhythm, day(anchor)), most)]


def test_four_times_a_year_are_the_quarters_counted_from_the_signing() -> None:
    assert read(Yearly(times=4), "2026-01-31", 5) == [
        "2026-01-31 2026-04-30 2026-04-30",
        "2026-05-01 2026-07-30 2026-07-30",
        "2026-07-31 2026-10-30 2026-10-30",
        "2026-10-31 2027-01-30 2027-01-30",
        "2027-01-31 2027-04-30 2027-04-30",
    ]
    assert read(Yearly(times=4), "2026-11-23", 8) == read(Monthly(months=3), "2026-11-23", 8)


def test_every_month_from_the_last_of_january_comes_back_to_the_last_of_march() -> None:
    assert read(Monthly(months=1), "2027-01-31", 4) == [
        "2027-01-31 2027-02-28 2027-02-28",
        "2027-03-01 2027-03-30 2027-03-30",
        "2027-03-31 2027-04-30 2027-04-30",
        "2027-05-01 2027-05-30 2027-05-30",
    ]
    assert read(Monthly(months=1), "2028-01-31", 1) == ["2028-01-31 2028-02-29 2028-02-29"]


def test_a_window_opens_some_days_before_and_closes_some_days_after() -> None:
    assert read(Yearly(times=4, early=14, late=7), "2026-01-01", 2) == [
        "2026-03-17 2026-03-31 2026-04-07",
        "2026-06-16 2026-06-30 2026-07-07",
    ]
    assert read(Yearly(times=12, early=60), "2026-01-01", 1) == ["2026-01-01 2026-01-31 2026-01-31"]


def test_a_number_that_does_not_divide_the_months_divides_the_days() -> None:
    five = read(Yearly(times=5), "2026-01-01", 6)
    assert five[0] == "2026-01-01 2026-03-14 2026-03-14"
    assert five[4] == "2026-10-20 2026-12-31 2026-12-31"
    assert five[5].startswith("2027-01-01 ")


def test_a_child_is_seen_twelve_times() -> None:
    assert read(standard.CHILD, "2026-01-15") == [
        "2026-02-12 2026-02-12 2026-02-14",  # 满月: days 28 to 30
        "2026-04-15 2026-04-15 2026-05-14",
        "2026-07-15 2026-07-15 2026-08-14",
        "2026-09-15 2026-09-15 2026-10-14",
        "2027-01-15 2027-01-15 2027-02-14",
        "2027-07-15 2027-07-15 2027-08-14",
        "2028-01-15 2028-01-15 2028-02-14",
        "2028-07-15 2028-07-15 2028-08-14",
        "2029-01-15 2029-01-15 2029-02-14",
        "2030-01-15 2030-01-15 2031-01-14",
        "2031-01-15 2031-01-15 2032-01-14",
        "2032-01-15 2032-01-15 2033-01-14",
    ]


def test_a_child_of_the_leap_day_is_a_year_old_on_the_first_of_march() -> None:
    seen = read(standard.CHILD, "2028-02-29")
    assert seen[4] == "2029-03-01 2029-03-01 2029-03-28"  # 12 months, until 13 are full
    assert seen[9] == "2032-02-29 2032-02-29 2033-02-28"  # 4 years
    assert seen[10] == "2033-03-01 2033-03-01 2034-02-28"


def test_a_pregnancy_is_seen_five_times_by_its_weeks() -> None:
    first = day("2026-03-02")
    assert standard.last_period(day("2026-12-07")) == first
    seen = list(slots(standard.PREGNANCY, first))
    weeks = [(divmod((one.since - first).days, 7), divmod((one.until - first).days, 7)) for one in seen]
    assert weeks == [
        ((0, 0), (12, 6)),
        ((16, 0), (20, 6)),
        ((21, 0), (24, 6)),
        ((28, 0), (36, 6)),
        ((37, 0), (40, 6)),
    ]
    assert seen[0].due == first + timedelta(weeks=12)
    assert [one.due for one in seen[1:]] == [one.since for one in seen[1:]]


def test_mother_and_child_are_visited_after_they_left_hospital() -> None:
    assert read(standard.AFTER_BIRTH, "2026-12-29") == ["2027-01-01 2027-01-01 2027-01-05"]
    assert read(standard.NEWBORN_VISIT, "2026-12-29") == ["2026-12-29 2027-01-05 2027-01-05"]
    assert read(standard.SIX_WEEKS, "2026-12-25") == ["2027-02-05 2027-02-05 2027-02-19"]


def test_a_patient_with_tuberculosis_is_visited_within_seventy_two_hours() -> None:
    assert read(standard.TUBERCULOSIS_VISIT, "2026-12-30") == ["2026-12-30 2027-01-02 2027-01-02"]


def test_watched_by_the_family_every_ten_days_then_every_month() -> None:
    assert read(standard.tuberculosis(is_watched_by_family=True), "2026-01-01") == [
        "2026-01-01 2026-01-10 2026-01-10",
        "2026-01-11 2026-01-20 2026-01-20",
        "2026-01-21 2026-01-30 2026-01-30",
        "2026-01-31 2026-02-09 2026-02-09",
        "2026-02-10 2026-02-19 2026-02-19",
        "2026-02-20 2026-02-28 2026-02-28",  # 59 days: the sixth is a day short
        "2026-03-01 2026-03-31 2026-03-31",
        "2026-04-01 2026-04-30 2026-04-30",
        "2026-05-01 2026-05-31 2026-05-31",
        "2026-06-01 2026-06-30 2026-06-30",
    ]
    longer = read(standard.tuberculosis(is_watched_by_family=True, intensive=3, continued=5), "2026-07-01")
    assert len(longer) == 9 + 5


def test_watched_by_a_clinician_every_month_and_no_more_after_the_treatment() -> None:
    assert read(standard.tuberculosis(is_watched_by_family=False), "2026-08-31") == [
        "2026-08-31 2026-09-30 2026-09-30",
        "2026-10-01 2026-10-30 2026-10-30",
        "2026-10-31 2026-11-30 2026-11-30",
        "2026-12-01 2026-12-30 2026-12-30",
        "2026-12-31 2027-01-30 2027-01-30",
        "2027-01-31 2027-02-28 2027-02-28",
    ]


@pytest.mark.parametrize(
    "rhythm",
    [
        standard.CHRONIC_FOLLOW_UP,
        standard.CHECK_UP,
        standard.HIGH_RISK,
        standard.MENTAL_ILLNESS,
        standard.NEWBORN_VISIT,
        standard.CHILD,
        standard.PREGNANCY,
        standard.AFTER_BIRTH,
        standard.SIX_WEEKS,
        standard.TUBERCULOSIS_VISIT,
        standard.tuberculosis(is_watched_by_family=True),
        standard.tuberculosis(is_watched_by_family=False, intensive=8, continued=12),
    ],
    ids=str,
)
def test_every_rhythm_of_the_standard_is_sound_and_goes_forward(rhythm: Rhythm) -> None:
    check_rhythm(rhythm)
    some = list(islice(slots(rhythm, day("2028-02-29")), 40))
    assert [one.number for one in some] == list(range(1, len(some) + 1))
    assert all(one.since <= one.due <= one.until for one in some)
    assert all(former.until < later.since for former, later in pairwise(some))


def test_a_rhythm_says_from_what_day_it_is_counted() -> None:
    assert anchor_of(standard.CHRONIC_FOLLOW_UP) is Anchor.TERM
    assert anchor_of(standard.CHILD) is Anchor.BIRTH
    assert anchor_of(standard.tuberculosis(is_watched_by_family=True)) is Anchor.TREATMENT


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Yearly(times=0), "times"),
        (Yearly(times=53), "times"),
        (Yearly(times=4, early=-1), "early"),
        (Yearly(times=4, late=400), "late"),
        (Monthly(months=0), "months"),
        (Monthly(months=37), "months"),
        (Milestones(anchor=Anchor.BIRTH, spans=(Span(unit=Unit.DAY, first=3, last=2),)), "first"),
        (Milestones(anchor=Anchor.BIRTH, spans=(Span(unit=Unit.DAY, first=-1, last=2),)), "first"),
        (Milestones(anchor=Anchor.BIRTH, spans=(Span(unit=Unit.DAY, first=0, last=2, wanted=3),)), "wanted"),
        (Milestones(anchor=Anchor.BIRTH, spans=(Span(unit=Unit.DAY, first=0, last=2),) * 100), "spans"),
        (Course(anchor=Anchor.TREATMENT, phases=(Phase(lasts=0, days=10),)), "lasts"),
        (Course(anchor=Anchor.TREATMENT, phases=(Phase(lasts=2),)), "days"),
        (Course(anchor=Anchor.TREATMENT, phases=(Phase(lasts=2, months=3),)), "months"),
        (Course(anchor=Anchor.TREATMENT, phases=(Phase(lasts=12, days=2),)), "steps"),
    ],
)
def test_a_rhythm_that_gives_no_sensible_days_is_refused(rhythm: Rhythm, field: str) -> None:
    with no("rhythm_range", field=field):
        check_rhythm(rhythm)


def test_a_rhythm_without_anything_in_it_is_refused() -> None:
    with no("rhythm_empty"):
        check_rhythm(Milestones(anchor=Anchor.BIRTH, spans=()))
    with no("rhythm_empty"):
        check_rhythm(Course(anchor=Anchor.TREATMENT, phases=()))
