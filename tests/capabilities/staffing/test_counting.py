"""What nobody could cover is named before anything is drawn, and never where a roster covers it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import DUTIES
from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.months import staff
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.counting import Shortage
from yigongti_desktop.capabilities.staffing.model.counting import shortages
from yigongti_desktop.capabilities.staffing.model.counting import stuck
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.rostering.checker import check_row
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Row

_DAY, _NIGHT = DUTIES[0], DUTIES[2]
DAYS = 4


def test_eleven_of_twelve_doctors_on_leave_leave_nights_uncovered() -> None:
    night = replace(_NIGHT, needs=(Need(least=1),))
    away = tuple(Leave(person=f"s{number:02}", first=on(9), last=on(15)) for number in range(1, 12))
    month = having(may(*(doctor(number) for number in range(12))), leave=away)
    (found,) = shortages(asked(month, [night], national(), built_in()))
    assert found.text == (
        "9–15 日能上夜班的有 12 人，其中 11 人请假或排不上；每天 1 人共要 7 个班，最多排得出 2 个，还差 5 个"
    )
    assert (found.duties, found.first, found.last, found.short) == (("N",), on(9), on(15), 5)


def test_more_nights_than_a_month_has_room_for_are_found_without_any_leave() -> None:
    """Two nights in seven days: of 28 days each has 8 at most, four people 32, where 56 are needed."""
    night = replace(_NIGHT, needs=(Need(least=2),))
    (found,) = shortages(asked(may(*(doctor(number) for number in range(4))), [night], national(), built_in()))
    assert (found.demand - found.capacity, found.people, found.away) == (56 - 32, 4, 0)


def test_special_people_are_counted_apart() -> None:
    found = shortages(ask(may(*(nurse(number) for number in range(30)), days=7)))
    texts = [one.text for one in found]
    assert "1–7 日能上夜班（中级及以上）的有 0 人；每天 1 人共要 7 个班，最多排得出 0 个，还差 7 个" in texts
    assert "7 日能上巡诊的有 0 人；共要 1 个班，最多排得出 0 个，还差 1 个" in texts


def test_duties_that_one_person_could_have_but_not_both_are_short_together() -> None:
    others = (Person(staff=staff(number, LicenceKind.RADIATION, Level.NONE)) for number in range(1, 6))
    (found,) = shortages(ask(may(doctor(), *others, days=1)))
    assert found.text == "1 日能上晚班、夜班的有 1 人；共要 2 个班，最多排得出 1 个，还差 1 个"


def test_a_pin_within_a_leave_is_named_since_nothing_could_be_drawn() -> None:
    leave = (Leave(person="s00", first=on(2), last=on(4)),)
    month = having(may(doctor()), leave=leave, pins=(Pin(person="s00", day=on(3), duty="N"),))
    (found,) = stuck(ask(month))
    assert found.text == "赵某 3 日没有可排的班：“请假”、“人工锁定”互相矛盾，请先改其中一条"
    assert stuck(ask(having(month, pins=()))) == ()


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    codes = st.lists(st.sampled_from(["", "D", "N"]), max_size=7).map(tuple)
    levels = st.sampled_from([Level.JUNIOR, Level.MIDDLE])
    count = draw(st.integers(1, 3))
    people = tuple(replace(doctor(place, draw(levels)), before=draw(codes)) for place in range(count))
    leave = tuple(
        Leave(person=one.id, first=on(draw(st.integers(1, 3))), last=on(draw(st.integers(3, DAYS))))
        for one in people
        if draw(st.booleans())
    )
    day = replace(_DAY, needs=(Need(least=draw(st.integers(0, 2))),), skills=draw(st.sampled_from([(), ("急救",)])))
    lead = (Need(least=1, title=Level.MIDDLE),) if draw(st.booleans()) else ()
    night = replace(_NIGHT, needs=(Need(least=draw(st.integers(0, 2))), *lead))
    month: Month = having(may(*people, days=DAYS), leave=leave)
    return asked(month, [day, night], national(), built_in())


@settings(max_examples=100, deadline=None)
@given(questions())
def test_no_roster_that_keeps_what_must_be_kept_covers_what_is_said_to_be_short(question: Asked) -> None:
    found = shortages(question)
    if not found:
        return
    rows = [_possible(question, person) for person in range(len(question.task.people))]
    for roster in product(*rows):
        for one in found:
            assert _gaps(question, roster, one) >= one.short


@settings(max_examples=100, deadline=None)
@given(questions())
def test_nothing_is_said_twice(question: Asked) -> None:
    said = [(one.duties, one.first, one.last, one.who) for one in shortages(question)]
    assert len(said) == len(set(said))


def _possible(question: Asked, person: int) -> list[Row]:
    every = product(range(len(question.task.duties)), repeat=DAYS)
    return [row for row in every if not any(one.is_must for one in check_row(question.task, person, row))]


def _gaps(question: Asked, roster: tuple[Row, ...], of: Shortage) -> int:
    codes = ["", *(duty.code for duty in question.duties)]
    first, last = (of.first - question.month.first).days, (of.last - question.month.first).days
    covers: Iterable[Cover] = (
        rule
        for rule in question.task.rules
        if isinstance(rule, Cover) and first <= rule.day <= last and codes[rule.duties[0]] in of.duties
    )
    missing = 0
    for rule in covers:
        people = range(len(roster)) if rule.people is None else rule.people
        missing += max(rule.least - sum(roster[one][rule.day] in rule.duties for one in people), 0)
    return missing
