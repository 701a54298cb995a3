"""What is not sent: given by another drug, let go, or owed and asked for again, so that every pack is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import EXPIRY
from tests.capabilities.pharmacy.requests import submitted
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.pharmacy.messages.requests import DrugRequestAskedAgain
from yigongti_desktop.capabilities.pharmacy.messages.requests import DrugRequestDispatched
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model import owed
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.registry.model.catalogue import Control

GRANULES = tianmen().drug("阿莫西林颗粒")
ASKED = (Wanted(drug=AMOXICILLIN, quantity=100),)


def decided(**changes: object) -> DrugRequest:
    """Return a request for a hundred boxes after one decision."""
    decision = replace(Decision(drug=AMOXICILLIN, approved=60, reason="缺货"), **changes)
    return moves.review(submitted(*ASKED), (decision,), ruling(HOSPITAL))


def sent(request: DrugRequest, packs: int, **changes: object) -> DrugRequest:
    """Send so many packs of its line."""
    lots = (Lot(lot="A1", expiry=EXPIRY, quantity=packs),) if packs else ()
    parcel = replace(Parcel(drug=AMOXICILLIN, lots=lots, reason="缺货"), **changes)
    return moves.dispatch(request, DELIVERY, (parcel,), ruling(HOSPITAL))


def again(former: DrugRequest) -> DrugRequest:
    """Return the request for what stays owed of another one."""
    register = tianmen()
    register.put("drug_request", former)
    by = ruling(HOSPITAL, register=register, record=owed.back_order_of(former.id))
    return owed.ask_again(None, former.id, "", by)


def test_another_drug_is_given_in_its_place_with_a_reason_and_in_its_own_unit() -> None:
    with refused("reason_needed", line=1):
        decided(instead=GRANULES, approved=200, reason="")
    line = decided(instead=GRANULES, approved=200, reason="胶囊缺货，以颗粒代").lines[0]
    assert line.instead is not None
    assert (line.instead.name, line.given, line.given_unit, line.owed) == ("阿莫西林颗粒", GRANULES, "盒", 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"instead": AMOXICILLIN}, "instead_same"),
        ({"instead": GRANULES, "approved": 0}, "instead_nothing"),
        ({"instead": "no-such"}, "drug_unknown"),
        ({"instead": GRANULES, "approved": 100_000}, "quantity_high"),
        ({"approved": 101}, "approved_above_requested"),
    ],
)
def test_what_cannot_be_given_is_refused_at_its_line(change: dict[str, object], code: str) -> None:
    with refused(code, line=1):
        decided(**change)


def test_what_is_given_instead_leaves_the_stock_under_its_own_name() -> None:
    request = sent(decided(instead=GRANULES, approved=80, reason="以颗粒代"), 80)
    body = DrugRequestDispatched(delivery=DELIVERY, parcels=())
    (entered,) = [one.body for one in react("drug_request.dispatched", request, body, ruling(HOSPITAL))]
    assert isinstance(entered, StockEntered)
    assert [(line.drug, line.quantity) for line in entered.entering.lines] == [(GRANULES, 80)]


def test_what_is_not_granted_is_let_go_unless_it_stays_owed() -> None:
    assert sent(decided(), 60).lines[0].owed == 0
    request = sent(decided(back_order=True), 60)
    assert request.lines[0].owed == 40
    then = again(request)
    assert (then.state, then.number, then.back_order_of) == (State.SUBMITTED, f"{request.number}-补", request.id)
    assert [(line.drug, line.requested, line.approved) for line in then.lines] == [(AMOXICILLIN, 40, None)]


def test_what_was_granted_and_is_not_sent_stays_owed_if_the_sender_says_so() -> None:
    assert sent(decided(approved=100, reason=""), 70).lines[0].owed == 0
    assert sent(decided(approved=100, reason=""), 70, back_order=True).lines[0].owed == 30


def test_it_is_asked_again_once_and_only_when_something_is_owed() -> None:
    request = sent(decided(back_order=True), 60)
    (kind,) = [
        one.kind
        for one in react("drug_request.dispatched", request, DrugRequestAskedAgain(former=""), ruling(HOSPITAL))
        if one.kind != "stock.entered"
    ]
    assert kind == "drug_request.asked_again"
    register = tianmen()
    register.put("drug_request", request)
    by = ruling(HOSPITAL, register=register, record=owed.back_order_of(request.id))
    with refused("back_order_there"):
        owed.ask_again(again(request), request.id, "", by)
    with refused("back_order_there"):
        owed.ask_again(None, request.id, "", ruling(HOSPITAL, register=register, record="r-9"))
    with refused("not_found"):
        owed.ask_again(None, "no-such", "", by)
    nothing = Register({**register.records, ("drug_request", request.id): sent(decided(), 60)})
    with refused("nothing_owed"):
        owed.ask_again(None, request.id, "", ruling(HOSPITAL, register=nothing, record=owed.back_order_of(request.id)))


@given(
    asked=st.integers(1, 50),
    rounds=st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans(), st.booleans()), min_size=1, max_size=6
    ),
)
def test_every_pack_asked_for_is_sent_or_let_go_or_owed(
    asked: int, rounds: Sequence[tuple[int, int, bool, bool]]
) -> None:
    request = submitted(Wanted(drug=AMOXICILLIN, quantity=asked))
    delivered = let_go = 0
    for most_granted, most_sent, owes, still_owes in rounds:
        line = request.lines[0]
        granted = min(max(most_granted, 1), line.requested)
        packs = min(max(most_sent, 1), granted)
        decision = Decision(drug=AMOXICILLIN, approved=granted, reason="缺货", back_order=owes)
        request = moves.review(request, (decision,), ruling(HOSPITAL))
        request = sent(request, packs, back_order=still_owes)
        line = request.lines[0]
        delivered += line.dispatched
        let_go += line.requested - line.dispatched - line.owed
        assert delivered + let_go + line.owed == asked
        if not line.owed:
            return
        request = again(request)


@pytest.mark.policy("PHA-04")
def test_a_line_says_which_villages_it_serves() -> None:
    shares = (Share(request="v-1", village="健康村", quantity=60), Share(request="v-2", village="新建村", quantity=30))
    line = submitted(replace(ASKED[0], shares=shares)).lines[0]
    assert line.shares == shares
    for wrong, code in (
        ((shares[0], shares[0]), "share_wrong"),
        ((replace(shares[0], quantity=0),), "share_wrong"),
        ((*shares, Share(request="v-3", village="徐越村", quantity=11)), "share_above"),
    ):
        with refused(code, line=1):
            submitted(replace(ASKED[0], shares=wrong))


def test_a_drug_that_goes_by_its_own_card_is_not_given_in_the_place_of_another() -> None:
    register = tianmen()
    granules = register.need("drug", GRANULES)
    register.put("drug", replace(granules, control=Control.NARCOTIC))
    request = submitted(*ASKED, register=register)
    decision = Decision(drug=AMOXICILLIN, approved=5, reason="代", instead=GRANULES)
    with refused("drug_controlled", line=1):
        moves.review(request, (decision,), ruling(HOSPITAL, register=register))
