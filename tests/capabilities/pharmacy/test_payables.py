"""What is owed for a delivery: packs that came times the price they were sent at; what has no price is never nought."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import EXPIRY
from tests.capabilities.pharmacy.requests import PACKED
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import dispatched
from tests.capabilities.pharmacy.requests import received
from tests.capabilities.pharmacy.requests import reviewed
from yigongti_desktop.capabilities.pharmacy.messages.requests import DrugRequestDispatched
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.pricing import MOST_FEN
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State

UNIT = "tianmen.yuekou"


def never(_on: date) -> bool:
    return False


def always(_on: date) -> bool:
    return True


def lot(quantity: int, came: int, price: int | None, name: str = "A1") -> Lot:
    return Lot(lot=name, expiry=EXPIRY, quantity=quantity, received=came, price_fen=price)


def request(*lots: Lot, difference: str = "", at: datetime | None = None, **changes: object) -> DrugRequest:
    """Return a request of one drug that was received in these lots."""
    line = Line(
        drug="d1",
        name="阿莫西林胶囊",
        strength="0.25g",
        pack="24粒",
        unit="盒",
        requested=9,
        lots=lots,
        difference=difference,
    )
    known = replace(received(), lines=(line,))
    return replace(known, received_at=at or known.received_at, **changes)


def due(
    *requests: DrugRequest, month: str = "2026-11", pays: payables.PaysDamaged = never
) -> tuple[payables.Delivery, ...]:
    return payables.statement(UNIT, month, requests, pays)


@pytest.mark.policy("PHA-13")
def test_the_price_of_the_day_goes_with_the_lot_unless_the_central_pharmacy_says_another() -> None:
    register = tianmen()
    drug = register.need("drug", AMOXICILLIN)
    register.put("drug", replace(drug, price_fen=1250))
    parcels = (
        Parcel(
            drug=AMOXICILLIN,
            lots=(
                Lot(lot="A1", expiry=EXPIRY, quantity=60),
                Lot(lot="A2", expiry=EXPIRY, quantity=40, price_fen=1100),
            ),
        ),
        PACKED[1],
    )
    sent = moves.dispatch(reviewed(), DELIVERY, parcels, ruling(HOSPITAL, register=register))
    assert [one.price_fen for one in sent.lines[0].lots] == [1250, 1100]
    assert [one.price_fen for one in sent.lines[1].lots] == [None]
    register.put("drug", replace(drug, price_fen=9999))
    came = moves.receive(
        sent, (Count(drug=AMOXICILLIN, received=(60, 40)), Count(drug=PENICILLIN, received=(30,))), ruling()
    )
    assert [one.price_fen for one in came.lines[0].lots] == [1250, 1100]


@pytest.mark.parametrize(("price", "code"), [(-1, "price_low"), (MOST_FEN + 1, "price_high")])
def test_a_price_that_nobody_can_mean_is_refused(price: int, code: str) -> None:
    wrong = Parcel(drug=AMOXICILLIN, lots=(Lot(lot="A1", expiry=EXPIRY, quantity=100, price_fen=price),))
    with refused(code, line=1):
        moves.dispatch(reviewed(), DELIVERY, (wrong, PACKED[1]), ruling(HOSPITAL))


def test_a_message_from_before_there_were_prices_is_read_as_one_without() -> None:
    old = b'{"delivery":"x","parcels":[{"drug":"d","lots":[{"lot":"A1","expiry":"2028-03-31","quantity":3}]}]}'
    body = msgspec.json.decode(old, type=DrugRequestDispatched)
    assert body.parcels[0].lots[0].price_fen is None


@pytest.mark.policy("PHA-13")
def test_what_came_is_owed_and_what_is_short_or_damaged_is_not() -> None:
    (delivery,) = due(request(lot(10, 8, 1250), difference="damaged"))
    assert (delivery.lines[0].payable, delivery.amount_fen) == (8, 10_000)
    (delivery,) = due(request(lot(10, 8, 1250), difference="short"))
    assert delivery.amount_fen == 10_000


def test_damaged_packs_are_owed_where_the_county_says_so_and_short_ones_still_are_not() -> None:
    (damaged,) = due(request(lot(10, 8, 1250), difference="damaged"), pays=always)
    assert damaged.amount_fen == 12_500
    (short,) = due(request(lot(10, 8, 1250), difference="short"), pays=always)
    assert short.amount_fen == 10_000


def test_packs_beyond_what_was_sent_are_owed_too() -> None:
    (delivery,) = due(request(lot(10, 12, 100), difference="over"))
    assert delivery.amount_fen == 1_200


def test_a_lot_without_a_price_is_listed_apart_and_has_no_amount() -> None:
    deliveries = due(request(lot(10, 10, 1250), lot(5, 5, None, "A2"), lot(3, 0, None, "A3")))
    assert [line.amount_fen for line in deliveries[0].lines] == [12_500, None, 0]
    assert payables.total_fen(deliveries) == 12_500
    assert [line.lot for line in payables.unpriced(deliveries)] == ["A2"]


def test_a_free_lot_is_owed_with_nought_and_is_not_among_the_unknown() -> None:
    deliveries = due(request(lot(10, 10, 0)))
    assert (payables.total_fen(deliveries), payables.unpriced(deliveries)) == (0, ())


def test_the_month_is_that_of_the_day_in_china_on_which_it_was_received() -> None:
    late = request(lot(1, 1, 1), at=datetime(2026, 11, 30, 16, 30, tzinfo=UTC))
    assert due(late) == ()
    assert [one.received_on for one in due(late, month="2026-12")] == [date(2026, 12, 1)]
    assert len(due(late, month="")) == 1


def test_only_what_the_unit_received_itself_counts() -> None:
    other = request(lot(1, 1, 1), institution="tianmen.duobao")
    sent = replace(dispatched(), state=State.DISPATCHED)
    assert due(other, sent) == ()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "26-11", "", "2026-11-01"])
def test_a_month_is_written_in_one_way(month: str) -> None:
    with refused("month_format"):
        payables.check_month(month)


LOTS = st.builds(
    lot,
    st.integers(1, 99_999),
    st.integers(0, 99_999),
    st.none() | st.integers(0, MOST_FEN),
    st.sampled_from(["A1", "A2", "A3"]),
)


@given(
    months=st.lists(
        st.tuples(st.lists(LOTS, max_size=4), st.sampled_from(["", "short", "damaged", "other"]), st.integers(1, 28)),
        max_size=5,
    ),
    is_paid=st.booleans(),
)
@pytest.mark.policy("PHA-14")
def test_a_total_is_the_exact_sum_of_its_lots_and_of_months_put_together(
    months: list[tuple[list[Lot], str, int]],
    is_paid: bool,  # noqa: FBT001 - drawn
) -> None:
    requests = [
        request(*lots, difference=difference, at=datetime(2026, 11, of, 4, tzinfo=UTC), id=f"r-{place}")
        for place, (lots, difference, of) in enumerate(months)
    ]
    deliveries = due(*requests, pays=always if is_paid else never)
    lines = [line for delivery in deliveries for line in delivery.lines]
    known = [line for line in lines if line.price_fen is not None]
    assert payables.total_fen(deliveries) == sum(line.payable * (line.price_fen or 0) for line in known)
    assert len(payables.unpriced(deliveries)) == sum(line.price_fen is None and line.payable > 0 for line in lines)
    assert [one.received_on for one in deliveries] == sorted(one.received_on for one in deliveries)
    apart = sum(payables.total_fen(due(one, pays=always if is_paid else never)) for one in requests)
    assert payables.total_fen(deliveries) == apart
