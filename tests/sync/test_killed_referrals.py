"""kill -9 at any moment of an arrival, a return slip or a paper, at the desk and the hub: it is done once or not yet.

Whoever comes back to the desk does the same again: nothing is lost by it, and nothing is there twice.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.capabilities.judging import refused
from tests.capabilities.referrals.slots import line
from tests.capabilities.referrals.slots import lines
from tests.capabilities.referrals.slots import one_hold
from tests.capabilities.referrals.slots import opening
from tests.crashes import cuts
from tests.crashes.town import Moments
from tests.crashes.town import Town as AnyTown
from tests.crashes.town import talks_killed
from tests.sync.county import Frozen
from tests.sync.test_paper_code import BACK
from tests.sync.test_paper_code import LONG
from tests.sync.test_paper_code import code_of
from tests.sync.test_paper_code import held
from tests.sync.test_referral_figures import counted
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import paper as p
from yigongti_desktop.capabilities.referrals.messages.capacity import HoldSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.carried import lacks_return
from yigongti_desktop.capabilities.referrals.model.holds import State as Held
from yigongti_desktop.capabilities.referrals.model.sides import may_come_back
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import SLIP
from yigongti_desktop.storage import outbox

pytestmark = [
    pytest.mark.sync,
    pytest.mark.slow,
    pytest.mark.policy("REF-16"),
    pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="nothing kills so here"),
]

CLINIC, HOSPITAL, OTHER = "岳口", "市一医", "市中医"
EVERYBODY = (CLINIC, HOSPITAL, OTHER)
ELSEWHERE = Target(institution="tianmen.zhongyi", department="神经内科")
either_way = pytest.mark.parametrize("moments", [cuts.at_statements, cuts.within_pages])


class Town(AnyTown):
    """天门市, short of the sockets: a unit and two hospitals."""

    everybody = EVERYBODY


@pytest.fixture
def town(frozen: Frozen, folder: Path) -> Iterator[Town]:
    """天门市, short of the sockets."""
    made = Town(frozen, folder / "town")
    yield made
    made.close()


@either_way
def test_a_patient_who_came_back_has_arrived_once_however_the_desk_was_killed(town: Town, moments: Moments) -> None:
    town.do(HOSPITAL, PublishCapacity(opened=(opening(),)))
    case = town.send_referral(CLINIC, target=msgspec.structs.replace(ELSEWHERE, reason="卒中中心在那里")).id
    town.sync(HOSPITAL, CLINIC, OTHER)
    there = Target(institution="tianmen.diyi", department="神经内科")
    town.do(OTHER, m.RedirectReferral(referral=case, target=there, reason="床位已满"))
    town.sync(OTHER, CLINIC)
    (slot,) = lines(town)
    town.do(CLINIC, HoldSlot(referral=case, line=slot.id))
    town.sync(CLINIC, HOSPITAL, OTHER)
    assert line(town, slot.id).held == 1
    assert may_come_back(held(town, OTHER, case), ELSEWHERE.institution)

    come = m.RegisterArrival(referral=case, case_number="M2026112301")
    assert town.kill_acting(OTHER, come, moments) > 0
    with refused("wrong_state"):
        town.do(OTHER, come)
    assert town.acts(OTHER, "referral.arrived") == [outbox.WAITING]
    assert town.kill_receiving(OTHER, moments) > 0
    town.agree()
    assert [entry.code for entry in town.journal("referral.arrived")] == [""]
    assert town.acts(OTHER, "referral.arrived") == [outbox.ACCEPTED]
    for desk in (CLINIC, OTHER):
        one = held(town, desk, case)
        assert (one.state, one.target, one.reception) == (State.ARRIVED, ELSEWHERE.institution, "门诊号 M2026112301")
        assert counted(town, desk)[1].arrived == 1
    assert (line(town, slot.id).held, line(town, slot.id).free) == (0, 1)
    assert one_hold(town, case, CLINIC).state is Held.RELEASED


@either_way
def test_a_return_slip_that_is_written_again_is_there_once_however_the_desk_was_killed(
    town: Town, moments: Moments, folder: Path
) -> None:
    case = town.send_referral(CLINIC).id
    town.sync(CLINIC, HOSPITAL)
    town.do(HOSPITAL, m.RegisterArrival(referral=case))
    town.sync(HOSPITAL)
    town.desks[HOSPITAL].close()
    shutil.copytree(town.folder / HOSPITAL, folder / "backup")
    town.opened(HOSPITAL)
    town.do(HOSPITAL, m.SendBack(referral=case, slip=BACK))
    town.do(CLINIC, p.PresentCode(code=code_of(town, HOSPITAL, case, "return")))
    town.desks[HOSPITAL].close()  # its disk breaks: the slip is on paper alone
    shutil.rmtree(town.folder / HOSPITAL)
    shutil.copytree(folder / "backup", town.folder / HOSPITAL)
    town.opened(HOSPITAL)
    town.sync(CLINIC, HOSPITAL)
    assert lacks_return(held(town, HOSPITAL, case))

    again = m.SendBack(referral=case, slip=replace_plan(LONG))
    written = (SLIP, f"return {case}")
    town.desks[HOSPITAL].keep_draft(town.people[HOSPITAL], *written, {"plan": LONG})
    assert town.kill_acting(HOSPITAL, again, moments, written) > 0
    assert town.desks[HOSPITAL].draft(town.people[HOSPITAL], *written) is None
    assert not lacks_return(held(town, HOSPITAL, case))
    with refused("wrong_state"):
        town.do(HOSPITAL, again)
    assert town.acts(HOSPITAL, "referral.returned") == [outbox.WAITING]
    assert town.kill_receiving(HOSPITAL, moments) > 0
    town.agree()
    assert [entry.code for entry in town.journal("referral.returned")] == [""]
    for desk in (CLINIC, HOSPITAL):
        there = held(town, desk, case)
        assert there.return_slip is not None
        assert (there.state, there.carried, there.return_slip.plan) == (State.RETURNED, (), LONG)
    assert len(town.desks[CLINIC].read(followups.of_source, case)) == 1


def replace_plan(plan: str) -> Any:
    return msgspec.structs.replace(BACK, plan=plan)


def test_a_paper_is_taken_in_once_however_the_desk_was_killed(town: Town) -> None:
    case = town.send_referral(CLINIC, history=LONG).id
    scanned = p.PresentCode(code=code_of(town, CLINIC, case))
    town.desks[HOSPITAL].sync()
    assert town.kill_acting(HOSPITAL, scanned, cuts.at_statements) > 0
    assert town.do(HOSPITAL, scanned).id == case  # scanned again: it is only shown
    assert town.acts(HOSPITAL, "referral.presented") == [outbox.WAITING]
    town.agree()
    assert [entry.code for entry in town.journal("referral.presented", "referral.sent")] == ["", ""]
    assert held(town, HOSPITAL, case).slip.history == LONG


def sent(town: Town) -> tuple[str, str]:
    """The slip is sent; its paper came and was received before."""
    case = town.send_referral(CLINIC, history=LONG).id
    town.do(HOSPITAL, p.PresentCode(code=code_of(town, CLINIC, case)))
    town.do(HOSPITAL, m.RegisterArrival(referral=case))
    town.sync(HOSPITAL)
    return case, CLINIC


def retargeted(town: Town) -> tuple[str, str]:
    """The slip is sent elsewhere; that paper came and was received before."""
    case = town.send_referral(CLINIC, history=LONG).id
    town.sync(CLINIC, HOSPITAL)
    town.do(HOSPITAL, m.DeclineReferral(referral=case, reason="没有床位"))
    town.sync(HOSPITAL, CLINIC)
    town.do(CLINIC, m.RetargetReferral(referral=case, target=ELSEWHERE))
    town.do(OTHER, p.PresentCode(code=code_of(town, CLINIC, case)))
    town.do(OTHER, m.RegisterArrival(referral=case))
    town.sync(OTHER)
    return case, CLINIC


def returned(town: Town) -> tuple[str, str]:
    """The patient arrived and was sent back; the return slip's paper came before the line told either."""
    case = town.send_referral(CLINIC, history=LONG).id
    town.sync(CLINIC, HOSPITAL)
    town.do(HOSPITAL, m.AcceptReferral(referral=case, reception="3 床"))
    town.do(HOSPITAL, m.RegisterArrival(referral=case))
    town.clock.advance(hours=1)
    town.do(HOSPITAL, m.SendBack(referral=case, slip=replace_plan(LONG)))
    town.do(CLINIC, p.PresentCode(code=code_of(town, HOSPITAL, case, "return")))
    town.sync(CLINIC)
    return case, HOSPITAL


