"""Rows into records and back: every record of every kind, many at a time, and how they are found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from tests.fakes.time import NOON
from tests.storage.conftest import KEY
from tests.storage.desks import Frozen
from tests.storage.desks import send
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import search_keys


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_desk(tmp_path / "data.db", KEY)
    with writing(made) as connection:
        METADATA.create_all(connection)
    yield made
    made.dispose()


def drug(record: str, **changes: Any) -> Drug:
    """Return a drug of nobody."""
    made = Drug(id=record, community="c", name=record, form="胶囊", strength="0.25g", pack="24 粒/盒", unit="盒")
    return msgspec.structs.replace(made, **changes)


@pytest.mark.parametrize("kind", CATALOGUE.records.values(), ids=lambda kind: kind.name)
def test_every_field_of_a_record_has_a_column_and_every_column_a_field(kind: Any) -> None:
    assert set(records.columns(kind.table)) == set(kind.record.__struct_fields__)


def test_a_record_comes_back_as_it_was_saved(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou, history="第一行\n第二行 𠮷 \" ' % _ \\")
    assert desk.read(records.load, REFERRAL, sent.id) == sent
    assert records.from_row(REFERRAL, records.to_row(REFERRAL, sent)) == sent
    for kind in CATALOGUE.records.values():
        for record in desk.read(registry.everything, kind):
            assert records.from_row(kind, records.to_row(kind, record)) == record


def test_what_a_newer_program_knows_survives_here(engine: Engine) -> None:
    newer = drug("阿莫西林胶囊", extra={"colour": "蓝", "sizes": [1, 2]})
    with writing(engine) as connection:
        records.save_many(connection, registry.DRUG, [newer])
        assert records.load(connection, registry.DRUG, newer.id) == newer


def test_thousands_are_saved_and_read_in_one_go_and_each_once(engine: Engine) -> None:
    many = [drug(f"药{number}") for number in range(2500)]
    with writing(engine) as connection:
        records.save_many(connection, registry.DRUG, many)
        records.save_many(connection, registry.DRUG, [drug("药7", price_fen=5)])
        found = records.load_many(connection, registry.DRUG, [*(one.id for one in many), "药7", "nothing"])
        assert len(found) == 2500
        assert found["药7"].price_fen == 5
        assert registry.count(connection, registry.DRUG) == 2500


def test_nothing_to_save_or_read_is_no_fault(engine: Engine) -> None:
    with writing(engine) as connection:
        records.save_many(connection, registry.DRUG, [])
        indexes.write(connection, registry.DRUG, [])
        assert records.load_many(connection, registry.DRUG, []) == {}
        assert records.load(connection, registry.DRUG, "nothing") is None


def test_a_record_is_found_by_its_present_name_only(engine: Engine) -> None:
    with writing(engine) as connection:
        for name in ("阿莫西林胶囊", "头孢克肟片"):
            renamed = drug("d", name=name)
            records.save_many(connection, registry.DRUG, [renamed])
            indexes.write(connection, registry.DRUG, [renamed])
        assert registry.find(connection, registry.DRUG, "阿莫") == []
        assert [one.name for one in registry.find(connection, registry.DRUG, "头孢")] == ["头孢克肟片"]


def test_finding_again_what_was_indexed_twice_gives_it_once(engine: Engine) -> None:
    with writing(engine) as connection:
        one = drug("阿莫西林胶囊")
        records.save_many(connection, registry.DRUG, [one])
        indexes.write(connection, registry.DRUG, [one])
        before = len(connection.execute(search_keys.select()).all())
        indexes.write(connection, registry.DRUG, [one])
        assert len(connection.execute(search_keys.select()).all()) == before
        assert registry.find(connection, registry.DRUG, "阿莫西林") == [one]


def test_a_row_of_the_wrong_shape_is_not_taken_for_a_record(engine: Engine) -> None:
    with writing(engine) as connection:
        row = list(records.to_row(registry.DRUG, drug("d")))
        row[records.columns(registry.DRUG.table).index("price_fen")] = "a lot"
        with pytest.raises(msgspec.ValidationError):
            records.from_row(registry.DRUG, row)
        with pytest.raises(ValueError, match="argument"):
            records.from_row(registry.DRUG, row[:-1])
        assert registry.count(connection, registry.DRUG) == 0


def test_steps_stand_in_the_hubs_order_and_those_that_wait_come_last(engine: Engine) -> None:
    def step(name: str, at: int, revision: int = 0) -> TrailEntry:
        return TrailEntry(
            id=name,
            kind="referral",
            record="r",
            act="a",
            at=NOON + timedelta(minutes=at),
            hub_at=NOON if revision else None,  # one batch: the hub judged them all in one moment
            revision=revision,
        )

    with writing(engine) as connection:
        # The desk that did the second thing runs an hour fast; the third waits; of "twice" the second word counts.
        trails.write(connection, [step("waits", 3), step("second", 62, 20), step("first", 1, 10)])
        trails.write(connection, [step("twice", 90)])
        trails.write(connection, [step("twice", 90, 15)])
        trails.mark_refused(connection, "waits", "conflict")
        found = trails.of_record(connection, "r")
        assert [one.id for one in found] == ["first", "twice", "second", "waits"]
        assert found[-1].code == "conflict"
        assert trails.of_record(connection, "nothing") == ()


def test_facts_are_kept_replaced_and_forgotten(engine: Engine) -> None:
    with writing(engine) as connection:
        facts.put(connection, place="岳口", letter="A")
        facts.put(connection, letter="B")
        assert facts.everything(connection) == {"place": "岳口", "letter": "B"}
        facts.forget(connection, "place", "nothing")
        assert facts.get(connection, "place", "?") == "?"
        facts.put(connection)


def test_moments_are_stored_so_that_text_sorts_as_time() -> None:
    moments = [NOON + timedelta(milliseconds=step) for step in (0, 1, 10, 999, 1000, 60_000, 86_400_000)]
    stored = [facts.stamp(one) for one in moments]
    assert stored[0] == "2026-11-23T04:00:00.000Z"
    assert stored == sorted(stored)
    assert [facts.moment(one) for one in stored] == moments


def test_two_kinds_of_one_name_are_a_fault_of_ours() -> None:
    twice = Slice(records=(registry.DRUG,))
    with pytest.raises(ValueError, match="drug"):
        make_catalogue((twice, twice), CATALOGUE.react)
