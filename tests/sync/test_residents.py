"""Two desks off-line work on the same residents: what differs stands, what is the same comes back as a question."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.storage import acts_kept
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import SetRelation
from yigongti_desktop.registry.messages import SplitHousehold
from yigongti_desktop.registry.messages import TagResident
from yigongti_desktop.registry.messages import UntagResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.sync, pytest.mark.policy("CHR-06")]

BOTH = ("岳口", "岳口二")
PRESSURE = Tag(group="hypertension", since=date(2020, 3, 1), source="门诊诊断")


def registered(county: County, desk: str = "岳口", **changes: object) -> Resident:
    made: Resident = county.do(desk, RegisterResident(identity=hu_xiaoyan(**changes)))
    return made


def family(county: County, count: int) -> list[Resident]:
    """Return people whom both desks of 岳口 know."""
    births = [date(1960 + place, 1, 1) for place in range(count)]
    made = [
        county.do(
            "岳口",
            RegisterResident(
                identity=Identity(
                    name=f"胡家{place}", sex=Sex.MALE, birth=birth, id_number=id_number(birth, 301), village="健康村"
                )
            ),
        )
        for place, birth in enumerate(births)
    ]
    county.sync("岳口", "岳口二")
    return made


def held(county: County, desk: str, resident: str) -> Resident:
    found = county.desks[desk].read(store.one_resident, resident)
    assert found is not None
    return found


def everywhere(county: County, resident: str, *desks: str) -> Resident:
    """Return a resident as the hub has them, once every desk has the same."""
    for _ in range(2):
        county.sync(*(desks or BOTH))
    with county.hub.engine.connect() as connection:
        at_hub = records.load(connection, store.RESIDENT, resident)
    assert at_hub is not None
    for desk in desks or BOTH:
        assert held(county, desk, resident) == at_hub, desk
    return at_hub


def refused(county: County, desk: str) -> list[str]:
    return [act.code for act in county.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON)]


@pytest.mark.policy("CHR-05")
def test_tagged_at_one_desk_and_corrected_at_the_other_both_stand(county: County) -> None:
    made = registered(county)
    county.sync(*BOTH)
    county.do("岳口", TagResident(resident=made.id, tag=PRESSURE))
    county.do("岳口二", CorrectResident(resident=made.id, changes={"phone": ("13900000001", "13900000009")}))
    both = everywhere(county, made.id)
    assert (both.groups, both.phone) == ((PRESSURE,), "13900000009")


def test_the_same_tag_put_on_at_two_desks_is_one_and_different_ones_are_two(county: County) -> None:
    made = registered(county)
    county.sync(*BOTH)
    county.do("岳口", TagResident(resident=made.id, tag=PRESSURE))
    county.do("岳口二", TagResident(resident=made.id, tag=PRESSURE))
    county.do("岳口二", TagResident(resident=made.id, tag=Tag(group="diabetes", since=date(2024, 1, 1))))
    both = everywhere(county, made.id)
    assert [one.group for one in both.groups] == ["hypertension", "diabetes"]
    assert all(county.desks[desk].read(acts_kept.counts).keys() <= {outbox.ACCEPTED} for desk in BOTH)


def test_a_tag_closed_at_two_desks_on_different_days_comes_back_to_the_later(county: County) -> None:
    made = registered(county)
    county.do("岳口", TagResident(resident=made.id, tag=PRESSURE))
    county.sync(*BOTH)
    for desk, last in zip(BOTH, (date(2026, 1, 1), date(2026, 2, 1)), strict=True):
        closing = UntagResident(
            resident=made.id, group="hypertension", since=PRESSURE.since, until=last, reason="复查正常"
        )
        county.do(desk, closing)
    both = everywhere(county, made.id)
    assert both.groups[0].until == date(2026, 1, 1)
    assert refused(county, "岳口二") == ["tag_closed"]


def test_merged_at_one_desk_and_the_kept_one_corrected_at_the_other_both_stand(county: County) -> None:
    kept, folded = family(county, 2)
    county.do("岳口", MergeResidents(resident=folded.id, into=kept.id, reason="重复建档"))
    county.do("岳口二", CorrectResident(resident=kept.id, changes={"village": ("健康村", "新堰村")}))
    both = everywhere(county, kept.id)
    assert (both.village, [one.resident for one in both.folded]) == ("新堰村", [folded.id])
    assert everywhere(county, folded.id).merged_into == kept.id
    for desk in BOTH:
        assert county.desks[desk].read(people.find, folded.name) == []
        assert [one.id for one in county.desks[desk].read(people.find, "健康村")] == []
        kept_one = county.desks[desk].read(people.kept_of, folded.id)
        assert kept_one is not None
        assert kept_one.id == kept.id
        assert county.desks[desk].read(people.count) == 1


def test_merged_at_one_desk_and_the_folded_one_corrected_at_the_other_comes_back(county: County) -> None:
    kept, folded = family(county, 2)
    county.do("岳口", MergeResidents(resident=folded.id, into=kept.id, reason="重复建档"))
    county.do("岳口二", CorrectResident(resident=folded.id, changes={"village": ("健康村", "新堰村")}))
    assert everywhere(county, folded.id).village == "健康村"
    (act,) = county.desks["岳口二"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (act.code, act.facts) == ("resident_merged", {"into": kept.id})


def test_merged_crosswise_at_two_desks_one_merge_stands(county: County) -> None:
    one, other = family(county, 2)
    county.do("岳口", MergeResidents(resident=other.id, into=one.id, reason="重复建档"))
    county.do("岳口二", MergeResidents(resident=one.id, into=other.id, reason="重复建档"))
    assert everywhere(county, other.id).merged_into == one.id
    assert everywhere(county, one.id).merged_into == ""
    assert refused(county, "岳口二") == ["resident_merged"]


def test_a_merge_is_undone_at_the_other_desk_and_both_are_found_again(county: County) -> None:
    kept, folded = family(county, 2)
    before = held(county, "岳口", kept.id)
    county.do("岳口", MergeResidents(resident=folded.id, into=kept.id, reason="重复建档"))
    county.sync(*BOTH)
    county.do("岳口二", PartResidents(resident=folded.id, reason="不是同一个人"))
    parted = everywhere(county, kept.id)
    assert (parted.folded, parted.phones, parted.units) == ((), before.phones, before.units)
    assert everywhere(county, folded.id).merged_into == ""
    assert [one.id for one in county.desks["岳口"].read(people.find, folded.name)] == [folded.id]
    assert [entry.kind for entry in county.journal("resident.merged", "resident.parted")] == [
        "resident.merged",
        "resident.parted",
    ]


def test_a_unit_that_registers_a_folded_citizen_gets_the_kept_record_too(county: County) -> None:
    kept, folded = family(county, 2)
    county.do("岳口", MergeResidents(resident=folded.id, into=kept.id, reason="重复建档"))
    county.sync("岳口")
    identity = held(county, "岳口", folded.id).identity()
    county.do("多宝", RegisterResident(identity=identity))
    county.sync("多宝", "岳口", "多宝")
    at_duobao = county.desks["多宝"].read(people.kept_of, folded.id)
    assert at_duobao is not None
    assert (at_duobao.id, set(at_duobao.units)) == (kept.id, {"tianmen.yuekou", "tianmen.duobao"})
    assert [one.id for one in county.desks["多宝"].read(people.find, "胡家")] == [kept.id]


def test_a_household_split_at_one_desk_and_joined_at_the_other_both_stand(county: County) -> None:
    head, son, wife, newcomer = family(county, 4)
    county.do("岳口", JoinHousehold(resident=son.id, member=head.id, relation=Relation.SON))
    county.do("岳口", JoinHousehold(resident=wife.id, member=son.id, relation=Relation.SPOUSE))
    county.sync(*BOTH)
    county.do("岳口", SplitHousehold(members=(son.id,), head=son.id))
    county.do("岳口二", JoinHousehold(resident=newcomer.id, member=head.id, relation=Relation.DAUGHTER))
    for one in (head, son, wife, newcomer):
        everywhere(county, one.id)
    for desk in BOTH:
        old = county.desks[desk].read(people.members, held(county, desk, head.id).household)
        new = county.desks[desk].read(people.members, held(county, desk, son.id).household)
        assert [one.id for one in old] == [head.id, wife.id, newcomer.id]
        assert [(one.id, one.relation) for one in new] == [(son.id, Relation.HEAD)]


def test_one_member_put_into_two_households_comes_back_to_the_later(county: County) -> None:
    one, two, member = family(county, 3)
    county.do("岳口", JoinHousehold(resident=member.id, member=one.id, relation=Relation.SON))
    county.do("岳口二", JoinHousehold(resident=member.id, member=two.id, relation=Relation.SON))
    assert everywhere(county, member.id).household == held(county, "岳口", one.id).household
    assert refused(county, "岳口二") == ["conflict"]


def test_a_new_head_changes_places_with_the_former_one(county: County) -> None:
    head, son = family(county, 2)
    county.do("岳口", JoinHousehold(resident=son.id, member=head.id, relation=Relation.SON))
    county.do("岳口", SetRelation(resident=son.id, relation=Relation.HEAD))
    assert everywhere(county, head.id).relation is Relation.PARENT
    assert everywhere(county, son.id).relation is Relation.HEAD


def test_a_death_noted_at_one_desk_and_a_tag_at_the_other_both_stand(county: County) -> None:
    made = registered(county)
    county.sync(*BOTH)
    county.do("岳口", NoteDeath(resident=made.id, died_on=date(2026, 9, 1)))
    county.do("岳口二", TagResident(resident=made.id, tag=PRESSURE))
    both = everywhere(county, made.id)
    assert (both.died_on, both.groups) == (date(2026, 9, 1), (PRESSURE,))


def test_the_new_fields_travel_whole_to_another_unit(county: County) -> None:
    made = registered(county, phones=("13900000002", "0728-5223011"), insured="yes")
    county.do("岳口", TagResident(resident=made.id, tag=PRESSURE))
    county.do("多宝", RegisterResident(identity=hu_xiaoyan(phones=("13900000003",))))
    both = everywhere(county, made.id, "岳口", "多宝")
    assert both.phones == ("13900000002", "0728-5223011", "13900000003")
    assert (both.insured, both.groups) == ("yes", (PRESSURE,))
    row = county.desks["多宝"].read(lambda c: c.execute(select(residents).where(residents.c.id == made.id)).one())
    assert row.phones == '["13900000002","0728-5223011","13900000003"]'
