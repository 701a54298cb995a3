"""A desk fills while the formulary is long: what work needs comes first, each record once and whole, in bounds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from msgspec.structs import replace

from tests.sync.agreement import Agreement
from tests.sync.county import fast
from tests.world import EVERY_CLINIC_ROLE
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.complete import Complete
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync
DRUGS = 1_500


@pytest.fixture
def listed(world: World) -> World:
    """天门市 with a long formulary, of which every drug was changed once."""
    fast(world.hub)
    world.people["岳口"] = world.keeper.add_account("岳口", "late", "张测试", EVERY_CLINIC_ROLE)[0].actor()
    drugs = [_drug(number) for number in range(DRUGS)]
    world.hub.counter.publish({"drug": [*drugs]})
    world.hub.counter.publish({"drug": [replace(drug, price_fen=1300) for drug in drugs]})
    return world


def test_what_work_needs_comes_before_a_long_formulary(listed: World) -> None:
    desk, met = _new_desk(listed), []

    def watch(_come: Progress) -> bool:
        met.append((desk.is_usable, desk.read(registry.count, registry.DRUG)))
        return True

    desk.sync(watch)
    assert next(drugs for is_usable, drugs in met if is_usable) == 0
    assert met[-1][1] > DRUGS
    desk.close()


def test_records_that_changed_before_a_desk_first_asked_come_to_it_once_and_whole(listed: World) -> None:
    desk, asides = _new_desk(listed), []

    def watch(_come: Progress) -> bool:
        with reading(desk.engine) as connection:
            asides.append(connection.exec_driver_sql("SELECT count(*) FROM unconfirmed").scalar())
        return True

    talk = desk.sync(watch)
    assert set(asides) == {0}  # no change ever came without what it is upon
    held = sum(desk.read(registry.count, kind) for kind in desk.catalogue.records.values())
    held += desk.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM trail").scalar_one())
    assert talk.received == held
    Agreement(listed.hub).check_desk(desk)
    desk.close()


@pytest.mark.parametrize("come", [300, 900, 1_500])
def test_a_filling_that_was_stopped_goes_on_with_whole_records(listed: World, come: int) -> None:
    desk = _new_desk(listed)
    first = desk.sync(lambda progress: progress.received < come)
    assert first.code == "stopped"
    assert facts.COMPLETE in desk.read(facts.everything)
    listed.hub.counter.publish({"drug": [replace(_drug(number), price_fen=1400) for number in range(0, DRUGS, 2)]})
    to_fill = desk.read(status).to_fill
    second = desk.sync()
    assert second.received >= to_fill
    assert desk.sync().received == 0
    assert facts.COMPLETE not in desk.read(facts.everything)
    Agreement(listed.hub).check_desk(desk)
    desk.close()


def test_a_desk_that_has_all_is_sent_what_has_changed_and_no_more(listed: World) -> None:
    desk = _new_desk(listed)
    desk.sync()
    known = desk.read(facts.everything)
    assert Complete(known, {"county": 7}).beside({"county": 7}) is None
    listed.hub.counter.publish({"drug": [replace(_drug(number), price_fen=1500) for number in range(DRUGS)]})
    assert desk.sync().received == DRUGS
    Agreement(listed.hub).check_desk(desk)
    desk.close()


def test_the_spellings_of_a_record_are_found_by_the_record_and_not_among_all_of_its_kind(listed: World) -> None:
    desk = _new_desk(listed)
    with reading(desk.engine) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {indexes._FORGET}", ("drug", '["x"]')).all()
    told = " ".join(str(row[-1]) for row in plan)
    assert "ix_search_keys_record" in told
    assert "kind=?" not in told
    desk.close()


@pytest.mark.slow
def test_the_memory_that_a_first_sync_takes_does_not_grow_with_the_formulary(world: World) -> None:
    pytest.importorskip("resource")
    fast(world.hub)
    peaks, begun = [], 0
    for count in (2_000, 10_000):
        world.hub.counter.publish({"drug": [_drug(number) for number in range(begun, count)]})
        begun = count
        code = world.keeper.issue_code("岳口").spell()
        told = subprocess.run(
            [sys.executable, "-c", _FILL, str(world.folder / f"desk{count}"), code, WORDS],
            capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        drugs, peak = told.stdout.split()
        assert int(drugs) >= count
        peaks.append(int(peak))
    assert peaks[1] - peaks[0] < 30 * 1024  # kilobytes; 8,000 drugs held at once would be sixty megabytes


_FILL = """
import resource, sys
from pathlib import Path
from yigongti_desktop.app.workbench import create
from yigongti_desktop.registry import store
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home
home, code, words = sys.argv[1:]
desk = create(Home(Path(home)), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, words))
desk.enrol(code)
assert not desk.sync().code
print(desk.read(store.count, store.DRUG), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
desk.close()
"""


def _new_desk(world: World) -> Workbench:
    """Enrol a desk of 岳口 that has never talked."""
    home = Home(world.folder / "new")
    desk = create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS), clock=world.clock)
    fast(desk)
    desk.enrol(world.keeper.issue_code("岳口").spell())
    return desk


def _drug(number: int) -> Drug:
    return Drug(
        id=f"drug-{number * 7919 % 100_003:06}", community="tianmen-1", name=f"国谈{number}号胶囊", form="胶囊剂",
        strength="0.25g", pack="24粒", unit="盒", price_fen=1250, maker="湖北制药有限公司",
    )  # fmt: skip
