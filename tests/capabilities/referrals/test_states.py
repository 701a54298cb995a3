"""Every act in every state by every side: allowed to exactly one state, or refused with its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.referrals.cases import ELSEWHERE
from tests.capabilities.referrals.cases import LATE
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

D, S, RD, A, DC, AR, RT, F, C, W, E = (
    State.DRAFT,
    State.SENT,
    State.REDIRECTED,
    State.ACCEPTED,
    State.DECLINED,
    State.ARRIVED,
    State.RETURNED,
    State.FOLLOWED_UP,
    State.CLOSED,
    State.WITHDRAWN,
    State.EXPIRED,
)
Act = Callable[[Referral | None, Ruling], Referral]
ACTS: dict[str, Act] = {
    "save_draft": lambda now, by: clinic.save_draft(now, slip(), by),
    "send": lambda now, by: clinic.send(now, NUMBER, slip(), by),
    "complete": lambda now, by: clinic.complete(now, slip(), by),
    "retarget": lambda now, by: clinic.retarget(now, ELSEWHERE, by),
    "accept": lambda now, by: hospital.accept(now, "急诊 1 床", by),
    "decline": lambda now, by: hospital.decline(now, "没有床位", by),
    "redirect": lambda now, by: hospital.redirect(now, _another(now), "转骨科", by),
    "arrive": lambda now, by: hospital.arrive(now, "", by),
    "return": lambda now, by: hospital.send_back(now, back(), by),
    "follow_up": clinic.follow_up,
    "close": lambda now, by: clinic.close(now, Outcome.DIED, by),
    "withdraw": lambda now, by: clinic.withdraw(now, "患者不去了", by),
    "expire": both.expire,
    "print": lambda now, by: both.note_print(now, "transfer_out", by),
    "print_return": lambda now, by: both.note_print(now, "return", by),
    "log_contact": lambda now, by: both.log_contact(now, "已通知家属", by),
}
#: Who may do it, and where it leads from where; drawn up from the process of standards §1.5, not from the program.
ORIGIN, TARGET = {CLINIC}, {HOSPITAL}
ALLOWED: dict[str, tuple[set[str], dict[State, State]]] = {
    "save_draft": (ORIGIN, {D: D}),
    "send": (ORIGIN, {D: S}),
    "complete": (ORIGIN, {}),  # these slips have no gaps; see test_emergency
    "retarget": (ORIGIN, {DC: S}),
    "accept": (TARGET, {S: A, RD: A}),
    "decline": (TARGET, {S: DC, RD: DC}),
    "redirect": (TARGET, {S: RD, RD: RD, A: RD}),
    "arrive": (TARGET, {A: AR}),
    "return": (TARGET, {AR: RT}),
    "follow_up": (ORIGIN, {RT: F}),
    "close": (ORIGIN, {F: C, RT: C, DC: C, E: C, A: C}),
    "withdraw": (ORIGIN, {S: W, RD: W, A: W}),
    "expire": (ORIGIN | TARGET, {S: E, RD: E, A: E}),
    "print": (ORIGIN, {state: state for state in State if state is not D}),
    "print_return": (ORIGIN | TARGET, {RT: RT, F: F, C: C}),
    "log_contact": (ORIGIN | TARGET, {state: state for state in State if state not in {D, C, W}}),
}
ELSE = {"complete": {S: "slip_is_complete", RD: "slip_is_complete", A: "slip_is_complete", AR: "slip_is_complete"}}


def at(act: str) -> datetime:
    """Return when the act is tried: lapse only when the slip is no longer valid."""
    return LATE if act == "expire" else NOON


@pytest.mark.parametrize("side", [CLINIC, HOSPITAL, OTHER_HOSPITAL, STRANGER])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", State)
def test_each_act_in_each_state_by_each_side(state: State, act: str, side: str) -> None:
    case = in_state(state)
    who, leads = ALLOWED[act]
    by = ruling(side, at(act))
    if side not in who or (side == HOSPITAL and state is D):
        with refused("not_holder"):
            ACTS[act](case, by)
    elif state in leads:
        assert ACTS[act](case, by).state is leads[state]
    elif code := ELSE.get(act, {}).get(state):
        with refused(code):
            ACTS[act](case, by)
    else:
        with refused("wrong_state", state=state.value):
            ACTS[act](case, by)


@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"save_draft", "send"}])
def test_nothing_can_be_done_to_a_case_that_is_not_here(act: str) -> None:
    with refused("not_found"):
        ACTS[act](None, ruling())


def test_the_table_knows_every_act_of_the_lifecycle() -> None:
    assert set(LIFECYCLE.acts) <= set(ACTS)


def test_nothing_moves_a_case_that_has_ended() -> None:
    assert set(LIFECYCLE.ends()) == set(ENDED) == {C, W}


@pytest.mark.parametrize("state", State)
def test_the_first_fetch_of_a_case_is_noted_and_stays(state: State) -> None:
    first = both.reach(in_state(state), ruling("", NOON))
    again = both.reach(first, ruling("", LATE))
    assert again.reached_at == first.reached_at == NOON
    assert again.state is state


def test_a_refusal_says_which_act_and_which_state() -> None:
    with pytest.raises(Refused) as caught:
        hospital.arrive(in_state(S), "", ruling(HOSPITAL))
    assert caught.value.facts == {"act": "arrive", "state": "sent", "kind": "referral"}


def _another(now: Referral | None) -> Target:
    there_already = now is not None and now.slip.target == ELSEWHERE
    return Target(institution=HOSPITAL, department="骨科") if there_already else ELSEWHERE
