"""Residents are found by village too, the right reading of a surname first; lists are narrowed by group and village."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import delete

from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import BY_AGE
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.model.tagging import groups_on
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.service.people import Filter
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import search_keys

BIRTH = date(1980, 1, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An empty desk."""
    made = open_desk(tmp_path_factory.mktemp("people") / "desk.db", bytes(range(32)))
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A desk on which nobody is registered."""
    with writing(engine) as made:
        yield emptied(made)


def emptied(connection: Connection) -> Connection:
    for table in (store.RESIDENT.table, search_keys):
        connection.execute(delete(table))
    return connection


def person(record: str, name: str, **changes: object) -> Resident:
    plain = Resident(id=record, name=name, sex=Sex.MALE, birth=BIRTH, units=("tianmen.yuekou",))
    return replace(plain, **changes)


def put(connection: Connection, *listed: Resident) -> None:
    records.save_many(connection, store.RESIDENT, listed)
    indexes.write(connection, store.RESIDENT, listed)


def names(connection: Connection, typed: str, most: int = 50, within: Filter | None = None) -> list[str]:
    return [one.name for one in people.find(connection, typed, most, within)]


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        ("c", ["陈国华"], {"曾国华", "仇国华", "单国华"}),
        ("cgh", ["陈国华"], {"曾国华", "仇国华", "单国华"}),
        ("z", ["曾国华"], {"丁国华"}),
        ("zgh", ["曾国华"], {"丁国华"}),
        ("ceng", ["曾国华"], set()),
        ("zeng", ["曾国华"], set()),
        ("s", ["单国华"], set()),
        ("dgh", ["丁国华"], {"单国华"}),
        ("qgh", ["仇国华"], set()),
        ("xgh", ["解国华"], set()),
        ("jgh", [], {"解国华", "仇国华"}),
        ("yc", ["尉迟国华"], set()),
        ("weichi", ["尉迟国华"], set()),
        ("mq", ["万俟国华"], set()),
        ("wansi", ["万俟国华"], set()),
    ],
)
def test_the_right_reading_of_a_surname_comes_first_and_its_slips_after(
    connection: Connection, typed: str, first: list[str], others: set[str]
) -> None:
    surnames = ("曾", "单", "仇", "解", "尉迟", "万俟", "陈", "丁")
    put(connection, *(person(f"r{place}", f"{one}国华") for place, one in enumerate(surnames)))
    found = names(connection, typed)
    assert found[: len(first)] == first
    assert set(found[len(first) :]) == others


@pytest.mark.parametrize("typed", ["健康", "健康村二组", "jk", "jkcez", "jiankang", " 健康 村"])
def test_a_village_is_found_by_its_characters_and_its_letters_after_people_of_that_name(
    connection: Connection, typed: str
) -> None:
    put(
        connection,
        person("r1", "王明", village="健康村二组"),
        person("r2", "李明", village="新堰村"),
        person("r3", "姜康", village="新堰村"),
        person("r4", "健康", village=""),
    )
    found = names(connection, typed)
    assert found[-1] == "王明"
    assert "李明" not in found
    assert ("姜康" in found) == (typed == "jk")
    assert names(connection, "jk", most=2) == ["健康", "姜康"] or set(names(connection, "jk", most=2)) == {
        "健康",
        "姜康",
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("健康村 王明", {"r1"}),
        ("王明 健康", {"r1"}),
        ("wm jkc", {"r1", "r5"}),
        ("王 0001", {"r2"}),
        ("xyc 健康", {"r4"}),
        ("健康村 新堰村", set()),
        ("健康村 赵", set()),
        ("王 明", {"r1", "r2"}),
    ],
)
def test_of_several_words_each_has_to_mean_whoever_is_found(
    connection: Connection, typed: str, expected: set[str]
) -> None:
    put(
        connection,
        person("r1", "王明", village="健康村", phone="13900000009"),
        person("r2", "王明", village="新堰村", phone="13900000001"),
        person("r3", "李芳", village="健康村"),
        person("r4", "健康", village="新堰村"),
        person("r5", "吴梅", village="健康村"),
        person("r6", "王明", village="健康村", merged_into="r1"),
    )
    assert {one.id for one in people.find(connection, typed)} == expected


def test_villages_are_listed_once_each_without_those_that_have_none(connection: Connection) -> None:
    put(
        connection,
        *(person(f"r{place}", "王明", village=one) for place, one in enumerate(["乙村", "甲村", "乙村", "", "丙村"])),
    )
    assert set(people.villages(connection)) == {"甲村", "乙村", "丙村"}
    assert len(people.villages(connection)) == 3


def test_every_phone_and_its_tail_finds_its_owner(connection: Connection) -> None:
    put(connection, person("r1", "王明", phone="13900000001", phones=("13800001234", "0728-5223011")))
    for typed in ("13900000001", "13800001234", "1234", "07285223011", "0728-5223011", "3011"):
        assert names(connection, typed) == ["王明"], typed


def test_a_number_with_x_at_its_end_is_found_by_its_tail(connection: Connection) -> None:
    put(connection, person("r1", "王明", id_number="11010519491231002X"), person("r2", "李明", id_number="T420123456"))
    for typed in ("002X", "002x", "11010519491231002X", "49123"):
        assert names(connection, typed) == (["王明"] if typed != "49123" else []), typed
    assert names(connection, "t420123456") == ["李明"]
    assert names(connection, "3456") == ["李明"]


def test_who_may_be_the_same_person_has_the_number_or_the_name_and_the_birth(connection: Connection) -> None:
    one = person("r1", "王明", id_number="T420123456")
    put(
        connection,
        one,
        person("r2", "李明", id_number="T420123456"),
        person("r3", "王明"),
        person("r4", "王明", birth=date(1981, 1, 1)),
        person("r5", "王明", merged_into="r3"),
    )
    assert {other.id for other in people.alike(connection, one)} == {"r2", "r3"}


ages = st.dates(date(1950, 1, 1), date(2026, 11, 1))
dates = st.dates(date(2000, 1, 1), TODAY)
tags = st.lists(
    st.builds(
        Tag,
        group=st.sampled_from([one.value for one in Group if one not in BY_AGE]),
        since=dates,
        until=st.none() | dates,
    ),
    max_size=3,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_list_of_a_group_holds_exactly_those_in_whom_it_is_in_force(engine: Engine, data: st.DataObject) -> None:
    """Age, death and the days of tags are counted by the database as by the rule."""
    drawn = st.lists(st.tuples(ages, tags, st.none() | dates, st.sampled_from(["", "甲村"])), min_size=1, max_size=6)
    listed = [
        person(f"r{place}", "王明", birth=birth, groups=groups, died_on=died, village=village)
        for place, (birth, groups, died, village) in enumerate(data.draw(drawn))
    ]
    on, group = data.draw(dates), data.draw(st.sampled_from([one.value for one in Group]))
    with writing(engine) as connection:
        put(emptied(connection), *listed)
        within = Filter(group=group, on=on, village="甲村")
        expected = [one.id for one in listed if group in groups_on(one, on) and one.village == "甲村"]
        found = people.residents_from(connection, 0, 100, within)
        assert [one.id for one in found] == expected
        assert people.count(connection, within) == len(expected)
        for place, one in enumerate(expected):
            assert people.place_of_resident(connection, one, within) == place
        assert {one.id for one in people.find(connection, "wm", 100, within)} == set(expected)
