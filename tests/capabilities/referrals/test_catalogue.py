"""转诊病种目录: who publishes, what is in force on a day, which line speaks, what is wrong with a list."""

from __future__ import annotations

import itertools
from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.referrals.catalogued import COMMUNITY
from tests.capabilities.referrals.catalogued import COUNTY
from tests.capabilities.referrals.catalogued import DAY
from tests.capabilities.referrals.catalogued import books
from tests.capabilities.referrals.catalogued import line
from tests.capabilities.referrals.catalogued import version
from yigongti_desktop.capabilities.referrals.model.catalogue import MOST_LINES
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue import Level
from yigongti_desktop.capabilities.referrals.model.catalogue import advice_of
from yigongti_desktop.capabilities.referrals.model.catalogue import line_for
from yigongti_desktop.capabilities.referrals.model.catalogue import streams
from yigongti_desktop.capabilities.referrals.model.catalogue_list import check_lines
from yigongti_desktop.capabilities.referrals.model.catalogue_list import compare
from yigongti_desktop.capabilities.referrals.model.catalogue_list import read_catalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import publish
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import withdraw
from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.capabilities.referrals.model.codes import read_reach
from yigongti_desktop.capabilities.referrals.model.nested import Nested
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.institution import Institution

HEAD = ["编码", "病种", "去向", "转诊指征"]
OFFICE, COUNTY_OFFICE, DIRECTOR = (
    frozenset({Role.REFERRAL_OFFICE}),
    frozenset({Role.COMMUNITY_OFFICE}),
    frozenset({Role.DIRECTOR}),
)


def wanted(owner: str = COUNTY, **changes: Any) -> Wanted:
    whole = Wanted(
        owner=owner,
        title="市转诊病种目录",
        document="天卫发〔2026〕12号",
        issuer="天门市卫健委",
        since=DAY,
        lines=(line("I63"), line("I10", Action.KEEP)),
    )
    return replace(whole, **changes)


def unit(register: Any, institution: str = CLINIC) -> Institution:
    found: Institution = register.get("institution", institution)
    return found


def advised(register: Any, code: str, on: date = DAY) -> Advice | None:
    return advice_of(register, unit(register), code, on)


# who publishes for whom


@pytest.mark.policy("REF-31")
@pytest.mark.parametrize("owner", [COUNTY, COMMUNITY, "tianmen-2", CLINIC, STRANGER])
@pytest.mark.parametrize("roles", [OFFICE, COUNTY_OFFICE, DIRECTOR, frozenset({Role.DOCTOR})])
@pytest.mark.parametrize("where", [HOSPITAL, OTHER_HOSPITAL, CLINIC])
def test_who_may_publish_for_whom(owner: str, roles: frozenset[Role], where: str) -> None:
    register = books()
    led = {HOSPITAL: "tianmen-1", OTHER_HOSPITAL: "tianmen-2", CLINIC: ""}[where]
    office = bool(roles & (OFFICE | COUNTY_OFFICE)) and bool(led)
    may = {
        COUNTY: roles == COUNTY_OFFICE and bool(led),
        COMMUNITY: office and led == COMMUNITY,
        "tianmen-2": office and led == "tianmen-2",
    }
    of_unit = office and owner not in may and unit(register, owner).community_on(DAY) == led
    allowed = may.get(owner, of_unit or (owner == where and roles == DIRECTOR))
    judged = ruling(where, register=register, roles=roles)
    if allowed:
        made = publish(None, wanted(owner), judged)
        assert made.owner == owner
        return
    with refused("not_holder"):
        publish(None, wanted(owner), judged)


@pytest.mark.parametrize(
    ("owner", "level", "reaches"),
    [
        (COUNTY, Level.COUNTY, "county"),
        (COMMUNITY, Level.COMMUNITY, "community:tianmen-1"),
        (CLINIC, Level.UNIT, "community:tianmen-1"),
    ],
)
def test_every_desk_of_its_community_has_it(owner: str, level: Level, reaches: str) -> None:
    made = publish(None, wanted(owner), ruling(HOSPITAL, register=books(), roles=OFFICE | COUNTY_OFFICE))
    assert (made.level, streams(made)) == (level, frozenset({reaches}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": DAY - timedelta(days=1)}, "catalogue_past"),
        ({"lines": ()}, "catalogue_empty"),
        ({"lines": tuple(line("I10") for _ in range(MOST_LINES + 1))}, "catalogue_long"),
        ({"lines": (line("I63"), line("I63"))}, "catalogue_twice"),
        ({"lines": (line("I60-I65"), line("I63-I69"))}, "catalogue_overlap"),
        ({"lines": (line("高血压"),)}, "catalogue_code"),
        ({"title": " "}, "field_empty"),
        ({"document": ""}, "field_empty"),
        ({"owner": "nowhere"}, "institution_unknown"),
    ],
)
def test_what_is_wrong_with_a_version_is_refused(changes: dict[str, Any], code: str) -> None:
    with refused(code):
        publish(None, wanted(**changes), ruling(HOSPITAL, register=books(), roles=COUNTY_OFFICE))


