"""Key groups, households and deaths: what holds on a day, what two desks make of one resident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.registry.counties import founded
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.household import heads
from yigongti_desktop.registry.model.household import house
from yigongti_desktop.registry.model.household import in_order
from yigongti_desktop.registry.model.household import new_head
from yigongti_desktop.registry.model.passing import note_death
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.model.tagging import groups_on
from yigongti_desktop.registry.model.tagging import tag
from yigongti_desktop.registry.model.tagging import untag

COUNTY = founded("tianmen")
YUEKOU = "tianmen.yuekou"
AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HU = Resident(id="r1", name="胡小燕", sex=Sex.FEMALE, birth=date(1955, 6, 1), units=(YUEKOU,))
SINCE = date(2020, 3, 1)
PRESSURE = Tag(group="hypertension", since=SINCE, source="门诊诊断", stage="2 级")
NOWHERE = ("", Relation.NONE)


def ruling(unit: str = YUEKOU) -> Ruling:
    actor = Actor("a1", "李文静", frozenset({Role.DOCTOR}), unit, "d1")
    return Ruling(event="e1", record="r1", actor=actor, at=AT, register=COUNTY)


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def tagged(*tags: Tag) -> Resident:
    resident = HU
    for one in tags:
        resident = tag(resident, one, None, ruling())
    return resident


# Groups in force on a day


@pytest.mark.policy("FDC-12")
@pytest.mark.parametrize(
    ("birth", "on", "groups"),
    [
        (date(2019, 11, 24), TODAY, {"child"}),
        (date(2019, 11, 23), TODAY, set()),
        (date(2026, 11, 23), TODAY, {"child"}),
        (date(2026, 11, 24), TODAY, set()),
        (date(1961, 11, 23), TODAY, {"elderly"}),
        (date(1961, 11, 24), TODAY, set()),
        (date(1960, 2, 29), date(2025, 2, 28), set()),
        (date(1960, 2, 29), date(2025, 3, 1), {"elderly"}),
        (date(2020, 2, 29), date(2027, 2, 28), {"child"}),
        (date(2020, 2, 29), date(2027, 3, 1), set()),
    ],
)
def test_children_and_the_elderly_are_known_by_their_age_and_leap_birthdays_count_in_march(
    birth: date, on: date, groups: set[str]
) -> None:
    assert groups_on(replace(HU, birth=birth), on) == groups


@pytest.mark.policy("FDC-12")
@pytest.mark.policy("CHR-05")
def test_a_tag_holds_from_its_first_day_through_its_last_and_several_hold_at_once() -> None:
    maternal = Tag(group="maternal", since=date(2026, 1, 1), until=date(2026, 9, 30))
    resident = tagged(PRESSURE, maternal)
    assert groups_on(resident, date(2025, 12, 31)) == {"elderly", "hypertension"}
    assert groups_on(resident, date(2026, 1, 1)) == {"elderly", "hypertension", "maternal"}
    assert groups_on(resident, date(2026, 9, 30)) == {"elderly", "hypertension", "maternal"}
    assert groups_on(resident, date(2026, 10, 1)) == {"elderly", "hypertension"}


def test_nobody_belongs_to_a_group_after_death() -> None:
    dead = replace(tagged(PRESSURE), died_on=date(2026, 5, 1))
    assert groups_on(dead, date(2026, 5, 1)) == {"elderly", "hypertension"}
    assert groups_on(dead, date(2026, 5, 2)) == frozenset()


# Tags of two desks


@pytest.mark.policy("FDC-13")
def test_the_same_tag_twice_is_one_and_begins_with_the_earlier_day() -> None:
    again = replace(PRESSURE, since=date(2019, 1, 1), source="体检")
    assert tagged(PRESSURE, PRESSURE).groups == (PRESSURE,)
    (one,) = tagged(PRESSURE, again).groups
    assert one == replace(PRESSURE, since=date(2019, 1, 1), source="门诊诊断；体检")


def test_another_stage_of_the_same_tag_comes_back_with_both() -> None:
    fault = refusal(lambda: tagged(PRESSURE, replace(PRESSURE, stage="3 级")))
    assert (fault.code, fault.facts["fields"]["stage"]["theirs"]) == ("conflict", "2 级")


def test_what_two_people_put_right_in_different_fields_of_a_tag_both_stands() -> None:
    first = tag(tagged(PRESSURE), replace(PRESSURE, stage="3 级"), PRESSURE, ruling())
    both = tag(first, replace(PRESSURE, source="县院确诊"), PRESSURE, ruling())
    assert both.groups == (replace(PRESSURE, stage="3 级", source="县院确诊"),)
    fault = refusal(lambda: tag(both, replace(PRESSURE, stage="1 级"), PRESSURE, ruling()))
    assert fault.facts["fields"] == {"stage": {"base": "2 级", "mine": "1 级", "theirs": "3 级"}}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Tag(group="famous", since=SINCE), "group_unknown"),
        (Tag(group="elderly", since=SINCE), "group_by_age"),
        (Tag(group="copd", since=date(1955, 5, 31)), "tag_before_birth"),
        (Tag(group="copd", since=TODAY + timedelta(1)), "tag_in_future"),
        (Tag(group="copd", since=SINCE, until=SINCE - timedelta(1)), "tag_until"),
        (Tag(group="copd", since=SINCE, source="长" * 61), "field_long"),
        (replace(PRESSURE, since=date(2019, 1, 1), until=date(2021, 1, 1)), "tag_overlaps"),
    ],
)
def test_a_tag_that_cannot_be_is_refused(wanted: Tag, code: str) -> None:
    assert refusal(lambda: tagged(PRESSURE, wanted)).code == code


def test_a_tag_is_closed_once_and_taken_off_when_it_was_a_mistake() -> None:
    last = date(2026, 6, 30)
    closed = untag(tagged(PRESSURE), "hypertension", SINCE, last, "复查正常", ruling())
    assert closed.groups == (replace(PRESSURE, until=last),)
    assert untag(closed, "hypertension", SINCE, last, "复查正常", ruling()) == closed
    fault = refusal(lambda: untag(closed, "hypertension", SINCE, date(2026, 7, 1), "复查正常", ruling()))
    assert (fault.code, fault.facts["until"]) == ("tag_closed", "2026-06-30")
    assert untag(closed, "hypertension", SINCE, None, "录错人", ruling()).groups == ()
    assert refusal(lambda: untag(HU, "hypertension", SINCE, last, "复查正常", ruling())).code == "tag_unknown"
    assert refusal(lambda: untag(closed, "hypertension", SINCE, None, " ", ruling())).code == "field_empty"


def test_only_a_unit_that_cares_for_somebody_may_note_anything() -> None:
    away = ruling("tianmen.duobao")
    assert refusal(lambda: tag(HU, PRESSURE, None, away)).code == "not_found"
    assert refusal(lambda: house(HU, NOWHERE, ("h1", Relation.HEAD), away)).code == "not_found"
    assert refusal(lambda: note_death(HU, None, TODAY, "", away)).code == "not_found"
    folded = replace(HU, merged_into="r2")
    fault = refusal(lambda: tag(folded, PRESSURE, None, ruling()))
    assert (fault.code, fault.facts) == ("resident_merged", {"into": "r2"})


open_tags = st.lists(
    st.builds(
        Tag,
        group=st.sampled_from(["hypertension", "diabetes", "copd"]),
        since=st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(open_tags, st.randoms(use_true_random=False))
def test_tags_come_to_the_same_in_whatever_order_they_arrive(tags: list[Tag], dice: Any) -> None:
    shuffled = list(tags)
    dice.shuffle(shuffled)
    assert tagged(*tags) == tagged(*shuffled)
    assert len(tagged(*tags).groups) == len({one.group for one in tags})


# Households


def test_who_goes_into_a_household_has_a_place_there_and_who_leaves_has_none() -> None:
    inside = house(HU, NOWHERE, ("h1", Relation.NONE), ruling())
    assert (inside.household, inside.relation) == ("h1", Relation.OTHER)
    left = house(inside, ("h1", Relation.OTHER), ("", Relation.HEAD), ruling())
    assert (left.household, left.relation) == NOWHERE
    assert refusal(lambda: house(HU, NOWHERE, ("一家", Relation.HEAD), ruling())).code == "household_id"


def test_two_acts_on_one_members_place_come_back_to_the_later_and_the_same_act_twice_is_one() -> None:
    moved = house(HU, NOWHERE, ("h2", Relation.SPOUSE), ruling())
    assert house(moved, NOWHERE, ("h2", Relation.SPOUSE), ruling()) == moved
    fault = refusal(lambda: house(moved, NOWHERE, ("h3", Relation.SPOUSE), ruling()))
    assert (fault.code, fault.facts["fields"]["household"]["theirs"]) == ("conflict", "h2")


def member(record: str, relation: Relation, birth: date = date(1960, 1, 1)) -> Resident:
    return replace(HU, id=record, birth=birth, household="h1", relation=relation)


def test_a_new_head_takes_the_place_of_the_former_one() -> None:
    family = [member("a", Relation.HEAD), member("b", Relation.SON), member("c", Relation.SPOUSE)]
    assert new_head(family, "b") == {"b": ("h1", Relation.HEAD), "a": ("h1", Relation.PARENT)}
    assert new_head(family, "c") == {"c": ("h1", Relation.HEAD), "a": ("h1", Relation.SPOUSE)}
    assert refusal(lambda: new_head(family, "z")).code == "not_in_household"


def test_members_stand_in_order_and_two_heads_are_seen() -> None:
    family = [
        member("d", Relation.SON, date(1990, 1, 1)),
        member("e", Relation.SON, date(1985, 1, 1)),
        member("b", Relation.HEAD),
        member("a", Relation.SPOUSE),
    ]
    assert [one.id for one in in_order(family)] == ["b", "a", "e", "d"]
    assert [one.id for one in heads([*family, member("c", Relation.HEAD)])] == ["b", "c"]


# Deaths


@pytest.mark.policy("CHR-06")
def test_a_death_is_noted_put_right_with_a_reason_and_undone_with_one() -> None:
    died = note_death(HU, None, date(2026, 11, 1), "", ruling())
    assert died.died_on == date(2026, 11, 1)
    assert refusal(lambda: note_death(died, died.died_on, date(2026, 11, 2), " ", ruling())).code == "field_empty"
    other = note_death(died, died.died_on, date(2026, 11, 2), "家属更正", ruling())
    assert note_death(other, other.died_on, None, "同名登错", ruling()) == HU


@pytest.mark.parametrize(
    ("died_on", "code"), [(date(1955, 5, 31), "died_before_birth"), (TODAY + timedelta(1), "died_in_future")]
)
def test_a_day_of_death_that_cannot_be_is_refused(died_on: date, code: str) -> None:
    assert refusal(lambda: note_death(HU, None, died_on, "", ruling())).code == code


def test_two_days_of_death_come_back_to_the_later_person_with_both() -> None:
    died = note_death(HU, None, date(2026, 11, 1), "", ruling())
    fault = refusal(lambda: note_death(died, None, date(2026, 11, 2), "", ruling()))
    assert fault.facts["fields"]["died_on"] == {"base": "", "mine": "2026-11-02", "theirs": "2026-11-01"}
