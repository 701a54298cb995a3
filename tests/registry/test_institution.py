"""Institutions belong to communities between dates; targets of referral in the order that the documents want."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.registry.counties import Founded
from tests.registry.counties import founded
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Membership
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.institution import Township
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.institution import targets

DAY = date(2026, 11, 23)
MOVED = (
    Membership(community="tianmen-1", since=date(2019, 1, 25), until=date(2026, 6, 30)),
    Membership(community="tianmen-2", since=date(2026, 7, 1)),
)


def with_changed(here: Founded, changed: Institution) -> Founded:
    here.institutions = [changed if one.id == changed.id else one for one in here.institutions]
    return here


def named(here: Founded, institution: str) -> Institution:
    return next(one for one in here.institutions if one.id == institution)


@pytest.mark.policy("ORG-25")
def test_a_unit_that_changes_its_community_belongs_to_each_on_its_days() -> None:
    yuekou = replace(named(founded("tianmen"), "tianmen.yuekou"), memberships=MOVED)
    assert not yuekou.community_on(date(2019, 1, 24))
    assert yuekou.community_on(date(2019, 1, 25)) == "tianmen-1"
    assert yuekou.community_on(date(2026, 6, 30)) == "tianmen-1"
    assert yuekou.community_on(date(2026, 7, 1)) == "tianmen-2"
    assert yuekou.community_on(date(2099, 1, 1)) == "tianmen-2"


@pytest.mark.policy("ORG-25")
def test_the_lead_of_a_unit_changes_with_its_community() -> None:
    here = founded("tianmen")
    yuekou = replace(named(here, "tianmen.yuekou"), memberships=MOVED)
    assert lead_of(here, yuekou, date(2026, 6, 30)) == "tianmen.diyi"
    assert lead_of(here, yuekou, date(2026, 7, 1)) == "tianmen.zhongyi"
    with pytest.raises(Refused, match="community_none"):
        lead_of(here, yuekou, date(2018, 1, 1))


@pytest.mark.policy("ORG-25")
def test_a_township_moves_with_its_units() -> None:
    area = Township(id="340422119", name="瓦埠镇", memberships=MOVED)
    assert [area.community_on(date(2026, 6, 30)), area.community_on(date(2026, 7, 1))] == ["tianmen-1", "tianmen-2"]
    assert not area.community_on(date(2010, 1, 1))


@pytest.mark.policy("REF-13")
def test_a_unit_is_offered_its_own_lead_first_then_its_community_then_the_other_lead() -> None:
    here = founded("tianmen")
    offered = targets(here.institutions, here.communities, named(here, "tianmen.yuekou"), DAY)
    assert [one.id for one in offered] == ["tianmen.diyi", "tianmen.jianghu", "tianmen.zhongyi"]
    offered = targets(here.institutions, here.communities, named(here, "tianmen.jiuzhen"), DAY)
    assert [one.id for one in offered] == ["tianmen.zhongyi", "tianmen.diyi", "tianmen.jianghu"]


@pytest.mark.policy("REF-13")
def test_a_unit_that_moved_is_offered_its_new_lead_first() -> None:
    here = founded("tianmen")
    yuekou = replace(named(here, "tianmen.yuekou"), memberships=MOVED)
    with_changed(here, yuekou)
    before = targets(here.institutions, here.communities, yuekou, date(2026, 6, 30))
    after = targets(here.institutions, here.communities, yuekou, date(2026, 7, 1))
    assert [before[0].id, after[0].id] == ["tianmen.diyi", "tianmen.zhongyi"]


@pytest.mark.policy("ORG-07")
def test_a_hospital_under_preparation_is_no_target_until_it_works() -> None:
    here = founded("gongqingcheng")
    own = named(here, "gongqingcheng.ganlu")
    offered = [one.id for one in targets(here.institutions, here.communities, own, DAY)]
    assert offered == ["gongqingcheng.zongyiyuan", "gongqingcheng.renmin"]
    opened = replace(named(here, "gongqingcheng.zhongyi"), status=Status.ACTIVE)
    with_changed(here, opened)
    assert opened in targets(here.institutions, here.communities, own, DAY)


def test_a_closed_hospital_is_no_target_and_nobody_refers_to_themselves() -> None:
    here = founded("tianmen")
    lead = named(here, "tianmen.diyi")
    assert lead not in targets(here.institutions, here.communities, lead, DAY)
    with_changed(here, replace(lead, status=Status.CLOSED))
    offered = targets(here.institutions, here.communities, named(here, "tianmen.yuekou"), DAY)
    assert [one.id for one in offered] == ["tianmen.jianghu", "tianmen.zhongyi"]


def test_a_unit_of_no_community_is_offered_the_leads_before_strangers() -> None:
    here = founded("tianmen")
    stranger = Institution(id="tianmen.alone", name="民营医院", place="民营", kind=InstitutionKind.HOSPITAL)
    own = replace(named(here, "tianmen.yuekou"), memberships=())
    offered = targets([stranger, *here.institutions], here.communities, own, DAY)
    assert [one.id for one in offered][:2] == ["tianmen.diyi", "tianmen.zhongyi"]
    assert {one.id for one in offered[2:]} == {"tianmen.alone", "tianmen.jianghu"}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(founded("tianmen").institutions), st.dates(date(2019, 1, 25), date(2040, 1, 1)))
def test_only_working_hospitals_are_targets_and_each_once(own: Institution, on: date) -> None:
    here = founded("tianmen")
    offered = targets(here.institutions, here.communities, own, on)
    assert all(one.kind in HOSPITALS and one.status is Status.ACTIVE and one.id != own.id for one in offered)
    assert len({one.id for one in offered}) == len(offered)
    if own.id not in {"tianmen.diyi", "tianmen.zhongyi"}:
        assert offered[0].id == lead_of(here, own, on)


def test_an_unknown_or_sleeping_institution_is_refused() -> None:
    here = founded("gongqingcheng")
    assert need_institution(here, "gongqingcheng.renmin").place == "人民医院"
    with pytest.raises(Refused, match="institution_unknown"):
        need_institution(here, "tianmen.diyi")
    with pytest.raises(Refused, match="institution_not_working") as caught:
        need_institution(here, "gongqingcheng.fuyou")
    assert caught.value.facts == {"institution": "gongqingcheng.fuyou"}
