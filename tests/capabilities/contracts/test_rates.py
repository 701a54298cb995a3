"""Figures of contracts over forty people, held against the hand count of every definition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.forty import K
from tests.capabilities.contracts.forty import T
from tests.capabilities.contracts.forty import X
from tests.capabilities.contracts.forty import forty
from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cut
from yigongti_desktop.capabilities.contracts.model.breakdown import trend
from yigongti_desktop.capabilities.contracts.model.rates import Asked
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.rates import Rate
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.model.rates import covered
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to

FORTY = forty()
DAY = date(2026, 11, 30)
ASKED = year_to(DAY, Terms())


def ids(words: str) -> frozenset[str]:
    return frozenset(words.split())


def figure(definition: Definition, on: date = DAY, terms: Terms = ASKED.terms) -> Rate:
    return rate(definition, Look(FORTY, year_to(on, terms)))


def counts(parts: dict[str, Rate]) -> dict[str, tuple[int, int]]:
    return {key: (len(one.of), len(one.base)) for key, one in parts.items()}


def people(tasks: Iterable[str]) -> set[str]:
    return {one[:2] for one in tasks}


def test_there_are_forty() -> None:
    assert len(FORTY.people) == 40


@pytest.mark.policy("FDC-06")
def test_coverage_is_who_is_signed_of_who_belongs_to_the_unit_on_the_day() -> None:
    found = figure(Definition.COVERAGE)
    assert found.of == ids("01 02 05 08 09 14 16 19 20 21 23 24 28 33 35 36 37 40")
    # dead, moving in tomorrow, gone, dead, not born yet, long gone
    assert frozenset(FORTY.people) - found.base == ids("10 12 13 26 32 39")
    assert (len(found.of), len(found.base), found.share) == (18, 34, Fraction(9, 17))


@pytest.mark.policy("FDC-06")
@pytest.mark.parametrize(
    ("on", "of", "base"),
    [
        (date(2025, 12, 31), 8, 35),
        (date(2026, 3, 31), 18, 35),
        (date(2026, 11, 29), 18, 34),
        (date(2026, 11, 30), 18, 34),
        (date(2026, 12, 1), 16, 34),
    ],
)
def test_coverage_of_each_day_counts_who_was_there_and_signed_on_it(on: date, of: int, base: int) -> None:
    found = figure(Definition.COVERAGE, on)
    assert (len(found.of), len(found.base)) == (of, base)


def test_who_dies_moves_or_is_born_counts_from_and_to_the_right_day() -> None:
    before, on = figure(Definition.COVERAGE, DAY.replace(day=29)), figure(Definition.COVERAGE)
    after = figure(Definition.COVERAGE, date(2026, 12, 1))
    assert (before.base - on.base, on.base - before.base) == (ids("10 13"), ids("11 31"))
    assert (on.base - after.base, after.base - on.base) == (ids("09 14"), ids("12 32"))
    # 14 and 40 sign on the day; 16 runs out after it, 15 begins
    assert on.of - before.of == ids("14 40")
    assert (on.of - after.of, after.of - on.of) == (ids("09 14 16"), ids("15"))


@pytest.mark.policy("FDC-12")
def test_who_is_in_several_key_groups_counts_once() -> None:
    found = figure(Definition.KEY)
    assert found.of == ids("01 02 05 08 09 19 20 23 24 33 35 36 40")
    assert found.missing == ids("03 07 22 29 31 34")
    assert (len(found.of), len(found.base)) == (13, 19)
    each = cut(found, Cut.GROUP, Look(FORTY, ASKED))
    assert sum(len(one.base) for one in each.values()) == 24
    assert frozenset().union(*(one.base for one in each.values())) == found.base
    assert counts(each) == {
        "child": (1, 3),
        "maternal": (0, 1),
        "elderly": (7, 9),
        "hypertension": (5, 5),
        "diabetes": (3, 3),
        "mental": (1, 1),
        "disabled": (1, 2),
    }


@pytest.mark.policy("FDC-12")
def test_a_key_group_is_entered_and_left_on_the_day() -> None:
    today, tomorrow = figure(Definition.KEY), figure(Definition.KEY, date(2026, 12, 1))
    # 09 dies, 07 turns seven; 04 turns sixty-five, 32 is born
    assert (today.base - tomorrow.base, tomorrow.base - today.base) == (ids("07 09"), ids("04 32"))
    assert (len(tomorrow.of), len(tomorrow.base)) == (12, 19)
    yesterday = figure(Definition.KEY, DAY.replace(day=29))
    # 03 turns sixty-five, 06 turns seven, 31 is born, 40 was elderly before
    assert today.base - yesterday.base == ids("03 31")
    assert yesterday.base - today.base == ids("06 10")


@pytest.mark.policy("FDC-12")
def test_which_groups_are_key_groups_is_the_countys_rule() -> None:
    found = figure(Definition.KEY, terms=Terms(key_groups=("mental", "low_income")))
    assert (found.of, found.base) == (ids("16 23 40"), ids("16 18 23 40"))


@pytest.mark.policy("FDC-13")
def test_low_income_and_bereaved_people_who_are_missing_are_named() -> None:
    poor, special = figure(Definition.POOR), figure(Definition.SPECIAL)
    assert (poor.of, poor.missing) == (ids("16 40"), ids("18"))
    assert (special.of, special.missing) == (ids("28 40"), ids("29"))
    # the day before, 17 was still on the list and 18 not yet, and 40 had not signed
    yesterday = figure(Definition.POOR, DAY.replace(day=29))
    assert (yesterday.of, yesterday.missing) == (ids("16"), ids("17 40"))


@pytest.mark.policy("FDC-16")
def test_fulfilment_by_item_is_what_was_done_of_what_was_due() -> None:
    found, in_time = figure(Definition.ITEMS), figure(Definition.IN_TIME)
    assert (len(found.of), len(found.base)) == (23, 31)
    assert found.base == in_time.base
    assert found.of - in_time.of == {"01-1 visit3", "19-2 sugar2"}
    assert people(found.missing) == {"08", "13", "20", "35", "36", "37"}


@pytest.mark.policy("FDC-16")
def test_a_task_that_is_carried_counts_where_it_is_owed() -> None:
    found = figure(Definition.ITEMS)
    assert {one for one in found.base if one.startswith("20")} == {"20-1 visit1", "20-2 visit2", "20-2 visit3"}
    assert "20-2 visit2" in found.missing
    assert "19-2 visit4" in found.of
    last_year = rate(Definition.ITEMS, Look(FORTY, replace(year_to(date(2025, 12, 31), Terms()), known_by=DAY)))
    assert "19-1 visit4" not in last_year.base


@pytest.mark.policy("FDC-16")
def test_nothing_is_owed_to_who_had_died_or_left_by_the_last_day() -> None:
    base = figure(Definition.ITEMS).base
    assert {one for one in base if one[:2] in {"10", "13"}} == {
        "10-1 visit1",
        "10-1 visit2",
        "10-1 visit3",
        "13-1 check1",
    }


@pytest.mark.policy("FDC-16")
def test_fulfilment_by_person_wants_all_of_it_or_what_the_county_says() -> None:
    found = figure(Definition.PEOPLE)
    assert found.base == ids("01 08 10 13 19 20 21 28 33 35 36 37")
    assert found.of == ids("01 10 19 21 28 33")
    two_thirds = figure(Definition.PEOPLE, terms=Terms(least_percent=60))
    assert two_thirds.of == ids("01 08 10 19 20 21 28 33")


@pytest.mark.policy("FDC-08")
def test_renewal_is_what_was_gone_on_with_of_what_ran_out() -> None:
    found = figure(Definition.RENEWAL)
    # 26 had died, 27 ended it early, 20 went to another team
    assert found.base == {"16|16-1", "23|23-1", "24|24-1", "25|25-1"}
    assert found.of == {"24|24-1"}
    assert figure(Definition.RENEWAL, terms=Terms(late_days=3)).of == {"24|24-1"}
    assert figure(Definition.RENEWAL, terms=Terms(late_days=4)).of == {"23|23-1", "24|24-1"}
    last_year = figure(Definition.RENEWAL, date(2025, 12, 31))
    assert last_year.of == last_year.base == {"19|19-1"}


@pytest.mark.policy("CHR-04")
def test_controlled_is_by_the_latest_follow_up_of_twelve_months() -> None:
    pressure, glucose = figure(Definition.PRESSURE), figure(Definition.GLUCOSE)
    assert (pressure.of, pressure.missing) == (ids("01 08 19 36"), ids("20 35"))
    assert (glucose.of, glucose.missing) == (ids("19"), ids("08 33"))


def test_nothing_to_divide_by_is_no_figure() -> None:
    nobody = replace(FORTY, people={}, signed=(), owed=(), followed=())
    for definition in Definition:
        found = rate(definition, Look(nobody, ASKED))
        assert (found.of, found.base, found.share) == (frozenset(), frozenset(), None)
    assert covered(Definition.KEY, ("cadre",), Look(FORTY, ASKED)).share is None


@pytest.mark.policy("FDC-06")
def test_coverage_by_village_team_and_doctor() -> None:
    whole = figure(Definition.COVERAGE)
    assert counts(cut(whole, Cut.VILLAGE, Look(FORTY, ASKED))) == {K: (7, 15), T: (6, 12), X: (5, 7)}
    # 20 went from B to A; nobody serves 新河村, where 34 and 38 are not signed
    assert counts(cut(whole, Cut.TEAM, Look(FORTY, ASKED))) == {"A": (12, 20), "B": (6, 12), "": (0, 2)}
    doctors = cut(whole, Cut.DOCTOR, Look(FORTY, ASKED))
    assert counts(doctors) == {"周建国": (11, 19), "李守仁": (1, 1), "王大海": (6, 12), "": (0, 2)}


@pytest.mark.policy("FDC-16")
def test_fulfilment_by_village_team_and_item() -> None:
    whole = figure(Definition.ITEMS)
    # 37 lived in 健康村 when the check-up was due, in 新河村 when the visit was
    assert counts(cut(whole, Cut.VILLAGE, Look(FORTY, ASKED))) == {K: (9, 11), T: (12, 13), X: (2, 7)}
    assert counts(cut(whole, Cut.TEAM, Look(FORTY, ASKED))) == {"A": (12, 19), "B": (11, 12)}
    items = counts(cut(whole, Cut.ITEM, Look(FORTY, ASKED)))
    assert items == {"visit": (14, 21), "check": (2, 3), "sugar": (5, 5), "preg": (2, 2)}


@pytest.mark.policy("FDC-16")
def test_fulfilment_by_person_goes_to_the_team_they_had_at_last() -> None:
    found = counts(cut(figure(Definition.PEOPLE), Cut.TEAM, Look(FORTY, ASKED)))
    assert found == {"A": (3, 8), "B": (3, 4)}


@pytest.mark.policy("FDC-16")
def test_fulfilment_month_by_month_comes_to_the_year() -> None:
    months = {
        month.first.month: one for month, one in trend(Definition.ITEMS, FORTY, ASKED) if month.first.year == 2026
    }
    found = {month: (len(one.of), len(one.base)) for month, one in months.items() if one.base}
    assert found == {
        1: (1, 1),
        3: (6, 7),
        5: (1, 1),
        6: (6, 8),
        7: (0, 1),
        8: (2, 2),
        9: (6, 7),
        10: (0, 2),
        11: (1, 2),
    }
    assert frozenset().union(*(one.of for one in months.values())) == figure(Definition.ITEMS).of


@pytest.mark.policy("FDC-16")
def test_what_was_done_later_was_not_known_before() -> None:
    september = Asked(period=Period(date(2026, 9, 1), date(2026, 9, 30)), known_by=date(2026, 9, 30))
    assert len(rate(Definition.ITEMS, Look(FORTY, september)).of) == 5
    assert len(rate(Definition.ITEMS, Look(FORTY, replace(september, known_by=DAY))).of) == 6


@pytest.mark.policy("FDC-06")
def test_the_months_of_a_share_of_people_are_those_of_their_last_days() -> None:
    months = trend(Definition.COVERAGE, FORTY, ASKED)
    assert months[0][0].last == date(2025, 12, 31)
    assert months[-1][0] == Period(date(2026, 11, 1), DAY)
    found = [(len(one.of), len(one.base)) for _, one in (months[0], months[3], months[-1])]
    assert found == [(8, 35), (18, 35), (18, 34)]


@pytest.mark.policy("FDC-06")
def test_a_village_has_its_own_months() -> None:
    months = trend(Definition.COVERAGE, FORTY, ASKED, (Cut.VILLAGE, X))
    # 37 moved there in September, 38 was away from April to September, 40 signed on the last day
    assert [(len(one.of), len(one.base)) for _, one in (months[3], months[8], months[9], months[11])] == [
        (1, 6),
        (2, 5),
        (4, 6),
        (5, 7),
    ]
