"""Items become dated tasks: the plan stands, what a rule asks for comes between, a renewal goes on where it was."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.plans import day
from tests.capabilities.contracts.plans import dues
from tests.capabilities.contracts.plans import item
from tests.capabilities.contracts.plans import plan
from tests.capabilities.contracts.plans import row
from tests.capabilities.contracts.plans import served
from tests.capabilities.contracts.plans import windows
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.schedule import Item
from yigongti_desktop.capabilities.contracts.model.schedule import Served
from yigongti_desktop.capabilities.contracts.model.schedule import Stand
from yigongti_desktop.capabilities.contracts.model.schedule import Task
from yigongti_desktop.capabilities.contracts.model.schedule import lacking
from yigongti_desktop.capabilities.contracts.model.schedule import stand_on
from yigongti_desktop.capabilities.contracts.model.schedule import still_counted
from yigongti_desktop.capabilities.contracts.model.schedule import tasks

pytestmark = pytest.mark.policy("FDC-16", "CHR-05")

QUARTERS = Yearly(times=4)
(YEAR,) = row(date(2026, 1, 1), 1)


def test_four_follow_ups_of_a_year_are_four_tasks_and_the_last_ends_with_the_term() -> None:
    assert windows(plan(QUARTERS, YEAR)) == [
        "1: 2026-01-01 2026-03-31 2026-03-31",
        "2: 2026-04-01 2026-06-30 2026-06-30",
        "3: 2026-07-01 2026-09-30 2026-09-30",
        "4: 2026-10-01 2026-12-31 2026-12-31",
    ]
    (leap,) = row(date(2028, 2, 29), 1)
    assert windows(plan(QUARTERS, leap))[-1] == "4: 2028-11-29 2029-02-28 2029-02-28"


@pytest.mark.parametrize("on", ["2026-01-02", "2026-03-31", "2026-06-20"])
def test_done_early_or_late_the_later_ones_do_not_move(on: str) -> None:
    done = plan(QUARTERS, YEAR, served(1, on))
    assert dues(done) == dues(plan(QUARTERS, YEAR))
    assert [one.done for one in done] == [day(on), None, None, None]


def test_a_check_in_two_weeks_comes_between_and_the_plan_goes_on() -> None:
    first = served(1, "2026-02-10", "2026-02-24")
    found = plan(QUARTERS, YEAR, first)
    assert dues(found) == ["10001: 2026-02-24", "1: 2026-03-31", "2: 2026-06-30", "3: 2026-09-30", "4: 2026-12-31"]
    assert windows(found)[0] == "10001: 2026-02-11 2026-02-24 2026-02-24"
    assert [one.is_between for one in found] == [True, False, False, False, False]
    again = plan(QUARTERS, YEAR, first, served(10_001, "2026-02-23", "2026-03-09"))
    assert dues(again)[:3] == ["10001: 2026-02-24", "20001: 2026-03-09", "1: 2026-03-31"]
    assert [one.done for one in again[:3]] == [day("2026-02-23"), None, day("2026-02-10")]
    well = plan(QUARTERS, YEAR, first, served(10_001, "2026-02-23"))
    assert dues(well)[1:] == dues(plan(QUARTERS, YEAR))


def test_nothing_comes_between_when_the_plan_comes_first() -> None:
    assert dues(plan(QUARTERS, YEAR, served(1, "2026-03-25", "2026-06-30"))) == dues(plan(QUARTERS, YEAR))
    beside = plan(QUARTERS, YEAR, served(1, "2026-03-25", "2026-06-29"))
    assert dues(beside) == ["1: 2026-03-31", "10001: 2026-06-29", "2: 2026-06-30", "3: 2026-09-30", "4: 2026-12-31"]


def test_a_later_service_answers_the_check_that_nobody_made() -> None:
    missed = plan(QUARTERS, YEAR, served(1, "2026-02-10", "2026-02-24"), served(2, "2026-04-20"))
    assert dues(missed) == dues(plan(QUARTERS, YEAR))
    other_way_round = plan(QUARTERS, YEAR, served(2, "2026-04-20"), served(1, "2026-02-10", "2026-02-24"))
    assert other_way_round == missed


def test_a_check_of_the_last_days_is_owed_after_the_term_too() -> None:
    last = served(4, "2026-12-28", "2027-01-11")
    assert dues(plan(QUARTERS, YEAR, last))[-1] == "10004: 2027-01-11"
    former, later = row(date(2026, 1, 1), 1, 1)
    carried = plan(QUARTERS, later, last)
    assert dues(carried)[0] == "10004: 2027-01-11"
    assert carried[0].is_carried
    assert [one.number for one in carried[1:]] == [5, 6, 7, 8]
    made = served(10_004, "2027-01-10")
    for term, is_carried in ((former, False), (later, True)):
        (check,) = (one for one in plan(QUARTERS, term, last, made) if one.is_between)
        assert (check.number, check.done, check.is_carried) == (10_004, day("2027-01-10"), is_carried)


def test_a_check_between_whose_opener_is_not_here_is_kept_as_done() -> None:
    (one,) = (one for one in plan(QUARTERS, YEAR, served(10_001, "2026-02-23", "2026-03-31")) if one.is_between)
    assert (one.since, one.due, one.done) == (day("2026-02-23"),) * 3


def test_a_check_asked_for_after_one_of_its_number_was_made_is_another_one() -> None:
    odd = plan(QUARTERS, YEAR, served(10_001, "2026-02-01"), served(1, "2026-02-10", "2026-02-24"))
    assert [(one.number, one.done) for one in odd if one.is_between] == [(10_001, day("2026-02-01")), (20_001, None)]


def test_a_renewal_in_the_middle_of_a_cycle_goes_on_where_it_was() -> None:
    former, later = row(date(2026, 1, 1), 1, 1)
    every_five = Monthly(months=5)
    assert dues(plan(every_five, former)) == ["1: 2026-05-31", "2: 2026-10-31"]
    assert windows(plan(every_five, later)) == [
        "3: 2027-01-01 2027-03-31 2027-03-31",
        "4: 2027-04-01 2027-08-31 2027-08-31",
    ]
    in_december = served(3, "2026-12-20")
    assert [one.done for one in plan(every_five, later, in_december)] == [day("2026-12-20"), None]
    assert not plan(every_five, later, in_december)[0].is_carried


def test_what_is_still_in_time_goes_into_the_renewed_term_and_is_counted_in_the_former() -> None:
    former, later = row(date(2026, 1, 1), 1, 1)
    grace = Yearly(times=4, late=10)
    assert windows(plan(grace, former))[-1] == "4: 2026-10-01 2026-12-31 2026-12-31"
    carried = plan(grace, later)
    assert windows(carried)[0] == "4: 2026-10-01 2026-12-31 2027-01-10"
    assert [one.is_carried for one in carried] == [True, False, False, False, False]
    assert [one.number for one in plan(grace, later, served(4, "2026-12-30"))] == [5, 6, 7, 8]
    assert [one.number for one in plan(grace, later, served(4, "2027-01-05"))] == [4, 5, 6, 7, 8]


def test_a_contract_ended_early_owes_what_was_due_by_then() -> None:
    ended = replace(YEAR, ended=date(2026, 7, 1))
    assert dues(plan(QUARTERS, ended)) == ["1: 2026-03-31", "2: 2026-06-30"]
    assert plan(QUARTERS, replace(YEAR, ended=YEAR.since)) == ()


def test_an_item_added_during_a_term_owes_nothing_of_the_time_before() -> None:
    added = tasks([item(QUARTERS, since=day("2026-05-15"))], YEAR, (), {})
    assert windows(added) == [
        "2: 2026-05-15 2026-06-30 2026-06-30",
        "3: 2026-07-01 2026-09-30 2026-09-30",
        "4: 2026-10-01 2026-12-31 2026-12-31",
    ]


def test_a_child_signed_at_four_months_owes_the_check_ups_that_are_still_to_come() -> None:
    (term,) = row(date(2026, 5, 20), 1)
    born = {Anchor.BIRTH: [day("2026-02-01")]}
    assert windows(plan(standard.CHILD, term, anchors=born)) == [
        "2: 2026-05-20 2026-05-20 2026-05-31",  # the third month is not over yet
        "3: 2026-08-01 2026-08-01 2026-08-31",
        "4: 2026-10-01 2026-10-01 2026-10-31",
        "5: 2027-02-01 2027-02-01 2027-02-28",
    ]


def test_a_child_of_three_contracts_is_seen_at_every_age_once() -> None:
    born = {Anchor.BIRTH: [day("2028-02-29")]}
    seen = [plan(standard.CHILD, term, anchors=born) for term in row(date(2028, 3, 10), 3, 3, 1)]
    assert [[one.number for one in some if not one.is_carried] for some in seen] == [
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [10, 11, 12],
        [],
    ]
    assert [one.number for one in seen[1] if one.is_carried] == [9]  # 36 months: until 28 March 2031
    assert [one.number for one in seen[2] if one.is_carried] == [12]  # six years old until February 2035


def test_a_second_pregnancy_in_one_contract_has_numbers_of_its_own() -> None:
    (term,) = row(date(2026, 1, 1), 3)
    both = {Anchor.PREGNANCY: [day("2026-01-05"), day("2027-09-06")]}
    done = [served(number, "2026-04-01") for number in range(1, 6)]
    found = plan(standard.PREGNANCY, term, *done, anchors=both)
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 101, 102, 103, 104, 105]
    assert [one.number for one in found if one.done is None] == [101, 102, 103, 104, 105]


def test_what_was_done_before_the_day_it_is_counted_from_does_not_count() -> None:
    anchors = {Anchor.TREATMENT: [day("2026-03-01")]}
    rhythm = standard.tuberculosis(is_watched_by_family=False)
    assert plan(rhythm, YEAR, served(1, "2026-02-01"), anchors=anchors)[0].done is None
    assert plan(rhythm, YEAR, served(1, "2026-03-01"), anchors=anchors)[0].done == day("2026-03-01")


def test_an_item_whose_day_is_not_known_has_no_tasks_and_says_what_it_lacks() -> None:
    wanted = [item(standard.CHILD), item(QUARTERS), item(standard.SIX_WEEKS), item(standard.CHILD)]
    assert lacking(wanted, {}) == (Anchor.BIRTH, Anchor.DELIVERY)
    assert lacking(wanted, {Anchor.BIRTH: [day("2026-01-01")], Anchor.DELIVERY: []}) == (Anchor.DELIVERY,)
    assert plan(standard.CHILD, YEAR) == ()


def test_unstable_the_mentally_ill_are_seen_in_two_weeks_and_four_times_a_year_all_the_same() -> None:
    done = [served(1, "2026-01-10", "2026-01-24"), served(10_001, "2026-01-24", "2026-02-24")]
    assert dues(plan(standard.MENTAL_ILLNESS, YEAR, *done)) == [
        "10001: 2026-01-24",
        "20001: 2026-02-24",
        "1: 2026-03-31",
        "2: 2026-06-30",
        "3: 2026-09-30",
        "4: 2026-12-31",
    ]


@pytest.mark.parametrize(
    ("today", "done", "stand"),
    [
        ("2026-03-31", "", Stand.AHEAD),
        ("2026-04-01", "", Stand.OPEN),
        ("2026-06-30", "", Stand.OPEN),
        ("2026-07-01", "", Stand.OVERDUE),
        ("2026-07-01", "2026-06-30", Stand.DONE),
        ("2026-07-02", "2026-07-01", Stand.DONE_LATE),
    ],
)
def test_where_a_task_stands(today: str, done: str, stand: Stand) -> None:
    found = plan(QUARTERS, YEAR, *([served(2, done)] if done else []))
    assert stand_on(found[1], day(today)) is stand


def test_an_item_with_another_rhythm_counts_anew_and_its_open_check_is_kept() -> None:
    _, later = row(date(2026, 1, 1), 1, 1)
    before, after = [item(Yearly(times=12))], [item(QUARTERS)]
    done = [served(number, f"2026-{number:02d}-10") for number in range(1, 12)] + [
        served(12, "2026-12-28", "2027-01-11")
    ]
    assert still_counted(before, before, done) == tuple(done)
    counted = still_counted(before, after, done)
    assert counted == (served(0, "2026-12-28", "2027-01-11"),)
    found = tasks(after, later, counted, {})
    assert dues(found) == [
        "10000: 2027-01-11",
        "5: 2027-03-31",
        "6: 2027-06-30",
        "7: 2027-09-30",
        "8: 2027-12-31",
    ]
    assert all(one.done is None for one in found)


def test_items_are_told_apart_and_tasks_come_in_order_of_their_days() -> None:
    check_up = Item(code="check", rhythm=Yearly(times=1))
    done = [Served(item="check", number=1, on=day("2026-02-02")), served(2, "2026-05-05")]
    found = tasks([check_up, item(QUARTERS)], YEAR, done, {})
    assert [(one.item, one.number, one.done) for one in found] == [
        ("bp", 1, None),
        ("bp", 2, day("2026-05-05")),
        ("bp", 3, None),
        ("bp", 4, None),
        ("check", 1, day("2026-02-02")),
    ]


@pytest.mark.parametrize(
    "rhythm",
    [
        QUARTERS,
        Monthly(months=6, early=30, late=10),
        standard.CHILD,
        standard.tuberculosis(is_watched_by_family=True),
        Milestones(anchor=Anchor.NOTICE, spans=(Span(unit=Unit.DAY, first=0, last=3),)),
    ],
    ids=lambda rhythm: type(rhythm).__name__,
)
def test_an_item_survives_the_wire(rhythm: Rhythm) -> None:
    wire = msgspec.json.encode(item(rhythm))
    assert msgspec.json.decode(wire, type=Item) == item(rhythm)


def test_a_task_says_all_that_is_needed_to_do_it() -> None:
    assert plan(Yearly(times=1), YEAR) == (
        Task(item="bp", number=1, since=YEAR.since, due=YEAR.until, until=YEAR.until),
    )
