"""A desk's database of the first version, in the middle of its work, is upgraded and goes on where it stood."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from tests.storage import acts_kept
from tests.sync.by_hand import exchange
from tests.sync.county import County
from tests.versions import v1
from tests.world import WORDS
from tests.world import id_number
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.sync, pytest.mark.migration]

FIRST = "0001"
#: Facts that the first version did not write.
_NEWER_FACTS = (facts.DEVICE_KEY, facts.HUB_AGAIN)


class Work:
    """What stood on the desk when it was upgraded."""

    def __init__(self, county: County) -> None:
        here = county.do("岳口", RegisterResident(identity=_identity("胡小燕", 302)))
        there = county.do("多宝", RegisterResident(identity=_identity("王小明", 304)))
        county.sync("岳口", "多宝")
        county.do("多宝", MoveResident(resident=there.id, unit="tianmen.yuekou", reason="搬到岳口镇"))
        county.sync("多宝", "岳口")
        changes = {"phone": ("13900000001", "13900000007")}
        county.do("岳口", CorrectResident(resident=here.id, changes=changes))
        self.corrected: str = here.id
        self.moved: str = there.id
        self.asked: str = county.request("岳口", 77).id


@pytest.mark.parametrize("heard", [False, True], ids=["it did not arrive", "its answer was lost"])
def test_a_database_of_the_first_version_goes_on_after_its_upgrade(county: County, *, heard: bool) -> None:
    work = Work(county)
    batch = _into_the_first_version(county)
    if heard:
        exchange(county, "岳口", Signed(batch.payload, batch.signature))
    desk = _opened(county)
    assert migrate.current(desk.engine) == migrate.HEAD
    assert [backup.look(made).revision for made in desk.home.backups.iterdir()] == [FIRST]
    assert (desk.read(status).waiting, desk.read(status).set_aside) == (2, 2)
    shown = desk.read(store.one_resident, work.corrected)
    assert isinstance(shown, Resident)
    assert shown.phone == "13900000007"
    assert desk.read(pending.unconfirmed_ids, "resident") == {work.corrected}

    county.sync("岳口", "岳口二", "市一医")
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 3}
    assert [row.code for row in county.journal("resident.corrected", "drug_request.submitted")] == ["", ""]
    for name in ("岳口", "岳口二"):
        held = county.desks[name].read(store.one_resident, work.corrected)
        assert isinstance(held, Resident), name
        assert (held.phone, held.revision) == ("13900000007", 2), name
    assert not desk.read(pending.unconfirmed_ids, "resident")
    assert county.desks["市一医"].read(records.load, DRUG_REQUEST, work.asked) is not None
    (note,) = desk.read(store.transfers_of, work.moved)  # it was set aside by a program that did not know the kind
    assert (note.giver, note.reason) == ("tianmen.duobao", "搬到岳口镇")
    assert desk.read(status).set_aside == 1  # that of a kind which nobody knows yet


def _into_the_first_version(county: County) -> v1.Signed:
    """Put the desk's file into the form that the first version wrote; return the batch that is on its way."""
    desk = county.desks["岳口"]
    old = desk.home.path / "old.db"
    engine = open_desk(old, desk._vault["database"])
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", FIRST)
        with reading(desk.engine) as present:
            _copy(present, connection)
            _set_aside(present, connection)
        batch = _on_the_way(connection, county, desk)
    engine.dispose()
    desk.close()
    for end in ("-wal", "-shm"):
        Path(f"{desk.home.database}{end}").unlink(missing_ok=True)
    old.replace(desk.home.database)
    return batch


def _copy(present: Connection, old: Connection) -> None:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for table in set(old.exec_driver_sql(names).scalars()) - {"alembic_version"}:
        columns = [row.name for row in old.exec_driver_sql(f"PRAGMA table_info('{table}')")]
        listed = ", ".join(columns)
        rows = present.exec_driver_sql(f"SELECT {listed} FROM {table}").all()  # noqa: S608 - names of the schema
        if rows:
            asked = ", ".join("?" * len(columns))
            old.exec_driver_sql(f"INSERT INTO {table} ({listed}) VALUES ({asked})", [tuple(row) for row in rows])  # noqa: S608 - the same
    for name in _NEWER_FACTS:
        old.exec_driver_sql("DELETE FROM facts WHERE name = ?", (name,))


def _set_aside(present: Connection, old: Connection) -> None:
    """What the first version cannot read it has laid aside, one row of a kind of today and one of tomorrow."""
    found = present.exec_driver_sql("SELECT * FROM transfers")
    columns, rows = tuple(found.keys()), found.all()
    asides = [("transfer", row.id, columns, list(row)) for row in rows]
    asides.append(("ward_round", "w1", ("id", "revision"), ["w1", 1]))
    for kind, record, names, row in asides:
        content = msgspec.json.encode(v1.Aside(columns=names, row=row)).decode()
        old.exec_driver_sql(
            "INSERT INTO set_aside (kind, record, content, code, at) VALUES (?, ?, ?, 'kind_unknown', '')",
            (kind, record, content),
        )


def _on_the_way(old: Connection, county: County, desk: Workbench) -> v1.Signed:
    """Make a batch of the first waiting act as the first version does, and leave it unanswered."""
    act = old.exec_driver_sql("SELECT * FROM outbox WHERE state = 'waiting' ORDER BY seq").first()
    last = old.exec_driver_sql("SELECT * FROM sent_batches ORDER BY epoch DESC, number DESC").first()
    assert act is not None
    assert last is not None
    batch = v1.Batch(
        id=county.hub.ids.new(),
        device=county.device("岳口"),
        epoch=last.epoch,
        number=last.number + 1,
        previous=v1.chain_hash(last.payload),
        events=(_event(act),),
        made_at=county.clock.now(),
    )
    signed = v1.sign(batch, desk._vault["device"])
    old.exec_driver_sql(
        "INSERT INTO sent_batches (id, epoch, number, first_seq, last_seq, payload, signature, made_at, receipt_number)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '', '')",
        (batch.id, batch.epoch, batch.number, act.seq, act.seq, signed.payload, signed.signature),
    )
    return signed


def _event(act: Any) -> v1.Event:
    return v1.Event(
        id=act.event,
        kind=act.kind,
        record=act.record,
        seen=act.seen,
        body=act.body,
        institution="tianmen.yuekou",
        account=act.account,
        at=facts.moment(act.at),
    )


def _opened(county: County) -> Workbench:
    home = county.desks["岳口"].home
    desk = open_home(home, lambda path: vaults.open_with_words(path, WORDS), clock=county.clock)
    county.desks["岳口"] = desk
    county.point(desk, f"127.0.0.1:{county.port}")
    return desk


def _identity(name: str, serial: int) -> Identity:
    return Identity(
        name=name,
        sex=Sex.UNKNOWN,
        birth=date(1975, 6, 1),
        id_number=id_number(date(1975, 6, 1), serial),
        phone="13900000001",
    )
