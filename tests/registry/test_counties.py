"""The three county files against the documents that founded the communities."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.registry.counties import COUNTIES
from tests.registry.counties import founded
from tests.registry.counties import read
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.institution import Township

BY_INSTITUTION = ("tianmen", "gongqingcheng")
#: What the document itself is dated by; 共青城 gives no day, its communities are set up from October 2022.
DATED = {"tianmen": date(2019, 1, 25), "gongqingcheng": date(2022, 10, 1), "shouxian": date(2019, 8, 28)}

#: What no document of a community says: figures of the statistics office, each with its publication and its day.
STATISTICS = {"county.residents"}


def listed(shared: Path, county: str) -> dict[str, Any]:
    """Return what the document lists for a county."""
    members = json.loads((shared / "data" / "members.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(one for one in members["counties"] if one["id"] == county)
    return found


def _of_the_document(county: str) -> list[dict[str, Any]]:
    return [rule for rule in read(county)["rules"] if rule["name"] not in STATISTICS]


def policy_rules(shared: Path) -> dict[str, dict[str, Any]]:
    rules = json.loads((shared / "reference" / "policy-rules.json").read_text(encoding="utf-8"))
    return {rule["id"]: rule for rule in rules}


@pytest.mark.policy("ORG-01")
@pytest.mark.policy("ORG-02")
@pytest.mark.policy("ORG-03")
@pytest.mark.parametrize("county", COUNTIES)
def test_a_county_and_its_communities_are_those_of_the_document(shared: Path, county: str) -> None:
    document, here = listed(shared, county), founded(county)
    assert here.county.name == document["county_name"]
    assert here.county.province == document["province"]
    assert here.county.code == document["county_code"]
    assert here.county.document == document["document_no"]
    assert [(c.id, c.name, c.declared_members) for c in here.communities] == [
        (c["id"], c["name"], c["declared_member_count"]) for c in document["communities"]
    ]


@pytest.mark.parametrize("county", BY_INSTITUTION)
def test_members_are_listed_word_for_word_with_their_kinds_and_townships(shared: Path, county: str) -> None:
    here = founded(county)
    for community in listed(shared, county)["communities"]:
        lead = next(c.lead for c in here.communities if c.id == community["id"])
        units = [i for i in here.institutions if i.community_on(DATED[county]) == community["id"] and i.id != lead]
        assert [(u.name, u.added_name, u.kind.value, u.township) for u in units] == [
            (m["name"], m["added_name"] or "", m["kind"], m["division_code_2023"] or "") for m in community["members"]
        ]


@pytest.mark.parametrize("county", COUNTIES)
def test_each_community_is_led_by_the_hospital_that_the_document_names(shared: Path, county: str) -> None:
    here = founded(county)
    by_id = {one.id: one for one in here.institutions}
    for community in listed(shared, county)["communities"]:
        lead = by_id[next(c.lead for c in here.communities if c.id == community["id"])]
        assert lead.name == community["lead_hospital"]["name"]
        assert lead.kind.value == community["lead_hospital"]["kind"]
        assert lead.kind in HOSPITALS
        assert lead.status is Status.ACTIVE


@pytest.mark.parametrize("county", COUNTIES)
def test_as_many_members_stand_in_the_file_as_the_document_counts(county: str) -> None:
    here = founded(county)
    for community in here.communities:
        units = [i for i in here.institutions if i.community_on(DATED[county]) == community.id]
        areas = [t for t in here.townships if t.community_on(DATED[county]) == community.id]
        assert len(areas or units[1:]) == community.declared_members


@pytest.mark.policy("ORG-23")
@pytest.mark.policy("ORG-24")
def test_shouxian_lists_townships_and_not_institutions(shared: Path) -> None:
    here = founded("shouxian")
    assert {one.name for one in here.institutions} == {"寿县县医院", "寿县中医医院"}
    for community in listed(shared, "shouxian")["communities"]:
        areas = [t for t in here.townships if t.community_on(DATED["shouxian"]) == community["id"]]
        assert [(t.name, t.id) for t in areas] == [(m["name"], m["division_code_2023"]) for m in community["members"]]


@pytest.mark.policy("ORG-07")
def test_hospitals_under_preparation_are_planned_and_all_others_work() -> None:
    planned = {one.name for county in COUNTIES for one in founded(county).institutions if one.status is Status.PLANNED}
    assert planned == {"共青城市中医医院（筹）", "共青城市妇幼保健院（筹）"}


@pytest.mark.policy("ORG-08")
def test_an_added_name_follows_the_form_that_the_document_prescribes() -> None:
    here = founded("gongqingcheng")
    lead = here.communities[0].lead
    for one in here.institutions:
        if one.id == lead:
            assert not one.added_name
        else:
            form = r"共青城市总医院.+(医院|保健院)" if one.kind in HOSPITALS else r"共青城市总医院.+分院"
            assert re.fullmatch(form, one.added_name), one.added_name


def test_houkou_is_spelled_as_in_the_document_and_never_corrected() -> None:
    here = founded("tianmen")
    houkou = next(one for one in here.institutions if one.id == "tianmen.houkou")
    assert (houkou.name, houkou.place) == ("候口社区卫生服务中心", "候口")
    assert not [one.name for one in here.institutions if "侯" in one.name]


def test_jianghu_is_a_hospital_of_a_farm() -> None:
    jianghu = next(one for one in founded("tianmen").institutions if one.name == "蒋湖医院")
    assert jianghu.kind.value == "hospital"
    assert jianghu.township == "429006450"


@pytest.mark.policy("ORG-25")
@pytest.mark.parametrize("county", COUNTIES)
def test_membership_begins_with_the_document_and_has_no_end(county: str) -> None:
    here = founded(county)
    placed: list[Institution | Township] = [*here.institutions, *here.townships]
    for one in placed:
        (membership,) = one.memberships
        assert membership.since == DATED[county]
        assert membership.until is None


@pytest.mark.parametrize("county", COUNTIES)
def test_a_place_on_paper_is_short_and_one_institution_s_own(county: str) -> None:
    places = [one.place for one in founded(county).institutions]
    assert len(set(places)) == len(places)
    assert all(1 < len(place) <= 4 and "-" not in place for place in places)


@pytest.mark.parametrize("county", COUNTIES)
def test_townships_of_institutions_are_divisions_of_the_county(shared: Path, county: str) -> None:
    divisions = {line.split(",")[0] for line in (shared / "data" / "townships.csv").read_text("utf-8").splitlines()}
    here = founded(county)
    codes = {one.township for one in here.institutions if one.township} | {one.id for one in here.townships}
    assert codes
    assert codes <= divisions


@pytest.mark.parametrize("county", COUNTIES)
def test_every_rule_of_a_county_cites_a_rule_of_its_own_document(shared: Path, county: str) -> None:
    known, seed = policy_rules(shared), listed(shared, county)["seed_file"]
    for rule in _of_the_document(county):
        cited = re.findall(r"[A-Z]{3}-[0-9]{2}", rule["source"])
        assert cited, rule
        assert {known[one]["seed_file"] for one in cited} == {seed}, rule


@pytest.mark.parametrize("county", COUNTIES)
def test_the_numbers_of_a_rule_stand_in_the_passage_that_it_cites(shared: Path, county: str) -> None:
    known = policy_rules(shared)
    for rule in _of_the_document(county):
        cited = re.findall(r"[A-Z]{3}-[0-9]{2}", rule["source"])
        passage = "".join(quote for one in cited for quote in known[one]["quotes"])
        for number in _numbers(rule["value"], rule["name"]):
            assert number in half_width(passage) or _chinese(number) in passage, rule


def test_a_figure_of_statistics_names_its_publication_and_its_day() -> None:
    figures = [rule for county in COUNTIES for rule in read(county)["rules"] if rule["name"] in STATISTICS]
    assert {rule["name"] for rule in figures} == STATISTICS
    for rule in figures:
        day = rule["since"]
        assert re.search(r"普查|统计公报|统计年鉴", rule["source"]), rule
        assert f"{day.year}年{day.month}月{day.day}日" in rule["source"], rule


@pytest.mark.parametrize("county", [*COUNTIES, "national"])
def test_a_rule_of_a_file_stands_once(county: str) -> None:
    names = [rule["name"] for rule in read(county)["rules"]]
    assert len(set(names)) == len(names)


def test_national_rules_say_where_they_come_from() -> None:
    assert all(rule["source"] for rule in read("national")["rules"])


def test_departments_are_offered_where_a_county_names_none() -> None:
    assert "神经内科" in founded("tianmen").county.departments
    assert len(set(founded("tianmen").county.departments)) == len(founded("tianmen").county.departments)


def test_no_county_file_lies_there_unread() -> None:
    names = {file.stem for file in resource("counties").glob("*.toml")}
    assert names == {*COUNTIES, "national"}


def _numbers(value: Any, name: str) -> list[str]:
    if isinstance(value, Mapping | str | bool):
        return []
    if isinstance(value, list):
        return [number for one in value for number in _numbers(one, name)]
    return [str(value // 100 if name.endswith("_fen") else value)]


def _chinese(number: str) -> str:
    return {"1": "一", "2": "两", "10": "十"}.get(number, number)
