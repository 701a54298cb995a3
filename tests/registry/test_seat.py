"""What a page needs to know of the place where somebody sits, from a founded hub."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from tests.registry.counties import founded
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

DAY = date(2026, 11, 23)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Connection]:
    engine = open_desk(tmp_path / "desk.db", bytes(range(32)))
    migrate.upgrade(engine)
    here = founded("tianmen")
    listed = [
        replace(one, departments=("神经内科", "卒中中心")) if one.id == "tianmen.diyi" else one
        for one in here.institutions
    ]
    people = [
        Account(id="a1", login="li", name="李文静", institution="tianmen.yuekou", roles=(Role.DOCTOR,)),
        Account(id="a2", login="gone", name="周", institution="tianmen.yuekou", roles=(Role.DOCTOR,), active=False),
        Account(id="a3", login="hu", name="胡", institution="tianmen.tuoshi", roles=(Role.DOCTOR,)),
    ]
    with writing(engine) as connection:
        records.save_many(connection, store.COUNTY, [here.county])
        records.save_many(connection, store.COMMUNITY, here.communities)
        records.save_many(connection, store.INSTITUTION, listed)
        records.save_many(connection, store.ACCOUNT, people)
    with reading(engine) as connection:
        yield connection
    engine.dispose()


@pytest.mark.policy("REF-13")
def test_a_clinic_sits_before_its_own_lead_with_its_own_working_people(county: Connection) -> None:
    seat = store.seat(county, "tianmen.yuekou", DAY)
    assert seat.own.place == "岳口"
    assert not seat.is_lead
    assert [hospital.id for hospital in seat.hospitals] == ["tianmen.diyi", "tianmen.jianghu", "tianmen.zhongyi"]
    assert [person.name for person in seat.people] == ["李文静"]


def test_a_lead_hospital_knows_that_it_leads(county: Connection) -> None:
    assert store.seat(county, "tianmen.zhongyi", DAY).is_lead


def test_departments_are_the_hospital_s_own_or_else_the_county_s(county: Connection) -> None:
    seat = store.seat(county, "tianmen.yuekou", DAY)
    assert seat.departments_of("tianmen.diyi") == ("神经内科", "卒中中心")
    assert seat.departments_of("tianmen.zhongyi") == founded("tianmen").county.departments
    assert seat.departments_of("") == founded("tianmen").county.departments


def test_before_the_institution_is_known_there_is_no_seat(county: Connection) -> None:
    with pytest.raises(Refused, match="institution_unknown"):
        store.seat(county, "shouxian.xianyiyuan", DAY)


def test_records_come_back_from_the_file_as_they_went_in(county: Connection) -> None:
    here = founded("tianmen")
    assert store.the_county(county) == here.county
    assert store.everything(county, store.COMMUNITY) == sorted(here.communities, key=lambda one: one.id)
    assert store.names_of_institutions(county)["tianmen.houkou"] == "候口社区卫生服务中心"
