"""The hand-over book: two people sign, what is signed is locked, notes follow; what is missing is listed."""

from __future__ import annotations

from datetime import date
from datetime import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.judges import UNIT
from tests.capabilities.staffing.judges import Unit
from tests.capabilities.staffing.judges import refusal
from tests.capabilities.staffing.judges import ruling
from yigongti_desktop.capabilities.staffing.model import handover
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import State
from yigongti_desktop.capabilities.staffing.model.handover import Written
from yigongti_desktop.capabilities.staffing.model.handover import handover_id
from yigongti_desktop.capabilities.staffing.model.handover_gaps import gaps
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State as RosterState
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.wish_rules import rules_id
from yigongti_desktop.capabilities.staffing.model.wishes import wish_id
from yigongti_desktop.kernel.errors import Refused

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(1)
NIGHT = Duty(code="夜", name="夜班", begin=time(17), end=time(8), minutes=480, is_night=True)
DAY = Duty(code="白", name="白班", begin=time(8), end=time(17), minutes=480)
REGISTER = Unit(*(UnitDuty(id=duty_id(UNIT, one.code), unit=UNIT, duty=one) for one in (NIGHT, DAY)))


def written(**others: Any) -> Written:
    usual: dict[str, Any] = {"day": YESTERDAY, "duty": "夜", "patients": "12 人", "critical": "3 床发热"}
    return Written(**(usual | others))


def given_(who: str = "许", current: Handover | None = None, **others: Any) -> Handover:
    shift = written(**others)
    record = handover_id(UNIT, shift.day, shift.duty)
    return handover.give(current, shift, ruling(who, register=REGISTER, record=record))


def test_who_leaves_signs_first_and_who_comes_signs_what_they_have_read() -> None:
    entry = given_()
    assert (entry.state, entry.given_name, entry.duty_name, entry.taken_name) == (State.GIVEN, "许小兰", "夜班", "")
    after = handover.take(entry, entry.edition, ruling("周"))
    assert (after.state, after.taken_name) == (State.TAKEN, "周建国")


def test_one_person_does_not_sign_twice() -> None:
    entry = given_()
    assert refusal(lambda: handover.take(entry, entry.edition, ruling("许"))).code == "handover_same"


def test_what_was_put_right_meanwhile_has_to_be_read_again() -> None:
    entry = given_()
    after = handover.correct(entry, {"patients": ("12 人", "13 人")}, ruling("许"))
    assert refusal(lambda: handover.take(after, entry.edition, ruling("周"))).code == "handover_changed"
    assert handover.take(after, after.edition, ruling("周")).patients == "13 人"


def test_only_who_wrote_it_puts_it_right_and_only_until_both_have_signed() -> None:
    entry = given_()
    change = {"patients": ("12 人", "13 人")}
    assert refusal(lambda: handover.correct(entry, change, ruling("周"))).code == "handover_not_self"
    locked = handover.take(entry, entry.edition, ruling("周"))
    assert refusal(lambda: handover.correct(locked, change, ruling("许"))).code == "wrong_state"


