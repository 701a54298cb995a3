"""What a request says of the supply: which line counts, on which day, for how much."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.pharmacy.ui.measured import line
from tests.capabilities.pharmacy.ui.measured import noon
from tests.capabilities.pharmacy.ui.measured import request
from yigongti_desktop.capabilities.pharmacy.model.request import Instead
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.model.supplying import figures
from yigongti_desktop.capabilities.pharmacy.model.supplying import grouped
from yigongti_desktop.capabilities.pharmacy.model.supplying import supplied_lines
from yigongti_desktop.capabilities.pharmacy.model.supplying import supplied_request

DAY = date(2026, 11, 2)
OTHER = Instead(drug="d9", name="布洛芬片", strength="0.1g", pack="100片", unit="瓶")


@pytest.mark.policy("PHA-15")
def test_a_line_counts_on_the_day_on_which_its_delivery_was_counted() -> None:
    (found,) = supplied_lines(request(1, DAY, 3, line(100, 60, short_reason="库存不足")), {})
    assert (found.on, found.requested, found.received, found.missing) == (date(2026, 11, 5), 100, 60, 40)
    assert (found.amount_fen, found.why, found.is_rated) == (60_000, "库存不足", True)


@pytest.mark.policy("PHA-15")
def test_a_request_that_was_turned_down_is_a_line_of_which_nothing_came() -> None:
    refused = replace(request(1, DAY, None, line(100, None)), state=State.REJECTED, reason="不在目录")
    (found,) = supplied_lines(refused, {})
    assert (found.on, found.received, found.missing, found.why) == (DAY, 0, 100, "不在目录")
    assert supplied_request(refused) is None


@pytest.mark.parametrize("state", sorted(set(State) - {State.RECEIVED, State.REJECTED}))
def test_of_a_request_that_is_not_settled_no_line_counts(state: State) -> None:
    assert supplied_lines(replace(request(1, DAY, None, line(100, None)), state=state), {}) == ()


@pytest.mark.parametrize("state", State)
def test_a_request_is_on_its_way_from_being_submitted_until_it_is_received(state: State) -> None:
    known = supplied_request(replace(request(1, DAY, 3, line(1, 1)), state=state))
    on_its_way = {State.SUBMITTED, State.REVIEWED, State.DISPATCHED, State.RECEIVED}
    assert (known is not None) is (state in on_its_way)
    if known is not None:
        assert known.days == (3 if state is State.RECEIVED else None)
    assert supplied_request(replace(request(1, DAY, 3), submitted_at=None)) is None


def test_what_was_given_in_the_place_of_another_is_held_against_what_was_agreed() -> None:
    swapped = line(100, 30, instead=OTHER, approved=30, essential=True)
    for listed in (True, False):
        (found,) = supplied_lines(request(1, DAY, 3, swapped), {"d9": listed})
        assert (found.drug, found.name, found.unit, found.essential) == ("d9", "布洛芬片", "瓶", listed)
        assert (found.requested, found.received, found.missing) == (30, 30, 0)


@pytest.mark.policy("PHA-15")
def test_what_stayed_owed_mends_no_rate_but_was_bought() -> None:
    first = request(1, date(2026, 10, 26), 3, line(100, 60))
    again = request(2, DAY, 3, line(40, 40), back_order_of=first.id)
    lines = [one for known in (first, again) for one in supplied_lines(known, {})]
    trips = [one for known in (first, again) if (one := supplied_request(known))]
    found = figures(lines, trips)
    assert (found.fill.lines, found.fill.by_quantity) == (1, Fraction(60, 100))
    assert (found.lead.counted, found.essential.amount) == (1, 100_000)


@pytest.mark.policy("PHA-14")
def test_a_lot_without_a_price_leaves_its_line_out_of_the_money_and_says_so() -> None:
    unknown = Lot(lot="A2", expiry=date(2029, 1, 31), quantity=5, received=5)
    mixed = line(10, 5)
    lines = supplied_lines(
        request(1, DAY, 3, replace(mixed, lots=(*mixed.lots, unknown)), line(10, 10, essential=False)), {}
    )
    found = figures(lines, [])
    assert [one.amount_fen for one in lines] == [None, 10_000]
    assert (found.unpriced, found.essential.by_line, found.essential.by_amount) == (1, Fraction(1, 2), Fraction(0))


def test_a_lot_of_which_nothing_came_needs_no_price() -> None:
    lost = replace(line(10, 5), lots=(Lot(lot="A1", expiry=DAY, quantity=5, received=0),))
    (found,) = supplied_lines(request(1, DAY, 3, lost), {})
    assert (found.received, found.amount_fen) == (0, 0)
    assert figures([found], []).essential.lines == 0


def test_the_day_is_that_of_people_here() -> None:
    late = replace(request(1, DAY, 3, line(1, 1)), received_at=noon(DAY) + timedelta(hours=13))  # 01:00 of the next day
    (found,) = supplied_lines(late, {})
    assert found.on == DAY + timedelta(1)


def test_an_urgent_request_is_known_as_one() -> None:
    known = supplied_request(request(1, DAY, None, line(1, None), urgency=Urgency.URGENT))
    assert known is not None
    assert (known.is_urgent, known.received, known.lines) == (True, None, 1)


def test_of_nothing_no_rate_is_made() -> None:
    found = figures([], [])
    assert (found.fill.by_line, found.lead.median, found.essential.by_line, found.essential.by_amount) == (None,) * 4


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 20), st.integers(0, 25), st.booleans(), st.integers(0, 30)),
        max_size=30,
    )
)
def test_the_figures_of_the_groups_add_up_to_those_of_all(
    asked: list[tuple[str, int, int, bool, int]],
) -> None:
    known = [
        request(place, DAY, days, line(wanted, came, essential=listed), institution=unit)
        for place, (unit, wanted, came, listed, days) in enumerate(asked)
    ]
    lines = [one for each in known for one in supplied_lines(each, {})]
    trips = [one for each in known if (one := supplied_request(each))]
    whole, parts = figures(lines, trips), grouped(lines, trips, lambda one: one.institution).values()
    assert whole.fill.lines == sum(one.fill.lines for one in parts)
    assert whole.fill.received == sum(one.fill.received for one in parts)
    assert whole.lead.counted == sum(one.lead.counted for one in parts)
    assert whole.essential.amount == sum(one.essential.amount for one in parts)
    assert whole.unpriced == sum(one.unpriced for one in parts) == 0
