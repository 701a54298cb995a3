"""A monthly statement: frozen by the central pharmacy, agreed or disputed by the unit, settled, and open again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import entry
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import received
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import statement as model
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.statement import Price
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.model.statement_road import steps
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.trail import Mark

MONTH = "2026-11"
ID = model.statement_id(CLINIC, HOSPITAL, MONTH)


def priced(name: str = "r-1", price: int | None = 1000, **changes: object) -> DrugRequest:
    """Return a received request of 130 packs at one price."""

    def with_price(line: Line) -> Line:
        return replace(line, lots=tuple(replace(lot, price_fen=price) for lot in line.lots))

    known = received()
    return replace(known, id=name, lines=tuple(with_price(line) for line in known.lines), **changes)


def books(*requests: DrugRequest) -> Register:
    register = tianmen()
    for request in requests:
        register.put("drug_request", request)
    return register


def opened(
    register: Register, *requests: str, now: Statement | None = None, prices: tuple[Price, ...] = (), by: str = HOSPITAL
) -> Statement:
    its = ruling(by, register=register, record=ID)
    return model.open_statement(now, "市一医-1", CLINIC, MONTH, requests or ("r-1",), prices, its)


@pytest.mark.policy("PHA-13")
def test_the_central_pharmacy_opens_the_unit_agrees_the_central_pharmacy_settles() -> None:
    known = opened(books(priced()))
    assert (known.state, known.total_fen, known.institution_name) == (StatementState.OPEN, 130_000, "岳口镇中心卫生院")
    agreed = model.confirm(known, ruling(CLINIC))
    assert (agreed.state, agreed.confirmer) == (StatementState.CONFIRMED, "周建国")
    settled = model.close(agreed, ruling(HOSPITAL))
    assert (settled.state, settled.settled_fen, settled.closer) == (StatementState.CLOSED, 130_000, "王建平")
    assert model.streams(settled) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}


def test_amounts_are_frozen_until_it_is_opened_anew() -> None:
    register = books(priced())
    known = opened(register)
    register.put("drug_request", priced(price=9_999))
    assert model.confirm(known, ruling(CLINIC)).total_fen == 130_000
    assert opened(register, now=known).total_fen == 130 * 9_999


def test_a_unit_that_finds_something_wrong_says_what_and_may_agree_later() -> None:
    known = opened(books(priced()))
    with refused("field_empty", field="words"):
        model.dispute(known, "  ", ruling(CLINIC))
    with refused("field_long", most=model.LONGEST):
        model.dispute(known, "多" * 501, ruling(CLINIC))
    against = model.dispute(known, "007 号少记 2 盒", ruling(CLINIC))
    assert (against.state, against.words) == (StatementState.DISPUTED, "007 号少记 2 盒")
    with refused("wrong_state"):
        model.close(against, ruling(HOSPITAL))
    anew = opened(books(priced(price=900)), now=against)
    assert (anew.state, anew.total_fen, anew.words, anew.number) == (
        StatementState.OPEN,
        117_000,
        "007 号少记 2 盒",
        known.number,
    )
    assert model.confirm(anew, ruling(CLINIC)).words == ""


def test_a_delivery_that_comes_later_opens_it_again_even_when_it_was_settled() -> None:
    register = books(priced(), priced("r-2", 500))
    settled = model.close(model.confirm(opened(register), ruling(CLINIC)), ruling(HOSPITAL))
    again = model.deliver(settled, "r-2", ruling(CLINIC, register=register, record=ID))
    assert (again.state, again.total_fen, again.settled_fen) == (StatementState.OPEN, 195_000, 130_000)
    assert (again.confirmer, again.closer, again.closed_at) == ("", "", None)
    assert model.deliver(again, "r-2", ruling(CLINIC, register=register, record=ID)) == again


def test_a_settled_one_is_opened_again_only_for_a_delivery_that_it_lacks() -> None:
    register = books(priced(), priced("r-2", 500))
    settled = model.close(model.confirm(opened(register), ruling(CLINIC)), ruling(HOSPITAL))
    with refused("wrong_state"):
        opened(register, now=settled)
    again = opened(register, "r-1", "r-2", now=settled)
    assert (again.state, again.total_fen, again.settled_fen) == (StatementState.OPEN, 195_000, 130_000)


def test_what_has_no_price_is_neither_agreed_nor_settled_until_the_central_pharmacy_gives_one() -> None:
    register = books(priced(price=None))
    known = opened(register)
    assert known.total_fen == 0
    with refused("price_missing", count=3) as sentence:
        model.confirm(known, ruling(CLINIC))
    assert "没有单价" in sentence[0]
    drugs = [line.drug for line in priced().lines]
    whole = opened(register, now=known, prices=tuple(Price(drug=drug, price_fen=200) for drug in drugs))
    assert model.confirm(whole, ruling(CLINIC)).total_fen == 26_000
    kept = opened(register, now=whole)
    assert kept.total_fen == 26_000


@pytest.mark.parametrize(("price", "code"), [(-1, "price_low"), (10**9, "price_high")])
def test_a_price_that_nobody_means_is_refused(price: int, code: str) -> None:
    with refused(code, line=1):
        opened(books(priced()), prices=(Price(drug="d", price_fen=price),))


def test_a_statement_holds_deliveries_of_its_unit_month_and_central_pharmacy_only() -> None:
    known = priced()
    assert known.received_at is not None
    foreign = (
        replace(known, institution=STRANGER),
        replace(known, supplier=STRANGER),
        replace(known, received_at=None),
        replace(known, received_at=known.received_at + timedelta(days=40)),
    )
    for one in foreign:
        with refused("delivery_foreign", number=DELIVERY):
            opened(books(one))
    with refused("not_found"):
        opened(books(), "r-9")
    with refused("statement_empty"):
        model.open_statement(None, "x", CLINIC, MONTH, (), (), ruling(HOSPITAL, record=ID))
    with refused("statement_long", most=500):
        opened(books(), *(f"r-{place}" for place in range(501)))


def test_nobody_else_has_anything_to_do_with_it() -> None:
    register = books(priced())
    with refused("not_holder"):
        opened(register, by=STRANGER)
    known = opened(register)
    for who in (STRANGER, HOSPITAL):
        with refused("not_holder"):
            model.confirm(known, ruling(who))
        with refused("not_holder"):
            model.dispute(known, "不对", ruling(who))
    agreed = model.confirm(known, ruling(CLINIC))
    with refused("not_holder"):
        model.close(agreed, ruling(CLINIC))
    with refused("not_found"):
        model.confirm(None, ruling(CLINIC))


def test_whether_damaged_packs_are_paid_is_the_rule_of_the_day_on_which_they_came() -> None:
    register = books()
    assert not model.pays_damaged(register)(day(NOON))
    rule = Rule(id=model.PAY_DAMAGED, versions=(RuleVersion(value=True, since=day(NOON)),))
    register.put("rule", rule)
    assert model.pays_damaged(register)(day(NOON))
    assert not model.pays_damaged(register)(day(NOON) - timedelta(days=1))


def test_the_trail_shows_what_is_still_to_come_and_begins_anew_when_it_opens_again() -> None:
    known = opened(books(priced()))
    taken = [entry("statement.opened"), entry("statement.confirmed", NOON + timedelta(hours=1))]
    marks = [(step.code, step.mark) for step in steps(model.confirm(known, ruling(CLINIC)), taken)]
    assert marks[-2:] == [("statement.confirmed", Mark.NOW), ("statement.closed", Mark.AHEAD)]
    taken.append(entry("statement.delivered", NOON + timedelta(hours=2)))
    ahead = [step.code for step in steps(known, taken) if step.mark is Mark.AHEAD]
    assert ahead == ["statement.confirmed", "statement.closed"]
