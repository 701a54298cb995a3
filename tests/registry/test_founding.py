"""A county is founded whole from a sound file, and not at all from a broken one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.registry.counties import COUNTIES
from tests.registry.counties import KEY
from tests.registry.counties import Founded
from tests.registry.counties import founded
from tests.registry.counties import read
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.founding import found

File = dict[str, Any]
TIANMEN = read("tianmen")
SHOUXIAN = read("shouxian")


def refused_part(file: File) -> str:
    with pytest.raises(Refused) as caught:
        found(file, read("national"), KEY)
    assert caught.value.code == "county_file"
    part: str = caught.value.facts["part"]
    return part


def broken(file: File, change: Callable[[File], object]) -> File:
    copied = copy.deepcopy(file)
    change(copied)
    return copied


@pytest.mark.parametrize("county", COUNTIES)
def test_a_shipped_county_is_founded_with_every_kind_of_record(county: str) -> None:
    records = found(read(county), read("national"), KEY)
    assert set(records) == {"county", "community", "institution", "township", "rule"}
    assert len(records["county"]) == 1
    for kind, some in records.items():
        ids = [record.id for record in some]
        assert len(set(ids)) == len(ids), kind
        assert all(ids), kind


def test_the_key_of_resident_ids_is_the_one_given_and_stands_in_no_file() -> None:
    assert founded("tianmen").county.resident_key == KEY
    assert all("resident_key" not in read(county) for county in COUNTIES)


@pytest.mark.parametrize("field", ["slug", "name", "province", "code", "since", "communities"])
def test_a_file_without_a_needed_field_is_refused_by_its_name(field: str) -> None:
    assert field in refused_part(broken(TIANMEN, lambda file: file.pop(field)))


@pytest.mark.parametrize("field", ["id", "name", "place", "kind", "community"])
def test_an_institution_without_a_needed_field_is_refused(field: str) -> None:
    assert field in refused_part(broken(TIANMEN, lambda file: file["institutions"][3].pop(field)))


@pytest.mark.parametrize(
    ("list_of", "field", "value"),
    [
        ("institutions", "kind", "polyclinic"),
        ("institutions", "status", "soon"),
        ("institutions", "community", "tianmen-3"),
        ("institutions", "since", "next year"),
        ("institutions", "since", 2019),
        ("institutions", "name", 7),
        ("institutions", "township", "岳口镇"),
        ("institutions", "township", "360482101"),
        ("communities", "declared_members", "seventeen"),
        ("communities", "lead", "tianmen.nobody"),
        ("communities", "lead", "tianmen.zhongyi"),  # of the other community
        ("rules", "since", "2019"),
        ("rules", "name", None),
    ],
)
def test_a_value_that_cannot_be_is_refused(list_of: str, field: str, value: object) -> None:
    refused_part(broken(TIANMEN, lambda file: file[list_of][0].update({field: value})))


@pytest.mark.parametrize("code", ["42900", "4290061", "天门", "42900x", ""])
def test_a_county_code_has_six_digits(code: str) -> None:
    refused_part(broken(TIANMEN, lambda file: file.update(code=code)))


@pytest.mark.parametrize(("field", "value"), [("code", "340422"), ("code", "341522100"), ("community", "shouxian-9")])
def test_a_township_that_cannot_be_is_refused(field: str, value: str) -> None:
    refused_part(broken(SHOUXIAN, lambda file: file["townships"][0].update({field: value})))


@pytest.mark.parametrize(("list_of", "field"), [("institutions", "id"), ("institutions", "place")])
def test_two_institutions_of_one_id_or_place_are_refused(list_of: str, field: str) -> None:
    # Two places of one name would print two papers of one number.
    double = TIANMEN[list_of][4][field]
    assert refused_part(broken(TIANMEN, lambda file: file[list_of][7].update({field: double}))) == double


def test_two_communities_or_townships_of_one_id_are_refused() -> None:
    assert refused_part(broken(TIANMEN, lambda file: file["communities"].append(file["communities"][0]))) == "tianmen-1"
    code = SHOUXIAN["townships"][0]["code"]
    assert refused_part(broken(SHOUXIAN, lambda file: file["townships"][1].update(code=code))) == code


@pytest.mark.parametrize("wrong", [7, "text", ["text"], [7], [[]]])
@pytest.mark.parametrize("part", ["communities", "institutions", "townships", "rules", "since", "terms"])
def test_a_part_of_the_wrong_shape_is_refused(part: str, wrong: object) -> None:
    refused_part(broken(TIANMEN, lambda file: file.update({part: wrong})))


def test_a_date_may_stand_as_text() -> None:
    here = Founded(broken(TIANMEN, lambda file: file.update(since="2019-01-25")))
    assert here.institutions[0].memberships[0].since == date(2019, 1, 25)


def test_a_rule_of_the_county_wins_over_the_national_one() -> None:
    own = {"name": "referral.valid_days", "value": 10, "source": "REF-01"}
    here = Founded(broken(TIANMEN, lambda file: file["rules"].append(own)))
    assert founded("tianmen").rules["referral.valid_days"].on(date(2026, 11, 23)) == 7
    assert here.rules["referral.valid_days"].on(date(2026, 11, 23)) == 10


def test_a_rule_of_the_county_holds_from_its_day_and_the_national_one_before() -> None:
    own = {"name": "referral.valid_days", "value": 10, "since": date(2027, 1, 1), "until": date(2027, 6, 30)}
    rule = Founded(broken(TIANMEN, lambda file: file["rules"].append(own))).rules["referral.valid_days"]
    assert [rule.on(date(2026, 12, 31)), rule.on(date(2027, 1, 1))] == [7, 10]
    assert [rule.on(date(2027, 6, 30)), rule.on(date(2027, 7, 1))] == [10, 7]
