"""Catalogues and approvals on real desks with a hub: who has them, what a desk without them sends, the number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC as CLINIC_ID
from tests.capabilities.judging import refused
from tests.capabilities.judging import wide
from tests.capabilities.referrals.catalogued import agreed
from tests.capabilities.referrals.catalogued import line
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.approvals import ApproveReferral
from yigongti_desktop.capabilities.referrals.messages.approvals import DenyReferral
from yigongti_desktop.capabilities.referrals.messages.catalogues import PublishCatalogue
from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.messages.catalogues import WithdrawCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import catalogues as store
from yigongti_desktop.capabilities.referrals.store import guide
from yigongti_desktop.capabilities.referrals.store.cases import find_diagnoses
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.sync.status import status

OTHER = "市中医"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口, 市一医 and 市中医, one desk each."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    for name in (HOSPITAL, OTHER):
        world.desk(name, roles=(*EVERY_LEAD_ROLE, Role.COMMUNITY_OFFICE))
    made = Roads(world)
    made.settle()
    yield made
    made.settle()
    assert all(desk.read(status).waiting == 0 for desk in world.desks.values())
    world.close()


def publish(roads: Roads, owner: str, *lines: CatalogueLine, name: str = HOSPITAL) -> ReferralCatalogue:
    """Publish a catalogue that holds from today."""
    wanted = Wanted(
        owner=owner,
        title="转诊病种目录",
        document="天卫发〔2026〕12号",
        issuer="天门市卫健委",
        since=day(roads.world.clock.now()),
        lines=lines,
    )
    made: ReferralCatalogue = roads.do(name, PublishCatalogue(wanted=wanted))
    return made


def versions(roads: Roads, name: str) -> list[str]:
    return [one.id for one in roads.world.desks[name].read(store.versions)]


@pytest.mark.policy("REF-04")
def test_a_catalogue_reaches_the_desks_of_its_community_and_no_others(roads: Roads) -> None:
    made = publish(roads, "tianmen-1", line("J18", Action.KEEP))
    roads.settle()
    assert made.id in versions(roads, CLINIC)
    assert made.id not in versions(roads, OTHER)
    own = publish(roads, CLINIC_ID, line("J18", Action.KEEP), name=HOSPITAL)
    roads.settle()
    assert own.id in versions(roads, CLINIC)


@pytest.mark.policy("REF-22")
def test_a_desk_that_has_not_the_new_catalogue_loses_nothing_and_owes_the_reason(roads: Roads) -> None:
    roads.settle()
    publish(roads, "tianmen-1", line("I60-I69", Action.KEEP))
    roads.sync(HOSPITAL)
    sent = roads.send()  # this desk has an older one, in which nothing is said of the disease
    assert (sent.advice, sent.owed, sent.incomplete) == (None, (), False)
    roads.settle()
    known = roads.case(CLINIC, sent.id)
    assert known is not None
    assert (known.state, known.owed, known.incomplete) == (State.SENT, ("against",), True)
    assert known.advice is not None
    assert known.advice.action is Action.KEEP
    with refused("against_reason"):
        roads.send()  # now it knows
    whole = roads.do(CLINIC, m.CompleteReferral(referral=sent.id, slip=replace(known.slip, against="急性期，要溶栓")))
    roads.settle()
    held = roads.case_at_hub(sent.id)
    assert (held.owed, held.slip.against) == ((), "急性期，要溶栓")
    assert whole.advice == held.advice


def test_a_version_that_has_not_begun_is_taken_back(roads: Roads) -> None:
    later = Wanted(
        owner="county", title="明年", document="号", issuer="委", since=date(2027, 1, 1), lines=(line("J18"),)
    )
    made = roads.do(HOSPITAL, PublishCatalogue(wanted=later))
    roads.settle()
    roads.do(HOSPITAL, WithdrawCatalogue(catalogue=made.id, reason="推迟"))
    roads.settle()
    (known,) = [one for one in roads.world.desks[OTHER].read(store.versions) if one.id == made.id]
    assert known.withdrawn == "推迟"
    with refused("role_may_not"):
        roads.do(CLINIC, SignPlace(agreed=agreed()))


@pytest.mark.policy("REF-03")
def test_a_slip_out_of_the_county_is_printed_when_its_number_has_come(roads: Roads) -> None:
    made = roads.do(HOSPITAL, SignPlace(agreed=agreed()))
    roads.settle()
    place = Target(institution="tianmen.diyi", department="肿瘤科", place=made.id, place_name=made.name, reason="放疗")
    changes: dict[str, Any] = {"target": place, "against": "要放疗"}
    sent = roads.send(**changes)
    with refused("approval_waits"):
        roads.do(CLINIC, m.PrintReferral(referral=sent.id))
    roads.settle()
    with refused("approval_first"):
        roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    roads.do(HOSPITAL, ApproveReferral(referral=sent.id))
    with refused("approval_waits"):
        roads.do(CLINIC, m.PrintReferral(referral=sent.id))  # the number is on its way
    roads.settle()
    printed = roads.do(CLINIC, m.PrintReferral(referral=sent.id))
    assert printed.approval.number.startswith("市一医-")
    assert (printed.prints, printed.target_name) == (1, "武汉协和医院")
    other = roads.send(**changes)
    roads.settle()
    roads.do(HOSPITAL, DenyReferral(referral=other.id, reason="市内能治"))
    roads.settle()
    held = roads.case(CLINIC, other.id)
    assert held is not None
    assert (held.state, held.reason) == (State.DECLINED, "市内能治")
    with refused("approval_denied_print"):
        roads.do(CLINIC, m.PrintReferral(referral=other.id))


@pytest.mark.parametrize("typed", ["a39.003†G01*", wide("A39.003+G01*"), "A39.003+G01", "g01*"])
def test_a_pair_is_proposed_however_it_is_typed(roads: Roads, typed: str) -> None:
    found = [one.code for one in roads.world.desks[CLINIC].read(find_diagnoses, typed)]
    assert "A39.003+G01*" in found


@pytest.mark.parametrize("typed", ["i63.900", wide("I63.900"), " I63.900 "])
def test_a_code_that_was_typed_and_not_taken_is_the_diagnosis(roads: Roads, typed: str) -> None:
    sent = roads.send(diagnosis_code="", impression=typed, against="急性期")
    assert (sent.slip.diagnosis_code, sent.slip.impression) == ("I63.900", "脑梗死")
    known = roads.world.desks[CLINIC].read(guide.guide, CLINIC_ID, "", typed, day(roads.world.clock.now()))
    assert known.meant is not None
    assert known.meant.id == "I63.900"
