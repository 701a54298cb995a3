"""An owed visit by hand: opened once, recorded by its own unit, dropped only while it is owed."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.followups.model import visit
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.followups.model.visit import Who
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex

OPENING = Opening(
    institution=CLINIC,
    who=Who(name="邱传富", sex=Sex.MALE, birth=date(1959, 3, 12), phone="13900000001"),
    source_kind="referral",
    source="r-1",
    source_number="岳口-20261123-A-001",
    about="脑梗死",
    advice="两周内随访血压。",
    due=date(2026, 12, 7),
    assignee="account-li",
    assignee_name="李文静",
)


def owed() -> FollowUp:
    return visit.open_visit(None, OPENING, ruling(HOSPITAL, record="f-1"))


def done(result: str = "血压 132/80。") -> FollowUp:
    return visit.record(owed(), Way.HOME, Condition.BETTER, result, ruling())


@pytest.mark.policy("REF-08")
def test_a_visit_keeps_all_that_opened_it() -> None:
    visit = owed()
    assert (visit.id, visit.state, visit.due, visit.who) == ("f-1", State.OPEN, date(2026, 12, 7), OPENING.who)
    assert (visit.source, visit.advice, visit.assignee_name) == ("r-1", "两周内随访血压。", "李文静")


def test_opening_it_again_changes_nothing() -> None:
    for held in (owed(), done(), visit.drop(owed())):
        assert visit.open_visit(held, OPENING, ruling(HOSPITAL)) == held


def test_a_visit_goes_to_the_unit_that_owes_it_and_nobody_else() -> None:
    assert visit.streams(owed()) == {f"unit:{CLINIC}"}


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("condition", Condition)
def test_a_visit_is_written_down_with_who_made_it_and_when(way: Way, condition: Condition) -> None:
    later = NOON + timedelta(days=3)
    made = visit.record(owed(), way, condition, " 血压 132/80。\n家属在场。 ", ruling(at=later))
    assert (made.state, made.way, made.condition) == (State.DONE, way.value, condition.value)
    assert (made.result, made.done_by, made.done_at) == ("血压 132/80。\n家属在场。", "周建国", later)


@pytest.mark.parametrize("typed", ["", "  ", "\n\t", "\u200b"])
def test_a_visit_without_a_word_is_no_visit(typed: str) -> None:
    with refused("field_empty", field="result"):
        done(typed)


def test_a_visit_takes_2000_characters_and_not_one_more() -> None:
    assert len(done("访" * 2000).result) == 2000
    with refused("field_long", field="result", most=2000, length=2001):
        done("访" * 2001)


@pytest.mark.parametrize("side", [HOSPITAL, STRANGER, ""])
def test_only_the_unit_that_owes_it_writes_it_down(side: str) -> None:
    with refused("not_holder"):
        visit.record(owed(), Way.PHONE, Condition.STABLE, "好。", ruling(side))


def test_a_visit_that_was_dropped_for_a_case_closed_wrongly_is_owed_again() -> None:
    assert visit.resume(visit.drop(owed())) == owed()
    for held in (owed(), done()):
        with pytest.raises(Refused, match="wrong_state"):
            visit.resume(held)
    with refused("not_found"):
        visit.resume(None)


def test_a_visit_that_is_not_here_is_refused() -> None:
    with refused("not_found"):
        visit.record(None, Way.PHONE, Condition.STABLE, "好。", ruling())
    with refused("not_found"):
        visit.drop(None)


@pytest.mark.parametrize(("ended", "state"), [(done(), "done"), (visit.drop(owed()), "dropped")])
def test_a_visit_is_made_or_dropped_once(ended: FollowUp, state: str) -> None:
    with refused("wrong_state", act="record", state=state):
        visit.record(ended, Way.PHONE, Condition.STABLE, "再访。", ruling())
    with pytest.raises(Refused, match="wrong_state"):  # only ever a reaction: no person reads it
        visit.drop(ended)
