"""为什么？ names the rules that force a gap or a cell, and never says that what can be drawn cannot."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import settings
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import DUTIES
from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import rows
from tests.capabilities.staffing.test_counting import DAYS
from tests.capabilities.staffing.test_counting import _possible
from tests.capabilities.staffing.test_counting import questions
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.reasons import of_cell
from yigongti_desktop.capabilities.staffing.model.reasons import of_gap
from yigongti_desktop.capabilities.staffing.model.reasons import of_wish
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.weighing import Scales

_NIGHT_DUTY = replace(DUTIES[2], needs=(Need(least=1),))
_DAY, _EVENING, _NIGHT, _ROUNDS = 1, 2, 3, 5


def test_eleven_of_twelve_on_leave_are_one_line_and_the_proof_names_leave_and_the_nights_in_seven_days() -> None:
    away = tuple(Leave(person=f"s{number:02}", first=on(9), last=on(15)) for number in range(1, 12))
    month = having(may(*(doctor(number) for number in range(12))), leave=away)
    question = asked(month, [_NIGHT_DUTY], national(), built_in())
    roster = tuple((0,) * 31 for _ in range(12))
    found = of_gap(question, Scales(question.task), roster, 10, 1)
    assert found.is_impossible
    assert [group.text for group in found.barred] == ["钱某、孙某、李某等 11 人 9–15 日休假"]
    assert found.proof is not None
    assert [rule.id for rule in found.proof.forced_by] == ["leave", "nights_in_days"]
    assert found.verdict.startswith("排不出：9–15 日能上夜班的有 12 人，其中 11 人请假或排不上；")
    assert found.verdict.endswith("由“请假”、“夜班频次”决定。")


def test_who_comes_from_a_night_who_works_the_next_day_and_who_has_no_papers_are_told_apart() -> None:
    question = ask(may(doctor(0), doctor(1), nurse(2), nurse(3), days=6))
    roster = rows(question, ".N....", "...D..", "......", "......")
    scales = Scales(question.task)
    nights = of_gap(question, scales, roster, 2, _NIGHT)
    assert [group.text for group in nights.barred] == ["赵某 2 日刚上完夜班，钱某 4 日已排白班"]
    assert [one.name for one in nights.could] == ["孙某", "李某"]
    rounds = of_gap(question, scales, roster, 4, _ROUNDS)
    assert "孙某、李某没有执业医师或执业助理医师证照" in [group.text for group in rounds.barred]


def test_a_pin_is_named_and_nothing_is_called_impossible_that_is_not_proven() -> None:
    month = having(may(doctor(0), doctor(1), days=6), pins=(Pin(person="s01", day=on(3), duty=""),))
    question = ask(month)
    roster = rows(question, ".N....", "......")
    found = of_gap(question, Scales(question.task), roster, 2, _EVENING)
    assert {group.text for group in found.barred} == {"赵某 2 日刚上完夜班", "钱某这一天已锁定"}
    assert found.could == ()
    assert ("排不出" in found.verdict) == found.is_impossible


def test_why_somebody_has_a_night_tells_what_stands_against_each_of_the_others() -> None:
    month = having(may(doctor(0), doctor(1), doctor(2), days=6), leave=(Leave(person="s01", first=on(2), last=on(4)),))
    question = ask(month)
    roster = rows(question, "..N...", "......", ".N....")
    found = of_cell(question, Scales(question.task), roster, 0, 2)
    assert found.title == "3 日夜班为什么是赵某"
    assert [group.text for group in found.barred] == ["钱某 2–4 日休假", "孙某 2 日刚上完夜班"]
    assert found.verdict.startswith("只改这一格，换谁都会违反必须遵守的规则")
    assert not found.is_impossible


def test_why_somebody_is_off_and_whether_they_could_have_a_duty() -> None:
    question = ask(may(doctor(0), doctor(1), days=6))
    roster = rows(question, ".N....", "......")
    scales = Scales(question.task)
    assert [group.text for group in of_cell(question, scales, roster, 0, 2).barred] == ["赵某 2 日刚上完夜班"]
    assert of_wish(question, scales, roster, 0, 2, _DAY).verdict == "只改这一格不行"
    assert of_wish(question, scales, roster, 1, 2, _DAY).verdict.startswith("可以改：")


@settings(max_examples=60, deadline=None)
@given(questions())
def test_what_is_called_impossible_no_roster_has(question: Asked) -> None:
    roster = tuple((0,) * DAYS for _ in question.task.people)
    scales = Scales(question.task)
    proofs = [
        found.proof
        for day in range(DAYS)
        for duty in range(1, len(question.duties) + 1)
        if (found := of_gap(question, scales, roster, day, duty)).proof is not None
    ]
    if not proofs:
        return
    possible = [_possible(question, person) for person in range(len(question.task.people))]
    for every in product(*possible):
        for proof in proofs:
            first, last = ((on - question.month.first).days for on in (proof.shortage.first, proof.shortage.last))
            assert any(
                sum(row[rule.day] in rule.duties for place, row in enumerate(every) if _counts(rule, place))
                < rule.least
                for rule in question.task.rules
                if isinstance(rule, Cover) and first <= rule.day <= last
            )


@settings(max_examples=40, deadline=None)
@given(questions())
def test_whoever_is_barred_would_break_what_must_be_kept_and_nobody_else_would(question: Asked) -> None:
    roster = tuple((0,) * DAYS for _ in question.task.people)
    scales = Scales(question.task)
    for day, duty in product(range(DAYS), range(1, len(question.duties) + 1)):
        found = of_gap(question, scales, roster, day, duty)
        barred = {person for group in found.barred for person in group.people}
        assert barred.isdisjoint(one.person for one in found.could)
        for place, worker in enumerate(question.task.people):
            row = tuple(duty if on == day else 0 for on in range(DAYS))
            breaks = scales.breaks_more(place, roster[place], row)
            assert breaks == (worker.id in barred)


def _counts(rule: Cover, person: int) -> bool:
    return rule.people is None or person in rule.people
