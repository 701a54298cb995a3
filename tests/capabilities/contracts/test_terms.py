"""A contract holds from its first day through its last; terms of one resident never meet."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.refusals import no
from tests.capabilities.judging import Register
from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import Term
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.model.terms import begin
from yigongti_desktop.capabilities.contracts.model.terms import check_free
from yigongti_desktop.capabilities.contracts.model.terms import overlap
from yigongti_desktop.capabilities.contracts.model.terms import renew
from yigongti_desktop.capabilities.contracts.model.terms import state_on
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

NATION = Allowed()
ONE = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
YEARS = st.integers(1, 3)


@pytest.mark.parametrize(
    ("since", "years", "until"),
    [
        (date(2026, 11, 23), 1, date(2027, 11, 22)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
        (date(2026, 12, 31), 1, date(2027, 12, 30)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 2, date(2030, 2, 28)),
        (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 3, 1), 1, date(2029, 2, 28)),
        (date(2027, 3, 1), 1, date(2028, 2, 29)),
        (date(2027, 2, 28), 1, date(2028, 2, 27)),
        (date(2025, 3, 1), 3, date(2028, 2, 29)),
    ],
)
def test_a_term_ends_on_the_right_day(since: date, years: int, until: date) -> None:
    term = begin(since, years, NATION)
    assert (term.since, term.until, term.anchor, term.last) == (since, until, since, until)


def test_a_term_is_one_to_three_years_and_a_county_may_be_stricter_but_not_laxer() -> None:
    for years in (0, -1, 4):
        with no("term_years", least=1, most=3, years=years):
            begin(date(2026, 1, 1), years, NATION)
    strict = terms.allowed(register(most_years=1, renewal_days=60), date(2026, 1, 1))
    assert strict == Allowed(most_years=1, renewal_days=60)
    with no("term_years", most=1):
        begin(date(2026, 1, 1), 2, strict)
    assert terms.allowed(register(most_years=10), date(2026, 1, 1)) == NATION
    assert terms.allowed(register(), date(2026, 1, 1)) == NATION


@given(DAYS, YEARS)
def test_a_term_has_all_days_of_its_years_and_not_one_more(since: date, years: int) -> None:
    term = begin(since, years, NATION)
    assert age_on(since, term.until) == years - 1
    assert age_on(since, term.until + ONE) == years


@given(DAYS, st.lists(YEARS, min_size=1, max_size=8))
def test_renewed_terms_follow_without_a_gap_or_a_day_in_two_and_keep_the_anchor(since: date, years: list[int]) -> None:
    row = [begin(since, 1, NATION)]
    for count in years:
        row.append(renew(row[-1], row[-1].until, count, NATION))
    for former, later in pairwise(row):
        assert later.since == former.until + ONE
        assert later.anchor == since
        assert not overlap(former, later)
    check_free(row[-1], row[:-1])


def test_a_term_is_renewed_on_its_last_thirty_days() -> None:
    term = begin(date(2026, 1, 1), 1, NATION)
    with no("renewal_early", opens="2026-12-02", until="2026-12-31"):
        renew(term, date(2026, 12, 1), 1, NATION)
    early = renew(term, date(2026, 12, 2), 1, NATION)
    assert (early.since, early.until, early.anchor) == (date(2027, 1, 1), date(2027, 12, 31), date(2026, 1, 1))
    assert renew(term, date(2026, 12, 31), 1, NATION) == early
    assert terms.renewal_opens(term, Allowed(renewal_days=1)) == term.until
    assert terms.renewal_opens(term, Allowed(renewal_days=999)) == term.since


def test_renewed_after_its_end_a_contract_begins_anew_on_the_day_it_is_signed() -> None:
    term = begin(date(2026, 1, 1), 1, NATION)
    late = renew(term, date(2027, 1, 1), 2, NATION)
    assert late == begin(date(2027, 1, 1), 2, NATION)
    assert late.anchor == date(2027, 1, 1)


def test_what_was_ended_early_is_signed_anew_and_not_renewed() -> None:
    term = replace(begin(date(2026, 1, 1), 1, NATION), ended=date(2026, 6, 1))
    with no("term_ended", ended="2026-06-01"):
        renew(term, date(2026, 12, 15), 1, NATION)


@pytest.mark.parametrize(
    ("today", "ended", "state"),
    [
        (date(2026, 3, 31), None, TermState.NOT_BEGUN),
        (date(2026, 4, 1), None, TermState.IN_FORCE),
        (date(2027, 3, 1), None, TermState.IN_FORCE),
        (date(2027, 3, 2), None, TermState.EXPIRING),
        (date(2027, 3, 31), None, TermState.EXPIRING),
        (date(2027, 4, 1), None, TermState.EXPIRED),
        (date(2026, 8, 14), date(2026, 8, 15), TermState.IN_FORCE),
        (date(2026, 8, 15), date(2026, 8, 15), TermState.ENDED),
        (date(2027, 4, 1), date(2026, 8, 15), TermState.ENDED),
        (date(2026, 4, 1), date(2026, 4, 1), TermState.ENDED),
        (date(2027, 4, 2), date(2027, 4, 1), TermState.EXPIRED),  # it had run out before
    ],
)
def test_where_a_term_stands(today: date, ended: date | None, state: TermState) -> None:
    assert state_on(replace(begin(date(2026, 4, 1), 1, NATION), ended=ended), today, NATION) is state


@given(DAYS, YEARS, DAYS, st.none() | DAYS)
def test_a_term_is_in_force_on_exactly_the_days_from_its_first_to_its_last(
    since: date, years: int, today: date, ended: date | None
) -> None:
    term = replace(begin(since, years, NATION), ended=ended)
    in_force = state_on(term, today, NATION) in {TermState.IN_FORCE, TermState.EXPIRING}
    assert in_force == (term.since <= today <= term.last)


@settings(deadline=None)
@given(DAYS, DAYS, YEARS, YEARS)
def test_terms_overlap_when_a_day_is_in_both_whichever_is_asked_first(
    one: date, other: date, years: int, others: int
) -> None:
    first, second = begin(one, years, NATION), begin(other, others, NATION)
    days = {first.since + timedelta(n) for n in range((first.until - first.since).days + 1)}
    assert overlap(first, second) == overlap(second, first) == any(second.since <= day <= second.until for day in days)


def test_a_term_that_meets_another_is_refused_with_the_days_that_stand_in_the_way() -> None:
    first, second = begin(date(2026, 1, 1), 1, NATION), begin(date(2027, 1, 1), 1, NATION)
    with no("term_overlaps", since="2026-01-01", until="2026-12-31"):
        check_free(begin(date(2026, 12, 31), 1, NATION), [second, first])
    check_free(begin(date(2028, 1, 1), 1, NATION), [second, first])
    ended = replace(first, ended=date(2026, 6, 1))
    check_free(begin(date(2026, 6, 1), 1, NATION), [ended])
    with no("term_overlaps", until="2026-05-31"):
        check_free(begin(date(2026, 5, 31), 1, NATION), [ended])
    never = replace(first, ended=date(2026, 1, 1))
    assert not overlap(never, begin(date(2026, 1, 1), 1, NATION))


def register(**rules: object) -> Register:
    made = Register({})
    for name, value in rules.items():
        made.put("rule", Rule(id=f"contract.{name}", versions=(RuleVersion(value=value),)))
    return made


def test_a_term_is_told_by_both_its_days() -> None:
    assert Term(since=date(2026, 1, 1), until=date(2026, 12, 31), anchor=date(2026, 1, 1)) == begin(
        date(2026, 1, 1), 1, NATION
    )
