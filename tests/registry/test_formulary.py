"""The formulary from list to list: every day keeps the drugs that were listed on it (PHA-08)."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.formulary import drug_id
from yigongti_desktop.registry.model.formulary import revise
from yigongti_desktop.registry.model.formulary import withdraw
from yigongti_desktop.registry.model.listed import Listed
from yigongti_desktop.registry.model.listed import read_listed

JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)
EVE = date(2026, 5, 31)
CELLS = {"name": "阿莫西林胶囊", "strength": "0.25g", "unit": "盒", "pack": "24粒", "price": "12.5", "control": ""}


def row(**cells: str) -> Listed:
    return read_listed(2, CELLS | cells, "2018年版")


def listed(known: Drug | None, said: Listed, since: date | None) -> Drug:
    return revise(known, said, drug_id("tianmen-1", said.key), "tianmen-1", since)


def test_a_row_says_all_that_it_has_columns_for() -> None:
    said = row(
        standard_code="86978377000315",
        insurance_code="XC08CAB037A001020180517",
        approval="国药准字H20103333",
        trade_name="阿莫灵",
        essential="是",
        local_code="YP001",
    )
    drug = listed(None, said, JANUARY)
    assert (drug.price_fen, drug.units, drug.trade_name) == (1250, (("盒", 24), ("粒", 1)), "阿莫灵")
    assert (drug.standard_code, drug.insurance_code) == ("86978377000315", "XC08CAB037A001020180517")
    assert (drug.approval, drug.essential, drug.edition) == ("国药准字H20103333", True, "2018年版")
    assert (drug.since, drug.until, drug.former) == (JANUARY, None, ())


def test_a_pack_may_be_told_by_its_count_as_the_national_table_does() -> None:
    cells = {name: value for name, value in CELLS.items() if name != "pack"}
    said = read_listed(2, cells | {"pack_count": "24", "dose_unit": "粒"}, "")
    assert (said.values["pack"], said.values["units"]) == ("24粒", (("盒", 24), ("粒", 1)))


def test_a_pack_that_only_people_can_read_leaves_its_units_empty() -> None:
    drug = listed(None, row(pack="每盒两小袋"), JANUARY)
    assert (drug.pack, drug.units) == ("每盒两小袋", ())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"standard_code": "86978377000316"}, "standard_code_check"),
        ({"insurance_code": "X1"}, "insurance_code"),
        ({"approval": "H1"}, "approval_format"),
        ({"price": "12.345"}, "price_decimals"),
        ({"since": "明天"}, "day_format"),
        ({"since": "2026-06-01", "until": "2026-05-31"}, "until_before_since"),
    ],
)
def test_a_wrong_code_price_or_day_is_the_fault_of_its_row(cells: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        row(**cells)


@pytest.mark.policy("PHA-08")
def test_a_change_begins_on_the_day_of_the_list_and_the_day_before_keeps_what_it_had() -> None:
    before = listed(None, row(), JANUARY)
    after = listed(before, row(price="11", control="二类精神"), JUNE)
    assert (after.id, after.since, after.price_fen) == (before.id, JUNE, 1100)
    assert after.on(EVE) == before.__class__(**{**_fields(before), "until": EVE})
    assert after.on(JUNE) is after
    assert after.on(date(2025, 12, 31)) is None
    assert after.control is Control.PSYCHOTROPIC_2


@pytest.mark.policy("PHA-08")
def test_what_a_list_no_longer_names_ends_on_the_day_before_it() -> None:
    ended = withdraw(listed(None, row(), JANUARY), JUNE)
    assert (ended.until, ended.on(JUNE)) == (EVE, None)
    assert ended.on(EVE) is ended
    assert withdraw(ended, JUNE) == ended


def test_what_was_to_begin_on_the_day_of_a_list_that_does_not_name_it_is_taken_back() -> None:
    before = listed(None, row(), JANUARY)
    back = withdraw(listed(before, row(price="11"), JUNE), JUNE)
    assert (back.price_fen, back.since, back.until, back.former) == (1250, JANUARY, EVE, ())
    never = withdraw(listed(None, row(), JUNE), JUNE)
    assert [never.on(day) for day in (EVE, JUNE)] == [None, None]


def test_a_drug_that_is_listed_again_was_not_listed_in_between() -> None:
    gone = withdraw(listed(None, row(), JANUARY), JUNE)
    again = listed(gone, row(), date(2026, 9, 1))
    assert again.on(EVE) is not None
    assert again.on(date(2026, 8, 31)) is None
    assert again.on(date(2026, 9, 1)) is again


def test_the_same_list_read_again_changes_nothing() -> None:
    before = listed(listed(None, row(), JANUARY), row(price="11"), JUNE)
    assert listed(before, row(price="11"), JUNE) == before
    assert listed(before, row(price="11"), date(2026, 7, 1)) == before


def test_a_list_says_nothing_about_columns_that_it_does_not_have() -> None:
    before = listed(None, row(storage="阴凉", local_code="YP001"), JANUARY)
    short = {name: value for name, value in CELLS.items() if name not in {"price", "control", "pack"}}
    assert listed(before, read_listed(2, short | {"local_code": "YP001"}, ""), JUNE) == before


def test_a_supplement_puts_right_what_was_wrong_from_the_beginning() -> None:
    before = listed(None, row(), JANUARY)
    after = listed(before, row(price="11"), None)
    assert (after.price_fen, after.since, after.former) == (1100, JANUARY, ())


def test_a_list_of_an_earlier_day_does_not_change_what_a_later_one_has_said() -> None:
    with pytest.raises(Refused, match="list_earlier") as caught:
        listed(listed(None, row(), JUNE), row(price="11"), JANUARY)
    assert caught.value.facts == {"since": "2026-06-01"}


def test_a_row_may_have_days_of_its_own() -> None:
    drug = listed(None, row(since="2026/6/1", until="46386"), JANUARY)
    assert (drug.since, drug.until) == (JUNE, date(2026, 12, 30))
    assert listed(drug, row(since="2026/6/1", until="46386"), JANUARY) == drug
    assert listed(drug, row(since="2026/6/1", until=""), JANUARY).until is None


_FIRST = date(2026, 1, 1)
_lists = st.lists(
    st.tuples(st.integers(0, 9), st.dictionaries(st.sampled_from("甲乙丙"), st.integers(1, 3), max_size=3)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(_lists)
@pytest.mark.policy("PHA-08")
def test_every_day_shows_the_drugs_and_prices_of_the_list_that_was_in_force(
    lists: list[tuple[int, dict[str, int]]],
) -> None:
    lists = sorted(lists, key=lambda one: one[0])  # of two for one day, the later replaces the earlier
    kept: dict[str, Drug] = {}
    for offset, prices in lists:
        since = _FIRST + timedelta(days=offset)
        for name, price in prices.items():
            kept[name] = listed(kept.get(name), row(name=name, price=str(price)), since)
        for name in kept.keys() - prices.keys():
            kept[name] = withdraw(kept[name], since)
    for number in range(-1, 12):
        day = _FIRST + timedelta(days=number)
        in_force: dict[str, int] = next((prices for offset, prices in reversed(lists) if offset <= number), {})
        shown = {name: drug.on(day) for name, drug in kept.items()}
        assert {name: drug.price_fen for name, drug in shown.items() if drug} == {
            name: price * 100 for name, price in in_force.items()
        }


def _fields(drug: Drug) -> dict[str, Any]:
    return {name: getattr(drug, name) for name in drug.__struct_fields__}
