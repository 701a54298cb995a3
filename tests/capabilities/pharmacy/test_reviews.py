"""A review of prescriptions: drawn and judged at the lead hospital, sent back whole, answered by the unit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import entry
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from yigongti_desktop.capabilities.pharmacy.model import prescription_review as model
from yigongti_desktop.capabilities.pharmacy.model import review_figures
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.model.review_road import steps
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.trail import Mark

NUMBERS = tuple(f"{place:04d}" for place in range(300))
LEAD = ruling(HOSPITAL)


def opened(numbers: tuple[str, ...] = NUMBERS[:3]) -> PrescriptionReview:
    return model.open_review(None, "市一医-1", CLINIC, "2026-11", numbers, "a1b2c3d4", LEAD)


def judged(number: str = "0000", **changes: object) -> ReviewLine:
    """Return a prescription that was found reasonable."""
    whole = ReviewLine(
        number=number,
        date=date(2026, 11, 3),
        doctor="周建国",
        diagnosis="高血压",
        drugs=2,
        has_antimicrobial=False,
        has_injection=False,
        essential=2,
        amount_fen=4_550,
        finding=Finding.REASONABLE.value,
    )
    return replace(whole, **changes)


def whole() -> PrescriptionReview:
    known = opened()
    return model.write(known, [judged(line.number) for line in known.lines], LEAD)


@pytest.mark.policy("PHA-10")
def test_the_lead_draws_judges_and_sends_back_and_the_unit_answers() -> None:
    known = opened()
    assert (known.state, known.pool, len(known.lines), known.lead_name) == (
        ReviewState.OPEN,
        3,
        3,
        "市第一人民医院",
    )
    assert model.streams(known) == {f"unit:{HOSPITAL}"}
    back = model.give_back(whole(), LEAD)
    assert model.streams(back) == {f"unit:{HOSPITAL}", f"unit:{CLINIC}"}
    done = model.answer(back, "已整改。\n下月再查。", ruling(CLINIC))
    assert (done.state, done.answer, done.answerer) == (ReviewState.ANSWERED, "已整改。\n下月再查。", "周建国")


@pytest.mark.policy("PHA-19")
def test_how_many_are_drawn_is_the_countys_rule_and_never_more_than_there_are() -> None:
    assert len(opened(NUMBERS).lines) == 100
    register = tianmen()
    register.put("rule", Rule(id="prescription_review.sample", versions=(RuleVersion(value=30),)))
    its = ruling(HOSPITAL, register=register)
    some = model.open_review(None, "x", CLINIC, "2026-11", NUMBERS, "s", its)
    assert len(some.lines) == 30
    assert {line.number for line in some.lines} < set(NUMBERS)
    register.put("rule", Rule(id="prescription_review.sample", versions=(RuleVersion(value=0),)))
    assert model.sample_size(register, day(its.at)) == 1


def test_only_the_hospital_that_leads_the_unit_draws() -> None:
    for who in (OTHER_HOSPITAL, CLINIC):
        with refused("not_holder"):
            model.open_review(None, "x", CLINIC, "2026-11", NUMBERS, "s", ruling(who))
    with refused("month_format"):
        model.open_review(None, "x", CLINIC, "11月", NUMBERS, "s", LEAD)
    with refused("numbers_empty"):
        model.open_review(None, "x", CLINIC, "2026-11", ("", " "), "s", LEAD)
    with refused("field_empty", field="seed"):
        model.open_review(None, "x", CLINIC, "2026-11", NUMBERS, "", LEAD)
    with refused("review_there"):
        model.open_review(opened(), "x", CLINIC, "2026-11", NUMBERS, "s", LEAD)


def test_lines_are_written_a_few_at_a_time_and_keep_their_order() -> None:
    known = model.write(opened(), [judged("0002"), judged("0000", finding="", doctor="")], LEAD)
    assert [line.number for line in known.lines] == ["0000", "0001", "0002"]
    assert [bool(line.finding) for line in known.lines] == [False, False, True]
    with refused("review_unfinished", line=1, field="doctor") as sentence:
        model.give_back(known, LEAD)
    assert "医生" in sentence[0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"drugs": 0}, "drugs_range"),
        ({"drugs": 51}, "drugs_range"),
        ({"essential": 3}, "essential_above"),
        ({"essential": -1}, "essential_above"),
        ({"amount_fen": -1}, "amount_range"),
        ({"finding": "fine"}, "finding_unknown"),
        ({"words": "字" * 201}, "field_long"),
    ],
)
def test_what_nobody_can_mean_is_refused_with_its_line(changes: dict[str, object], code: str) -> None:
    with refused(code, line=2):
        model.write(opened(), [judged("0001", **changes)], LEAD)


def test_only_what_was_drawn_is_written_and_only_once() -> None:
    with refused("number_not_drawn", number="9999"):
        model.write(opened(), [judged("9999")], LEAD)
    with refused("line_twice", line=1):
        model.write(opened(), [judged("0000"), judged("0000")], LEAD)


@pytest.mark.parametrize(
    "field", ["date", "drugs", "has_antimicrobial", "has_injection", "essential", "amount_fen", "doctor", "diagnosis"]
)
def test_a_gap_in_any_field_holds_the_review_back(field: str) -> None:
    blank = "" if field in {"doctor", "diagnosis"} else None
    known = model.write(whole(), [judged("0001", **{field: blank})], LEAD)
    with refused("review_unfinished", line=2, field=field):
        model.give_back(known, LEAD)


def test_what_is_not_reasonable_needs_words() -> None:
    known = model.write(whole(), [judged("0001", finding=Finding.EXCESSIVE.value)], LEAD)
    with refused("review_unfinished", line=2, field="words"):
        model.give_back(known, LEAD)
    known = model.write(known, [judged("0001", finding=Finding.EXCESSIVE.value, words="无适应证")], LEAD)
    assert model.give_back(known, LEAD).state is ReviewState.RETURNED


def test_nobody_writes_what_is_not_theirs_or_no_longer_open() -> None:
    with refused("not_holder"):
        model.write(opened(), [judged("0000")], ruling(STRANGER))
    with refused("not_found"):
        model.give_back(None, LEAD)
    back = model.give_back(whole(), LEAD)
    with refused("wrong_state"):
        model.write(back, [judged("0000")], LEAD)
    with refused("not_holder"):
        model.answer(back, "好", LEAD)
    with refused("field_empty", field="answer"):
        model.answer(back, " ", ruling(CLINIC))
    with refused("field_long", field="answer"):
        model.answer(back, "长" * 2001, ruling(CLINIC))
    with refused("wrong_state"):
        model.cancel(back, "重抽", LEAD)


def test_a_review_is_given_up_with_a_reason_and_no_unit_sees_it() -> None:
    with refused("field_empty", field="reason"):
        model.cancel(opened(), "", LEAD)
    gone = model.cancel(opened(), "月份选错", LEAD)
    assert gone.state is ReviewState.CANCELLED
    assert model.streams(gone) == {f"unit:{HOSPITAL}"}


def test_figures_are_of_those_that_were_judged() -> None:
    lines = [
        judged("1", has_antimicrobial=True, drugs=3),
        judged("2", finding=Finding.UNSUITABLE.value, has_injection=True, amount_fen=1_001),
        judged("3"),
        ReviewLine(number="4"),
    ]
    found = figures(lines)
    assert (found.drawn, found.judged, found.reasonable) == (4, 3, 2)
    assert review_figures.percent(found.reasonable, found.judged) == "66.7%"
    assert review_figures.percent(found.antimicrobial, found.judged) == "33.3%"
    assert review_figures.tenths(found.drugs, found.judged) == "2.3"
    assert review_figures.average_fen(found) == 3_367
    assert review_figures.percent(0, 0) == review_figures.tenths(0, 0) == "—"


@given(part=st.integers(0, 10_000), whole=st.integers(1, 10_000))
def test_a_quotient_is_off_by_half_a_tenth_at_most(part: int, whole: int) -> None:
    shown = review_figures.tenths(part, whole).replace(".", "")
    assert abs(int(shown) * 2 * whole - 20 * part) <= whole


def test_the_trail_leaves_the_writing_beside_the_road() -> None:
    taken = [entry("prescription_review.opened"), entry("prescription_review.written")]
    found = [(step.code, step.mark) for step in steps(opened(), taken)]
    assert found[-2:] == [("prescription_review.returned", Mark.AHEAD), ("prescription_review.answered", Mark.AHEAD)]