def test_a_note_has_its_day_and_its_name_and_leaves_what_was_signed() -> None:
    entry = given_()
    locked = handover.take(entry, entry.edition, ruling("周"))
    noted = handover.add_note(locked, " 血常规已回 ", ruling("许"))
    assert [(note.words, note.by) for note in noted.notes] == [("血常规已回", "许小兰")]
    assert noted.edition == locked.edition
    assert refusal(lambda: handover.add_note(locked, " ", ruling("许"))).code == "field_empty"
    full = replace(locked, notes=noted.notes * 50)
    assert refusal(lambda: handover.add_note(full, "再补一条", ruling("许"))).code == "notes_many"


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"day": TODAY + timedelta(1)}, "handover_future"),
        ({"day": date(1, 1, 1)}, "day_beyond"),
        ({"duty": "X"}, "duty_not_ours"),
        ({"patients": " "}, "field_empty"),
        ({"to_do": "长" * 1001}, "field_long"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(others: dict[str, Any], code: str) -> None:
    assert refusal(lambda: given_(**others)).code == code


def test_a_shift_has_one_entry_in_its_own_unit() -> None:
    fault = refusal(lambda: given_("周", current=given_()))
    assert (fault.code, fault.facts["name"]) == ("handover_there", "许小兰")
    other = ruling("周", register=REGISTER, record="another")
    assert refusal(lambda: handover.give(None, written(), other)).code == "handover_id_wrong"
    assert refusal(lambda: handover.take(given_(), "", ruling("多宝院长"))).code == "not_holder"


ACTS = ("correct", "take", "note")


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["许", "周", "院长"])), max_size=8))
def test_whatever_follows_what_both_signed_is_never_changed_and_no_note_is_lost(acts: list[tuple[str, str]]) -> None:
    entry, signed, notes = given_(), "", 0
    for number, (act, who) in enumerate(acts):
        entry, is_done = tried(entry, act, who, number)
        notes += is_done and act == "note"
        signed = signed or (entry.edition if entry.state is State.TAKEN else "")
        assert len(entry.notes) == notes
        assert signed in {"", entry.edition}
        assert entry.state is State.GIVEN or entry.taken_by not in {"", entry.given_by}


def tried(entry: Handover, act: str, who: str, number: int) -> tuple[Handover, bool]:
    """Return an entry after an act, and whether it was done."""
    judge = ruling(who)
    try:
        if act == "correct":
            return handover.correct(entry, {"to_do": (entry.to_do, f"第 {number} 次")}, judge), True
        if act == "take":
            return handover.take(entry, entry.edition, judge), True
        return handover.add_note(entry, f"第 {number} 条", judge), True
    except Refused:
        return entry, False


def roster(state: RosterState = RosterState.PUBLISHED, unit: str = UNIT) -> Roster:
    """Return the roster of the eight days before today: nights of two people by turns, and days."""
    nights = tuple("夜" if place % 2 else "" for place in range(8))
    others = tuple("" if place % 2 else "白" for place in range(8))
    return Roster(
        id="r-1",
        unit=unit,
        first=TODAY - timedelta(8),
        days=8,
        state=state,
        lines=(Line(person="s-1", name="许小兰", codes=nights), Line(person="s-2", name="周建国", codes=others)),
        duties=(NIGHT, DAY),
    )


def test_nights_of_the_last_seven_days_without_an_entry_are_missing_the_latest_first() -> None:
    found = gaps(UNIT, [roster()], {handover_id(UNIT, TODAY - timedelta(3), "夜")}, TODAY)
    assert [((TODAY - gap.day).days, gap.duty.name, gap.people) for gap in found] == [
        (1, "夜班", ("许小兰",)),
        (5, "夜班", ("许小兰",)),
        (7, "夜班", ("许小兰",)),
    ]


def test_a_draft_and_the_roster_of_another_unit_let_nothing_be_missing() -> None:
    assert gaps(UNIT, [roster(RosterState.DRAFT), roster(unit="other")], (), TODAY) == ()


def test_two_rosters_that_have_one_night_make_one_gap_with_both_names() -> None:
    doctors = replace(roster(), id="r-2", lines=(Line(person="s-3", name="鲁学平", codes=("夜",) * 8),))
    found = gaps(UNIT, [roster(), doctors], (), TODAY)
    assert found[0].people == ("许小兰", "鲁学平")
    assert len(found) == 7


def test_a_shift_a_wish_and_the_rules_of_wishes_are_named_alike_by_every_version() -> None:
    """Ids are made anew at each desk: whoever changes how, lets two desks write one shift twice."""
    assert handover_id(UNIT, YESTERDAY, "夜") == "db275e93-a0c3-5db3-b448-05612715cab4"
    assert wish_id("s-xu", YESTERDAY) == "092995f1-5b23-5e10-96a5-c8371c3d849d"
    assert rules_id(UNIT) == "e92a042a-588b-5709-a6a6-da2ae1c7ae4e"
