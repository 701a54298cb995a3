"""What the checker finds in any roster of any small month is what one counts with a pencil."""

from __future__ import annotations

from collections import Counter
from datetime import date
from datetime import timedelta

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
from tests.capabilities.staffing.clinic import rows
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.checker import check

DAYS = 9
_cells = st.sampled_from([".", "D", "E", "N", "P", "R"])
_rows = st.lists(_cells, min_size=DAYS, max_size=DAYS).map("".join)


@st.composite
def months(draw: st.DrawFn) -> Month:
    people = tuple(
        replace(one, before=tuple(draw(st.lists(st.sampled_from(["", "D", "N"]), max_size=6))))
        for one in (doctor(0), nurse(1), nurse(2))
    )
    leave, wishes = [], []
    for person in people:
        first = draw(st.integers(1, DAYS))
        last = draw(st.integers(first, DAYS))
        if draw(st.booleans()):
            leave.append(Leave(person=person.id, first=on(first), last=on(last)))
        wishes.append(Wish(person=person.id, day=on(first), duty=draw(st.sampled_from(["", "D", "N"]))))
    return having(may(*people, days=DAYS), leave=tuple(leave), wishes=tuple(wishes))


@settings(max_examples=120, deadline=None)
@given(months(), st.tuples(_rows, _rows, _rows))
def test_findings_are_what_is_counted_by_hand(month: Month, written: tuple[str, ...]) -> None:
    question = ask(month)
    found: Counter[str] = Counter()
    for one in check(question.task, rows(question, *written)):
        found[question.why[one.rule.id].rule.id] += abs(one.amount)
    counted = Counter(_counted(month, written))
    assert {rule: found[rule] for rule in counted} == dict(counted)


@settings(max_examples=40, deadline=None)
@given(months(), st.tuples(_rows, _rows, _rows))
def test_every_finding_has_a_whole_sentence_and_the_days_of_the_month(month: Month, written: tuple[str, ...]) -> None:
    question = ask(month)
    roster = rows(question, *written)
    said = sentences(question, roster)
    assert len(said) == len(check(question.task, roster))
    for one in said:
        assert one.text.strip() == one.text
        assert "{" not in one.text
        assert all(month.first <= day < month.first + timedelta(DAYS) for day in one.days)
    assert len(question.why) == len({*question.why})


def _counted(month: Month, written: tuple[str, ...]) -> dict[str, int]:
    counted = dict.fromkeys(("after_night", "leave", "licence", "nights_in_days", "weekly_hours", "wish", "cover"), 0)
    for person, row in zip(month.people, written, strict=True):
        _count_person(counted, month, person, row)
        for wish in month.wishes:
            if wish.person == person.id:
                counted["wish"] += row[(wish.day - month.first).days] != (wish.duty or ".")
    for day in range(DAYS):
        counted["cover"] += _gaps(on(day + 1), [row[day] for row in written])
    return counted


def _count_person(counted: dict[str, int], month: Month, person: Person, row: str) -> None:
    minutes = {duty.code: duty.minutes for duty in DUTIES}
    whole, known = [code or "." for code in person.before] + list(row), len(person.before)
    for day in range(known, len(whole)):
        today, is_off = on(day - known + 1), whole[day] == "."
        counted["after_night"] += day > 0 and whole[day - 1] == "N" and not is_off
        counted["leave"] += month.leave_of(person.id, today) is not None and not is_off
        counted["licence"] += whole[day] == "R" and person.id != "s00"
        counted["nights_in_days"] += max(whole[max(day - 6, 0) : day + 1].count("N") - 2, 0)
        if today.weekday() == 6 or day == len(whole) - 1:
            week = whole[max(day - today.weekday(), 0) : day + 1]
            counted["weekly_hours"] += max(sum(minutes.get(code, 0) for code in week) - 2400, 0)


def _gaps(day: date, today: list[str]) -> int:
    count = abs(today.count("E") - 1) + abs(today.count("N") - 1) + (today[0] != "N")
    if not built_in().is_working(day):
        return count + max(2 - today.count("D"), today.count("D") - 3, 0)
    count += max(3 - today.count("D"), 0) + max(1 - today.count("P"), today.count("P") - 2, 0)
    return count + (abs(today.count("R") - 1) if day.weekday() in {1, 3} else 0)
