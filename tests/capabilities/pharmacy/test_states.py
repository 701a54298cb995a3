"""Every act in every state by every side: allowed to exactly one state, or refused with its code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.requests import COUNTED
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import GRANTED
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.requests import PACKED
from tests.capabilities.pharmacy.requests import WANTED
from tests.capabilities.pharmacy.requests import directing
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.requests import nothing
from yigongti_desktop.capabilities.pharmacy.model import inside
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.protocol.event import Ruling

D, A, S, B, R, X, P, C, W = (
    State.DRAFT,
    State.PROPOSED,
    State.SUBMITTED,
    State.SENT_BACK,
    State.REVIEWED,
    State.REJECTED,
    State.DISPATCHED,
    State.RECEIVED,
    State.WITHDRAWN,
)
Act = Callable[[DrugRequest | None, Ruling], DrugRequest]
ACTS: dict[str, Act] = {
    "save_draft": lambda now, by: moves.save_draft(now, WANTED, Urgency.URGENT, "", by),
    "submit": lambda now, by: moves.submit(now, NUMBER, WANTED, Urgency.ROUTINE, "", by),
    "propose": lambda now, by: inside.propose(now, NUMBER, WANTED, Urgency.ROUTINE, "", by),
    "endorse": lambda now, by: inside.endorse(now, directing(by)),
    "decline": lambda now, by: inside.decline(now, "数太大", by),
    "withdraw": lambda now, by: moves.withdraw(now, "", by),
    "send_back": lambda now, by: moves.send_back(now, "请说明用途", by),
    "review": lambda now, by: moves.review(now, GRANTED, by),
    "reject": lambda now, by: moves.review(now, nothing(), by),
    "dispatch": lambda now, by: moves.dispatch(now, DELIVERY, PACKED, by),
    "receive": lambda now, by: moves.receive(now, COUNTED, by),
    "print": moves.note_print,
}
#: Request → approval → dispatch → receipt (PHA-13), and the ways out before approval.
ALLOWED: dict[str, tuple[set[str], dict[State, State]]] = {
    "save_draft": ({CLINIC}, {D: D}),
    "submit": ({CLINIC}, {D: S, A: S, B: S}),
    "propose": ({CLINIC}, {D: A, B: A}),
    "endorse": ({CLINIC}, {A: S}),
    "decline": ({CLINIC}, {A: B}),
    "withdraw": ({CLINIC}, {A: W, S: W, B: W}),
    "send_back": ({HOSPITAL}, {S: B}),
    "review": ({HOSPITAL}, {S: R}),
    "reject": ({HOSPITAL}, {S: X}),
    "dispatch": ({HOSPITAL}, {R: P}),
    "receive": ({CLINIC}, {P: C}),
    "print": ({CLINIC, HOSPITAL}, {state: state for state in State if state is not D}),
}


@pytest.mark.policy("PHA-13")
@pytest.mark.parametrize("side", [CLINIC, HOSPITAL, OTHER_HOSPITAL, STRANGER])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", State)
def test_each_act_in_each_state_by_each_side(state: State, act: str, side: str) -> None:
    request = in_state(state)
    who, leads = ALLOWED[act]
    if side not in who:
        with refused("not_holder"):
            ACTS[act](request, ruling(side))
    elif state in leads:
        assert ACTS[act](request, ruling(side)).state is leads[state]
    else:
        with refused("wrong_state", state=state.value):
            ACTS[act](request, ruling(side))


@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"save_draft", "submit", "propose"}])
def test_nothing_can_be_done_to_a_request_that_is_not_here(act: str) -> None:
    with refused("not_found"):
        ACTS[act](None, ruling())


def test_the_table_knows_every_act_of_the_lifecycle() -> None:
    assert set(LIFECYCLE.acts) <= set(ACTS)


def test_nothing_moves_a_request_that_has_ended() -> None:
    assert set(LIFECYCLE.ends()) == set(ENDED) == {C, X, W}
