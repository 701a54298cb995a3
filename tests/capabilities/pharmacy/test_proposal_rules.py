"""What holds of every proposal, whatever is on the shelf, on order or used."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.pharmacy.stock import HELD
from tests.capabilities.pharmacy.stock import RATES
from tests.capabilities.pharmacy.stock import TODAY
from tests.capabilities.pharmacy.stock import at
from tests.capabilities.pharmacy.stock import lot
from tests.capabilities.pharmacy.stock import lots
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import Unknown
from yigongti_desktop.capabilities.pharmacy.model.fefo import usable
from yigongti_desktop.capabilities.pharmacy.model.proposal import Act
from yigongti_desktop.capabilities.pharmacy.model.proposal import Reason
from yigongti_desktop.capabilities.pharmacy.model.proposal import Stock
from yigongti_desktop.capabilities.pharmacy.model.proposal import propose

NOBODY_KNOWS = Consumption(unknown=Unknown.NO_MONTHS)
STOCKS = st.builds(
    Stock,
    lots=lots(least=-50),
    held=HELD,
    on_order=st.integers(0, 300),
    consumption=st.one_of(RATES.map(at), RATES.map(at), st.just(NOBODY_KNOWS)),
    cover_days=st.integers(0, 120),
    lead_days=st.integers(0, 40),
    review_days=st.integers(0, 40),
    pack_size=st.integers(1, 30),
    least_order=st.sampled_from([0, 0, 1, 50]),
)
SETTINGS = settings(max_examples=300, deadline=None)


def figure(stock: Stock) -> int:
    return propose(stock, TODAY).figure


@SETTINGS
@given(STOCKS)
def test_the_steps_add_up_to_the_figure(stock: Stock) -> None:
    proposal = propose(stock, TODAY)
    assert sum(step.amount for step in proposal.steps) == proposal.figure == proposal.packs * stock.pack_size
    assert proposal.figure >= 0
    assert (proposal.figure > 0) is (proposal.reason is Reason.PROPOSED)
    assert bool(proposal.steps) is (proposal.reason in {Reason.PROPOSED, Reason.COVERED})
    for step in proposal.steps:
        assert step.amount <= 0 if step.act in {Act.USABLE, Act.ON_ORDER} else step.amount >= 0


@SETTINGS
@given(STOCKS, st.integers(0, 5), st.integers(0, 200))
def test_more_in_a_lot_never_proposes_more(stock: Stock, place: int, more: int) -> None:
    fuller = tuple(
        replace(one, quantity=one.quantity + more) if at == place else one for at, one in enumerate(stock.lots)
    )
    assert figure(replace(stock, lots=fuller)) <= figure(stock)


@SETTINGS
@given(STOCKS, st.integers(0, 200), st.one_of(st.none(), st.integers(-3, 400)), st.sampled_from("ABCDEFG"))
def test_one_lot_more_never_proposes_more(stock: Stock, quantity: int, days: int | None, name: str) -> None:
    assert figure(replace(stock, lots=(*stock.lots, lot(quantity, days, name)))) <= figure(stock)


@SETTINGS
@given(STOCKS, st.integers(0, 100))
def test_more_on_order_never_proposes_more(stock: Stock, more: int) -> None:
    assert figure(replace(stock, on_order=stock.on_order + more)) <= figure(stock)


@SETTINGS
@given(STOCKS, RATES, RATES)
def test_more_use_never_proposes_less(stock: Stock, one: Fraction, other: Fraction) -> None:
    calm, busy = sorted((one, other))
    assert figure(replace(stock, consumption=at(calm))) <= figure(replace(stock, consumption=at(busy)))


@SETTINGS
@given(STOCKS, st.sampled_from(["cover_days", "lead_days", "review_days", "least_order"]), st.integers(0, 60))
def test_more_to_cover_never_proposes_less(stock: Stock, field: str, more: int) -> None:
    assert figure(stock) <= figure(replace(stock, **{field: getattr(stock, field) + more}))


@SETTINGS
@given(STOCKS)
def test_what_is_proposed_is_enough_and_one_pack_less_would_not_be(stock: Stock) -> None:
    proposal = propose(stock, TODAY)
    if (daily := stock.consumption.daily) is None or proposal.reason is not Reason.PROPOSED:
        return
    level = daily * max(stock.cover_days, stock.lead_days + stock.review_days)
    there = usable(stock.lots, daily, TODAY, stock.held) + stock.on_order
    assert there + proposal.figure >= level
    less = proposal.figure - stock.pack_size
    assert there + less < level or less < stock.least_order


@SETTINGS
@given(STOCKS)
def test_who_receives_what_was_proposed_is_covered(stock: Stock) -> None:
    proposal = propose(stock, TODAY)
    after = propose(replace(stock, on_order=stock.on_order + proposal.figure), TODAY)
    assert after.figure == 0
    assert after.reason in {Reason.COVERED, Reason.NO_HISTORY, Reason.NO_USE}


@SETTINGS
@given(STOCKS, st.permutations(range(6)))
def test_lots_may_come_in_any_order(stock: Stock, order: list[int]) -> None:
    turned = tuple(stock.lots[place] for place in order if place < len(stock.lots))
    assert propose(replace(stock, lots=turned), TODAY) == propose(stock, TODAY)