def need_one_case(town: Town, case: str) -> None:
    """Fail unless all have one case, whole, in which nothing is on paper alone."""
    town.agree()
    there = held(town, CLINIC, case)
    assert (there.carried, there.slip.history) == ((), LONG)
    assert there.arrived_at is not None
    assert len(town.desks[CLINIC].read(followups.of_source, case)) == (there.return_slip is not None)
    judged = town.journal()
    assert [entry.code for entry in judged] == [""] * len(judged)
    kinds = [entry.kind for entry in judged if entry.record == case]
    assert len(kinds) == len(set(kinds))


Road = Callable[[Town], tuple[str, str]]
each_road = pytest.mark.parametrize("road", [sent, retargeted, returned])


@each_road
def test_a_hub_killed_while_it_makes_a_case_one_with_its_paper_does_so_once(town: Town, road: Road) -> None:
    case, last = road(town)
    assert town.kill_receiving(last, cuts.at_statements) > 0
    need_one_case(town, case)


@each_road
def test_a_desk_killed_while_it_hears_that_its_case_is_one_with_the_paper_goes_on_with_it(
    frozen: Frozen, road: Road, folder: Path
) -> None:
    first = Town(frozen, folder / "first")
    case, last = road(first)
    for town in talks_killed(first, last, folder):
        need_one_case(town, case)
