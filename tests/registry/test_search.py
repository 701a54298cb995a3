"""Two thousand residents in a real encrypted file, found by whatever somebody remembers of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import Engine

from tests.kernel.hands import full_width
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import spellings
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

#: How each character is typed, by hand.
SURNAMES = {
    "王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen", "杨": "yang", "黄": "huang", "周": "zhou",
    "吴": "wu", "徐": "xu", "孙": "sun", "胡": "hu", "朱": "zhu", "高": "gao", "林": "lin", "何": "he",
    "郭": "guo", "马": "ma", "罗": "luo", "梁": "liang", "宋": "song", "郑": "zheng", "谢": "xie", "韩": "han",
}  # fmt: skip
GIVEN = {
    "伟": "wei", "芳": "fang", "娜": "na", "秀": "xiu", "英": "ying", "敏": "min", "静": "jing", "丽": "li",
    "强": "qiang", "磊": "lei", "军": "jun", "洋": "yang", "勇": "yong", "艳": "yan", "杰": "jie", "娟": "juan",
    "涛": "tao", "明": "ming", "超": "chao", "霞": "xia", "平": "ping", "刚": "gang", "桂": "gui",
}  # fmt: skip
SPECIAL = {
    "曾国华": "zengguohua",
    "尉迟恭": "yuchigong",
    "欧阳修文": "ouyangxiuwen",
    "𠮷田娜": "jitianna",
    "王䶮": "wangyan",
    "李㛃": "lijie",
    "阿依古丽·买买提": "ayigulimaimaiti",
    "John Smith": "johnsmith",
}
NUMBER_OF_RESIDENTS = 2000


@dataclass(frozen=True)
class Population:
    """A file with residents, and the same residents in the hand."""

    connection: Connection
    everybody: list[Resident]

    def find(self, typed: str, most: int = NUMBER_OF_RESIDENTS) -> set[str]:
        return {found.name for found in store.find(self.connection, store.RESIDENT, typed, most)}

    def ids(self, typed: str, most: int = NUMBER_OF_RESIDENTS) -> set[str]:
        return {found.id for found in store.find(self.connection, store.RESIDENT, typed, most)}


def spelled(name: str) -> list[str]:
    return [SURNAMES.get(character) or GIVEN[character] for character in name]


def invent() -> list[Resident]:
    chance = random.Random(20261123)  # noqa: S311 - names of nobody
    names = list(SPECIAL)
    while len(names) < NUMBER_OF_RESIDENTS:
        given = "".join(chance.choices(list(GIVEN), k=chance.choice((1, 2, 2, 2))))
        names.append(chance.choice(list(SURNAMES)) + given)
    births = [date(1930, 1, 1) + timedelta(days=17 * place) for place in range(NUMBER_OF_RESIDENTS)]
    return [
        Resident(
            id=f"r{place:04d}",
            name=name,
            sex=Sex.MALE,
            birth=birth,
            id_number=id_number(birth, 1 + 2 * (place % 400)),
            phone=f"0728-522{place:04d}" if place % 10 == 9 else f"1390000{place:04d}",
            health_record=f"429006107001{place:05d}",
            units=("tianmen.yuekou",),
        )
        for place, (name, birth) in enumerate(zip(names, births, strict=True))
    ]


def person(record: str, name: str) -> Resident:
    return Resident(id=record, name=name, sex=Sex.MALE, birth=date(1980, 1, 1), units=("tianmen.yuekou",))


@contextmanager
def opened(folder: Path) -> Iterator[Engine]:
    engine = open_desk(folder / "desk.db", bytes(range(32)))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Population]:
    everybody = invent()
    with opened(tmp_path_factory.mktemp("search")) as engine:
        with writing(engine) as connection:
            records.save_many(connection, store.RESIDENT, everybody)
            indexes.write(connection, store.RESIDENT, everybody)
        with reading(engine) as connection:
            yield Population(connection, everybody)


def test_everybody_is_found_by_their_name(population: Population) -> None:
    for resident in population.everybody[::20]:
        assert population.find(resident.name) == {
            one.name
            for one in population.everybody
            if resident.name in (one.name, one.name[1:], one.name[2:]) or one.name.startswith(resident.name)
        }


@pytest.mark.parametrize("typed", ["王", "张伟", "李秀英"])
def test_the_beginning_of_a_name_finds_all_who_bear_it(population: Population, typed: str) -> None:
    found = population.find(typed)
    assert {one.name for one in population.everybody if one.name.startswith(typed)} <= found


@pytest.mark.parametrize("typed", ["秀英", "桂", "芳"])
def test_the_inner_name_finds_whose_surname_was_not_caught(population: Population, typed: str) -> None:
    wanted = {one.name for one in population.everybody if one.name[1:].startswith(typed) and one.name not in SPECIAL}
    assert wanted
    assert wanted <= population.find(typed)


@pytest.mark.parametrize("typed", ["w", "zx", "lxy", "hgy", "gg"])
def test_initials_find_all_who_have_them(population: Population, typed: str) -> None:
    wanted = {
        one.name
        for one in population.everybody
        if one.name not in SPECIAL and "".join(sound[0] for sound in spelled(one.name)).startswith(typed)
    }
    assert wanted
    assert wanted <= population.find(typed)


@pytest.mark.parametrize("typed", ["wangxiu", "zhang", "liw", "songgui"])
def test_pinyin_in_full_finds_all_who_are_spelled_so(population: Population, typed: str) -> None:
    wanted = {
        one.name
        for one in population.everybody
        if one.name not in SPECIAL and "".join(spelled(one.name)).startswith(typed)
    }
    assert wanted
    assert wanted <= population.find(typed)


@pytest.mark.parametrize("most", [1, 10, 50])
@pytest.mark.parametrize("typed", ["w", "wx", "z", "zh", "王", "1390000", "429006"])
def test_as_many_are_shown_as_there_is_room_for(population: Population, typed: str, most: int) -> None:
    assert len(population.ids(typed, most)) == min(most, len(population.ids(typed)))


def test_characters_of_many_readings_take_no_room_from_others(tmp_path: Path) -> None:
    # Each of these names has dozens of spellings that begin alike.
    with opened(tmp_path) as engine:
        people = [person(f"r{place:03d}", "单" + "长" * (place % 2 + 1) + "乐") for place in range(60)]
        with writing(engine) as connection:
            records.save_many(connection, store.RESIDENT, people)
            indexes.write(connection, store.RESIDENT, people)
        with reading(engine) as connection:
            assert len(store.find(connection, store.RESIDENT, "s", 50)) == 50


@pytest.mark.parametrize(("name", "pinyin"), SPECIAL.items())
def test_rare_and_odd_names_are_found_by_name_and_by_pinyin(population: Population, name: str, pinyin: str) -> None:
    for typed in (name, name[:2], f" {name} ", pinyin, pinyin.upper(), full_width(pinyin)):
        assert name in population.find(typed), typed


def test_the_name_behind_the_dot_is_found_and_the_dot_may_be_another(population: Population) -> None:
    for typed in ("买买提", "阿依古丽•买", "阿依古丽 · 买买提", "依古丽"):
        assert population.find(typed) == {"阿依古丽·买买提"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, NUMBER_OF_RESIDENTS - 1), st.integers(4, 18))
def test_the_tail_of_an_id_number_finds_its_holder(population: Population, place: int, length: int) -> None:
    number = population.everybody[place].id_number
    typed = number[-length:]
    assert population.everybody[place].id in population.ids(typed)
    assert population.everybody[place].id in population.ids(typed.lower())
    assert {one.id for one in population.everybody if one.id_number.endswith(typed)} <= population.ids(typed)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, NUMBER_OF_RESIDENTS - 1))
def test_a_phone_is_found_by_its_tail_and_however_it_is_grouped(population: Population, place: int) -> None:
    resident = population.everybody[place]
    phone = resident.phone
    digits = phone.replace("-", "")
    for typed in (phone, digits[-4:], digits, f"{digits[:3]} {digits[3:7]} {digits[7:]}", full_width(phone)):
        assert resident.id in population.ids(typed), typed


def test_a_health_record_number_is_found_whole_and_by_its_tail(population: Population) -> None:
    assert population.ids("42900610700101234") == {"r1234"}
    assert "r1234" in population.ids("01234")


@pytest.mark.parametrize("typed", ["", " ", "　", "·", "王%", "_", "%", "x' OR 1=1", "~", "不存在的人", "\ud800", "\0"])
def test_what_nobody_is_called_finds_nobody(population: Population, typed: str) -> None:
    assert population.find(typed) == set()
    assert store.find_inside(population.connection, store.RESIDENT, typed) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8))
def test_whatever_is_typed_finds_each_at_most_once_and_only_whom_it_spells(population: Population, typed: str) -> None:
    found = store.find(population.connection, store.RESIDENT, typed, 20)
    assert len(found) == len({one.id for one in found})
    for one in found:
        written = f"{one.name} {one.id_number} {one.phone} {one.health_record} {' '.join(spellings(one))}".lower()
        assert sought(typed) in written or sought(typed) in written.replace(" ", "")


def test_the_middle_of_a_name_finds_somebody_when_asked_for_anywhere(population: Population) -> None:
    found = [one.name for one in store.find_inside(population.connection, store.RESIDENT, "古丽", 10)]
    assert found == ["阿依古丽·买买提"]


def test_a_window_on_all_residents_goes_through_each_once(population: Population) -> None:
    seen = [
        one.id for offset in range(0, 2100, 100) for one in people.residents_from(population.connection, offset, 100)
    ]
    assert len(seen) == NUMBER_OF_RESIDENTS == len(set(seen))
    assert store.count(population.connection, store.RESIDENT) == NUMBER_OF_RESIDENTS


def test_who_changes_their_name_is_found_by_the_new_one_only(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        for name in ("王伟", "李芳"):
            with writing(engine) as connection:
                records.save_many(connection, store.RESIDENT, [person("r1", name)])
                indexes.write(connection, store.RESIDENT, [person("r1", name)])
        with reading(engine) as connection:
            assert not store.find(connection, store.RESIDENT, "ww")
            assert [one.name for one in store.find(connection, store.RESIDENT, "lf")] == ["李芳"]


def test_digits_inside_a_number_are_not_found_backwards(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        somebody = replace(person("r1", "王伟"), phone="13900012345")
        with writing(engine) as connection:
            records.save_many(connection, store.RESIDENT, [somebody])
            indexes.write(connection, store.RESIDENT, [somebody])
        with reading(engine) as connection:
            assert [one.id for one in store.find_inside(connection, store.RESIDENT, "0012")] == ["r1"]
            assert store.find_inside(connection, store.RESIDENT, "2100") == []


def test_a_drug_is_found_whatever_case_or_width_is_typed(tmp_path: Path) -> None:
    drug = Drug(
        id="d1", community="c", name="复合维生素B片（II）", form="", strength="1", pack="", unit="瓶", local_code="YP-7"
    )
    with opened(tmp_path) as engine:
        with writing(engine) as connection:
            records.save_many(connection, store.DRUG, [drug])
            indexes.write(connection, store.DRUG, [drug])
        with reading(engine) as connection:
            for typed in ("复合维生素b", "复合维生素B片(ii", "fhwssb", "FHWSSB", "yp7", "YP-7"):
                assert [one.id for one in store.find(connection, store.DRUG, typed)] == ["d1"], typed
            assert [one.id for one in store.find_inside(connection, store.DRUG, "维生素B")] == ["d1"]
