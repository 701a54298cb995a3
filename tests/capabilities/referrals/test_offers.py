"""What a case offers to whom: never two acts on one key, and never what the rules would refuse for its state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.carried import RETURNED
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.ui.acts import offers
from yigongti_desktop.capabilities.referrals.ui.state import is_my_turn
from yigongti_desktop.capabilities.referrals.ui.state import limit_words
from yigongti_desktop.capabilities.referrals.ui.today import at_hospital as todo_at_hospital
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused

ROLES = (Role.DOCTOR, Role.REFERRAL_OFFICE, Role.NURSE, Role.DIRECTOR)


def with_gaps(state: State) -> Referral:
    """Return a case of an emergency whose slip was sent with gaps, in a state."""
    return replace(in_state(state), incomplete=True, complete_by=NOON)


def sitting(institution: str, role: Role) -> Actor:
    return Actor(account="one", name="周建国", institution=institution, roles=frozenset({role}))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", ROLES)
def test_one_key_does_one_thing(state: State, role: Role) -> None:
    for case in (in_state(state), with_gaps(state)):
        for side in (case.origin, case.target):
            keys = [act.key for act in offers(case, sitting(side, role)) if act.key]
            assert len(keys) == len(set(keys)), keys


@pytest.mark.policy("REF-10")
@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_gaps_are_owed_just_as_long_as_they_can_be_filled(state: State) -> None:
    case = with_gaps(state)
    names = [act.name for act in offers(case, sitting(case.origin, Role.DOCTOR))]
    is_offered = names[:1] == ["complete"]
    assert is_offered is is_taken(case)
    words, _is_late = limit_words(listed(case), case.origin, NOON)
    assert words.startswith("补全") is is_offered
    assert is_offered <= is_my_turn(listed(case), case.origin, NOON)


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN])
def test_nothing_is_owed_of_a_case_that_has_ended_with_gaps(state: State) -> None:
    case = listed(with_gaps(state))
    assert not is_my_turn(case, case.referral.origin, NOON)
    assert limit_words(case, case.referral.origin, NOON) == ("", False)


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize("state", State)
def test_who_was_asked_before_may_register_a_patient_whom_nobody_has(state: State) -> None:
    case = in_state(state)
    former = replace(case, asked=(OTHER_HOSPITAL, *case.asked))
    names = [act.name for act in offers(former, sitting(OTHER_HOSPITAL, Role.NURSE))]
    assert names == (["arrive"] if is_registered(former, OTHER_HOSPITAL) else [])
    assert offers(case, sitting(OTHER_HOSPITAL, Role.NURSE)) == []
    assert offers(former, sitting(OTHER_HOSPITAL, Role.DIRECTOR)) == []


def test_a_return_known_by_its_paper_alone_is_written_once_more_by_who_wrote_it() -> None:
    case = replace(in_state(State.RETURNED), carried=(RETURNED,))
    names = [act.name for act in offers(case, sitting(case.target, Role.DOCTOR))]
    assert names == ["return", "print_return"]
    dead = replace(case, state=State.CLOSED, outcome="died")
    assert [act.name for act in offers(dead, sitting(case.target, Role.DOCTOR))] == ["print_return"]
    whole = carried.send_back(case, back(), ruling(case.target))
    assert [act.name for act in offers(whole, sitting(case.target, Role.DOCTOR))] == ["print_return"]


def test_a_return_that_has_not_come_a_day_after_its_paper_is_the_hospital_s_to_write() -> None:
    case = replace(in_state(State.RETURNED), carried=(RETURNED,))
    soon, later = NOON + timedelta(hours=20), NOON + timedelta(hours=25)
    for one, now, is_owed in ((case, soon, False), (case, later, True), (replace(case, carried=()), later, False)):
        assert is_my_turn(listed(one), one.target, now) is is_owed
        todo = todo_at_hospital(one, sitting(one.target, Role.DOCTOR), now)
        assert (todo.kind if todo else "") == ("补写" if is_owed else "")


def is_registered(case: Referral, hospital_asked: str) -> bool:
    """Say whether the rules take a patient's arrival at a hospital."""
    try:
        return hospital.arrive(case, "", ruling(hospital_asked)).target == hospital_asked
    except Refused:
        return False


def is_taken(case: Referral) -> bool:
    """Say whether the rules take a whole slip for a case."""
    try:
        return not clinic.complete(case, slip(), ruling()).incomplete
    except Refused:
        return False


def listed(case: Referral) -> Case:
    """Return a case as lists have it."""
    return Case(referral=case, is_waiting=False)
