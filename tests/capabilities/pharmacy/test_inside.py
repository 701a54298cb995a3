"""Inside the clinic: the pharmacy writes, the director lets it go, where the county wants it so (药房 → 院长)."""

from __future__ import annotations

import pytest

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import GRANTED
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.requests import WANTED
from tests.capabilities.pharmacy.requests import directing
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.requests import proposed
from yigongti_desktop.capabilities.pharmacy.model import inside
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.request import streams
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.policy("PHA-13")
WITH_DIRECTOR = tianmen()
WITH_DIRECTOR.put("rule", Rule(id="request.endorsed_inside", versions=(RuleVersion(value=True),)))


def test_where_the_county_does_not_ask_for_it_the_pharmacy_submits_by_itself() -> None:
    assert moves.submit(None, NUMBER, WANTED, Urgency.ROUTINE, "", ruling()).state is State.SUBMITTED


def test_where_it_does_only_the_director_submits() -> None:
    by = ruling(register=WITH_DIRECTOR)
    with refused("endorsement_needed"):
        moves.submit(None, NUMBER, WANTED, Urgency.ROUTINE, "", by)
    assert moves.submit(None, NUMBER, WANTED, Urgency.ROUTINE, "", directing(by)).state is State.SUBMITTED


def test_until_it_is_let_go_nobody_outside_sees_it() -> None:
    request = proposed(register=WITH_DIRECTOR)
    assert streams(request) == {f"unit:{CLINIC}"}
    gone = inside.endorse(request, directing(ruling(register=WITH_DIRECTOR)))
    assert streams(gone) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert (gone.requester, gone.endorser, gone.number) == ("周建国", "孙立新", NUMBER)
    assert gone.submitted_at == gone.endorsed_at


def test_nobody_endorses_what_they_wrote() -> None:
    with refused("own_request"):
        inside.endorse(proposed(), ruling())


def test_the_director_gives_it_back_with_a_word_and_it_stays_inside() -> None:
    with refused("field_empty"):
        inside.decline(proposed(), " ", directing(ruling()))
    back = inside.decline(proposed(), "抗菌药太多", directing(ruling()))
    assert (back.state, back.reason) == (State.SENT_BACK, "抗菌药太多")
    assert streams(back) == {f"unit:{CLINIC}"}
    again = inside.propose(back, "岳口-9", WANTED, Urgency.URGENT, "", ruling())
    assert (again.state, again.number, again.reason) == (State.PROPOSED, NUMBER, "")


def test_what_the_hospital_sent_back_is_let_go_again_and_the_hospital_keeps_seeing_it() -> None:
    again = inside.propose(in_state(State.SENT_BACK), "岳口-9", WANTED, Urgency.ROUTINE, "", ruling())
    assert streams(again) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    with refused("wrong_state"):
        moves.review(again, GRANTED, ruling(HOSPITAL))
    assert inside.endorse(again, directing(ruling())).state is State.SUBMITTED
