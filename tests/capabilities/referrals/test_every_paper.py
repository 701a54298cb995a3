"""Every paper presented in every state by every side and every role, as the tables say; see `test_every_act`."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.referrals import papers
from tests.capabilities.referrals import table
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.test_every_act import EVENTS
from tests.capabilities.referrals.test_every_act import PAPERS
from tests.capabilities.referrals.test_every_act import STATES
from tests.capabilities.referrals.test_every_act import case_in
from tests.capabilities.referrals.test_every_act import sides
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.messages.paper import PaperPresented
from yigongti_desktop.capabilities.referrals.messages.paper import ReturnPresented
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused

GATE = {Role.DOCTOR, Role.NURSE, Role.REFERRAL_OFFICE}
DESK = {Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR, Role.NURSE}
#: By side, in the order of the states: the state after it (~: as it stood), or the code with which it is refused.
OTHER, PASSED, CLINIC = "paper_other_hospital", "paper_passed_on", "paper_other_clinic"
OVER, NOWHERE = "paper_over", "paper_nowhere"
#: A slip names its hospital, on which it is received; a case that is over and was there is only shown.
OUT = {
    "target": ["S", "~", "~", "~", "~", "paper_declined", "~", "~", "~", "~", "paper_withdrawn", "S"],
    "origin": [OTHER] * 12,
    "former": [OTHER, *[PASSED] * 4, NOWHERE, "paper_elsewhere", "~", "~", "~", NOWHERE, NOWHERE],
    "stranger": [OTHER] * 12,
}
#: A return slip names its clinic; it stands in for whatever the hospital has not sent yet.
BACK = {
    "origin": ["paper_other_case", *["B"] * 6, "~", "~", "~", "B", "B"],
    "target": [CLINIC] * 12,
    "former": [CLINIC] * 12,
    "stranger": [CLINIC] * 12,
}
ROLES = {"presented": GATE, "return_presented": DESK}
TABLES = {"presented": OUT, "return_presented": BACK}


@cache
def body(act: str) -> msgspec.Struct:
    """Return what is read off the paper."""
    if act == "presented":
        return PaperPresented(code=papers.code_of(replace(sent(), id=papers.CASE)))
    return ReturnPresented(code=papers.code_of(papers.returned(), key=papers.HOSPITAL_KEY, kind="return"))


@cache
def case(letter: str, direction: str = "up") -> Referral:
    """Return the case of the paper in a state."""
    return replace(case_in(direction, letter), id=papers.CASE)


def present(act: str, current: Referral | None, role: Role, place: str) -> Referral:
    """Judge the presenting as desk and hub do."""
    by_them = ruling(place, NOON, register=papers.county(), roles=frozenset({role}), record=papers.CASE)
    by_them.actor.need(EVENTS[act].roles)
    after = EVENTS[act].decide(current, body(act), by_them)
    assert isinstance(after, Referral)
    return after


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize("role", [one for one in Role if one is not Role.HUB])
@pytest.mark.parametrize("act", sorted(PAPERS))
def test_each_paper_in_each_state_by_each_side_and_role(act: str, role: Role) -> None:
    wrong: list[str] = []
    for side, place in sides("up", role).items():
        for letter, cell in zip(table.ORDER, TABLES[act][side], strict=True):
            wanted = cell if role in ROLES[act] else "role_may_not"
            try:
                after = present(act, case(letter), role, place)
            except Refused as fault:
                said(fault)
                came = fault.code
            else:
                came = "~" if after == case(letter) else next(at for at in STATES if STATES[at] is after.state)
                assert after.state in ENDED or (after.next_contact is not None and after.tracker)
            if came != wanted:
                wrong.append(f"{letter} {side}: {wanted}, but {came}")
    assert wrong == []


@pytest.mark.parametrize("act", sorted(PAPERS))
@pytest.mark.parametrize("letter", [one for one in table.ORDER if one not in "DRTB"])
def test_a_case_that_goes_down_has_no_paper_of_this_kind(act: str, letter: str) -> None:
    for place in sides("down", Role.DOCTOR).values():
        with pytest.raises(Refused) as caught:
            present(act, case(letter, "down"), Role.DOCTOR, place)
        assert caught.value.code in {"goes_down", OTHER, CLINIC}


def test_a_paper_alone_makes_a_case_with_next_contact_and_tracker() -> None:
    made = present("presented", None, Role.NURSE, HOSPITAL)
    assert made.next_contact is not None
    assert made.tracker == sent().slip.tracker
