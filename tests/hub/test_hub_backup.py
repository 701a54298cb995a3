"""A hub's backup: sealed, proven, restored on either database, and what came after it comes back from the desks."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.sync.county import County
from tests.world import WORDS
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import open_home
from yigongti_desktop.app.hub_restore import restore
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import create
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub import dump
from yigongti_desktop.hub.check import find
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.storage import records
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub


def restored(county: County, file: Path, where: str, request: pytest.FixtureRequest) -> Hub:
    """Put a backup into a new home on the database asked for, and let the county's desks find it there."""
    home, database = Home(county.folder / f"restored-{where}"), ""
    if where == "postgresql":
        cluster = request.getfixturevalue("cluster")
        database = cluster.url(cluster.fresh())
    restore(home, file, WORDS, database=database, clock=county.clock)
    return open_home(home, WORDS, clock=county.clock)


def take_over(county: County, hub: Hub) -> None:
    """Let the restored hub serve in the place of the one that was lost."""
    county.cut_line()
    county.hub.engine.dispose()
    county.hub = hub
    county.keeper = Keeper(hub)
    county.open_line()


def agree(hub: Hub) -> None:
    with reading(hub.engine) as connection:
        assert list(find(connection, CATALOGUE, hub.word_key)) == []


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
def test_a_backup_is_restored_on_either_database_with_every_row(
    county: County, where: str, request: pytest.FixtureRequest
) -> None:
    county.send_referral("岳口")
    county.sync("岳口", "市一医")
    made = county.hub.back_up(reason="manual")
    with reading(county.hub.engine) as connection:
        before = dump.counts_of(connection)
        residents = store.everything(connection, store.RESIDENT)
    hub = restored(county, made, where, request)
    with reading(hub.engine) as connection:
        after = dump.counts_of(connection)
        assert store.everything(connection, store.RESIDENT) == residents
    assert {name: after[name] for name in after if name not in {"facts", "marks"}} == {
        name: before[name] for name in before if name not in {"facts", "marks"}
    }
    agree(hub)
    hub.engine.dispose()


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
def test_what_came_after_the_backup_comes_back_from_the_desks(
    county: County, where: str, request: pytest.FixtureRequest
) -> None:
    first = county.send_referral("岳口")
    county.sync("岳口", "市一医", "岳口二")
    made = county.hub.back_up(reason="manual")
    county.clock.advance(hours=5)
    later = county.send_referral("岳口")
    county.request("多宝")
    county.do("市一医", m.AcceptReferral(referral=first.id))
    county.sync("岳口", "多宝", "市一医", "岳口二", "岳口")
    numbers = {later.number, first.number}
    county.clock.advance(hours=1)
    take_over(county, restored(county, made, where, request))
    for name in ("岳口", "多宝", "市一医"):
        talk = county.desks[name].sync()
        assert (talk.code, talk.is_hub_restored) == ("", True)
    county.sync("岳口", "多宝", "市一医", "岳口二", "岳口")
    agree(county.hub)
    with reading(county.hub.engine) as connection:
        held = records.load_many(connection, REFERRAL, [first.id, later.id])
    assert {one.number for one in held.values()} == numbers
    assert held[first.id].state is State.ACCEPTED
    for name in ("岳口", "市一医", "岳口二"):
        desk = county.desks[name]
        assert desk.read(records.load_many, REFERRAL, [first.id, later.id]) == held, name
        now = desk.read(status)
        assert (now.waiting, now.refused) == (0, 0), name
        assert not county.desks[name].sync().is_hub_restored


def test_a_receipt_after_a_return_bears_a_number_that_none_had_before(
    county: County, request: pytest.FixtureRequest
) -> None:
    made = county.hub.back_up(reason="manual")
    county.send_referral("岳口")
    county.sync("岳口")
    old = _receipts(county)
    take_over(county, restored(county, made, "sqlite", request))
    county.send_referral("多宝")
    county.sync("岳口", "多宝")
    numbers = _receipts(county)
    assert numbers[: len(old)] == old
    assert len(numbers) > len(old)
    assert len(set(numbers)) == len(numbers)


def test_a_code_that_may_have_been_used_meanwhile_is_void(county: County, request: pytest.FixtureRequest) -> None:
    code = county.keeper.issue_code("张港").spell()
    made = county.hub.back_up(reason="manual")
    county.clock.advance(minutes=1)
    take_over(county, restored(county, made, "sqlite", request))
    home = Home(county.folder / "new")
    desk = create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS), clock=county.clock)
    with pytest.raises(Refused, match="code_expired"):
        desk.enrol(code)
    desk.close()


def test_a_damaged_backup_is_refused_and_leaves_an_empty_home(county: County, tmp_path: Path) -> None:
    made = county.hub.back_up(reason="manual")
    content = made.read_bytes()
    for place in (100, len(content) // 3, len(content) // 2):
        bad = tmp_path / "bad.ygthub"
        bad.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(Refused, match=r"backup_damaged|backup_unreadable"):
            restore(Home(tmp_path / "home"), bad, WORDS, clock=county.clock)
        assert not Home(tmp_path / "home").vault.exists()
        assert not Home(tmp_path / "home").database.exists()


def test_a_backup_shows_nothing_of_any_patient(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    made = county.hub.back_up(reason="manual")
    with zipfile.ZipFile(made) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for word in (sent.slip.patient.name, sent.slip.patient.id_number, sent.number, "journal"):
        assert word.encode() not in everything or word == "journal"


def test_a_wrong_passphrase_opens_nothing(county: County, tmp_path: Path) -> None:
    made = county.hub.back_up(reason="manual")
    with pytest.raises(Refused, match="passphrase_wrong"):
        restore(Home(tmp_path / "home"), made, "不是这个口令-真的", clock=county.clock)
    assert not Home(tmp_path / "home").vault.exists()


def test_a_restore_never_takes_the_place_of_a_hub(county: County) -> None:
    made = county.hub.back_up(reason="manual")
    kept = shutil.copy(made, county.folder / "kept.ygthub")
    with pytest.raises(Refused, match="hub_exists"):
        restore(county.hub.home, Path(kept), WORDS, clock=county.clock)


def test_the_newest_fourteen_of_the_automatic_ones_are_kept(county: County) -> None:
    for _ in range(16):
        county.clock.advance(minutes=1)
        county.hub.back_up(reason="upgrade")
    assert len(list(county.hub.home.backups.glob("*.ygthub"))) == 14


def _receipts(county: County) -> list[str]:
    with reading(county.desks["岳口"].engine) as connection:
        return list(connection.scalars(select(sent_batches.c.receipt_number).order_by(sent_batches.c.made_at)))
