"""Two records of one person become one, and are parted again as if nothing had been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.world import id_number
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.duplicates import divide
from yigongti_desktop.registry.model.duplicates import merge
from yigongti_desktop.registry.model.duplicates import part
from yigongti_desktop.registry.model.duplicates import unite
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import spellings
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag

pytestmark = pytest.mark.policy("CHR-06")
YUEKOU, DUOBAO = "tianmen.yuekou", "tianmen.duobao"
BIRTH = date(1955, 6, 1)
KEPT = Resident(
    id="kept", name="胡小燕", sex=Sex.FEMALE, birth=BIRTH, no_id_reason="未带证件", phone="13900000001", units=(YUEKOU,)
)
FOLDED = Resident(
    id="folded",
    name="胡晓燕",
    sex=Sex.FEMALE,
    birth=BIRTH,
    id_number=id_number(BIRTH, 302),
    phone="13900000002",
    phones=("13900000001",),
    village="健康村二组",
    units=(YUEKOU, DUOBAO),
    groups=(Tag(group="hypertension", since=date(2020, 1, 1)),),
    household="h1",
    relation=Relation.SPOUSE,
    insured=Insured.YES,
)


class Shelf(NoBooks):
    """Residents by id."""

    def __init__(self, *residents: Resident) -> None:
        self._held = {one.id: one for one in residents}

    def get(self, kind: str, record: str) -> Any | None:
        assert kind == "resident"
        return self._held.get(record)


def ruling(*residents: Resident, unit: str = YUEKOU) -> Ruling:
    actor = Actor("a1", "李文静", frozenset({Role.DOCTOR}), unit, "d1")
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    return Ruling(event="e1", record="x", actor=actor, at=at, register=Shelf(*residents))


def merged(kept: Resident = KEPT, folded: Resident = FOLDED) -> tuple[Resident, Resident]:
    pointer = merge(folded, kept.id, "重复建档", ruling(kept))
    return unite(kept, folded.id, "重复建档", ruling(pointer)), pointer


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def test_the_kept_record_takes_over_what_it_lacks_and_keeps_what_it_has() -> None:
    kept, pointer = merged()
    assert (kept.name, kept.phone, kept.phones) == ("胡小燕", "13900000001", ("13900000002",))
    assert (kept.id_number, kept.no_id_reason, kept.village) == (FOLDED.id_number, "", "健康村二组")
    assert (kept.units, kept.groups, kept.insured) == ((YUEKOU, DUOBAO), FOLDED.groups, Insured.YES)
    assert (kept.household, kept.relation) == ("h1", Relation.SPOUSE)
    (note,) = kept.folded
    assert (note.resident, note.name, note.reason, note.person) == ("folded", "胡晓燕", "重复建档", "李文静")
    assert pointer == replace(FOLDED, merged_into="kept")


def test_who_was_folded_is_found_by_nothing_and_the_kept_one_by_the_number_of_both() -> None:
    kept, pointer = merged()
    assert spellings(pointer) == set()
    assert {FOLDED.id_number.lower(), "13900000002"} <= spellings(kept)


def test_parting_gives_everything_back() -> None:
    kept, pointer = merged()
    assert part(pointer, "kept", "不是同一个人", ruling(kept)) == FOLDED
    assert divide(kept, "folded") == replace(KEPT, no_id_reason="原重复档案已分开")


def test_what_was_changed_after_the_merge_stays_when_they_are_parted() -> None:
    kept, _ = merged()
    since = replace(kept, village="新堰村", groups=(replace(kept.groups[0], stage="2 级"),))
    parted = divide(since, "folded")
    assert parted.village == "新堰村"
    assert parted.groups == since.groups


def test_the_same_merge_twice_is_one() -> None:
    kept, pointer = merged()
    assert merge(pointer, "kept", "重复建档", ruling(kept)) == pointer
    assert unite(kept, "folded", "重复建档", ruling(pointer)) == kept


def test_a_unit_that_registers_the_duplicate_later_comes_to_the_kept_record_too() -> None:
    kept, pointer = merged()
    more = replace(pointer, units=(*pointer.units, "tianmen.tuoshi"))
    united = unite(kept, "folded", "", ruling(more))
    assert united.units == (YUEKOU, DUOBAO, "tianmen.tuoshi")
    assert divide(united, "folded").units == (YUEKOU,)


def test_a_merge_that_cannot_be_is_refused() -> None:
    kept, pointer = merged()
    assert refusal(lambda: merge(KEPT, "kept", "x", ruling(KEPT))).code == "merge_with_itself"
    assert refusal(lambda: merge(FOLDED, "nobody", "x", ruling())).code == "not_found"
    assert refusal(lambda: merge(FOLDED, "kept", " ", ruling(KEPT))).code == "field_empty"
    assert refusal(lambda: merge(FOLDED, "kept", "x", ruling(KEPT, unit=DUOBAO))).code == "not_found"
    other = replace(KEPT, id="other")
    assert refusal(lambda: merge(pointer, "other", "x", ruling(other))).facts == {"into": "kept"}
    assert refusal(lambda: merge(kept, "folded", "x", ruling(pointer))).code == "resident_merged"
    assert refusal(lambda: unite(KEPT, "folded", "x", ruling(FOLDED))).code == "not_merged"


def test_a_parting_that_cannot_be_is_refused() -> None:
    kept, pointer = merged()
    assert refusal(lambda: part(FOLDED, "kept", "x", ruling(kept))).code == "not_merged"
    assert refusal(lambda: part(pointer, "other", "x", ruling(kept))).code == "not_merged"
    assert refusal(lambda: divide(KEPT, "folded")).code == "not_merged"
    gone_on = replace(kept, merged_into="third")
    assert refusal(lambda: part(pointer, "kept", "x", ruling(gone_on))).facts == {"into": "third"}


texts = st.sampled_from(["", "甲", "乙"])
phones = st.lists(st.sampled_from(["13900000001", "13900000002", "13900000003"]), max_size=2, unique=True).map(tuple)
tags = st.lists(
    st.builds(Tag, group=st.sampled_from(["copd", "diabetes"]), since=st.just(date(2020, 1, 1))),
    max_size=2,
    unique_by=lambda one: one.group,
).map(lambda found: tuple(sorted(found, key=lambda one: (one.since, one.group))))
people = st.builds(
    Resident,
    id=st.just("x"),
    name=st.just("胡小燕"),
    sex=st.just(Sex.FEMALE),
    birth=st.just(BIRTH),
    no_id_reason=st.just("未带证件"),
    village=texts,
    address=texts,
    contact=texts,
    phones=phones,
    groups=tags,
    household=st.sampled_from(["", "h1", "h2"]),
    units=st.sampled_from([(YUEKOU,), (YUEKOU, DUOBAO)]),
    died_on=st.sampled_from([None, date(2026, 1, 1)]),
)


@settings(max_examples=150, deadline=None)
@given(people, people)
def test_whoever_is_merged_and_parted_is_as_before(one: Resident, other: Resident) -> None:
    kept, folded = replace(one, id="kept"), replace(other, id="folded")
    united, pointer = merged(kept, folded)
    assert set(united.units) == {*kept.units, *folded.units}
    assert {tag.group for tag in united.groups} == {tag.group for tag in (*kept.groups, *folded.groups)}
    assert divide(united, "folded") == kept
    assert part(pointer, "kept", "x", ruling(united)) == folded
