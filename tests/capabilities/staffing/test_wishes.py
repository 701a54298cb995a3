"""Wishes: one for a person and a day, so many a month, until the closing day; clerk and director are not bound."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.staffing.judges import NOON
from tests.capabilities.staffing.judges import UNIT
from tests.capabilities.staffing.judges import XU
from tests.capabilities.staffing.judges import Unit
from tests.capabilities.staffing.judges import refusal
from tests.capabilities.staffing.judges import ruling
from yigongti_desktop.capabilities.staffing.model import wish_rules
from yigongti_desktop.capabilities.staffing.model import wishes
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.wishes import State
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.kernel.errors import Refused

DAY = date(2026, 12, 24)
NIGHT = UnitDuty(
    id=duty_id(UNIT, "夜"),
    unit=UNIT,
    duty=Duty(code="夜", name="夜班", begin=time(17), end=time(8), minutes=480, is_night=True),
)
NO_NIGHT = Wanted(duty="夜", is_wanted=False)


def unit(**rules: Any) -> Unit:
    made = Unit(NIGHT)
    if rules:
        made.keep(wish_rules.WishRules(id=wish_rules.rules_id(UNIT), institution=UNIT, **rules))
    return made


def write(
    known: Unit,
    on: date = DAY,
    wanted: Wanted = NO_NIGHT,
    *,
    who: str = "许",
    seen: Wanted | None = None,
    at: datetime = NOON,
) -> WishSlip:
    """Let somebody write a wish, and keep it."""
    record = wishes.wish_id(XU.id, on)
    judge = ruling(who, on=at, register=known, record=record)
    slip = wishes.write(known.get("wish", record), XU.id, on, wanted, seen, judge)
    known.keep(slip, wishes.posted(slip))
    return slip


def take_back(known: Unit, on: date = DAY) -> WishSlip:
    record = wishes.wish_id(XU.id, on)
    slip = wishes.take_back(known.get("wish", record), ruling("许", register=known, record=record))
    known.keep(slip, wishes.posted(slip))
    return slip


def test_somebody_writes_what_they_would_like_and_rather_not() -> None:
    known = unit()
    slip = write(known)
    assert (slip.person_name, slip.duty_name, slip.is_wanted) == ("许小兰", "夜班", False)
    assert write(known, date(2026, 12, 25), Wanted()).duty_name == "休息"


def test_whoever_writes_over_a_wish_has_seen_it() -> None:
    known = unit()
    write(known)
    fault = refusal(lambda: write(known, wanted=Wanted(), who="排班"))
    assert (fault.code, fault.facts["theirs"]) == ("wish_changed", "-夜班")
    assert write(known, wanted=Wanted(), who="排班", seen=NO_NIGHT).duty == ""
    assert write(known, wanted=Wanted()).duty == ""  # the same once more


def test_a_wish_that_was_taken_back_is_nothing_and_may_be_written_again() -> None:
    known = unit()
    write(known)
    assert take_back(known).state is State.TAKEN_BACK
    assert refusal(lambda: take_back(known)).code == "wrong_state"
    assert write(known).state is State.OPEN


def test_so_many_a_month_and_the_clerk_may_write_more() -> None:
    known = unit(most=2)
    write(known, date(2026, 12, 1))
    write(known, date(2026, 12, 2))
    assert refusal(lambda: write(known, date(2026, 12, 3))).code == "wishes_many"
    assert write(known, date(2026, 12, 2), Wanted(), seen=NO_NIGHT).duty == ""
    assert write(known, date(2026, 12, 3), who="排班").written_by == "潘立群"
    assert write(known, date(2027, 1, 3)).day.year == 2027


def test_after_the_closing_day_only_clerk_and_director_write() -> None:
    known, late = unit(closing_day=24), datetime(2026, 11, 25, 4, tzinfo=UTC)
    write(known, date(2026, 12, 1), at=datetime(2026, 11, 24, 4, tzinfo=UTC))
    fault = refusal(lambda: write(known, at=late))
    assert (fault.code, fault.facts["closing"]) == ("wishes_closed", "2026-11-24")
    assert write(known, at=late, who="院长").state is State.OPEN
    assert write(known, date(2027, 1, 2), at=late).state is State.OPEN
    assert write(unit(closing_day=0), at=late).state is State.OPEN


@pytest.mark.parametrize(
    ("on", "wanted", "code"),
    [
        (date(2026, 11, 23), NO_NIGHT, "wish_past"),
        (date(9999, 12, 31), NO_NIGHT, "day_beyond"),
        (DAY, Wanted(duty="X"), "duty_not_ours"),
        (DAY, Wanted(note="长" * 101), "field_long"),
    ],
)
def test_what_cannot_be_wished_is_refused(on: date, wanted: Wanted, code: str) -> None:
    assert refusal(lambda: write(unit(), on, wanted)).code == code


def test_a_colleague_writes_nothing_for_others_and_a_wish_belongs_to_its_day() -> None:
    assert refusal(lambda: write(unit(), who="周")).code == "person_not_self"
    other = ruling("许", record="another")
    assert refusal(lambda: wishes.write(None, XU.id, DAY, NO_NIGHT, None, other)).code == "wish_id_wrong"


@given(
    st.lists(
        st.tuples(st.sampled_from(["write", "take_back"]), st.integers(1, 6), st.booleans()),
        max_size=14,
    ),
    st.integers(0, 3),
)
def test_whatever_somebody_writes_and_takes_back_never_more_stand_than_the_unit_takes(
    acts: list[tuple[str, int, bool]], most: int
) -> None:
    known = unit(most=most)
    for act, number, is_wanted in acts:
        on = date(2026, 12, number)
        record = known.get("wish", wishes.wish_id(XU.id, on))
        before = dict(known.records)
        try:
            if act == "write":
                write(known, on, Wanted(is_wanted=is_wanted), seen=record.wanted if record else None)
            else:
                take_back(known, on)
        except Refused:
            assert known.records == before
        standing = [one for one in known.records.values() if isinstance(one, WishSlip) and one.state is State.OPEN]
        assert len(standing) <= most
        assert known.total(wishes.account_of(XU.id, on)) == len(standing)


def test_a_unit_settles_how_it_takes_wishes_field_by_field() -> None:
    judge = ruling("排班", record=wish_rules.rules_id(UNIT))
    first = wish_rules.settle(None, {"closing_day": (24, 20)}, judge)
    second = wish_rules.settle(first, {"most": (4, 6)}, judge)
    assert (second.closing_day, second.most) == (20, 6)
    assert refusal(lambda: wish_rules.settle(second, {"most": (4, 5)}, judge)).code == "conflict"
    assert refusal(lambda: wish_rules.settle(None, {"closing_day": (24, 29)}, judge)).code == "closing_day_wrong"
    assert refusal(lambda: wish_rules.settle(None, {"most": (4, 32)}, judge)).code == "wishes_most_wrong"
    elsewhere = ruling("多宝院长", record=wish_rules.rules_id(UNIT))
    assert refusal(lambda: wish_rules.settle(None, {"most": (4, 5)}, elsewhere)).code == "wish_rules_wrong"