def test_a_version_is_taken_back_only_before_its_day() -> None:
    judged = ruling(HOSPITAL, register=books(), roles=COUNTY_OFFICE)
    later = version(COUNTY, since=DAY + timedelta(days=1))
    gone = withdraw(later, "推迟施行", judged)
    assert gone.withdrawn == "推迟施行"
    with refused("catalogue_withdrawn"):
        withdraw(gone, "再撤", judged)
    with refused("catalogue_in_force", since="2026-11-23"):
        withdraw(version(COUNTY, since=DAY), "错了", judged)
    with refused("field_empty", field="reason"):
        withdraw(later, " ", judged)
    with refused("not_holder"):
        withdraw(later, "错了", ruling(CLINIC, register=books(), roles=DIRECTOR))


# what is in force


@pytest.mark.policy("REF-04")
def test_the_version_of_the_day_speaks_with_indication_and_source() -> None:
    register = books(
        version(COUNTY, line("I63", Action.KEEP), since=date(2026, 1, 1)),
        version(COUNTY, line("I63", Action.UP), since=date(2026, 7, 1)),
        version(COUNTY, line("I63", Action.OUT), since=date(2027, 1, 1)),
        version(COUNTY, line("I63", Action.KEEP), since=date(2026, 11, 1), withdrawn="错了"),
    )
    said = {on: advised(register, "I63.900", on) for on in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))}
    assert [one.action if one else None for one in said.values()] == [Action.KEEP, Action.UP, Action.OUT]
    assert advised(register, "I63.900", date(2025, 12, 31)) is None
    now = advised(register, "I63.900")
    assert now is not None
    assert (now.indication, now.document, now.issuer) == ("I63 的指征", "天卫发〔2026〕12号", "天门市卫健委")


@pytest.mark.policy("REF-22")
@pytest.mark.parametrize("county", Action)
@pytest.mark.parametrize("own", Action)
def test_of_several_catalogues_the_strictest_counts(county: Action, own: Action) -> None:
    register = books(version(COUNTY, line("I60-I69", county)), version(CLINIC, line("I63", own)))
    said = advised(register, "I63.900")
    assert said is not None
    assert said.action is min(county, own, key=list(Action).index)
    assert said.catalogue.startswith(CLINIC if list(Action).index(own) <= list(Action).index(county) else COUNTY)


def test_the_catalogue_of_another_community_or_unit_says_nothing() -> None:
    register = books(version("tianmen-2", line("I63")), version(STRANGER, line("I63")))
    assert advised(register, "I63.900") is None
    assert advised(register, "") is None


def test_the_closest_line_speaks_and_of_a_pair_what_causes_the_disease() -> None:
    lines = (
        line("I60-I69", Action.UP),
        line("I63", Action.KEEP),
        line("I63.900", Action.OUT),
        line("G01"),
        line("A39"),
    )
    found = {
        code: one.code if (one := line_for(lines, code)) else "" for code in ("I61.000", "I63.200", "I63.900", "I70")
    }
    assert found == {"I61.000": "I60-I69", "I63.200": "I63", "I63.900": "I63.900", "I70": ""}
    pair = line_for(lines, "A39.003+G01*")
    assert pair is not None
    assert pair.code == "A39"


# a list on its way in


def read(
    *rows: list[str], wider: Action | None = None, unknown: str = "-"
) -> tuple[list[CatalogueLine], list[tuple[int, str]]]:
    register = books(version(COUNTY, line("A00-Z99", wider))) if wider else books()

    def said(code: str) -> Advice | None:
        return advised(register, code)

    def known(reach: Reach) -> bool:
        return not reach.low.startswith(unknown)

    listed, faults = read_catalogue([HEAD, *rows], known, said)
    return [one.line for one in listed], [(one.row, one.code) for one in faults]


def test_a_list_is_read_and_every_bad_row_is_named() -> None:
    lines, faults = read(
        ["I63", "脑梗死", "上转", "发病 24 小时内"],
        ["i63", "脑梗死", "留治", ""],
        ["I60-I65", "脑血管病", "上转", ""],
        ["I64-I69", "脑血管病", "上转", ""],
        ["高血压", "高血压", "留治", ""],
        ["I10", "", "留治", ""],
        ["I10", "高血压", "看情况", ""],
        ["Z99", "没有的病", "转外", ""],
        ["", "", "", ""],
        ["I10", "高血压", "基层", ""],
        unknown="Z99",
    )
    assert [(one.code, one.action) for one in lines] == [
        ("I63", Action.UP),
        ("I60-I65", Action.UP),
        ("I10", Action.KEEP),
    ]
    assert faults == [
        (3, "catalogue_twice"),
        (5, "catalogue_overlap"),
        (6, "catalogue_code"),
        (7, "field_empty"),
        (8, "catalogue_action"),
        (9, "catalogue_unknown"),
    ]


