"""Figures read from a desk: the same as those counted from whole records, with who moved, and who is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy import MetaData
from sqlalchemy import insert
from sqlalchemy import select

from tests.capabilities.contracts.seeded import UNIT
from tests.capabilities.contracts.seeded import seed
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import Clinic
from tests.storage.conftest import KEY
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.population import Held
from yigongti_desktop.capabilities.contracts.model.population import Stay
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.store import behind as lists
from yigongti_desktop.capabilities.contracts.store import population as reading_of
from yigongti_desktop.capabilities.contracts.store import rates as store
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.population import population
from yigongti_desktop.capabilities.contracts.store.rates import Wanted
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.capabilities.contracts.tables.contracts import services
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

TODAY = date(2026, 11, 23)
YEAR = Period(date(2026, 1, 1), TODAY)


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Engine]:
    """The desk of a unit of 120 people, 70 of them signed."""
    made = open_desk(tmp_path / "data.db", KEY)
    with writing(made) as connection:
        METADATA.create_all(connection)
        seed(connection, TODAY, people=120, signed=70, places=8)
    yield made
    made.dispose()


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    world = World(tmp_path)
    yield Clinic(world)
    world.close()


def whole(engine: Engine) -> list[Contract]:
    """Return the contracts, each made whole."""
    with reading(engine) as connection:
        return [records.from_row(CONTRACT, row) for row in connection.execute(select(contracts))]


def figures(engine: Engine) -> dict[Definition, tuple[int, int]]:
    with reading(engine) as connection:
        found = store.overview(connection, UNIT, TODAY)
    return {one.definition: (one.count.of, one.count.base) for one in found.figures}


def test_what_is_read_narrowly_is_what_whole_records_say(unit: Engine) -> None:
    found, known = figures(unit), whole(unit)
    signed = [one for one in known if one.on(TODAY)]
    assert found[Definition.COVERAGE] == (len(signed), 120)
    tasks = [task for one in known for task in tasks_of(one)]
    carried = {(task.resident, task.item, task.number, task.due) for task in tasks if task.is_carried}
    due = [
        task
        for task in tasks
        if YEAR.first <= task.closes <= TODAY
        and (task.done_on or task.is_carried or (task.resident, task.item, task.number, task.due) not in carried)
    ]
    assert len(due) > 200
    assert any(task.is_carried for task in due)
    done = [task for task in due if task.done_on and task.done_on <= TODAY]
    in_time = [task for task in done if task.done_on and task.done_on <= task.closes]
    assert found[Definition.ITEMS] == (len(done), len(due))
    assert found[Definition.IN_TIME] == (len(in_time), len(due))
    owed = {task.resident for task in due}
    lacking = {task.resident for task in due} & {task.resident for task in set(due) - set(done)}
    assert found[Definition.PEOPLE] == (len(owed - lacking), len(owed))
    ended = [
        (one, agreement, following)
        for one in known
        for agreement, following in zip(one.agreements, (*one.agreements[1:], None), strict=True)
        if YEAR.first <= agreement.until <= TODAY and agreement.ended is None
    ]
    assert found[Definition.RENEWAL] == (sum(following is not None for *_, following in ended), len(ended))


def test_controlled_are_those_whose_latest_service_left_nothing_unsatisfied(unit: Engine) -> None:
    with reading(unit) as connection:
        done = [records.from_row(SERVICE, row) for row in connection.execute(select(services))]
    latest = {
        one.resident: one
        for one in sorted(done, key=lambda one: one.done_on)
        if one.item == VISIT.code and one.done_on > date(2025, 11, 23)
    }
    managed = {
        one.resident
        for one in whole(unit)
        if (now := one.on(TODAY)) and any(item.code == VISIT.code for taken in now.packages for item in taken.items)
    }
    controlled = {one for one in managed if one in latest and not latest[one].leaves.unsatisfied}
    assert figures(unit)[Definition.PRESSURE] == (len(controlled), len(managed))
    assert 0 < len(controlled) < len(managed)


def test_one_figure_closely_has_its_months_and_its_parts(unit: Engine) -> None:
    with reading(unit) as connection:
        overview = store.overview(connection, UNIT, TODAY)
        for figure in overview.figures:
            found = store.closer(connection, UNIT, figure.definition, TODAY)
            assert len(found.months) == 12
            assert found.months[-1].period == Period(date(2026, 11, 1), TODAY)
            for by, parts in found.parts.items():
                if by is not Cut.GROUP:
                    assert sum(one.count.base for one in parts) == figure.count.base, (figure.definition, by)
                    assert sum(one.count.of for one in parts) == figure.count.of, (figure.definition, by)
        items = store.closer(connection, UNIT, Definition.ITEMS, TODAY).parts
    assert {part.name for part in items[Cut.ITEM]} == {"健康体检", "健康教育", "高血压随访", "糖尿病随访"}
    assert all(part.name.endswith("团队") for part in items[Cut.TEAM])


def test_everybody_behind_a_figure_is_listed_those_missing_first(unit: Engine) -> None:
    with reading(unit) as connection:
        for figure in store.overview(connection, UNIT, TODAY).figures:
            wanted = Wanted(definition=figure.definition, on=TODAY)
            rows = lists.listed(connection, UNIT, wanted).rows
            assert (sum(row.is_in for row in rows), len(rows)) == (figure.count.of, figure.count.base)
            assert [row.is_in for row in rows] == sorted(row.is_in for row in rows)
            assert all(row.name and row.village for row in rows)
            closer = store.closer(connection, UNIT, figure.definition, TODAY)
            for part in closer.parts[Cut.VILLAGE]:
                its = lists.listed(
                    connection, UNIT, Wanted(definition=wanted.definition, on=TODAY, part=(part.by, part.key))
                )
                assert len(its.rows) == part.count.base
                assert {row.village for row in its.rows} == {part.key}
            month = closer.months[9]
            its = lists.listed(connection, UNIT, replace(wanted, month=month.period))
            assert (sum(row.is_in for row in its.rows), len(its.rows)) == (month.count.of, month.count.base)


@pytest.mark.policy("FDC-06")
def test_who_is_signed_with_another_unit_is_missing_here_and_the_list_says_where(unit: Engine) -> None:
    one = next(one for one in whole(unit) if one.on(TODAY) and not one.former)
    went = replace(one, institution="tianmen.duobao", institution_name="多宝镇卫生院")
    before = figures(unit)[Definition.COVERAGE]
    with writing(unit) as connection:
        records.save_many(connection, CONTRACT, [went])
        indexes.write(connection, CONTRACT, [went])
    assert figures(unit)[Definition.COVERAGE] == (before[0] - 1, before[1])
    with reading(unit) as connection:
        rows = lists.listed(connection, UNIT, Wanted(definition=Definition.COVERAGE, on=TODAY)).rows
    assert {row.person: row.elsewhere for row in rows if row.elsewhere} == {one.resident: "多宝镇卫生院"}
    assert not next(row for row in rows if row.person == one.resident).is_in


@pytest.mark.policy("FDC-16")
def test_a_service_counts_as_soon_as_it_is_written_down(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    desk = clinic.world.desks[clinic.place]
    own, on = signed.institution, clinic.today()
    found = {one.definition: one.count for one in desk.read(store.overview, own, on).figures}
    assert (found[Definition.COVERAGE].of, found[Definition.COVERAGE].base) == (1, 1)
    assert (found[Definition.PRESSURE].of, found[Definition.PRESSURE].base) == (0, 1)
    assert found[Definition.ITEMS].base == 0
    done = Done(
        contract=signed.id,
        agreement=signed.number,
        item=VISIT.code,
        number=1,
        done_on=on,
        way=Way.CLINIC,
        readings={"sbp": 130, "dbp": 80},
    )
    clinic.world.do(clinic.place, RecordService(done=done))
    found = {one.definition: one.count for one in desk.read(store.overview, own, on).figures}
    assert (found[Definition.PRESSURE].of, found[Definition.PRESSURE].base) == (1, 1)


@pytest.mark.policy("FDC-06")
def test_who_moves_to_another_unit_counts_there_from_that_day_and_here_until_the_day_before(clinic: Clinic) -> None:
    resident = clinic.register(hu_xiaoyan())
    (signed,) = clinic.sign(resident)
    clinic.talk()
    world, own, before = clinic.world, signed.institution, clinic.today()
    other = world.desk("多宝")
    clinic.talk()
    world.clock.advance(days=5)
    there = world.people["多宝"].institution
    world.do(clinic.place, MoveResident(resident=resident, unit=there, reason="搬到多宝"))
    clinic.talk()
    on = clinic.today()
    here = world.desks[clinic.place]
    known = here.read(population, own, Period(before, on), (Definition.COVERAGE,))
    (gone,) = known.people.values()
    assert gone.stays == (Stay(village=signed.village, until=date.fromordinal(on.toordinal() - 1)),)
    assert gone.birth == hu_xiaoyan().birth
    came = other.read(population, there, Period(before, on), (Definition.COVERAGE,)).people[resident]
    assert [stay.since for stay in came.stays] == [on]
    for day, of, base in ((before, 1, 1), (on, 0, 0)):
        found = rate(Definition.COVERAGE, Look(known, year_to(day, Terms())))
        assert (len(found.of), len(found.base)) == (of, base)
    (row,) = here.read(lists.listed, own, Wanted(definition=Definition.COVERAGE, on=before)).rows
    assert row.name == hu_xiaoyan().name


def test_death_and_key_groups_are_read_where_the_registry_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_registry = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(whole_registry)
    people = whole_registry.tables["residents"]
    for column in (text("died_on", null=True), structure("groups"), text("merged_into")):
        if column.name not in people.c:
            people.append_column(column)
    monkeypatch.setattr(reading_of, "residents", people)
    engine = open_desk(tmp_path / "data.db", KEY)
    tags = '[{"group":"low_income","since":"2020-01-01","until":null,"source":"名单","stage":""}]'
    with writing(engine) as connection:
        whole_registry.create_all(connection)
        known = {"birth": "1980-01-01", "village": "健康村", "units": f'["{UNIT}"]', "name": "胡小燕", "sex": "female"}
        nothing = {"died_on": None, "groups": "[]", "merged_into": ""}
        for one in (
            {"id": "dead", "died_on": "2026-03-01"},
            {"id": "tagged", "groups": tags},
            {"id": "folded", "merged_into": "tagged"},
        ):
            connection.execute(insert(people).values(**known | nothing | one))
        found = population(connection, UNIT, YEAR, (Definition.POOR,)).people
    engine.dispose()
    assert set(found) == {"dead", "tagged"}
    assert found["dead"].died_on == date(2026, 3, 1)
    assert found["tagged"].groups == (Held(group="low_income", since=date(2020, 1, 1)),)
