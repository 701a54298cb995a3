"""Terms and ways over real desks and a real hub: the lead hospital's two desks agree, and no unit ever has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.judging import refused
from tests.capabilities.staffing.community import OFFICE
from tests.capabilities.staffing.community import OTHER
from tests.capabilities.staffing.community import SECOND
from tests.capabilities.staffing.community import UNIT
from tests.capabilities.staffing.community import Pair
from tests.capabilities.staffing.community import doctor
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.world import World
from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleTerms
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleWays
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.service.posting_planning import known_of
from yigongti_desktop.capabilities.staffing.service.posting_terms import listed
from yigongti_desktop.capabilities.staffing.store.posting_terms import terms_of
from yigongti_desktop.capabilities.staffing.store.posting_terms import ways_of
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage import outbox

pytestmark = pytest.mark.sync
OFFICE_TWO = "市一医二"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    world = World(tmp_path)
    made = Pair(world)
    world.desk(OFFICE, OFFICE_TWO, roles=(Role.STAFFING_OFFICE,))
    yield made
    world.close()


def settle(pair: Pair, desk: str, person: str, **changes: tuple[Any, Any]) -> None:
    pair.world.do(desk, SettleTerms(person=person, changes=changes))


def terms(pair: Pair, desk: str) -> dict[str, PostingTerms]:
    return dict(pair.world.desks[desk].read(terms_of, LEAD))


def waiting_for_a_person(pair: Pair, desk: str) -> list[Any]:
    return list(pair.world.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON))


def test_terms_reach_both_desks_of_the_office_and_no_desk_of_a_unit(pair: Pair) -> None:
    sent, spouse = pair.hire(), pair.hire(who=doctor("欧阳海棠", 502))
    pair.sign()
    pair.talk()
    settle(pair, OFFICE, sent.id, near=("", YUEKOU), barred=([], [DUOBAO]), away=([], ["2027-03"]))
    settle(pair, OFFICE_TWO, sent.id, apart=("", spouse.id))
    pair.world.do(OFFICE, SettleWays(ways={YUEKOU: (0, 18), DUOBAO: (0, 42)}))
    pair.talk()
    asked = pair.ask()
    pair.talk()
    pair.arrange(asked.id, sent.id)  # the record of staff goes to the unit now; its terms do not
    pair.talk()
    for desk in (OFFICE, OFFICE_TWO):
        one = terms(pair, desk)[sent.id]
        assert (one.near, one.barred, one.away, one.apart) == (YUEKOU, (DUOBAO,), ("2027-03",), spouse.id)
        ways = pair.world.desks[desk].read(ways_of, LEAD)
        assert {unit: way.kilometres for unit, way in ways.items()} == {YUEKOU: 18, DUOBAO: 42}
        assert waiting_for_a_person(pair, desk) == []
    assert pair.staff(UNIT, sent.id) is not None
    for desk in (UNIT, SECOND, OTHER):
        assert terms(pair, desk) == {}
        assert pair.world.desks[desk].read(ways_of, LEAD) == {}
    known = pair.world.desks[OFFICE_TWO].read(known_of, 2027, LEAD, pair.world.clock.now())
    assert (known.ways[DUOBAO], known.near(sent.id), known.terms[sent.id].apart) == (42, YUEKOU, spouse.id)
    rows = pair.world.desks[OFFICE_TWO].read(listed, LEAD, pair.world.clock.now())
    named = {row.staff.name: row for row in rows.doctors}
    assert (named["熊卫东"].apart, named["欧阳海棠"].named_by) == ("欧阳海棠", ("熊卫东",))
    assert {one.unit: one.kilometres for one in rows.units}[DUOBAO] == 42


def test_of_one_field_that_both_wrote_the_later_person_is_asked_and_decides(pair: Pair) -> None:
    sent = pair.hire()
    pair.talk()
    settle(pair, OFFICE, sent.id, away=([], ["2027-03"]))
    settle(pair, OFFICE_TWO, sent.id, away=([], ["2027-04", "2027-05"]), near=("", YUEKOU))
    pair.world.do(OFFICE, SettleWays(ways={YUEKOU: (0, 18)}))
    pair.world.do(OFFICE_TWO, SettleWays(ways={YUEKOU: (0, 19), DUOBAO: (0, 42)}))
    pair.talk()
    found = {act.kind: act for act in waiting_for_a_person(pair, OFFICE_TWO)}
    (months,) = disputes(found["posting_terms.settled"])
    (way,) = disputes(found["posting_way.settled"])
    assert (months.mine, months.theirs) == ("2027-04—2027-05", "2027-03")
    assert (way.mine, way.theirs) == ("19 公里", "18 公里")
    for act, dispute in ((found["posting_terms.settled"], months), (found["posting_way.settled"], way)):
        command = decided(act, {dispute.field: dispute.mine})
        assert command is not None
        pair.world.do(OFFICE_TWO, command)
    pair.talk()
    for desk in (OFFICE, OFFICE_TWO):
        one = terms(pair, desk)[sent.id]
        assert (one.away, one.near) == (("2027-04", "2027-05"), YUEKOU)
        ways = pair.world.desks[desk].read(ways_of, LEAD)
        assert {unit: way.kilometres for unit, way in ways.items()} == {YUEKOU: 19, DUOBAO: 42}
        assert waiting_for_a_person(pair, desk) == []


def test_a_unit_may_settle_nothing(pair: Pair) -> None:
    sent = pair.hire()
    pair.talk()
    for command in (SettleTerms(person=sent.id, changes={"near": ("", YUEKOU)}), SettleWays(ways={YUEKOU: (0, 1)})):
        with refused("role_may_not"):
            pair.world.do(UNIT, command)
