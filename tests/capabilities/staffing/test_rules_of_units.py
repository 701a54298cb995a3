"""What a unit asks of a roster beside the law: leave, wishes, pins, pairs, cover, and what is shared out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import found
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import said
from yigongti_desktop.capabilities.staffing.model.fairness import level_of
from yigongti_desktop.capabilities.staffing.model.month import Carried
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.month import Wish


def test_who_is_on_leave_is_off() -> None:
    month = having(may(doctor()), leave=(Leave(person="s00", first=on(2), last=on(3), name="病假"),))
    assert said(month, "leave", "DDDD") == ["赵某 2 日病假，排了白班", "赵某 3 日病假，排了白班"]


def test_what_was_settled_by_hand_stays() -> None:
    month = having(may(doctor()), pins=(Pin(person="s00", day=on(2), duty="N"),))
    (sentence,) = found(month, "pin", ".D")
    assert (sentence.text, sentence.is_must) == ("赵某 2 日已定为夜班，现在是白班", True)


def test_wishes_for_and_against_a_duty_may_be_broken() -> None:
    wishes = (Wish(person="s00", day=on(2), duty=""), Wish(person="s00", day=on(3), duty="N", is_wanted=False))
    month = having(may(doctor()), wishes=wishes)
    assert said(month, "wish", ".DN") == ["赵某 2 日想要休息，排了白班", "赵某 3 日想要不上夜班，排了夜班"]
    assert not any(one.is_must for one in found(month, "wish", ".DN"))


def test_a_weekly_duty_is_named_where_it_is_another_one() -> None:
    """6 May 2026 is a Wednesday."""
    person = replace(doctor(), pattern={2: ("P",)})
    assert said(may(person, days=7), "pattern", ".....D.") == ["赵某 6 日每周固定公卫，排了白班"]


@pytest.mark.policy("STF-27")
@pytest.mark.policy("TRN-09")
def test_who_learns_has_a_night_beside_their_teacher() -> None:
    learner = replace(nurse(1), partner="s00")
    month = may(doctor(), learner)
    assert said(month, "together", ".N", ".N") == []
    assert said(month, "together", ".D", ".N") == ["钱某 2 日上夜班，带教的赵某不在同一班"]


def test_two_who_are_kept_apart_do_not_have_one_night() -> None:
    month = having(may(doctor(), nurse(1)), apart=(("s00", "s01"),))
    assert said(month, "apart", ".N", ".N") == ["赵某和钱某 2 日排在同一夜班"]
    assert said(month, "apart", ".D", ".D") == []


@pytest.mark.policy("STF-16")
def test_a_gap_is_named_with_the_duty_and_who_is_asked_for() -> None:
    month = may(nurse(0), nurse(1), days=1)
    assert set(said(month, "cover", "N", "N")) == {
        "1 日白班缺 2 人", "1 日晚班缺 1 人", "1 日夜班多 1 人", "1 日夜班缺 1 人（中级及以上）",
    }  # fmt: skip


def test_days_off_are_as_many_as_the_calendar_has() -> None:
    """1 to 10 May 2026: six days off, and the ninth is worked for 劳动节."""
    month = may(doctor(), days=10)
    assert said(month, "days_off", "DDDDD.....") == ["赵某 本月比应休的 6 天少休 1 天"]
    assert said(month, "days_off", "DDDD......") == []
    assert said(month, "days_off", "D.........") == ["赵某 本月比应休的 8 天多休 1 天"]


def test_who_had_more_nights_this_year_is_asked_for_fewer() -> None:
    busy, idle = replace(doctor(), carried=Carried(nights=8)), replace(doctor(1), carried=Carried(nights=5))
    month = may(busy, idle, days=9)
    assert said(month, "fair_nights", "N........", "") == []
    assert said(month, "fair_nights", "N.N.N.N.N", "") == ["赵某 夜班比应摊的 3 个多 2 个（此前今年已有 8 个）"]
    assert said(month, "fair_nights", "", "N.N.N.N.N") == []


def test_each_night_more_than_fair_costs_more_than_the_one_before() -> None:
    month = may(doctor(), doctor(1), days=4)
    costs = [sum(one.cost for one in found(month, "fair_nights", row, "")) for row in ("N.N.", "N.NN", "NNNN")]
    assert costs == [0, 30, 90]


def test_a_level_is_the_lowest_that_meets_the_demand_within_what_there_is_room_for() -> None:
    assert level_of({"a": 3, "b": 0}, {"a": 9, "b": 9}, 5) == 4
    assert level_of({"a": 3, "b": 0}, {"a": 9, "b": 2}, 5) == 6
    assert level_of({"a": 3, "b": 0}, {"a": 1, "b": 1}, 9) == 4


def test_a_month_of_an_unpublished_year_says_so() -> None:
    assert ask(may(doctor())).unpublished == ()
    later = having(may(doctor()), first=on(1).replace(year=2031))
    assert ask(later).unpublished == (2031,)
