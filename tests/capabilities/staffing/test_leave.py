"""Leave: who asks and decides, how it ends, how its days are counted."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.staffing.judges import NOON
from tests.capabilities.staffing.judges import XU
from tests.capabilities.staffing.judges import person
from tests.capabilities.staffing.judges import refusal
from tests.capabilities.staffing.judges import ruling
from yigongti_desktop.capabilities.staffing.model import leave
from yigongti_desktop.capabilities.staffing.model.leave import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.leave_days import annual
from yigongti_desktop.capabilities.staffing.model.leave_days import entitled_days
from yigongti_desktop.capabilities.staffing.model.leave_days import working_halves
from yigongti_desktop.capabilities.staffing.model.leave_days import years_of_work
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def written(**others: Any) -> Written:
    usual: dict[str, Any] = {
        "person": XU.id,
        "kind": Kind.ANNUAL,
        "first": date(2026, 12, 1),
        "last": date(2026, 12, 3),
    }
    return Written(**(usual | others))


def asked(who: str = "许", **others: Any) -> LeaveSlip:
    return leave.ask(None, written(**others), ruling(who))


def approved(**others: Any) -> LeaveSlip:
    return leave.approve(asked(**others), "", ruling("院长"))


def test_somebody_asks_for_themselves_and_the_director_approves() -> None:
    slip = asked(reason="  回老家 ")
    assert (slip.state, slip.person_name, slip.asked_by, slip.reason) == (State.ASKED, "许小兰", "许小兰", "回老家")
    after = leave.approve(slip, "早点回来", ruling("院长"))
    assert (after.state, after.decided_by, after.answer, after.is_granted) == (
        State.APPROVED,
        "孙立新",
        "早点回来",
        True,
    )


def test_the_clerk_asks_for_a_colleague_and_a_colleague_does_not() -> None:
    slip = asked("排班")
    assert (slip.asked_by, slip.account) == ("潘立群", "xu")
    assert refusal(lambda: asked("周")).code == "person_not_self"


def test_who_works_elsewhere_or_is_not_known_is_not_asked_for_here() -> None:
    assert refusal(lambda: asked("排班", person="s-tian")).code == "person_not_here"
    assert refusal(lambda: asked("排班", person="s-nobody")).code == "person_unknown"


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"last": date(2026, 11, 30)}, "day_before"),
        ({"last": date(2026, 12, 1), "from_noon": True, "until_noon": True}, "leave_empty"),
        ({"last": date(2029, 12, 31)}, "leave_long"),
        ({"first": date(1926, 12, 1)}, "day_beyond"),
        ({"kind": Kind.OTHER}, "field_empty"),
        ({"reason": "长" * 301}, "field_long"),
    ],
)
def test_days_and_words_that_cannot_be_are_refused(others: dict[str, Any], code: str) -> None:
    assert refusal(lambda: asked(**others)).code == code


def test_leave_is_declined_with_a_reason_only() -> None:
    assert refusal(lambda: leave.decline(asked(), " ", ruling("院长"))).code == "field_empty"
    assert leave.decline(asked(), "排不开", ruling("院长")).state is State.DECLINED


def test_another_unit_decides_nothing() -> None:
    assert refusal(lambda: leave.approve(asked(), "", ruling("多宝院长"))).code == "not_holder"


def test_leave_that_has_begun_is_ended_and_not_withdrawn_by_its_person() -> None:
    slip = approved(first=TODAY - 2 * DAY, last=TODAY + 5 * DAY)
    assert refusal(lambda: leave.withdraw(slip, "", ruling("许"))).code == "leave_begun"
    assert leave.withdraw(slip, "写错人", ruling("排班")).state is State.WITHDRAWN
    ended = leave.end(slip, TODAY, "", ruling("许"))
    assert (ended.state, ended.last, ended.is_granted) == (State.ENDED, TODAY, True)
    assert refusal(lambda: leave.end(slip, slip.first - DAY, "", ruling("许"))).code == "leave_end"
    assert refusal(lambda: leave.end(slip, slip.last, "", ruling("许"))).code == "leave_end"


def test_a_colleague_withdraws_nothing() -> None:
    assert refusal(lambda: leave.withdraw(asked(), "", ruling("周"))).code == "person_not_self"


ACTS = {
    "approve": lambda slip: leave.approve(slip, "", ruling("院长")),
    "decline": lambda slip: leave.decline(slip, "排不开", ruling("院长")),
    "withdraw": lambda slip: leave.withdraw(slip, "", ruling("排班")),
    "end": lambda slip: leave.end(slip, slip.first, "", ruling("排班")),
}


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
def test_whatever_is_done_to_leave_it_moves_as_its_lifecycle_says_and_keeps_what_was_written(acts: list[str]) -> None:
    slip = asked(reason="回老家", last=date(2026, 12, 9))
    for act in acts:
        before, (slip, code) = slip, tried(act, slip)
        if code:
            assert (slip, code in {"wrong_state", "leave_end"}) == (before, True)
        else:
            assert (slip.state, slip.decided_at) == (LIFECYCLE.after(act, before.state), NOON)
        assert (slip.reason, slip.person, slip.first) == ("回老家", XU.id, date(2026, 12, 1))


def tried(act: str, slip: LeaveSlip) -> tuple[LeaveSlip, str]:
    """Return leave after an act, and why it was refused."""
    try:
        return ACTS[act](slip), ""
    except Refused as fault:
        return slip, fault.code


def test_halves_count_as_halves_and_days_off_not_at_all() -> None:
    calendar = built_in()
    week = written(first=date(2026, 9, 21), last=date(2026, 9, 27), from_noon=True)  # 中秋 on Friday, the 25th
    assert working_halves([week], calendar, week.first, week.last) == 7
    assert working_halves([week, week], calendar, week.first, week.last) == 8  # Monday's two halves and three days
    short = written(first=date(2026, 12, 1), last=date(2026, 12, 1), until_noon=True)
    assert working_halves([short], calendar, short.first, short.last) == 1


@pytest.mark.parametrize(("years", "days"), [(0, 0), (1, 5), (9, 5), (10, 10), (19, 10), (20, 15), (40, 15)])
def test_annual_leave_is_5_10_or_15_days_by_years_of_work(years: int, days: int) -> None:
    assert entitled_days(years) == days


def test_years_of_work_are_full_ones() -> None:
    assert years_of_work(date(2016, 12, 1), date(2026, 11, 30)) == 9
    assert years_of_work(date(2016, 12, 1), date(2026, 12, 1)) == 10
    assert years_of_work(None, TODAY) == 0


def test_annual_leave_of_a_year_counts_what_is_granted_in_it_and_tells_what_is_asked_for() -> None:
    slips = [
        approved(first=date(2026, 3, 2), last=date(2026, 3, 4)),
        approved(first=date(2026, 12, 30), last=date(2027, 1, 5)),
        asked(first=date(2026, 12, 1), last=date(2026, 12, 1)),
        approved(kind=Kind.SICK, first=date(2026, 4, 1), last=date(2026, 4, 3)),
    ]
    standing = annual(XU, slips, built_in(), 2026)
    assert (standing.years, standing.entitled) == (11, 20)
    assert (standing.taken, standing.asked, standing.left) == (10, 2, 10)
    assert annual(person("s-new", "新来的", since=TODAY), [], built_in(), 2026).entitled == 0


def test_leave_that_ended_early_counts_until_its_last_day() -> None:
    slip = approved(first=date(2026, 11, 16), last=date(2026, 11, 27))
    ended = leave.end(slip, date(2026, 11, 17), "", ruling("许"))
    assert annual(XU, [ended], built_in(), 2026).taken == 4