@pytest.mark.policy("REF-22")
@pytest.mark.parametrize("wider", Action)
@pytest.mark.parametrize(("word", "own"), [("留治", Action.KEEP), ("上转", Action.UP), ("转外", Action.OUT)])
def test_a_unit_may_be_stricter_and_never_looser(wider: Action, word: str, own: Action) -> None:
    lines, faults = read(["I63", "脑梗死", word, ""], wider=wider)
    is_looser = list(Action).index(own) > list(Action).index(wider)
    assert faults == ([(2, "catalogue_looser")] if is_looser else [])
    assert bool(lines) is not is_looser


def test_a_list_without_its_columns_or_rows_is_refused() -> None:
    with refused("column_missing"):
        read_catalogue([["编码", "病种"]], lambda _reach: True, lambda _code: None)
    with refused("list_empty"):
        read_catalogue([HEAD], lambda _reach: True, lambda _code: None)


def test_two_versions_are_compared_code_by_code() -> None:
    old = (line("I10", Action.KEEP), line("I63"), line("E11"))
    new = (line("I10", Action.KEEP), line("I63", Action.OUT), line("J18"))
    found = compare(old, new)
    assert [(one.code, bool(one.old), bool(one.new)) for one in found] == [
        ("E11", True, False),
        ("I63", True, True),
        ("J18", False, True),
    ]


ENDS = st.sampled_from([f"I{tens}{ones}" for tens in range(3) for ones in range(0, 10, 3)])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ENDS, ENDS).map(sorted).map(lambda ends: "-".join(dict.fromkeys(ends))), max_size=8))
def test_lines_that_are_taken_never_leave_it_open_which_one_speaks(codes: list[str]) -> None:
    lines = tuple(line(code) for code in codes)
    reaches = [read_reach(code) for code in codes]
    clash = any(
        one == other or (one.meets(other) and not one.holds(other) and not other.holds(one))
        for place, one in enumerate(reaches)
        for other in reaches[:place]
    )
    try:
        check_lines(lines)
    except Refused:
        assert clash
    else:
        assert not clash
        taken, faults = read(*[[code, "病", "上转", ""] for code in codes]) if codes else ([], [])
        assert (len(taken), faults) == (len(codes), [])


def test_a_list_of_all_diagnoses_is_refused_before_it_is_read_to_its_end() -> None:
    places = itertools.product("ABCDEFGHIJ", range(100), range(33))
    rows = ([f"{letter}{place:02}.{part:03}", "病", "留治"] for letter, place, part in places)
    asked: list[Reach] = []

    def known(reach: Reach) -> bool:
        asked.append(reach)
        return True

    with refused("catalogue_long", most=MOST_LINES):
        read_catalogue(itertools.chain([HEAD], rows), known, lambda _code: None)
    assert len(asked) == MOST_LINES + 1


_CODES = st.sampled_from(["A00", "A00.0", "A00.00", "A01", "A01.1", "A02", "A02.9", "A03", "B00", "B10"])


@given(st.lists(st.tuples(_CODES, _CODES), max_size=14))
def test_a_line_is_found_among_the_others_as_if_each_were_looked_at(ends: list[tuple[str, str]]) -> None:
    """What is found by halving is what is found by looking at every line that was taken before."""
    nested, taken = Nested(), list[tuple[Reach, int]]()
    for row, (low, high) in enumerate(ends, start=2):
        reach = Reach(*sorted((low, high)))
        answer: object
        try:
            answer = nested.around(reach)
        except Refused as fault:
            answer = (fault.code, fault.facts["first"])
        assert answer == _looked_through(reach, taken)
        if isinstance(answer, int):
            nested.add(reach, row)
            taken.append((reach, row))


def _looked_through(reach: Reach, taken: list[tuple[Reach, int]]) -> object:
    around: tuple[Reach, int] | None = None
    for other, row in taken:
        if other == reach:
            return "catalogue_twice", row
        if other.holds(reach):
            around = (other, row) if around is None or around[0].holds(other) else around
        elif reach.meets(other) and not reach.holds(other):
            return "catalogue_overlap", row
    return around[1] if around else 0


def test_a_long_list_is_looked_through_in_the_time_of_a_short_one() -> None:
    """Each line is compared with a handful of others, and not with all."""

    class Counted(Reach, frozen=True):
        def holds(self, other: Reach) -> bool:
            compared.append(1)
            return super().holds(other)

    compared: list[int] = []
    nested = Nested()
    for place in range(1_000):
        for code in (f"A{place:03}", f"A{place:03}.0", f"A{place:03}.1"):
            reach = Counted(code, code)
            nested.around(reach)
            nested.add(reach, place)
    assert len(compared) < 20 * 3_000
