"""Figures that are kept are those that are counted, whatever is written and however many days go by."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy import delete

from tests.capabilities.contracts.seeded import UNIT
from tests.capabilities.contracts.seeded import contract
from tests.capabilities.contracts.seeded import seed
from tests.capabilities.contracts.seeded import serve
from tests.storage.conftest import KEY
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.store import closers
from yigongti_desktop.capabilities.contracts.store import rates
from yigongti_desktop.capabilities.contracts.store import sums
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.sums import Kept
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.model.transfer import Transfer
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.registry.store import RULE
from yigongti_desktop.registry.store import TRANSFER
from yigongti_desktop.registry.store import everything
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage import touched
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

TODAY = date(2026, 11, 23)
OTHER = "tianmen.duobao"


def write(engine: Engine, kind: Any, *some: Any) -> None:
    with writing(engine) as connection:
        records.save_many(connection, kind, some)
        indexes.write(connection, kind, some)


def looked(engine: Engine, on: date) -> Kept:
    """Look at the figures as the page does, and keep what was found out."""
    with reading(engine) as connection:
        kept = sums.overview(connection, UNIT, on)
        assert kept.overview == rates.overview(connection, UNIT, on)
    if kept.changes is not None:
        with writing(engine) as connection:
            sums.keep(connection, kept.changes)
    return kept


def filled(file: Path, people: int, signed: int) -> Engine:
    made = open_desk(file, KEY)
    with writing(made) as connection:
        METADATA.create_all(connection)
        seed(connection, TODAY, people=people, signed=signed, places=8)
    looked(made, TODAY)
    looked(made, TODAY)
    return made


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Engine]:
    """The desk of a unit of 60 people, 40 of them signed, whose figures are kept."""
    made = filled(tmp_path / "data.db", 60, 40)
    yield made
    made.dispose()


def first(engine: Engine, kind: Any) -> Any:
    with reading(engine) as connection:
        return everything(connection, kind)[0]


def test_figures_that_nothing_has_changed_are_taken_as_they_are(unit: Engine) -> None:
    assert looked(unit, TODAY).changes is None


def test_only_who_was_written_is_counted_again(unit: Engine) -> None:
    known = first(unit, CONTRACT)
    write(unit, CONTRACT, replace(known, ended=known.since + timedelta(days=9), end_reason="by_resident"))
    kept = looked(unit, TODAY)
    assert kept.changes is not None
    assert [person for person, *_ in kept.changes.shares] == [known.resident]
    assert looked(unit, TODAY).changes is None


def test_once_a_day_all_are_counted_though_little_has_changed(unit: Engine) -> None:
    kept = looked(unit, TODAY + timedelta(days=1))
    assert kept.is_to_be_counted
    assert kept.changes is not None
    assert not kept.changes.is_whole
    assert not looked(unit, TODAY + timedelta(days=1)).is_to_be_counted


def test_what_is_written_while_others_count_is_counted_after_them(unit: Engine) -> None:
    one, other = everything_of(unit, RESIDENT)[:2]
    write(unit, RESIDENT, replace(one, died_on=TODAY - timedelta(days=3)))
    with reading(unit) as connection:
        kept = sums.overview(connection, UNIT, TODAY)
    write(unit, RESIDENT, replace(one, died_on=None), replace(other, died_on=TODAY - timedelta(days=3)))
    with writing(unit) as connection:
        assert kept.changes is not None
        assert sums.keep(connection, kept.changes)
    looked(unit, TODAY)
    assert looked(unit, TODAY).changes is None


def closer(engine: Engine, definition: Definition, on: date = TODAY) -> bool:
    """Look at a figure closely as the page does; say whether it was counted."""
    with reading(engine) as connection:
        shown = closers.closer(connection, UNIT, definition, on)
        assert shown.closer == rates.closer(connection, UNIT, definition, on)
    if shown.is_new:
        with writing(engine) as connection:
            closers.keep(connection, shown)
    return shown.is_new


def test_months_and_parts_are_kept_until_something_is_written_that_they_are_made_of(unit: Engine) -> None:
    for definition in Definition:
        assert closer(unit, definition)
        assert not closer(unit, definition)
    known = first(unit, TEAM)
    write(unit, TEAM, replace(known, name="新团队"))
    assert closer(unit, Definition.COVERAGE)
    one = everything_of(unit, RESIDENT)[0]
    write(unit, RESIDENT, replace(one, died_on=TODAY - timedelta(days=3)))
    assert not closer(unit, Definition.COVERAGE)
    looked(unit, TODAY)
    assert closer(unit, Definition.COVERAGE)
    assert not closer(unit, Definition.COVERAGE)
    assert not closer(unit, Definition.ITEMS, TODAY + timedelta(days=1))


@pytest.mark.parametrize("is_anew", [True, False])
def test_of_two_who_count_at_once_the_first_is_kept(unit: Engine, *, is_anew: bool) -> None:
    one = everything_of(unit, RESIDENT)[0]
    with reading(unit) as connection:
        before = sums.overview(connection, UNIT, TODAY, anew=is_anew)
    write(unit, RESIDENT, replace(one, died_on=TODAY - timedelta(days=3)))
    looked(unit, TODAY)
    if before.changes is not None:
        with writing(unit) as connection:
            sums.keep(connection, before.changes)
    looked(unit, TODAY)


def test_a_year_that_turns_a_clock_put_back_and_a_rule_count_all_anew(unit: Engine) -> None:
    for on in (date(2027, 1, 1), date(2026, 12, 30), date(2026, 12, 31)):
        kept = looked(unit, on)
        assert kept.changes is not None
        assert kept.changes.is_whole is (on != date(2026, 12, 31))
    write(unit, RULE, Rule(id="contract.fulfilled_percent", versions=(RuleVersion(value=50, since=date(2020, 1, 1)),)))
    kept = looked(unit, date(2026, 12, 31))
    assert kept.changes is not None
    assert kept.changes.is_whole


def test_a_record_that_went_counts_all_anew(unit: Engine) -> None:
    known = first(unit, SERVICE)
    with writing(unit) as connection:
        connection.execute(delete(SERVICE.table).where(SERVICE.table.c.id == known.id))
        indexes.remove(connection, SERVICE, known.id)
    kept = looked(unit, TODAY)
    assert kept.changes is not None
    assert kept.changes.is_whole


def test_nothing_is_noted_before_somebody_has_looked(tmp_path: Path) -> None:
    made = open_desk(tmp_path / "data.db", KEY)
    with writing(made) as connection:
        METADATA.create_all(connection)
        seed(connection, TODAY, people=5, signed=3, places=4)
        assert touched.seen(connection) is None
    with reading(made) as connection:
        kept = sums.overview(connection, UNIT, TODAY)
    assert kept.changes is not None
    with writing(made) as connection:
        assert not sums.keep(connection, kept.changes)
        assert touched.seen(connection) == touched.Touched(ids={}, marks=frozenset())
    write(made, RESIDENT, everything_of(made, RESIDENT)[0])
    with reading(made) as connection:
        seen = touched.seen(connection)
    assert seen is not None
    assert seen.ids.keys() == {RESIDENT.name}
    made.dispose()


def everything_of(engine: Engine, kind: Any) -> list[Any]:
    with reading(engine) as connection:
        return everything(connection, kind)


class KeptFigures(RuleBasedStateMachine):
    """A unit in which this and that happens, day after day."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.engine = filled(Path(self.folder.name, "data.db"), 14, 9)
        self.today = TODAY

    def teardown(self) -> None:
        self.engine.dispose()
        self.folder.cleanup()

    def _resident(self, place: int) -> Resident:
        some: list[Resident] = everything_of(self.engine, RESIDENT)
        return some[place % len(some)]

    def _contract(self, place: int) -> Contract:
        some: list[Contract] = everything_of(self.engine, CONTRACT)
        return some[place % len(some)]

    @rule(place=st.integers(0, 99), days=st.integers(-30, 30))
    def dies(self, place: int, days: int) -> None:
        write(self.engine, RESIDENT, replace(self._resident(place), died_on=self.today + timedelta(days=days)))

    @rule(place=st.integers(0, 99), days=st.integers(-400, 20), group=st.sampled_from(("low_income", "mental")))
    def is_tagged(self, place: int, days: int, group: str) -> None:
        tag = Tag(group=group, since=self.today + timedelta(days=days), source="")
        write(self.engine, RESIDENT, replace(self._resident(place), groups=(tag,)))

    @rule(place=st.integers(0, 99), years=st.sampled_from((0, 6, 7, 64, 65)), days=st.integers(-3, 40))
    def is_of_another_age(self, place: int, years: int, days: int) -> None:
        birth = self.today.replace(year=self.today.year - years, day=1) + timedelta(days=days)
        write(self.engine, RESIDENT, replace(self._resident(place), birth=birth))

    @rule(place=st.integers(0, 99), comes=st.booleans(), days=st.integers(0, 60))
    def moves(self, place: int, days: int, *, comes: bool) -> None:
        one = self._resident(place)
        at = datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC) - timedelta(days=days)
        giver, receiver = (OTHER, UNIT) if comes else (UNIT, OTHER)
        moved = Transfer(
            id=f"t-{one.id}-{at:%Y%m%d}",
            resident=one.id,
            name=one.name,
            giver=giver,
            receiver=receiver,
            reason="搬家",
            person="周建国",
            at=at,
        )
        write(self.engine, TRANSFER, moved)
        write(self.engine, RESIDENT, replace(one, units=(receiver,)))

    @rule(place=st.integers(0, 99), days=st.integers(1, 300))
    def ends(self, place: int, days: int) -> None:
        known = self._contract(place)
        on = min(known.since + timedelta(days=days), known.until)
        write(self.engine, CONTRACT, replace(known, ended=on, end_reason="by_resident"))

    @rule(place=st.integers(0, 99), by=st.integers(0, 9))
    def is_signed_and_served(self, place: int, by: int) -> None:
        chance = random.Random(by)  # noqa: S311 - the same each time
        known, services = serve(
            contract(self._resident(place), first(self.engine, TEAM), self.today, chance), self.today, chance
        )
        write(self.engine, CONTRACT, known)
        write(self.engine, SERVICE, *services)

    @rule(days=st.integers(1, 45))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @invariant()
    def kept_is_counted(self) -> None:
        looked(self.engine, self.today)


TestKeptFigures = KeptFigures.TestCase
TestKeptFigures.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
